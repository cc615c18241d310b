"""Dates: every hit of the grammar with its value, year and month carried from one to the next through the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from extractor.model.records import Date, DateBasis, DateKind
from extractor.rules.dates import Atom, Context, DateHit, Value, looks_ahead, resolve, scan_dates
from extractor.rules.load import RuleBook
from extractor.text.identity import Numbering
from extractor.text.reading import Reading, Region

_RELATIVE = frozenset(("year_word", "month_word", "day_word", "week", "weekday", "side"))
_RELATIVE_FORMS = frozenset(("today", "week", "ago", "recent"))
_CARRIERS = frozenset(("calendar", "today", "stamp"))
_NAMED = frozenset(("year", "year2", "year2_month", "year_word"))
_THIS_YEAR = frozenset(("今年", "本年", "本年度"))
_STOP = re.compile(r"[。!?;\n]")
_OPENINGS = frozenset(("", *"。!?;\n:"))


def dates_in(reading: Reading, book: RuleBook, *, published: date | None = None) -> list[Date]:
    """Every date of a reading, in its order. ``published`` resolves relative dates and years that are not said."""
    text, found = reading.text, list[Date]()
    if scan_dates(text, book):
        memory, ids = Memory(published), Numbering("dt", "date")
        for region in reading.regions():
            hits = scan_dates(text, book, region.start, region.end)
            valued = ((hit, _value(text, book, region, hit, memory)) for hit in hits)
            found += [_record(reading, hit, value, ids) for hit, value in valued if value]
    return found


@dataclass(slots=True)
class Memory:
    """What the article has named so far, as far as a later date may lean on it.

    at, sentence, block: how far the text has been read, and how many sentences and blocks ended up to there. year: the
    year named last, and in which sentence. leading: the last year that set the time of what followed, and in which
    block. latest: the year and month spoken of last, and in which block. plan: those placed last in the days to come.
    """

    published: date | None
    at: int = 0
    sentence: int = 0
    block: int = 0
    year: tuple[int, int] | None = None
    leading: tuple[int, int] | None = None
    latest: tuple[tuple[int | None, int], int] | None = None
    plan: tuple[int | None, int] | None = None

    def read_on(self, text: str, to: int) -> None:
        """Count the sentences and blocks that end before ``to``. Every character is looked at once."""
        if _STOP.search(text, self.at, to):
            self.sentence += 1
            self.block += text.find("\n", self.at, to) >= 0
        self.at = to


def _value(text: str, book: RuleBook, region: Region, hit: DateHit, memory: Memory) -> Value | None:
    value = resolve(hit, _context(text, book, hit, memory))
    if value is not None and region.role != "meta" and hit.atoms[-1].form in _CARRIERS:
        _remember(memory, text, region, hit, value)
    return value


def _record(reading: Reading, hit: DateHit, value: Value, ids: Numbering) -> Date:
    first = hit.atoms[0]
    evidence = reading.evidence(hit.start, hit.end, hit.rule.tag)
    return Date(
        id=ids.next(evidence.quote),
        edtf=value.edtf,
        kind=_kind(first, value),
        basis=_basis(first),
        inferred=value.inferred,
        time=value.time,
        calendar=first.rule.data.get("calendar", "gregorian"),
        evidence=evidence,
    )


def _context(text: str, book: RuleBook, hit: DateHit, memory: Memory) -> Context:
    memory.read_on(text, hit.start)
    ahead = partial(looks_ahead, text, hit, book)
    return Context(book, memory.published, _carried_year(memory), _carried_month(memory), ahead, plan=memory.plan)


def _carried_year(memory: Memory) -> int | None:
    """The year named last, where it may still hold: any in the same sentence; behind it one that led its sentence, in
    the same block or not far from the publication."""
    if memory.year and memory.year[1] == memory.sentence:
        return memory.year[0]
    if memory.leading is None:
        return None
    year, block = memory.leading
    near = memory.published is None or abs(memory.published.year - year) <= 1
    return year if near or block == memory.block else None


def _carried_month(memory: Memory) -> tuple[int | None, int] | None:
    if memory.latest and (memory.published is None or memory.latest[1] == memory.block):
        return memory.latest[0]
    return None


def _remember(memory: Memory, text: str, region: Region, hit: DateHit, value: Value) -> None:
    if value.month is not None:
        memory.latest = (value.year, value.month), memory.block
        if memory.published and value.until > memory.published.isoformat():
            memory.plan = value.year, value.month
    named = not all(_NAMED.isdisjoint(atom.groups) for atom in hit.atoms)
    if value.year is not None and named and not _compared(text, hit):
        memory.year = value.year, memory.sentence
        if region.role == "title" or _leads(text, hit):
            memory.leading = value.year, memory.block


def _compared(text: str, hit: DateHit) -> bool:
    """Whether a year only stands beside the one that is spoken of: 比去年, 较上年末, 与2022年同期."""
    first = hit.atoms[0].groups
    return text[hit.start - 1 : hit.start] in ("比", "较") or "same" in first or first.get("year_word", "")[:1] == "上"


def _leads(text: str, hit: DateHit) -> bool:
    """Whether a year sets the time of what follows: a whole date, or the first words of its sentence."""
    first = hit.atoms[0].groups
    if hit.shape != "point" or hit.bound not in (None, "since") or first.get("year_word", "今年") not in _THIS_YEAR:
        return False
    return "month" in first or text[max(0, hit.start - 2) : hit.start].rstrip(" “(自从在")[-1:] in _OPENINGS


def _kind(atom: Atom, value: Value) -> DateKind:
    if atom.form == "vague":
        return "vague"
    if atom.form == "every":
        return "recurring"
    return "interval" if "/" in (value.edtf or "") else "point"


def _basis(atom: Atom) -> DateBasis:
    basis: DateBasis | None = atom.rule.data.get("basis")
    if basis:
        return basis
    if atom.form in _RELATIVE_FORMS or not _RELATIVE.isdisjoint(atom.groups):
        return "relative"
    return "calendar" if "festival" in atom.groups or "short" in atom.groups else "explicit"
