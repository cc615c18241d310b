"""Counts as records: what the grammar found in the parts of a page that records come from, with noun and label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.extract.nouns import Nouns, nouns
from extractor.model.records import Count
from extractor.rules.counts import CountHit, scan_counts
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

# A name or slogan in quotation marks is short and holds no stop; what is longer is speech.
_LONGEST_NAME = 14
_LONGEST_TITLE = 80
_STOP = re.compile("[。,!?;:\n]")


def counts_in(reading: Reading, book: RuleBook) -> Iterator[Count]:
    """Every count of a reading, in order. Records without ids."""
    finder = nouns(book)
    for region in reading.regions():
        hits = scan_counts(reading.text, book, region.start, region.end)
        for before, hit in zip([None, *hits], hits, strict=False):
            floor = before.end if before else region.start
            yield _record(hit, reading, finder, floor, region.end)


def _record(hit: CountHit, reading: Reading, finder: Nouns, floor: int, ceiling: int) -> Count:
    noun = finder.of(reading.text, hit, floor, ceiling)
    return Count(
        value=hit.value,
        lower=hit.limits.lower,
        upper=hit.limits.upper,
        lower_inclusive=hit.limits.lower_inclusive,
        upper_inclusive=hit.limits.upper_inclusive,
        modifier=hit.modifier,
        kind=hit.kind,
        unit=hit.unit,
        unit_code=hit.unit_code,
        noun=reading.words(*noun) if noun else None,
        label=is_label(reading.text, hit.start, hit.end),
        evidence=reading.evidence(hit.start, hit.end, hit.tag),
    )


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in a short name in quotation marks, or in a title: “健身100秒”, 《百项行动方案》."""
    return _within(text, start, end, "“”", _LONGEST_NAME) or _within(text, start, end, "《》", _LONGEST_TITLE)


def _within(text: str, start: int, end: int, marks: str, longest: int) -> bool:
    opened = text.rfind(marks[0], max(0, start - longest), start)
    if opened < 0 or text.find(marks[1], opened, start) >= 0:
        return False
    closed = text.find(marks[1], end, opened + longest + 2)
    return closed >= 0 and (longest == _LONGEST_TITLE or not _STOP.search(text, opened, closed))
