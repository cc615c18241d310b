"""Times told in two units or with a half: one duration, in the smaller unit."""

from __future__ import annotations

import re
from typing import Final

from extractor.rules.counts.said import Place, Said
from extractor.text.numerals import Number, Numeral, cardinal, numeral

_HALF_UNITS: Final = {
    "小时": "h",
    "分钟": "min",
    "钟头": "h",
    "月": "mo",
    "星期": "wk",
    "天": "d",
    "年": "a",
    "世纪": "a",
    "礼拜": "wk",
    "工作日": "d",
}


def compound(match: re.Match[str], _place: Place) -> Said | None:
    """3小时42分, 两个半小时, 一年半, 3个多月."""
    groups = match.groupdict()
    digits = groups["num"] or ""
    for low, factor, unit, code in _COMPOUNDS:
        if groups[low]:
            parts = cardinal(digits), cardinal(groups[low])
            if parts[0] is None or parts[1] is None or parts[1] >= 100:
                return None
            return _compounded(parts[0] * factor + parts[1], unit, code, groups)
    if groups["someunit"]:
        return _some_and_more(groups)
    count = cardinal(digits) if digits else 0
    if count is None:
        return None
    unit = groups["halfunit"] or groups["halfunit2"] or groups["halfunit3"]
    number = (count + 0.5) * (100 if unit == "世纪" else 1)
    printed = unit if unit in ("年", "天") else f"个{unit}" if unit in ("月", "世纪") else unit
    said = Numeral(number, number, number, 0.5)
    return Said(
        said,
        "duration",
        printed,
        _HALF_UNITS[unit],
        1,
        groups["bound"],
        groups["more"] or groups["over2"] or "",
        number,
    )


def _some_and_more(groups: dict[str, str | None]) -> Said | None:
    """3个多月: more than three of them and less than four."""
    digits, unit = groups["num"] or "", groups["someunit"] or ""
    said = numeral(digits)
    code, factor = _HALF_UNITS[unit], 100 if unit == "世纪" else 1
    return Said(said, "duration", f"个{unit}", code, factor, groups["bound"], groups["over"] or "", 1) if said else None


_COMPOUNDS: Final = (
    ("months", 12, "个月", "mo"),
    ("dayhours", 24, "小时", "h"),
    ("minutes", 60, "分", "min"),
    ("secs", 60, "秒", "s"),
)


def _compounded(number: Number, unit: str, code: str, groups: dict[str, str | None]) -> Said:
    if parts := groups["parts"]:
        number += int(parts) / 10 ** len(parts)
    if seconds := groups["seconds"]:
        number, unit, code = number * 60 + float(seconds), "秒", "s"
    number = int(number) if number == int(number) else round(number, 6)
    return Said(Numeral(number, number, number, 1), "duration", unit, code, 1, groups["bound"])
