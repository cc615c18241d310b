"""One pass over a shadow text: where its identifiers, dates and numbers stand. Dates and counts are read from what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from mypy_extensions import mypyc_attr

from extractor.rules.anchors import FIGURES, LATIN, Anchors, anchors
from extractor.rules.dates.grammar import Grammar, grammar
from extractor.rules.dates.hits import DateHit, framed
from extractor.rules.figures import Figures
from extractor.rules.identifiers import identifier
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

Span = tuple[int, int]


@mypyc_attr(acyclic=True)
class Figure:
    """Where a count may begin, and where the digits or the numeral end that stand there."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


@mypyc_attr(acyclic=True)
class Gap:
    """A stretch without dates and identifiers, and which of the figures of a survey lie in it."""

    def __init__(self, start: int, end: int, first: int, last: int) -> None:
        self.start, self.end, self.first, self.last = start, end, first, last


class Survey:
    """What one pass finds, in order. names: the stretches that are identifiers. gaps: what lies between them and the dates."""

    def __init__(self, dates: list[DateHit], names: list[Span], gaps: list[Gap], figures: list[Figure]) -> None:
        self.dates, self.names, self.gaps, self.figures = dates, names, gaps, figures


class _Tools(NamedTuple):
    anchors: Anchors
    figures: Figures
    identifier: Callable[[str, int], re.Match[str] | None]
    dates: Grammar


@lru_cache(maxsize=8)
def _tools(book: RuleBook) -> _Tools:
    return _Tools(anchors(book), Figures(book), identifier(book), grammar(book))


def survey_of(reading: Reading, book: RuleBook) -> Survey:
    """What is found in a reading; kept with it, for dates, counts and each stretch of a page ask for the same."""
    found: Survey | None = reading.kept.get(book)
    if found is None:
        found = reading.kept[book] = survey(reading.text, book)
    return found


def survey(text: str, book: RuleBook) -> Survey:
    """At each place of a text the first that stands there: an identifier, a date, a number that neither holds."""
    (places, countable), around, names_at, rules = _tools(book)
    dates: list[DateHit] = []
    names: list[Span] = []
    gaps: list[Gap] = []
    figures: list[Figure] = []
    free = named = dated = 0  # how far the text is taken, by identifiers, by dates
    first = 0  # of the numbers, in this gap
    for place in places.finditer(text):
        what = place.lastindex
        start, end = place.span()
        follow = text[end : end + 1]
        if what is None or (what == FIGURES and not around.told(text, start, end, follow)):
            if start >= free:
                figures.append(Figure(start, end))
        elif (
            what <= LATIN
            and start >= named
            and (what == LATIN or around.nameable(text, start, end, follow))
            and (found := names_at(text, start))
        ):
            gaps.append(Gap(free, start, first, len(figures)))
            named, first = found.end(), len(figures)
            names.append((start, named))
            free = max(free, named)
        elif start < free:
            continue
        elif (what != FIGURES or around.dateable(text, start, end, follow)) and (atom := rules.atom(text, start, end)):
            hit = framed(text, rules, atom, dated)
            gaps.append(Gap(free, hit.start, first, len(figures)))
            first = len(figures)
            free = dated = hit.end
            dates.append(hit)
        elif text[start] in countable:
            figures.append(Figure(start, end))
    gaps.append(Gap(free, len(text), first, len(figures)))
    return Survey(dates, names, gaps, figures)
