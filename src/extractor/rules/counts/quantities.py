"""Numbers with a unit: money, measures, times, ages and what measure words count; and ranges of them."""

from __future__ import annotations

import re

from extractor.model.records import CountKind
from extractor.rules.counts.said import Place, Said, Unit, more
from extractor.text.numerals import Number, Numeral, cardinal, numeral

# A round number alone counts people, bodies and events; 百年, 千里 and 万户 say large.
_ROUND = frozenset(("百", "千", "万", "亿", "百万", "千万"))
_ROUND_COUNTS = frozenset(
    [
        "人",
        "名",
        "位",
        "家",
        "场",
        "个",
        "件",
        "册",
        "份",
        "项",
        "次",
        "元",
        "亩",
        "吨",
        "人次",
        "平方米",
        "平方公里",
        "公里",
        "辆",
        "台",
        "套",
        "米",
        "瓶",
        "盒",
        "岁",
        "堂",
        "期",
        "支",
        "间",
        "所",
        "座",
        "户次",
        "字",
        "吨级",
        "千瓦",
        "千瓦时",
        "度电",
        "课时",
        "美元",
        "斤",
        "公斤",
    ]
)
_RATE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:率|油耗|能耗|电耗|单耗)")  # 百万工时伤害率 is measured by it
# 三门大剧院, 五道中学: what no such measure word counts is a place's name.
_PLACE_UNITS = frozenset("门台元道里方匹棵步枝口井眼间家块")
_PLACE = re.compile(
    "大?(?:剧院|文化宫|广场|公园|大厦|火车站|汽车站|客运站|高铁站|中学|小学|县|镇|湾|峡|体育馆|体育场|机场|核电|图书馆|博物馆|路|街|桥|沟|屯|渠)"
)
_ONE_COUNTS = re.compile("(?:人(?![一员次户口均份手生家])|家(?=[企单公工机医银店厂门商酒超民国]))")
_SPAN_OF_ONE = re.compile("(?:[内余多+]|之内|以内|以[上下]|左右|的时间|时间|来|期|间)")
_LASTING = re.compile(
    "(?:为期|历时|用时|耗时|持续|提前|仅|近|每|不到|不足|超过?|连续|长达|延长|缩短|至少|不少于|[短足][短足]|了)$"
)
_MEASURED = frozenset(("小时", "个小时", "个钟头", "个月", "个星期"))  # 一年 and 一天 also say some day
_NOT_LASTING = frozenset("第上下前后这那同另头当“")
_BUREAUS = frozenset("铁建交电航务")  # 中铁四局 is the fourth of its group
_DAYS_AFTER = re.compile("(?:以?内|之内|来(?![到自])|间|游|之久)")
_ONE_MEASURES = frozenset(
    ("公里", "亩", "元", "吨", "岁", "公斤", "千瓦", "千瓦时", "千米", "千克", "公顷", "平方米", "立方米")
)
_AFTER_SUM = frozenset("钱整左起,。;、!)的")
_PHASE = re.compile("工程|项目|改造|建设|扩建|用地|厂房|投产|开工|竣工|建成")  # 二期工程 is the second
_ARABIC = frozenset("0123456789")
_DOUBTFUL = frozenset("年日两")
_EACH = re.compile("每个?(?:小时|分钟|天|日|周|星期|月|季度|年|人|户|家|班|组|队|场|期|次|台|车|亩|平方米)$")


def quantity(match: re.Match[str], place: Place) -> Said | None:
    """A number and the unit that it is measured in, where they count: 5万余平方米, 300万元, 3年."""
    unit, over, bound = match.group("unit", "more", "bound")
    known, digits = place.units[unit], place.digits
    said = _number(match, digits, unit, known, place)
    if said is None:
        return None
    kind, code, factor = known
    bound = bound or ("来" if digits[-1] == "来" else None)
    if over:
        return Said(said, kind, unit, code, factor, bound, over, 1)
    if unit == "元" and place.text[place.start - 1] in "币元金镑":
        code = _prefixed_currency(place)
    elif code == "Cel" and "零下" in place.text[place.start : place.at]:
        said = _negative(said)
    return Said(said, kind, unit, code, factor, bound, more(digits, said) if said.more else "", said.step)


def cardinal_of(match: re.Match[str], place: Place) -> Said | None:
    """A number and a measure word, where they count: 百人以上, 50万+人次, 3次/年."""
    unit, over, bound, plus, per = match.group("unit", "more", "bound", "plus", "per")
    digits = place.digits
    said = _number(match, digits, unit, place.units[unit], place)
    if said is None:
        return None
    if over:
        return Said(said, "cardinal", unit, None, 1, bound, over, 1)
    bound = bound or plus or ("来" if digits[-1] == "来" else None)
    kind = _counting(unit, digits, place, match.end(), per)
    return Said(said, kind, unit, None, 1, bound, more(digits, said) if said.more else "", said.step)


