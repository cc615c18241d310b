"""One pass over a shadow text: where its identifiers, dates and numbers stand. Dates and counts are read from what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from extractor.rules.anchors import FIGURES, LATIN, Anchors, anchors
from extractor.rules.dates.grammar import Grammar, grammar
from extractor.rules.dates.hits import DateHit, framed
from extractor.rules.figures import Figures
from extractor.rules.identifiers import identifier
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

Span = tuple[int, int]
Gap = tuple[int, int, int, int]  # where it starts and ends, and which numbers lie in it


class Survey:
    """What one pass finds, in order. names: the stretches that are identifiers. gaps: what lies between them and the dates.

    numbers: where in a gap a count may begin, and where the digits or the numeral end that stand there, by turns; a long
    text has thousands, and objects for each would keep the garbage collector busy.
    """

    def __init__(
        self, dates: tuple[DateHit, ...], names: tuple[Span, ...], gaps: tuple[Gap, ...], numbers: list[int]
    ) -> None:
        self.dates, self.names, self.gaps, self.numbers = dates, names, gaps, numbers


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
    (places, countable), figures, names_at, rules = _tools(book)
    dates: list[DateHit] = []
    names: list[Span] = []
    gaps: list[Gap] = []
    numbers: list[int] = []
    free = named = dated = 0  # how far the text is taken, by identifiers, by dates
    first = 0  # of the numbers, in this gap
    for place in places.finditer(text):
        what = place.lastindex
        start, end = place.span()
        follow = text[end : end + 1]
        if what is None or (what == FIGURES and not figures.told(text, start, end, follow)):
            if start >= free:
                numbers.extend((start, end))
        elif (
            what <= LATIN
            and start >= named
            and (what == LATIN or figures.nameable(text, start, end, follow))
            and (found := names_at(text, start))
        ):
            gaps.append((free, start, first, len(numbers)))
            named, first = found.end(), len(numbers)
            names.append((start, named))
            free = max(free, named)
        elif start < free:
            continue
        elif (what != FIGURES or figures.dateable(text, start, end, follow)) and (atom := rules.atom(text, start, end)):
            hit = framed(text, rules, atom, dated)
            gaps.append((free, hit.start, first, len(numbers)))
            first = len(numbers)
            free = dated = hit.end
            dates.append(hit)
        elif text[start] in countable:
            numbers.extend((start, end))
    gaps.append((free, len(text), first, len(numbers)))
    return Survey(tuple(dates), tuple(names), tuple(gaps), numbers)
