"""The division table as an index: which units a name, in full or in short, may mean, and how they hang together.

A unit is one line of the table: a code with one name, level and parent for a stretch of time. Days are whole numbers,
``20241231``; the table is of years, so a year's state (that of its 31 December) holds for the whole year. Changes after
the table's end come from the lexicon ``places_changes`` and hold from their day.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.rules.load import RuleBook
from extractor.rules.shortforms import short_forms

Form = Literal["full", "short", "stem"]  # 恩施土家族苗族自治州, 恩施州, 恩施
PROVINCE, PREFECTURE, COUNTY = 1, 2, 3
FOREVER = 99991231
CORPS = "659"  # the cities of the 兵团 bear 659001 and on

_FIRST, _LAST = "0101", "1231"  # the days of a year
_LAST_YEAR = "# last year: "
_NAME = 7  # a row opens with a code of six digits and a tab


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


class Change(NamedTuple):
    """A change after the table's end: the unit that begins, and the codes that it replaces."""

    unit: Unit
    replaced: tuple[str, ...]


class _Index(NamedTuple):
    """The forms that begin with the same two characters: how long they are, the longest first, and what they may mean."""

    lengths: tuple[int, ...]
    forms: dict[str, list[tuple[Form, list[Unit]]]]


_NOTHING = _Index((), {})


class Gazetteer:
    """All units by name, by short form and by code. Rows become units, and names forms, when they are first asked for."""

    def __init__(self, table: str, short: Mapping[str, str], changes: Sequence[Change] = ()) -> None:
        self.end = 0
        self._named: dict[str, list[str]] = {}  # by the first two characters of the name; no form is shorter
        self._coded: dict[str, list[str]] = {}
        for row in table.splitlines():
            if row[0] == "#":
                self.end = int(row[len(_LAST_YEAR) :] + _LAST) if row.startswith(_LAST_YEAR) else self.end
                continue
            self._named.setdefault(row[_NAME : _NAME + 2], []).append(row)
            self._coded.setdefault(row[: _NAME - 1], []).append(row)
        self._short: dict[str, list[tuple[str, str]]] = {}
        for form, names in short.items():
            self._short.setdefault(form[:2], []).append((form, names))
        self._new = [change.unit for change in changes]
        for unit in self._new:
            self._named.setdefault(unit.name[:2], [])
        self._ended = {code: change.unit for change in changes for code in change.replaced}
        self._units: dict[str, Unit] = {}
        self._indexes: dict[str, _Index] = {}
        self._lines: dict[tuple[Unit, int], tuple[Unit, ...]] = {}
        self._under: dict[tuple[Unit, Unit], bool] = {}

    def at(self, text: str, start: int) -> Iterator[tuple[int, Form, list[Unit]]]:
        """Every form that stands at ``start``, the longest first: its end, its kind, the units that bear it."""
        head = text[start : start + 2]
        index = self._indexes.get(head) or self._index(head)
        for length in index.lengths:
            form = text[start : start + length]
            if len(form) == length:
                for kind, units in index.forms.get(form, ()):
                    yield start + length, kind, units

    def _index(self, head: str) -> _Index:
        if head not in self._named and head not in self._short:
            return _NOTHING
        forms: dict[str, list[tuple[Form, list[Unit]]]] = {}
        for name, units in self._bearers(head).items():
            kinds, stems = short_forms(name)
            written: list[tuple[Form, tuple[str, ...]]] = [("full", (name,)), ("short", kinds), ("stem", stems)]
            for kind, words in written:
                for word in words:
                    forms.setdefault(word, []).append((kind, units))
        for word, names in self._short.get(head, ()):
            meant = [unit for name in names.split("|") for unit in self._bearers(name[:2]).get(name, ())]
            forms.setdefault(word, []).append(("short", meant))
        index = self._indexes[head] = _Index(tuple(sorted({len(form) for form in forms}, reverse=True)), forms)
        return index

    def _bearers(self, head: str) -> dict[str, list[Unit]]:
        """The units whose names begin with two characters, by name."""
        units = [self._unit(row) for row in self._named.get(head, ())]
        by_name: dict[str, list[Unit]] = {}
        for unit in [*units, *(unit for unit in self._new if unit.name[:2] == head)]:
            by_name.setdefault(unit.name, []).append(unit)
        return by_name

    def _unit(self, row: str) -> Unit:
        if (known := self._units.get(row)) is None:
            code, name, level, parent, first, until, successor = row.split("\t")
            last = int(until + _LAST) if until else FOREVER
            if last == FOREVER and (change := self._ended.get(code)):
                last, successor = change.since - 1, change.code
            known = self._units[row] = Unit(code, name, int(level), parent, int(first + _FIRST), last, successor)
        return known

    def unit(self, code: str, day: int) -> Unit | None:
        """The unit that bears a code on a day; without one, the bearer that is nearest in time."""
        bearers = [self._unit(row) for row in self._coded.get(code, ())]
        for unit in bearers:
            if unit.since <= day <= unit.until:
                return unit
        return min(bearers, key=lambda unit: max(unit.since - day, day - unit.until), default=None)

    def line(self, unit: Unit, day: int) -> tuple[Unit, ...]:
        """The unit and its parents as of a day in its time, the province first."""
        when = min(max(day, unit.since), unit.until)
        if (known := self._lines.get((unit, when))) is None:
            parent = self.unit(unit.parent, when) if unit.parent else None
            known = (*self.line(parent, when), unit) if parent else (unit,)
            self._lines[unit, when] = known
        return known

    def heir(self, code: str) -> str:
        """The code that holds a code's territory at the table's end, where that is another."""
        rows = self._coded.get(code)
        return (self._unit(rows[-1]).successor or code) if rows else code

    def under(self, unit: Unit, parent: Unit) -> bool:
        """Whether a unit lies, or lay, under another: by code, or by the code that took over."""
        if unit.level <= parent.level:
            return False
        if (known := self._under.get((unit, parent))) is None:
            above = {one.code for one in self.line(unit, unit.until)[:-1]}
            known = parent.code in above or self.heir(parent.code) in map(self.heir, above)
            self._under[unit, parent] = known
        return known


@lru_cache(maxsize=8)
def gazetteer(book: RuleBook) -> Gazetteer:
    """The gazetteer of a rule book, built at the first use."""
    table = gzip.decompress(book.divisions).decode("utf-8")
    short = {form: names for form, (names,) in book.lexicon("places_short").table.items()}
    changes = [
        Change(Unit(code, name, int(level), parent, int(day.replace("-", "")), FOREVER, ""), tuple(replaced.split("|")))
        for name, (code, level, parent, day, replaced, _) in book.lexicon("places_changes").table.items()
    ]
    return Gazetteer(table, short, changes)


def as_day(on: date | None, units: Gazetteer) -> int:
    """A date as the table counts days; without one, the table's last day."""
    return on.year * 10000 + on.month * 100 + on.day if on else units.end


def province_rank(code: str | None, *, corps: bool = False, union: bool = False) -> int:
    """Where an entry stands in a list by province: in the order of GB/T 2260, 兵团 after the provinces, industrial unions last.

    >>> province_rank("110000") < province_rank("659001") < province_rank(None, union=True)
    True
    """
    if union or (code is None and not corps):
        return 99
    return 90 if corps or (code or "").startswith(CORPS) else int((code or "")[:2])
