"""One pass over a shadow text: where its identifiers, dates and numbers stand. Dates and counts are read from what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from extractor.rules.anchors import DATED, LATIN, NAMED, Anchors, anchors
from extractor.rules.dates.grammar import Grammar, grammar
from extractor.rules.dates.hits import DateHit, framed
from extractor.rules.identifiers import identifier
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

Span = tuple[int, int]
# Where it starts and ends, and where in it a count may begin: the place, and the end of the digits or numeral that stand there.
Gap = tuple[int, int, list[Span]]


class Survey(Struct, frozen=True, gc=False):
    """What one pass finds, in order. names: the stretches that are identifiers. gaps: what lies between them and the dates."""

    dates: tuple[DateHit, ...]
    names: tuple[Span, ...]
    gaps: tuple[Gap, ...]


class _Tools(NamedTuple):
    anchors: Anchors
    identifier: Callable[[str, int], re.Match[str] | None]
    dates: Grammar


@lru_cache(maxsize=8)
def _tools(book: RuleBook) -> _Tools:
    return _Tools(anchors(book), identifier(book), grammar(book))


def survey_of(reading: Reading, book: RuleBook) -> Survey:
    """What is found in a reading; kept with it, for dates, counts and each stretch of a page ask for the same."""
    found: Survey | None = reading.kept.get(book)
    if found is None:
        found = reading.kept[book] = survey(reading.text, book)
    return found


def survey(text: str, book: RuleBook) -> Survey:
    """At each place of a text the first that stands there: an identifier, a date, a number that neither holds."""
    (places, countable), names_at, rules = _tools(book)
    dates: list[DateHit] = []
    names: list[Span] = []
    gaps: list[Gap] = []
    numbers: list[Span] = []
    free = named = dated = 0  # how far the text is taken, by identifiers, by dates
    for place in places.finditer(text):
        what, start = place.lastindex, place.start()
        if what is None:
            if start >= free:
                numbers.append((start, place.end()))
        elif NAMED <= what <= LATIN and start >= named and (found := names_at(text, start)):
            gaps.append((free, start, numbers))
            named, numbers = found.end(), []
            names.append((start, named))
            free = max(free, named)
        elif start < free:
            continue
        elif (what != NAMED or place[DATED] is not None) and (atom := rules.atom(text, start, place.end())):
            hit = framed(text, rules, atom, dated)
            gaps.append((free, hit.start, numbers))
            free, numbers = hit.end, []
            dated = free
            dates.append(hit)
        elif text[start] in countable:
            numbers.append((start, place.end()))
    gaps.append((free, len(text), numbers))
    return Survey(tuple(dates), tuple(names), tuple(gaps))
