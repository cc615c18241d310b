"""Dates: every hit of the grammar with its value, year and month carried from one to the next through the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractor.model.records import Calendar, Date, DateBasis, DateKind
from extractor.rules.dates import Atom, Context, DateHit, Value, looks_ahead, resolve, scan_dates
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading, Region

_RELATIVE = ("year_word", "month_word", "day_word", "week", "weekday", "side")
_RELATIVE_FORMS = frozenset(("today", "week", "ago", "recent"))
_STOPS = "。!?;\n"


def dates_in(reading: Reading, book: RuleBook, *, published: date | None = None) -> Iterator[Date]:
    """Every date of a reading, in its order. ``published`` resolves relative dates and years that are not said."""
    memory = Memory(published)
    for region in reading.regions():
        for hit in scan_dates(reading.text, book, region.start, region.end):
            if record := _record(reading, book, region, hit, memory):
                yield record


@dataclass
class Memory:
    """What the article has named so far, as far as a later date may lean on it."""

    published: date | None
    year: int | None = None
    year_at: int = 0
    leading: int | None = None
    leading_at: int = 0
    latest: tuple[int | None, int] | None = None
    latest_at: int = 0


def _record(reading: Reading, book: RuleBook, region: Region, hit: DateHit, memory: Memory) -> Date | None:
    value = resolve(hit, _context(reading.text, book, hit, memory))
    if value is None:
        return None
    _remember(memory, reading.text, region, hit, value)
    first = hit.atoms[0]
    return Date(
        edtf=value.edtf,
        kind=_kind(first, value),
        basis=_basis(first),
        inferred=value.inferred,
        time=value.time,
        calendar=_calendar(first),
        evidence=reading.evidence(hit.start, hit.end, hit.rule.tag),
    )


def _context(text: str, book: RuleBook, hit: DateHit, memory: Memory) -> Context:
    return Context(
        book,
        memory.published,
        _carried_year(text, hit, memory),
        _carried_month(text, hit, memory),
        lambda: looks_ahead(text, hit, book),
    )


def _carried_year(text: str, hit: DateHit, memory: Memory) -> int | None:
    """The year named last, where it may still hold: any in the same sentence; behind it one that led its sentence, in
    the same block or not far from the publication."""
    if memory.year is not None and not _parted(text, memory.year_at, hit.start):
        return memory.year
    year, published = memory.leading, memory.published
    if year is None or published is None or "\n" not in text[memory.leading_at : hit.start]:
        return year
    return year if abs(published.year - year) <= 1 else None


def _parted(text: str, start: int, end: int) -> bool:
    return any(text.find(stop, start, end) >= 0 for stop in _STOPS)


def _carried_month(text: str, hit: DateHit, memory: Memory) -> tuple[int | None, int] | None:
    if memory.latest is None or memory.published is None:
        return memory.latest
    return memory.latest if "\n" not in text[memory.latest_at : hit.start] else None


def _remember(memory: Memory, text: str, region: Region, hit: DateHit, value: Value) -> None:
    if hit.atoms[-1].form not in ("calendar", "today", "stamp") or region.role == "meta":
        return
    if value.month is not None:
        memory.latest, memory.latest_at = (value.year, value.month), hit.end
    named = any(atom.groups.get(name) for atom in hit.atoms for name in ("year", "year2", "year2_month", "year_word"))
    if named and value.year is not None:
        memory.year, memory.year_at = value.year, hit.end
        if _leads(text, hit):
            memory.leading, memory.leading_at = value.year, hit.end


def _leads(text: str, hit: DateHit) -> bool:
    """Whether a year sets the time of what follows: a whole date, or the first words of its sentence."""
    word = hit.atoms[0].groups.get("year_word")
    if word and word not in ("今年", "本年", "本年度"):
        return False
    if hit.shape not in ("point", "since"):
        return False
    if hit.atoms[0].groups.get("month"):
        return True
    return hit.start == 0 or text[max(0, hit.start - 2) : hit.start].rstrip(" “(自从在")[-1:] in ("", *"。!?;\n:")


def _kind(atom: Atom, value: Value) -> DateKind:
    if atom.form == "vague":
        return "vague"
    if atom.form == "every":
        return "recurring"
    return "interval" if "/" in (value.edtf or "") else "point"


def _basis(atom: Atom) -> DateBasis:
    if "basis" in atom.rule.data:
        basis: DateBasis = atom.rule.data["basis"]
        return basis
    if atom.form in _RELATIVE_FORMS or any(atom.groups.get(name) for name in _RELATIVE):
        return "relative"
    return "calendar" if atom.groups.get("festival") or atom.groups.get("short") else "explicit"


def _calendar(atom: Atom) -> Calendar:
    calendar: Calendar = atom.rule.data.get("calendar", "gregorian")
    return calendar
