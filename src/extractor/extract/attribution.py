"""Credits: who had which part in the page, by the label grammar of rules/labels, with the scope that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from extractor.extract.citations import issuers_in
from extractor.extract.markup_credits import markup_credits
from extractor.extract.unions import Unions
from extractor.model.document import Markup
from extractor.model.records import Credit, CreditScope
from extractor.rules.labels import LabelHit, Part, line_kind, scan_labels
from extractor.rules.load import RuleBook
from extractor.rules.names import Name
from extractor.text.reading import Reading, Region

_LONGEST_LINE = 240  # characters; a content system prints no longer one
_AROUND = " ()[]【】〔〕。;,、/|丨"
_DIGITS = re.compile(r"\d+")


def credits_in(reading: Reading, book: RuleBook, *, markup: tuple[Markup, ...] = ()) -> Iterable[Credit]:
    """Every credit of a page: the printed ones in text order, then what only its markup says.

    ``markup``: the fields of the page's head and comments. A value that the page prints too is not given twice.
    """
    printed = list(_Page(reading, book).credits())
    return [*printed, *markup_credits(reading, book, markup, printed)]


@dataclass
class _Page:
    """A page while its credits are read."""

    reading: Reading
    book: RuleBook

    def credits(self) -> Iterator[Credit]:
        """The printed credits in text order, each role and place once."""
        found = [*self._labelled(), *self._issuers()]
        found.sort(key=lambda credit: credit.evidence.start or 0)
        yield from {(credit.role, credit.evidence.start): credit for credit in reversed(found)}.values().__reversed__()

    def _labelled(self) -> Iterator[Credit]:
        for region in self.regions:
            by_system = region.role == "meta" and region.start < self._body
            hits = scan_labels(self.reading.text, self.book, region.start, region.end, by_system=by_system)
            for hit, ends in zip(hits, self._ending(hits), strict=True):
                scope = self._scope(region, hit.start, hit.end, ends)
                yield from (self._credit(hit, part, value, scope) for value in hit.values for part in hit.parts)

    def _ending(self, hits: list[LabelHit]) -> list[bool]:
        """Whether nothing but labels and names stands from each of the hits to its line's end."""
        text, ending = self.reading.text, []
        clear = -1
        for hit in reversed(hits):
            line = text.find("\n", hit.end)
            line = line if line >= 0 else len(text)
            stop = clear if hit.end <= clear <= line else line
            ending.append(not text[hit.end : stop].strip(_AROUND))
            clear = hit.start if ending[-1] else -1
        return ending[::-1]

    def _credit(self, hit: LabelHit, part: Part, value: Name, scope: CreditScope) -> Credit:
        evidence = self.reading.evidence(value.start, value.end, hit.rule)
        role, grade = cast("tuple[Any, Any]", part)
        return Credit(
            role=role,
            grade=grade,
            label=self.reading.words(*hit.label) if hit.label else None,
            value=_value(role, value, evidence.quote),
            normalized=self._unions.full(evidence.quote) if value.entity == "organisation" else None,
            scope=scope,
            entity=value.entity,
            evidence=evidence,
        )

    def _issuers(self) -> Iterator[Credit]:
        """The bodies that the text says issued a document: 市总工会、市人社局联合印发《…》 names two."""
        for start, end, rule in issuers_in(self.reading, self.book):
            region = next(region for region in self.regions if region.start <= start < region.end)
            evidence = self.reading.evidence(start, end, rule)
            yield Credit(
                role="issuer",
                value=evidence.quote,
                normalized=self._unions.full(evidence.quote),
                scope=self._scope(region, start, end, False),
                entity="organisation",
                evidence=evidence,
            )

    @cached_property
    def regions(self) -> list[Region]:
        """Where credits may stand."""
        return self.reading.regions()

    @cached_property
    def _unions(self) -> Unions:
        return Unions(self.reading.text, self.book)

    @cached_property
    def _body(self) -> int:
        """Where the last stretch of the article's text begins: what a content system prints before it is its header."""
        return max((region.start for region in self.regions if region.role == "body"), default=len(self.reading.text))

    @cached_property
    def _tail(self) -> int:
        """Where the rows of labels and names at the end of the running text begin."""
        text = self.reading.text
        end = max((region.end for region in self.regions if region.role == "body"), default=0)
        while end > 0:
            start = text.rfind("\n", 0, end) + 1
            line = text[start:end]
            if line.strip() and (len(line) > _LONGEST_LINE or not line_kind(line, self.book)):
                return end
            end = start - 1
        return 0

    def _scope(self, region: Region, start: int, end: int, ends: bool) -> CreditScope:
        """By the block's role; in running text by shape: a content system's line, the article's end, or inside it."""
        if region.role == "credit":
            return "credit"
        if region.role == "meta":
            return "footer" if region.start > self._body else "meta"
        text = self.reading.text
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        last = last if last >= 0 else len(text)
        if last - first <= _LONGEST_LINE and line_kind(text[first:last], self.book) == "meta":
            return "meta" if first == 0 < self._tail else "footer"
        if start >= self._tail or (ends and last >= self._tail):
            return "credit"
        return "byline"


def _value(role: str, value: Name, quote: str) -> str:
    """The value tidied: a name without inner blanks, a day in EDTF, a figure without commas."""
    if role == "published":
        year, month, day = _DIGITS.findall(quote)[:3]
        return f"{year}-{int(month):02}-{int(day):02}"
    if role == "views":
        return "".join(_DIGITS.findall(quote))
    squeezed = "".join(quote.split())
    return squeezed if value.entity == "person" and not squeezed.isascii() else " ".join(quote.split())
