"""What a page's new record says that the old one did not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractor.model.page import Page


class RecordKey(Struct, frozen=True, order=True):
    """A record by its kind and id, with the words that say it."""

    kind: str
    id: str
    quote: str


class Changes(Struct, frozen=True, kw_only=True):
    """The records that a page gained and lost, and those that are read otherwise from the same words."""

    page_id: str
    url: str | None
    gained: tuple[RecordKey, ...]
    lost: tuple[RecordKey, ...]
    reread: tuple[RecordKey, ...]
    text_changed: bool


def changes(old: Page, new: Page) -> Changes | None:
    """The difference between two records of one page; None where text and records are the same."""
    before, after = dict(_records(old)), dict(_records(new))
    text_changed = old.document.text_sha256 != new.document.text_sha256
    found = Changes(
        page_id=new.id,
        url=new.capture.url,
        gained=tuple(sorted(after.keys() - before.keys())),
        lost=tuple(sorted(before.keys() - after.keys())),
        reread=tuple(sorted(key for key in before.keys() & after.keys() if before[key] != after[key])),
        text_changed=text_changed,
    )
    return found if text_changed or found.gained or found.lost or found.reread else None


def _records(page: Page) -> Iterator[tuple[RecordKey, object]]:
    """Each record under its key, with what it says; where it stands in the page is left out."""
    for roster in page.rosters:
        yield (
            RecordKey("roster", roster.id, roster.title.value if roster.title else ""),
            (roster.kind, roster.status, roster.found),
        )
        for entry in roster.entries:
            yield RecordKey("entry", entry.id, entry.name), (entry.position, entry.group, entry.attributes)
    for date in page.dates:
        yield RecordKey("date", date.id, date.evidence.quote), (date.edtf, date.kind, date.basis)
    for count in page.counts:
        yield RecordKey("count", count.id, count.evidence.quote), (count.value, count.lower, count.upper, count.unit)
    for credit in page.attribution:
        yield RecordKey("credit", credit.id, credit.value), (credit.role, credit.normalized, credit.scope)
    for citation in page.citations:
        yield (
            RecordKey("citation", citation.id, citation.evidence.quote),
            (citation.title, citation.number, citation.issuer),
        )
