"""Numerals: exact, digit by digit, and rough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.numerals import cardinal, digitwise, numeral

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def spelled(number: int) -> str:
    """A whole number below 10^12 in Chinese characters, the way it is read aloud."""
    sections = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    words = ""
    for section, scale in sections:
        if section:
            words += ("零" if words and section < 1000 else "") + _section(section) + scale
        elif words and scale == "万" and number % 10**4 >= 1000:
            words += "零"
    return words or "零"


def _section(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return words


@given(st.integers(0, 10**12 - 1))
def test_what_is_spelled_out_is_read_back(number: int) -> None:
    """A number written in characters is read as itself."""
    assert cardinal(spelled(number)) == number


@given(st.integers(0, 10**9))
def test_arabic_digits_are_read_with_and_without_commas(number: int) -> None:
    """Commas between groups of three change nothing."""
    assert cardinal(str(number)) == cardinal(f"{number:,}") == number


@given(st.text("0123456789.,〇零一二两三四五六七八九十百千万亿余多几数点x", max_size=12))
def test_a_numeral_lies_between_its_own_limits(text: str) -> None:
    """least ≤ value ≤ most, the step is positive, and nothing that can be typed breaks the reader."""
    if said := numeral(text):
        assert said.step > 0
        assert said.least <= said.most
        assert said.value is None or said.least == said.value == said.most


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3万5千", 35000),
        ("3万5", 35000),
        ("3万500", 30500),
        ("1亿2千万", 120000000),
        ("1亿2000万", 120000000),
        ("2.3万亿", 2300000000000),
        ("百二万", 1200000),
        ("三百五", 350),
        ("三百零五", 305),
        ("十二点三万", 123000),
        ("零点五", 0.5),
        ("1.15万", 11500),
        ("百", 100),
        ("亿", 100000000),
        ("五一", None),
        ("八一", None),
        ("百千", None),
        ("二〇二三", None),
        ("", None),
    ],
)
def test_places_and_scales(text: str, value: float | None) -> None:
    """万 and 亿 mix with either script; what is no number is None, not a guess."""
    assert cardinal(text) == value


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("几十", (20, 100)),
        ("数千", (2000, 10000)),
        ("十几", (11, 19)),
        ("三四十", (30, 40)),
        ("一百五六十", (150, 160)),
        ("八九十", (80, 90)),
        ("三五", (3, 5)),
        ("十几万", (110000, 190000)),
    ],
)
def test_rough_numerals_have_limits_and_no_value(text: str, limits: tuple[int, int]) -> None:
    """A guess says between which numbers it lies."""
    said = numeral(text)
    assert said
    assert (said.value, said.least, said.most) == (None, *limits)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("600余", 100),
        ("5万余", 10000),
        ("3000多万", 10**7),
        ("十余万", 10**5),
        ("9300多", 100),
        ("150余", 10),
        ("3.2万多", 1000),
    ],
)
def test_more_reaches_to_the_next_unit_of_the_last_digit(text: str, step: int) -> None:
    """余 and 多 reach one unit of the last digit that is not a filling zero."""
    said = numeral(text)
    assert said
    assert (said.more, said.step) == (True, step)


def test_digit_by_digit() -> None:
    """A year is read digit by digit; a place word is no digit."""
    assert (digitwise("二〇二三"), digitwise("2023"), digitwise("二十三"), digitwise("")) == (2023, 2023, None, None)
