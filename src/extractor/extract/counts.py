"""Counts as records: what the grammar found in the parts of a page that records come from, with noun and label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.extract.nouns import Nouns, nouns
from extractor.model.document import Role
from extractor.model.records import Count
from extractor.rules.counts import CountHit, counted
from extractor.rules.counts.grammar import Grammar, grammar
from extractor.rules.dates import DateHit
from extractor.rules.load import RuleBook
from extractor.rules.survey import survey_of
from extractor.text.identity import Kind, Numbering
from extractor.text.reading import Reading

_KIND = Kind("ct", "count")
# A name or slogan in quotation marks is short and holds no stop; what is longer is speech.
_LONGEST_NAME = 14
_LONGEST_TITLE = 80
# A page's header and footer count clicks and sizes, not what the article is about.
_ROLES: frozenset[Role] = frozenset(("title", "body", "credit"))
_COMPARED = frozenset("较比")
_STOP = re.compile("[。,!?;:\n]")


@lru_cache(maxsize=8)
def _tools(book: RuleBook) -> tuple[Grammar, Nouns]:
    return grammar(book), nouns(book)


def counts_in(reading: Reading, book: RuleBook) -> list[Count]:
    """Every count of a reading, in order."""
    places, (rules, finder) = survey_of(reading, book), _tools(book)
    text, ids = reading.text, Numbering(_KIND)
    found = []
    quoted = "“" in text or "《" in text
    for _, start, end in reading.regions(_ROLES):
        hits = counted(text, places, rules, start, end)
        for hit, room in zip(hits, _rooms(text, hits, places.dates, start, end), strict=True):
            noun = finder.of(text, hit, *room)
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
                    noun=reading.words(*noun) if noun else None,
                    label=quoted and is_label(text, hit.start, hit.end),
                    evidence=evidence,
                )
            )
    return found


def _rooms(
    text: str, hits: list[CountHit], dates: tuple[DateHit, ...], floor: int, end: int
) -> Iterator[tuple[int, int, int]]:
    """For each count where its noun may stand: behind ``floor`` up to a place to its left, and up to ``ceiling`` to its right.

    Those are the counts and dates around it, unless the next of them is part of the noun (一台千万亿次计算机,
    60名服务专业首届毕业生), or the last a time that is compared with: 入会率较年初提高两成.
    """
    passed = 0
    for i, hit in enumerate(hits, 1):
        before, ceiling = hit.start, end
        while passed < len(dates) and dates[passed].end <= hit.start:
            date = dates[passed]
            if text[date.start - 1 : date.start] not in _COMPARED:
                floor = max(floor, date.end)
            elif date.end == hit.start:
                before = date.start - 1
            passed += 1
        if i < len(hits) and (start := hits[i].start) > hit.end and text[start] != "首":
            ceiling = start
        if passed < len(dates) and (start := dates[passed].start) > hit.end:
            ceiling = min(ceiling, start)
        yield before, floor, ceiling
        floor = hit.end


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in a short name in quotation marks, or in a title: “健身100秒”, 《百项行动方案》."""
    opened = text.rfind("“", start - _LONGEST_NAME if start > _LONGEST_NAME else 0, start)
    if opened >= 0 and text.find("”", opened, start) < 0:
        closed = text.find("”", end, opened + _LONGEST_NAME + 2)
        return closed >= 0 and _STOP.search(text, opened, closed) is None
    opened = text.rfind("《", start - _LONGEST_TITLE if start > _LONGEST_TITLE else 0, start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + _LONGEST_TITLE) >= 0
