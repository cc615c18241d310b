"""The division table as an index: which units a name, in full or in short, may mean, and how they hang together.

A unit is one line of the table: a code with one name, level and parent for a stretch of time. Days are whole numbers,
``20241231``; the table is of years, so a year's state (that of its 31 December) holds for the whole year. Changes after
the table's end come from the lexicon ``places_changes`` and hold from their day.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.rules.load import RuleBook
from extractor.rules.shortforms import short_forms

Form = Literal["full", "short", "stem"]  # 恩施土家族苗族自治州, 恩施州, 恩施
PROVINCE, PREFECTURE, COUNTY = 1, 2, 3
FOREVER = 99991231


class Unit(NamedTuple):
    """One administrative unit as long as nothing about it changed. ``since`` and ``until`` are its first and last day.

    code is empty where it is not known; parent is a code (empty for a province); successor is the code that holds the
    unit's territory at the table's end (empty where it is not known, or where the unit is in force).
    """

    code: str
    name: str
    level: int
    parent: str
    since: int
    until: int
    successor: str

    def in_force(self, day: int) -> bool:
        return self.since <= day <= self.until


class Gazetteer:
    """All units by name, by short form and by code."""

    def __init__(self, units: list[Unit], short: dict[str, list[Unit]], end: int) -> None:
        self.end = end
        self.named: dict[str, list[Unit]] = defaultdict(list)
        self.coded: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.named[unit.name].append(unit)
            self.coded[unit.code].append(unit)
        self._forms: dict[str, list[tuple[Form, list[Unit]]]] = defaultdict(list)
        for name, bearers in self.named.items():
            kinds, stems = short_forms(name)
            self._add("full", (name,), bearers)
            self._add("short", kinds, bearers)
            self._add("stem", stems, bearers)
        for form, bearers in short.items():
            self._add("short", (form,), bearers)
        longest: dict[str, set[int]] = defaultdict(set)
        for form in self._forms:
            longest[form[0]].add(len(form))
        self._lengths = {first: tuple(sorted(lengths, reverse=True)) for first, lengths in longest.items()}

    def _add(self, kind: Form, forms: tuple[str, ...], units: list[Unit]) -> None:
        for form in forms:
            self._forms[form].append((kind, units))

    def at(self, text: str, start: int) -> Iterator[tuple[int, Form, list[Unit]]]:
        """Every form that stands at ``start``, the longest first: its end, its kind, the units that bear it."""
        for length in self._lengths.get(text[start : start + 1], ()):
            form = text[start : start + length]
            if len(form) == length:
                for kind, units in self._forms.get(form, ()):
                    yield start + length, kind, units

    def unit(self, code: str, day: int) -> Unit | None:
        """The unit that bears a code on a day; without one, the bearer that is nearest in time."""
        bearers = self.coded.get(code)
        return min(bearers, key=lambda unit: _distance(unit, day)) if bearers else None

    def line(self, unit: Unit, day: int) -> tuple[Unit, ...]:
        """The unit and its parents as of a day in its time, the province first."""
        when = min(max(day, unit.since), unit.until)
        parent = self.unit(unit.parent, when) if unit.parent else None
        return (*self.line(parent, when), unit) if parent else (unit,)

    def heir(self, code: str) -> str:
        """The code that holds a code's territory at the table's end, where that is another."""
        bearers = self.coded.get(code)
        return (bearers[-1].successor or code) if bearers else code

    def under(self, unit: Unit, parent: Unit) -> bool:
        """Whether a unit lies, or lay, under another: by code, or by the code that took over."""
        return unit.level > parent.level and any(
            self._same(above.code, parent.code) for above in self.line(unit, unit.until)[:-1]
        )

    def _same(self, one: str, other: str) -> bool:
        return one == other or self.heir(one) == self.heir(other)


def _distance(unit: Unit, day: int) -> int:
    return max(unit.since - day, day - unit.until, 0)


@lru_cache(maxsize=8)
def gazetteer(book: RuleBook) -> Gazetteer:
    """The gazetteer of a rule book, built at the first use."""
    units, end = _read(book.divisions)
    units = _changed(units, book)
    named: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        named[unit.name].append(unit)
    short = {
        form: [unit for name in names.split("|") for unit in named.get(name, ())]
        for form, (names,) in book.lexicon("places_short").table.items()
    }
    return Gazetteer(units, short, end)


def _read(packed: bytes) -> tuple[list[Unit], int]:
    units = []
    last = 0
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        if line[0] == "#":
            continue
        code, name, level, parent, first, until, successor = line.split("\t")
        last = max(last, int(until or first))
        units.append(
            Unit(
                code,
                name,
                int(level),
                parent,
                int(first) * 10000 + 101,
                int(until) * 10000 + 1231 if until else FOREVER,
                successor,
            )
        )
    return units, last * 10000 + 1231


def _changed(units: list[Unit], book: RuleBook) -> list[Unit]:
    """The table with the later changes: new units from their day, and an end for those that they replace."""
    new, ended = [], {}
    for name, (code, level, parent, day, replaced, _) in book.lexicon("places_changes").table.items():
        since = int(day.replace("-", ""))
        new.append(Unit(code, name, int(level), parent, since, FOREVER, ""))
        ended.update(dict.fromkeys(filter(None, replaced.split("|")), (since - 1, code)))
    return [
        unit._replace(until=ended[unit.code][0], successor=ended[unit.code][1])
        if unit.until == FOREVER and unit.code in ended
        else unit
        for unit in units
    ] + new


def as_day(on: date | None, book: RuleBook) -> int:
    """A date as the table counts days; without one, the table's last day."""
    return on.year * 10000 + on.month * 100 + on.day if on else gazetteer(book).end
