"""Numerals of Chinese prose as numbers: Arabic, Chinese, mixed, digit by digit, and rough ones. Knows no units and no bounds."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

DIGITS: Final = {
    c: v
    for v, row in enumerate(("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8}

# A chunk of Arabic digits, or one character. Each character is looked at once.
_TOKEN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_ZERO: Final = "〇零○"
_MORE: Final = re.compile("[余多]")
# Two neighbouring digits: 三四十, 一百五六十, 三五个. 二七, 五一 and 八一 are names, not guesses.
_EITHER: Final = re.compile("一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九")
_SEVERAL: Final = re.compile("[几数]")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")

Number = int | float


class Numeral(Struct, frozen=True, gc=False):
    """What a numeral says. A rough one (几十, 三四十) has no value, only the least and the greatest that it may mean.

    more: 余 or 多 stands inside (3000多万). step: one unit of the last digit that is not a filling zero, which is how far
    余 and 多 reach: 100 for 600, 10000 for 5万. open: the greatest itself is not meant (几十 is less than 100).
    """

    value: Number | None
    least: Number
    most: Number
    step: Number
    more: bool = False
    open: bool = False


def digitwise(text: str) -> int | None:
    """A number written digit by digit, as years are: 二〇二三 or 2023. None where it is not.

    >>> digitwise("二〇二三")
    2023
    """
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [DIGITS.get(c) for c in text]
    return int("".join(map(str, digits))) if digits and None not in digits else None


@lru_cache(maxsize=4096)
def cardinal(text: str) -> Number | None:
    """An exact number by place: 三千五百万, 3万5千, 1亿2000万, 1,126.5, 三点五. None where the text is not one.

    >>> cardinal("1亿2千万")
    120000000
    """
    parsed = _parse(text)
    return _plain(parsed[0]) if parsed else None


@lru_cache(maxsize=4096)
def numeral(text: str) -> Numeral | None:
    """A number as prose has it, exact or rough, with 余 or 多 inside or at its end. None where the text is not one.

    >>> numeral("三四十")
    Numeral(value=None, least=30, most=40, step=10, more=False, open=False)
    """
    if text.isascii() and text.isdecimal():
        whole = int(text)
        return Numeral(whole, whole, whole, _plain(_step(text)))
    bare = _MORE.sub("", text, count=1)
    if parsed := _parse(bare):
        value = _plain(parsed[0])
        return Numeral(value, value, value, _plain(parsed[1]), more=bare != text)
    return None if bare != text else _rough(text)


def shifted(said: Numeral, by: float) -> Numeral:
    """A numeral and so much: 三 and a half, where 半 stands behind the unit."""
    value = None if said.value is None else said.value + by
    return replace(said, value=value, least=said.least + by, most=said.most + by)


def times(said: Numeral, factor: int) -> Numeral:
    """A numeral in a larger scale: 2.3 before 个亿."""

    def scaled(number: Number) -> Number:
        return _plain(Decimal(str(number)) * factor)

    value = None if said.value is None else scaled(said.value)
    return replace(said, value=value, least=scaled(said.least), most=scaled(said.most), step=scaled(said.step))


def _rough(text: str) -> Numeral | None:
    if pair := _EITHER.search(text):
        return _between(text[: pair.start() + 1] + text[pair.end() :], text[: pair.start()] + text[pair.end() - 1 :])
    several = _SEVERAL.search(text)
    if several is None:
        return None
    head, tail = text[: several.start()], text[several.end() :]
    if head:  # 十几 is 11 to 19
        return _between(f"{head}一{tail}", f"{head}九{tail}") if head[-1] == "十" and several[0] == "几" else None
    scale = _parse(tail) if tail and set(tail) <= {*SMALL, *LARGE} else None
    return scale and Numeral(None, _plain(2 * scale[0]), _plain(10 * scale[0]), _plain(scale[0]), open=True)


def _between(least: str, most: str) -> Numeral | None:
    low, high = _parse(least), _parse(most)
    if low is None or high is None or low[0] >= high[0]:
        return None
    return Numeral(None, _plain(low[0]), _plain(high[0]), _plain(high[1]))


def _plain(number: Decimal) -> Number:
    """An int where the number is whole, so that 3.2万 is 32000 and not 32000.000000000004."""
    return int(number) if number == number.to_integral_value() else float(number)


def _parse(text: str) -> tuple[Decimal, Decimal] | None:
    """The number and its step, or None. One pass over the characters, whatever they are."""
    text = _GROUPED.sub(lambda m: m[0].replace(",", ""), text) if "," in text else text
    whole, point, decimals = text.partition("点")
    if point:
        return _spoken_decimal(whole, decimals)
    reader = _Reader()
    return reader.result() if text and all(map(reader.take, _TOKEN.findall(text))) else None


def _spoken_decimal(whole: str, decimals: str) -> tuple[Decimal, Decimal] | None:
    """三点五, 十二点三万: the part after the point is read digit by digit."""
    scale = decimals.lstrip("".join(DIGITS))
    digits = digitwise(decimals[: len(decimals) - len(scale)])
    head, factor = _parse(whole), _parse(scale) if scale else (Decimal(1), Decimal(1))
    if digits is None or head is None or factor is None or not set(scale) <= {*SMALL, *LARGE}:
        return None
    step = Decimal(1).scaleb(len(scale) - len(decimals))
    return (head[0] + digits * step) * factor[0], step * factor[0]


class _Reader:
    """Reads a numeral from left to right: digits wait until a unit (十 百 千, 万 亿) or the end takes them."""

    def __init__(self) -> None:
        self.total = Decimal(0)  # what 万 and 亿 have closed
        self.section = Decimal(0)  # what stands since
        self.digit: Decimal | None = None
        self.step = Decimal(1)
        self.small = 10**4  # units fall within a section,
        self.large = 10**13  # and from section to section
        self.unit = 10  # the unit named last: 三百五 is 350
        self.zero = self.long = False

    def take(self, token: str) -> bool:
        """Whether the token may stand here."""
        if token in SMALL:
            return self._take_small(SMALL[token])
        if token in LARGE:
            return self._take_large(LARGE[token])
        if token in _ZERO and self.digit is None and (self.section or self.total):
            self.zero = True
            return True
        return self._take_digit(token)

    def _take_digit(self, token: str) -> bool:
        if self.digit is not None:
            return False
        if token in DIGITS:
            self.digit, self.step = Decimal(DIGITS[token]), Decimal(1)
        elif token[0] in "0123456789":
            self.digit, self.step = Decimal(token), _step(token)
            self.long = len(token) > 1
        return self.digit is not None

    def _take_small(self, unit: int) -> bool:
        if unit >= self.small or (self.digit is None and self.section and unit != 10):
            return False
        if self.digit is None:
            self.step = Decimal(1)
        self.section += (Decimal(1) if self.digit is None else self.digit) * unit
        self.step *= unit
        self.digit, self.small, self.unit, self.zero = None, unit, unit, False
        return True

    def _take_large(self, unit: int) -> bool:
        part = self._section()
        if unit > self.large and unit == 10**8 and not part and self.total:
            self.total, self.step = self.total * unit, self.step * unit  # 1万亿
        elif unit < self.large and (part or (self.digit is None and not self.total)):
            self.step = self.step * unit if part else Decimal(unit)
            self.total += (part or 1) * unit
        else:
            return False
        self.section, self.digit, self.small, self.large, self.unit = Decimal(0), None, 10**4, unit, unit
        self.zero = self.long = False
        return True

    def result(self) -> tuple[Decimal, Decimal]:
        """The number and its step."""
        return self.total + self._section(), self.step

    def _section(self) -> Decimal:
        """What stands since the last 万 or 亿, the waiting digit included; closes it, so it is asked once a section."""
        if self.digit is None:
            return self.section
        short = not self.zero and not self.long and (self.total or self.section)
        place = self.unit // 10 if short else 1
        self.step *= place
        return self.section + self.digit * place


def _step(digits: str) -> Decimal:
    """The step of a run of Arabic digits: 100 for 600, 0.1 for 3.2."""
    if "." in digits:
        return Decimal(1).scaleb(digits.index(".") + 1 - len(digits))
    filling = len(digits) - len(digits.rstrip("0"))
    return Decimal(10 ** (filling if filling < len(digits) else 0))
