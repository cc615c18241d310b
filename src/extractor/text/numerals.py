"""Numerals of Chinese prose as numbers: Arabic, Chinese, mixed, digit by digit. Knows no units and no bounds."""

from __future__ import annotations

DIGITS = {
    c: v
    for v, row in enumerate(("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}


def digitwise(text: str) -> int | None:
    """A number written digit by digit, as years are: 二〇二三 or 2023. None where it is not.

    >>> digitwise("二〇二三")
    2023
    """
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [DIGITS.get(c) for c in text]
    return int("".join(map(str, digits))) if digits and None not in digits else None
