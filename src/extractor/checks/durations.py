"""Durations against the dates beside them: 成立于1950年，73年来 on a page of 2023."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.checks.material import Material
from extractor.model.page import Check
from extractor.model.records import Count, Date

_REACH = 40  # characters from the date to the duration; made up: a clause and a half of union prose
_SLACK = 1  # years: 73年来 may be counted from either end of the year


def durations(material: Material) -> Iterator[Check]:
    """Does a founding year plus the years since make the year of publication?"""
    if material.published_year is None:
        return
    years = [
        count for count in material.records.counts if count.kind == "duration" and count.unit == "年" and _starts(count)
    ]
    starts = [count.evidence.start or 0 for count in years]
    for date in material.records.dates:
        if not _founding(material, date):
            continue
        at = bisect_left(starts, date.evidence.end or 0)
        if at < len(years) and starts[at] - (date.evidence.end or 0) <= _REACH and _since(material, years[at]):
            yield _check(date, years[at], int((date.edtf or "")[:4]), material.published_year)


def _starts(count: Count) -> bool:
    return count.evidence.start is not None


def _founding(material: Material, date: Date) -> bool:
    """Does a word of founding (成立于, 始建于) stand before the date, or right after it (1950年建成)?"""
    if date.edtf is None or not date.edtf[:4].isdigit() or date.evidence.start is None or date.evidence.end is None:
        return False
    text, forth = material.reading.text, material.reading.shadow.forth
    start, end = forth(date.evidence.start), forth(date.evidence.end)
    before = material.book.rule("check.founded_before").pattern
    after = material.book.rule("check.founded_after").pattern
    return bool(before.search(text[max(0, start - 8) : start]) or after.match(text, end))


def _since(material: Material, count: Count) -> bool:
    text, forth = material.reading.text, material.reading.shadow.forth
    start, end = forth(count.evidence.start or 0), forth(count.evidence.end or 0)
    return bool(material.book.rule("check.years_since").pattern.search(text[max(0, start - 6) : end + 3]))


def _check(date: Date, count: Count, founded: int, published: int) -> Check:
    elapsed = published - founded
    low = count.lower if count.lower is not None else count.value
    high = count.upper if count.upper is not None else count.value
    holds = (low is None or low - _SLACK <= elapsed) and (high is None or elapsed <= high + _SLACK)
    return Check(
        id=f"duration.since:{count.id}",
        status="pass" if holds else "fail",
        message=f"{founded} to {published} is {elapsed} years; the page says {count.evidence.quote}",
        evidence=(date.evidence, count.evidence),
        values={"founded": founded, "published": published, "elapsed": elapsed, "stated": count.value},
    )
