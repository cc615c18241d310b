"""Dates: every hit of the grammar with its value, year and month carried from one to the next through the article."""

from __future__ import annotations

from datetime import date
from typing import Final

from extractor.model.records import Date, DateBasis, DateKind
from extractor.rules.dates import Atom, Context, DateHit, Value, resolve, within
from extractor.rules.load import RuleBook
from extractor.rules.survey import survey_of
from extractor.text.identity import Kind, Numbering
from extractor.text.reading import Reading

_KIND: Final = Kind("dt", "date")
_RELATIVE: Final = frozenset(("year_word", "month_word", "day_word", "week", "weekday", "side"))
_RELATIVE_FORMS: Final = frozenset(("today", "week", "ago", "recent"))
_CALENDAR: Final = frozenset(("festival", "short"))


def dates_in(reading: Reading, book: RuleBook, *, published: date | None = None) -> list[Date]:
    """Every date of a reading, in its order. ``published`` resolves relative dates and years that are not said."""
    hits = survey_of(reading, book).dates
    found: list[Date] = []
    if not hits:
        return found
    context, ids = Context(reading.text, book, published), Numbering(_KIND)
    for role, start, end in reading.runs():
        for hit in within(hits, start, end):
            context.reach(hit)
            value = resolve(hit, context)
            if value is not None:
                if role != "meta":
                    context.remember(value, title=role == "title")
                found.append(_record(reading, hit, value, ids))
    return found


def _record(reading: Reading, hit: DateHit, value: Value, ids: Numbering) -> Date:
    first = hit.first
    evidence = reading.evidence(hit.start, hit.end, hit.tag)
    return Date(
        id=ids.next(evidence.quote),
        edtf=value.edtf,
        kind=_kind(first, value),
        basis=first.rule.basis or _basis(first),
        inferred=value.inferred,
        time=value.time,
        calendar=first.rule.calendar,
        evidence=evidence,
    )


def _kind(atom: Atom, value: Value) -> DateKind:
    if atom.form == "vague":
        return "vague"
    if atom.form == "every":
        return "recurring"
    return "interval" if value.edtf and "/" in value.edtf else "point"


def _basis(atom: Atom) -> DateBasis:
    if atom.form in _RELATIVE_FORMS or not _RELATIVE.isdisjoint(atom.groups):
        return "relative"
    return "explicit" if _CALENDAR.isdisjoint(atom.groups) else "calendar"
