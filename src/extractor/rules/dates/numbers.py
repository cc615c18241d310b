"""The figures inside a date: years digit by digit, months and days up to 99, clocks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from extractor.text.numerals import DIGITS

Groups = Mapping[str, str]  # the groups that took part in a match, none of them empty

_ZEROS: Final = str.maketrans("OoОо○零", "〇〇〇〇〇〇")
_AFTERNOON: Final = frozenset(
    ("午后", "下午", "傍晚", "晚上", "晚间", "夜间", "夜里", "深夜", "当晚", "晚", "夜", "PM")
)
_NOON: Final = frozenset(("中午", "正午"))
_PAST: Final = {"半": 30, "一刻": 15, "三刻": 45}


@lru_cache(maxsize=1024)
def small(text: str) -> int:
    """A number below a thousand, in either script.

    >>> small("二十五"), small("廿五"), small("05"), small("元")
    (25, 25, 5, 1)
    """
    if text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("初", "").replace("正", "一")
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return (
        100 * (DIGITS.get(hundreds, 1) if "百" in text else 0)
        + (10 * (DIGITS.get(tens, 1) if ten else 0))
        + (DIGITS.get(ones, 0))
    )


@lru_cache(maxsize=1024)
def digits(text: str) -> int:
    """A number written digit by digit, as years are: 二〇二三, 二O二三, 2023."""
    text = text.translate(_ZEROS)
    return int("".join(str(DIGITS.get(c, c)) for c in text))


def clock(groups: Groups) -> tuple[str, str, bool] | None:
    """The clock time of a match: ISO 8601-1 (``T09``, ``T19:30``, ``T09:00/T11:30``), its full form where minutes are
    said (``19:30:00``), and whether it is a range. None where the match has no clock."""
    if "hour" not in groups:
        return None
    hour = groups["hour"]
    part = groups.get("daypart") or groups.get("day_word")
    opening, full = _time(part, hour, groups, "")
    if to_hour := groups.get("to_hour"):
        closing, _ = _time(groups.get("to_daypart") or part, to_hour, groups, "to_")
        return f"{opening}/{closing}", "", True
    return opening, full, False


def _time(part: str | None, hour_text: str, groups: Groups, prefix: str) -> tuple[str, str]:
    hour = small(hour_text)
    part = part and part.lstrip("今昨明前")
    if (part in _AFTERNOON and hour < 12) or (part in _NOON and hour < 3):
        hour += 12
    minute = groups.get(f"{prefix}minute") or groups.get(f"{prefix}minutes")
    past = groups.get(f"{prefix}past")
    if minute is None and past is None:
        return f"T{hour:02d}", ""
    minutes = small(minute) if minute else _PAST[past or "半"]
    second = groups.get(f"{prefix}second")
    text = f"{hour:02d}:{minutes:02d}" + (f":{second}" if second else "")
    full = f"{hour:02d}:{minutes:02d}:{second or '00'}"
    return f"T{text}", full if hour < 24 and minutes < 60 else ""