def _number(match: re.Match[str], digits: str, unit: str, known: Unit, place: Place) -> Numeral | None:
    """What the digits say, where number and unit count."""
    if (digits[0] not in _ARABIC or unit in _DOUBTFUL) and not _counts(match, digits, unit, known, place):
        return None
    return numeral(digits[:-1] if digits[-1] == "来" else digits)  # 三百来人


def _counting(unit: str, digits: str, place: Place, end: int, per: str | None) -> CountKind:
    """每人3次 and 3次/年 are rates, 二期工程 is the second."""
    text, start = place.text, place.start
    before = start - 4 if start > 4 else 0
    if per or (text.find("每", before, start) >= 0 and _EACH.search(text, before, start)):
        return "rate"
    return "ordinal" if unit == "期" and digits[0] not in _ARABIC and _PHASE.match(text, end) else "cardinal"


def _negative(said: Numeral) -> Numeral:
    value = None if said.value is None else -said.value
    return Numeral(value, -said.most, -said.least, said.step)


def _prefixed_currency(place: Place) -> str | None:
    """港币50万元: the currency may stand before the sum."""
    known = place.units.get(place.text[max(0, place.start - 2) : place.start])
    return known.code if known and known.kind == "money" else place.units["元"].code


def _counts(match: re.Match[str], digits: str, unit: str, known: Unit, place: Place) -> bool:
    """Whether number and unit count here; asked for numbers in characters and for units that also date."""
    text, at, end = place.text, place.at, match.end()
    if digits == "一":
        return _one_counts(match, known, place)
    if digits == "零":
        return known.kind != "cardinal"  # 零下 and 零元 measure; 零件 and 零部件 do not
    if digits == "二" and known.kind == "cardinal":
        return unit == "人" or _PHASE.match(text, end) is not None  # who counts says 两; 二次报销 is the second
    if digits in _ROUND and not place.does and not match["bound"] and not match["more"]:
        return unit in _ROUND_COUNTS and not _RATE.match(text, end)
    if unit in _PLACE_UNITS and digits[0] not in _ARABIC and _PLACE.match(text, end):
        return False
    if unit == "元" and len(digits) == 1 and digits[0] not in _ARABIC and digits not in _ROUND:
        return text[end : end + 1] in _AFTER_SUM  # 二元结构, 三元, 多元: sums of a few yuan are rare in characters
    if unit == "局" and text[at - 1 : at] in _BUREAUS:
        return False
    if unit == "日":
        return bool(_LASTING.search(text, max(0, at - 4), at) or _DAYS_AFTER.match(text, match.end("unit")))
    if unit == "年" and len(digits) == 4 and digits.isdigit():
        return False
    return not (unit == "两" and text[end : end + 1] in "个名家项次年天")


def _one_counts(match: re.Match[str], known: Unit, place: Place) -> bool:
    """一 counts where something says so: a bound, a time that is measured, a person or a body; not in 一份力量."""
    text, at = place.text, place.at
    if place.does or match["bound"] or match["more"]:
        return not (place.does == "exact" and known.kind == "cardinal" and text[at - 1] == "达")
    if known.kind == "duration":
        measured = (
            match["unit"] in _MEASURED
            and text[at - 1 : at] not in _NOT_LASTING
            and not text.startswith("一", match.end())
        )
        return bool(
            measured or _SPAN_OF_ONE.match(text, match.end("unit")) or _LASTING.search(text, max(0, at - 4), at)
        )
    if known.kind != "cardinal":
        return match["unit"] in _ONE_MEASURES
    return _ONE_COUNTS.match(text, match.start("unit")) is not None and text[at - 1 : at] not in ("每", "“", "同", "统")


def between(match: re.Match[str], place: Place) -> Said | None:
    """Two numbers and one unit: 3至5名, 8至10万元. It has bounds and no value."""
    digits, low_digits, unit = match["num"], match["low"], match["unit"]
    low, high, known = cardinal(low_digits), cardinal(digits), place.units[unit]
    low_unit = match["lowunit"]
    if low is None or high is None or (low_unit and place.units[low_unit].kind != known.kind):
        return None
    if place.text[match.start() - 1 : match.start()] in ("从", "由") and match["bound"] != "不等":
        return None  # 从5个到8个 are two numbers
    low = _with_scale(low_digits, low, digits, high) if not low_unit else low
    if low >= high or unit == "日" or (unit == "年" and high > 999):
        return None
    between = Numeral(None, low, high, 1)
    return Said(between, known.kind, unit, known.code, known.factor, match["bound"])


_SCALE = re.compile("[百千万亿]+$")


def _with_scale(low_digits: str, low: Number, digits: str, high: Number) -> Number:
    """8至10万: the left number takes the right one's scale where it has none and is smaller than its figure."""
    scale = _SCALE.search(digits)
    if not scale or _SCALE.search(low_digits):
        return low
    factor = cardinal(scale[0]) or 1
    return low * factor if low * factor < high else low
