"""What a match of counts.toml says, as a value: number, kind, unit, factor, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from extractor.model.records import CountKind
from extractor.rules.load import RuleBook
from extractor.text.numerals import Number, Numeral


class Unit(NamedTuple):
    """A unit's kind, code and the factor that turns the printed unit into the code's."""

    kind: CountKind
    code: str | None
    factor: float


Units = dict[str, Unit]


class Said(Struct, frozen=True, gc=False):
    """The reading of one match, before the words around it are weighed. ``bound`` stands behind the unit."""

    numeral: Numeral
    kind: CountKind
    unit: str | None = None
    code: str | None = None
    factor: float = 1
    bound: str | None = None
    more: str = ""
    step: Number = 1


class Place(Struct, frozen=True, gc=False):
    """Where a match stands: the text, its number token from ``at`` on, the start of the words before, what they do.

    A match may begin behind the number (its rule opens with one, which is not read twice) or at ``at``.
    """

    text: str
    at: int
    digits: str
    start: int
    does: str
    units: Units


Reader = Callable[[re.Match[str], Place], Said | None]


@lru_cache(maxsize=8)
def units(book: RuleBook) -> Units:
    """Every unit of a book: measures, times, currencies and measure words."""
    table = {word: Unit("cardinal", None, 1.0) for word in book.lexicon("counts_classifiers").words}
    table |= {word: Unit("money", code, float(f)) for word, code, f in book.lexicon("counts_currencies").rows}
    kinds: dict[str, CountKind] = {"measure": "measure", "duration": "duration", "age": "age"}
    for word, kind, code, factor in book.lexicon("counts_units").rows:
        table[word] = Unit(kinds[kind], code, float(factor))
    return table


def more(digits: str, said: Numeral) -> str:
    """The 余 or 多 that stands inside a numeral or at its end; nothing where none does."""
    return ("余" if "余" in digits else "多") if said.more else ""
