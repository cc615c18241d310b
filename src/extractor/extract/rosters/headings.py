"""Which rows are headings and which are entries: decided by the company that a row keeps, not by the row alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.rows import Row

_NUMBERED = frozenset({"arabic", "paren", "circled"})
_OUTER = frozenset({"han", "hanparen"})
_SHORT, _LINE = 4, 30  # characters: a place without its ending (济南); the longest heading of numbered entries


@dataclass(frozen=True)
class Company:
    """What the rows of a stretch have in common, so that the odd ones can be told."""

    size: int
    kind: str | None  # what most entries are
    honours: int
    regions: int
    numbered: int
    outer: int
    places_apart: bool

    @classmethod
    def of(cls, rows: Sequence[Row], lexis: Lexis) -> Company:
        """The company of these rows; those of tables and pictures keep none."""
        plain = [row for row in rows if row.text and not row.items and not row.image]
        kinds = Counter(r.kind for r in plain if r.kind and not (r.honour or r.count or r.label))
        return cls(
            size=len(plain) + sum(bool(row.items) for row in rows),
            kind=kinds.most_common(1)[0][0] if kinds else None,
            honours=sum(row.honour for row in plain),
            regions=sum(row.text in lexis.regions for row in plain),
            numbered=sum(row.style in _NUMBERED for row in plain),
            outer=sum(row.style in _OUTER for row in plain),
            places_apart=_apart(rows),
        )

    def rare(self, count: int) -> bool:
        """Is this at most half of the rows?"""
        return count * 2 <= max(self.size, 1)


def headings(rows: Sequence[Row], lexis: Lexis) -> list[bool]:
    """For each row: is it a heading of what follows?"""
    tests = _tests(Company.of(rows, lexis), lexis)
    found = [not row.items and not row.image and any(test(row) for test in tests) for row in rows]
    found = [heading or _numbers_below(rows, at) for at, heading in enumerate(found)]
    found = [
        heading and (_stands(row) or not _bare(found, at))
        for at, (row, heading) in enumerate(zip(rows, found, strict=True))
    ]
    if all(
        heading or row.image or _pictured(rows, at) for at, (heading, row) in enumerate(zip(found, rows, strict=True))
    ):
        return _sure(rows)
    return found


def _tests(company: Company, lexis: Lexis) -> tuple[Callable[[Row], bool], ...]:
    """What makes a row a heading. A row with a number in the style of the entries is one only by its count or label."""
    bodies = company.kind in ("organisation", "palace")
    places = company.places_apart or company.kind != "place"
    regions = company.places_apart or company.rare(company.regions)
    return (
        lambda row: row.count is not None or row.label,
        lambda row: row.style in _OUTER and company.rare(company.outer),
        lambda row: row.honour and company.rare(company.honours) and row.style not in _NUMBERED,
        lambda row: row.style is None and (row.grade or (row.text in lexis.regions and regions)),
        lambda row: row.style is None and row.kind == "place" and places,
        lambda row: (
            row.style is None and len(row.text) <= _LINE and company.numbered * 2 > company.size - company.outer
        ),
        lambda row: row.style is None and len(row.text) <= _SHORT and bodies and row.kind in (None, "person"),
    )


def _stands(row: Row) -> bool:
    """Is the row a heading by its own form?"""
    return bool(row.count or row.label or row.honour or row.grade or row.style in _OUTER or row.kind == "place")


def _numbers_below(rows: Sequence[Row], at: int) -> bool:
    """(一)江州市 right above 1.江州工会: the inner number counts the entries."""
    return rows[at].style in _OUTER and at + 1 < len(rows) and rows[at + 1].style in _NUMBERED


def _bare(found: Sequence[bool], at: int) -> bool:
    """Does nothing stand below the row before the next heading? Then it heads nothing, and is an entry."""
    return at + 1 == len(found) or found[at + 1]


def _pictured(rows: Sequence[Row], at: int) -> bool:
    """Is the row an honour with nothing below it but a picture?"""
    return rows[at].honour and at + 1 < len(rows) and rows[at + 1].image is not None


def _apart(rows: Sequence[Row]) -> bool:
    """Does something else than a place follow each place, so that they may be labels?"""
    return bool(rows) and rows[-1].kind != "place" and not any(a.kind == b.kind == "place" for a, b in pairwise(rows))


def _sure(rows: Sequence[Row]) -> list[bool]:
    """A list has entries: where every row looks like a heading, only those with a count or label, or an honour, are."""
    below = [*rows[1:], None]
    return [
        row.count is not None or row.label or (row.honour and b is not None and (bool(b.image) or not b.honour))
        for row, b in zip(rows, below, strict=True)
    ]
