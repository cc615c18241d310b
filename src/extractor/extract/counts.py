"""Counts as records: what the grammar found in the parts of a page that records come from, with noun and label."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from extractor.extract.nouns import Nouns, nouns
from extractor.model.document import Role
from extractor.model.records import Count
from extractor.rules.counts import counted
from extractor.rules.counts.grammar import Grammar, grammar
from extractor.rules.dates import DateHit
from extractor.rules.load import RuleBook
from extractor.rules.survey import survey_of
from extractor.text.identity import Kind, Numbering
from extractor.text.reading import Reading

_KIND: Final = Kind("ct", "count")
# A name or slogan in quotation marks is short and holds no stop; what is longer is speech.
_LONGEST_NAME: Final = 14
_LONGEST_TITLE: Final = 80
# A page's header and footer count clicks and sizes, not what the article is about.
_ROLES: Final[frozenset[Role]] = frozenset(("title", "body", "credit"))
_COMPARED: Final = frozenset("较比")
_STOP: Final = re.compile("[。,!?;:\n]")


@lru_cache(maxsize=8)
def _tools(book: RuleBook) -> tuple[Grammar, Nouns]:
    return grammar(book), nouns(book)


def counts_in(reading: Reading, book: RuleBook) -> list[Count]:
    """Every count of a reading, in order."""
    places, (rules, finder) = survey_of(reading, book), _tools(book)
    text, ids = reading.text, Numbering(_KIND)
    found = []
    quoted = "“" in text or "《" in text
    for _, start, end in reading.runs(_ROLES):
        hits = counted(text, places, rules, start, end)
        for i, (hit, floor, ceiling) in enumerate(hits, 1):
            before = hit.start
            if floor == before:
                before, floor = _compared(text, before, places.dates, hits[i - 2][0].end if i > 1 else start)
            if ceiling == hit.end:
                ceiling = end
            if i < len(hits) and hit.end < (following := hits[i][0].start) < ceiling and text[following] != "首":
                ceiling = following
            place = finder.of(text, hit, before, floor, ceiling)
            evidence = reading.evidence(hit.start, hit.end, hit.tag)
            found.append(
                Count(
                    id=ids.next(evidence.quote),
                    value=hit.value,
                    lower=hit.lower,
                    upper=hit.upper,
                    lower_inclusive=hit.lower_inclusive,
                    upper_inclusive=hit.upper_inclusive,
                    modifier=hit.modifier,
                    kind=hit.kind,
                    unit=hit.unit,
                    unit_code=hit.unit_code,
                    noun=reading.words(place[0], place[1]) if place else None,
                    label=quoted and is_label(text, hit.start, hit.end),
                    evidence=evidence,
                )
            )
    return found


def _compared(text: str, at: int, dates: tuple[DateHit, ...], floor: int) -> tuple[int, int]:
    """Where the noun of a count right behind a date ends, and where it may begin: before the time that is compared with
    (入会率较年初提高两成), else nowhere."""
    i = bisect_left(dates, at, key=lambda date: date.end)
    if i < len(dates) and dates[i].end == at and text[dates[i].start - 1 : dates[i].start] in _COMPARED:
        return dates[i].start - 1, floor
    return at, at


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in a short name in quotation marks, or in a title: “健身100秒”, 《百项行动方案》."""
    opened = text.rfind("“", start - _LONGEST_NAME if start > _LONGEST_NAME else 0, start)
    if opened >= 0 and text.find("”", opened, start) < 0:
        closed = text.find("”", end, opened + _LONGEST_NAME + 2)
        return closed >= 0 and _STOP.search(text, opened, closed) is None
    opened = text.rfind("《", start - _LONGEST_TITLE if start > _LONGEST_TITLE else 0, start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + _LONGEST_TITLE) >= 0
