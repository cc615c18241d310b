"""Counts as records: what the grammar found in the parts of a page that records come from, with noun and label."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import Final

from extractor.extract.nouns import Nouns, nouns
from extractor.model.document import Role
from extractor.model.records import Count
from extractor.rules.counts import CountHit, counted
from extractor.rules.counts.grammar import Grammar, grammar
from extractor.rules.dates import DateHit
from extractor.rules.load import RuleBook
from extractor.rules.survey import Span, survey_of
from extractor.text.identity import Kind, Numbering
from extractor.text.reading import Reading

_KIND: Final = Kind("ct", "count")
# A name or slogan in quotation marks is short and holds no stop; what is longer is speech.
_LONGEST_NAME: Final = 14
_LONGEST_TITLE: Final = 80
# A page's header and footer count clicks and sizes, not what the article is about.
_ROLES: Final[frozenset[Role]] = frozenset(("title", "body", "credit"))
_COMPARED: Final = frozenset("较比")
_TURNING: Final = frozenset("由从")
_NEAR: Final = 12  # no words between a count and what it has become are longer
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
        beside = _Beside(text, places.dates, rules, finder, start, end)
        hits = counted(text, places, rules, start, end)
        hits.reverse()
        while hits:
            hit = hits.pop()  # so that a long text's hits make room for its records
            noun = beside.noun(hit, hits[-1].start if hits else end)
            found.append(_record(reading, hit, noun, quoted and is_label(text, hit.start, hit.end), ids))
    return found


def _record(reading: Reading, hit: CountHit, noun: Span | None, label: bool, ids: Numbering) -> Count:
    evidence = reading.evidence(hit.start, hit.end, hit.tag)
    return Count(
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
        noun=reading.words(noun[0], noun[1]) if noun else None,
        label=label,
        evidence=evidence,
    )


class _Beside:
    """What stands beside the counts of a stretch, which are asked for in their order."""

    def __init__(self, text: str, dates: list[DateHit], rules: Grammar, finder: Nouns, start: int, end: int) -> None:
        self._text, self._dates, self._rules, self._finder = text, dates, rules, finder
        self._start, self._end = start, end
        self._past: CountHit | None = None
        self._noun: Span | None = None

    def noun(self, hit: CountHit, following: int) -> Span | None:
        """Where the noun of the next count stands. following: where the count behind it begins."""
        past, self._past = self._past, hit
        if past is None or not self._turned(past.end, hit):
            self._noun = self._own(hit, past, following)
        return self._noun

    def _turned(self, past: int, hit: CountHit) -> bool:
        """Whether a count is what the one before has become, and so counts the same: 由500元提高至800元."""
        if hit.start - past > _NEAR:
            return False
        found = self._rules.frame.become(self._text, past, hit.end)
        return found is not None and found.end() >= hit.start

    def _own(self, hit: CountHit, past: CountHit | None, following: int) -> Span | None:
        text, before, floor, ceiling = self._text, hit.start, hit.floor, hit.ceiling
        if before - floor <= 1:
            before, floor = _compared(text, before, self._dates, floor, past.end if past else self._start)
        if ceiling == hit.end:
            ceiling = self._end
        if hit.end < following < ceiling and text[following] != "首":
            ceiling = following
        noun = self._finder.of(text, hit, before, floor, ceiling)
        return None if noun and hit.kind == "duration" and _taken(noun, self._dates, past) else noun


def _compared(text: str, at: int, dates: list[DateHit], floor: int, past: int) -> tuple[int, int]:
    """Where the noun of a count right behind a date ends, and where it may begin: before the time that is compared with
    (入会率较年初提高两成, 参保率由去年的87.3%), from where the count before ends (``past``), else nowhere."""
    behind = at - 1 if floor < at and text[at - 1] == "的" else at
    i = bisect_left(dates, behind, key=lambda date: date.end)
    if i < len(dates) and dates[i].end == behind:
        before = dates[i].start - 1
        if text[before : before + 1] in (_COMPARED if behind == at else _TURNING):
            return before, past
    return at, floor


def _taken(noun: Span, dates: list[DateHit], past: CountHit | None) -> bool:
    """Whether a noun holds part of a date or of the count before: 上个月底 may open a sentence and is no subject of it."""
    start, end = noun
    if past and start < past.end and past.start < end:
        return True
    i = bisect_right(dates, start, key=lambda date: date.end)
    return i < len(dates) and dates[i].start < end


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in a short name in quotation marks, or in a title: “健身100秒”, 《百项行动方案》."""
    opened = text.rfind("“", start - _LONGEST_NAME if start > _LONGEST_NAME else 0, start)
    if opened >= 0 and text.find("”", opened, start) < 0:
        closed = text.find("”", end, opened + _LONGEST_NAME + 2)
        return closed >= 0 and _STOP.search(text, opened, closed) is None
    opened = text.rfind("《", start - _LONGEST_TITLE if start > _LONGEST_TITLE else 0, start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + _LONGEST_TITLE) >= 0
