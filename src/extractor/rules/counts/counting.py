"""Whether a number and its unit count at all: 三门大剧院, 二次报销, 15日 and 一份力量 do not."""

from __future__ import annotations

import re
from typing import Final

from extractor.rules.counts.frame import Unit
from extractor.rules.counts.said import Place

ARABIC: Final = frozenset("0123456789")
_ROUND: Final = frozenset(("百", "千", "万", "亿", "百万", "千万"))
_AFTER_SUM: Final = frozenset("钱整左起,。;、!)的")
_MOST: Final = frozenset("长高大短")  # 最长一次 is an occasion
_LIMITED: Final = frozenset("投报领购选推借")  # 每人限投一篇
_ALIKE: Final = frozenset("每“同统")
_COUNTED: Final = frozenset("者扣记罚加")  # 缺席一次者, 缺课一次扣2分
_OFTEN: Final = 10
_SINCE: Final = 4
_SINGLE: Final = frozenset("名位台辆座套枚本张件支部块面份")
_CLOSE: Final = frozenset((*",。;、!)\n", ""))
# 这一份, 成为其中一名, 再添一份, 两人一台: what stands before 一 counts it nothing.
_POINTING: Final = frozenset(
    "第每同另某这那哪其的为有无再又头前后上下中唯独了着做当作添献出尽助留人名个台户套年月周天次"
)


def counting(match: re.Match[str], digits: str, unit: str, known: Unit, place: Place) -> bool:
    """Whether number and unit count here; asked for numbers in characters and for units that also date."""
    text, end, frame = place.text, match.end(), place.frame
    if digits == "一":
        return _one_counts(match, known, place)
    if digits == "零":
        return known.kind != "cardinal"  # 零下 and 零元 measure; 零件 and 零部件 do not
    if digits == "二" and known.kind == "cardinal":
        return unit == "人" or frame.phase(text, end) is not None  # who counts says 两; 二次报销 is the second
    if digits in _ROUND and not place.does and not match["bound"] and not match["more"]:
        return unit in frame.of_round and not frame.rate(text, end)
    if digits[0] not in ARABIC:
        return _spelled_counts(match, digits, unit, place)
    if unit == "日":
        return days_count(match, place)
    return not (unit == "年" and len(digits) == 4 and digits.isdigit()) and not _twice(unit, text, end)


def _spelled_counts(match: re.Match[str], digits: str, unit: str, place: Place) -> bool:
    """Numbers in characters are parts of names as well: 三门大剧院, 二元结构, 三度获奖, 中铁四局."""
    text, at, end, frame = place.text, place.at, match.end(), place.frame
    if unit in frame.in_figures or (unit in frame.in_names and frame.place(text, end)):
        return False
    if unit == "元" and len(digits) == 1 and digits not in _ROUND:
        return text[end : end + 1] in _AFTER_SUM  # sums of a few yuan are rare in characters
    if unit == "度" and len(digits) == 1:
        return False
    if unit == "局" and frame.bureau(text, max(0, at - 1), at):
        return False
    if unit == "日":
        return days_count(match, place)
    return not _twice(unit, text, end)


def days_count(match: re.Match[str], place: Place) -> bool:
    """30日内, 历时20日; elsewhere 日 is a day of a month."""
    text, at, frame = place.text, place.at, place.frame
    since = max(0, at - _SINCE)
    if frame.lasting(text, since, at) or frame.spell(text, since, at):
        return True
    return frame.days(text, match.end("unit")) is not None


def _twice(unit: str, text: str, end: int) -> bool:
    """两 before a measure word is two, and no weight."""
    return unit == "两" and text[end : end + 1] in "个名家项次年天"


def _one_counts(match: re.Match[str], known: Unit, place: Place) -> bool:
    """一 counts where something says so: a bound, a time that is measured, a person or a body; not in 一份力量."""
    if known.kind == "cardinal":
        return _one_counted(match, place)
    if place.does or match["bound"] or match["more"]:
        return True
    unit, text, at, frame = match["unit"], place.text, place.at, place.frame
    if known.kind != "duration":
        return unit in frame.of_one
    measured = unit in frame.measured and not text.startswith("一", match.end())
    if measured and not frame.pointed(text, max(0, at - 1), at):
        return True
    return bool(frame.lapse(text, match.end("unit")) or frame.lasting(text, max(0, at - _SINCE), at))


def _one_counted(match: re.Match[str], place: Place) -> bool:
    """Whether 一 counts before a measure word: 会计一名, 每年一次 and 限投一篇, not 最长一次 and 增加了一条道路."""
    unit, text, at, does = match["unit"], place.text, place.at, place.does
    before, behind = text[at - 1 : at], text[match.end() : match.end() + 1]
    if unit == "次":
        if before in _MOST:
            return False
        if behind in _COUNTED or place.frame.often(text, max(0, at - _OFTEN), at):
            return True
    if does == "change":
        return False
    if does or match["bound"] or match["more"]:
        return does != "exact" or before != "达"
    if before in _LIMITED and text[at - 2 : at - 1] == "限":
        return True
    if unit in _SINGLE and behind in _CLOSE:
        return "\u4e00" <= before <= "\u9fff" and before not in _POINTING
    return before not in _ALIKE and place.frame.one(text, match.start("unit")) is not None
