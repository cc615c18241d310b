"""The units of a book, and what it asks of the words around a number and its unit (counts_frame.toml)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.model.records import CountKind
from extractor.rules.load import RuleBook
from extractor.rules.rule import either

_Match = Callable[..., re.Match[str] | None]


class Unit(NamedTuple):
    """A unit as printed (one string for all counts in it), its kind, code, and the factor that turns it into the code's."""

    name: str
    kind: CountKind
    code: str | None
    factor: float


Units = dict[str, Unit]


@dataclass(frozen=True)
class Frame:
    """The units, those that need a closer look, and the questions: each finds its words at or before a place."""

    units: Units
    of_round: frozenset[str]
    of_one: frozenset[str]
    in_names: frozenset[str]
    measured: frozenset[str]
    in_figures: frozenset[str]
    rate: _Match  # behind the unit
    place: _Match
    lapse: _Match
    days: _Match
    phase: _Match
    weather: _Match
    become: _Match
    one: _Match  # at the unit
    lasting: _Match  # right before the number
    each: _Match
    often: _Match
    spell: _Match
    paid: _Match
    index: _Match
    pointed: _Match
    bureau: _Match
    power: _Match
    warm: _Match


@lru_cache(maxsize=8)
def frame(book: RuleBook) -> Frame:
    """The frame of a book, compiled at its first use."""

    def behind(role: str) -> _Match:
        return _pattern(book, role).match

    def before(role: str) -> _Match:
        return _pattern(book, role).search

    return Frame(
        units=_units(book),
        of_round=_marked(book, "r"),
        of_one=_marked(book, "o"),
        in_names=_marked(book, "p"),
        measured=_marked(book, "m"),
        in_figures=_marked(book, "f"),
        rate=behind("rate"),
        place=behind("place"),
        lapse=behind("lapse"),
        days=behind("days"),
        phase=behind("phase"),
        weather=behind("weather"),
        become=behind("become"),
        one=behind("one"),
        lasting=before("lasting"),
        each=before("each"),
        often=before("often"),
        spell=before("spell"),
        paid=before("paid"),
        index=before("index"),
        pointed=before("pointed"),
        bureau=before("bureau"),
        power=before("power"),
        warm=before("warm"),
    )


def _pattern(book: RuleBook, role: str) -> re.Pattern[str]:
    """The rules that answer one question, as one pattern."""
    return re.compile(either(book.role("counts_frame", role)), re.VERBOSE)


def _marked(book: RuleBook, mark: str) -> frozenset[str]:
    return frozenset(word for word, marks in book.lexicon("counts_marks").rows if mark in marks)


def _units(book: RuleBook) -> Units:
    """Every unit of a book: measures, times, currencies and measure words."""
    table = {word: Unit(word, "cardinal", None, 1.0) for word in book.lexicon("counts_classifiers").words}
    table |= {word: Unit(word, "percent", "%", 1.0) for word in ("%", "百分点", "个百分点")}
    table |= {word: Unit(word, "percent", "[ppth]", 1.0) for word in ("‰", "千分点", "个千分点")}
    table["倍"] = Unit("倍", "multiple", None, 1.0)
    table |= {word: Unit(word, "money", code, float(f)) for word, code, f in book.lexicon("counts_currencies").rows}
    kinds: dict[str, CountKind] = {"measure": "measure", "duration": "duration", "age": "age"}
    for word, kind, code, factor in book.lexicon("counts_units").rows:
        table[word] = Unit(word, kinds[kind], code, float(factor))
    return table
