"""How an administrative unit's official name is shortened: 恩施土家族苗族自治州 → 恩施州, 恩施. Knows names, not units.

Two kinds of short form: one that keeps the word for its kind (恩施州, 前郭尔罗斯县) says as much as the full name; a bare
stem (恩施, 太原) leaves the kind open. What no rule gives (莫旗, 锡盟) stands in the lexicon ``places_short``.
"""

from __future__ import annotations

import re

# 族 is left out where the official name leaves it out: 伊犁哈萨克自治州, 塔什库尔干塔吉克自治县.
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_UNMARKED = "蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔"
_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族|(?:{_UNMARKED}))*自治(?P<kind>[州县旗])")
_DISTRICT = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族)+(?P<kind>[区])")
_LONG_KINDS = ("特别行政区", "工矿区", "工农区", "地区", "特区", "林区", "矿区", "新区")
_KINDS = "省市县区盟旗"
_REGION = re.compile(r"(?P<stem>内蒙古|..)(?:壮族|回族|维吾尔)?自治区")


def short_forms(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The short forms of an official name: those that keep its kind, and bare stems (never of one character).

    >>> short_forms("湘西土家族苗族自治州")
    (('湘西州',), ('湘西',))
    >>> short_forms("太原市")
    ((), ('太原',))
    """
    if "自治" not in name and "族" not in name:
        return (), _bare(name)
    if match := _REGION.fullmatch(name):
        return (), (match["stem"],)
    if match := _AUTONOMOUS.fullmatch(name) or _DISTRICT.fullmatch(name):
        stem = match["stem"].removesuffix("族")  # where the people's name is all there is: 东乡族自治县, 鄂温克族自治旗
        return (stem + match["kind"],), (stem,)
    return (), ()


def _bare(name: str) -> tuple[str, ...]:
    if name[-1] not in _KINDS or (name[-1] == "旗" and name[-2] in "左右前后中"):
        return ()  # 土默特左旗 without 旗 is half a word
    kind = name[-1]
    if name.endswith(_LONG_KINDS):  # 神农架林区; but 碑林区 is 碑林
        kind = next((kind for kind in _LONG_KINDS if name.endswith(kind) and len(name) > len(kind) + 1), kind)
    stem = name[: -len(kind)]
    return (stem,) if len(stem) > 1 else ()
