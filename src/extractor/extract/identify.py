"""Gives records their ids: hashes of kind and words (text/identity.py), in page order. Dates and counts, of which a page has
many, are born with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TypeVar

from msgspec.structs import replace

from extractor.model.page import Records
from extractor.model.records import Citation, Credit, Entry, Roster
from extractor.text.identity import identities

_Record = TypeVar("_Record", Credit, Citation, Roster, Entry)


def identify(records: Records) -> Records:
    """The same records, all with ids. A citation's ``alias_of``, until now the number of its citation, becomes its id."""
    return Records(
        rosters=_rosters(records.rosters),
        dates=records.dates,
        counts=records.counts,
        attribution=_numbered("cr", records.attribution, (record.role for record in records.attribution)),
        citations=_aliased(_numbered("ci", records.citations, repeat("citation"))),
        navigation=records.navigation,
    )


def _numbered(prefix: str, records: Sequence[_Record], kinds: Iterable[str]) -> tuple[_Record, ...]:
    if not records:
        return ()
    ids = identities(prefix, zip(kinds, [record.evidence.quote for record in records], strict=False))
    return tuple([replace(record, id=new) for record, new in zip(records, ids, strict=True)])


def _rosters(rosters: Sequence[Roster]) -> tuple[Roster, ...]:
    if not rosters:
        return ()
    named = _numbered("ro", rosters, repeat("roster"))
    entries = iter(_numbered("en", [entry for roster in rosters for entry in roster.entries], repeat("entry")))
    return tuple(replace(roster, entries=tuple(next(entries) for _ in roster.entries)) for roster in named)


def _aliased(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return tuple(replace(c, alias_of=citations[int(c.alias_of)].id) if c.alias_of is not None else c for c in citations)
