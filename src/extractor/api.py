"""The public functions. Each takes plain values, uses the shipped rules unless told otherwise, and touches nothing."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from extractor.extract.attribution import credits_in
from extractor.extract.citations import citations_in
from extractor.extract.counts import counts_in
from extractor.extract.dates import dates_in
from extractor.extract.identify import identify
from extractor.extract.places import locate_in
from extractor.extract.rosters import rosters_in
from extractor.model.capture import Capture, CaptureKind
from extractor.model.codec import schema, to_json
from extractor.model.document import Document, Isolated
from extractor.model.page import Page, Records
from extractor.model.records import Citation, Count, Credit, Date, Place, Roster
from extractor.parse import parse
from extractor.pipeline import process
from extractor.rules.load import RuleBook
from extractor.rules.shipped import shipped_book
from extractor.text.reading import Reading
from extractor.text.urls import is_web

__all__ = [
    "extract",
    "find_attribution",
    "find_citations",
    "find_counts",
    "find_dates",
    "find_rosters",
    "isolate",
    "locate",
    "schema",
    "to_json",
]


def extract(
    content: bytes | str,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    rules: RuleBook | None = None,
) -> Page:
    """The whole record of one page.

    content: the page as archived, or its text where it is decoded already. url: its address, or the path of a file.
    fetched_at: RFC 3339, UTC. media_type, charset: what the server said; without them the name and the bytes decide.
    Never raises for what a page holds: what could not be read stands in ``problems``.
    """
    return process(_capture(content, url, fetched_at, media_type, charset), rules or shipped_book())


def isolate(
    content: bytes | str,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    rules: RuleBook | None = None,
) -> Isolated:
    """The front half of a page: its text with roles, and the article's own data. No records."""
    return parse(_capture(content, url, fetched_at, media_type, charset), rules or shipped_book())


def find_dates(text: str, *, published: str | date | None = None) -> list[Date]:
    """Every date in a text. ``published`` (ISO 8601) resolves relative dates.

    >>> find_dates("2022年6月，")[0].edtf
    '2022-06'
    """
    day = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    return dates_in(_prose(text), shipped_book(), published=day)


def find_counts(text: str) -> list[Count]:
    """Every count, measure, share and duration in a text, with its bounds."""
    return counts_in(_prose(text), shipped_book())


def find_rosters(source: str | Document) -> list[Roster]:
    """Every list that a text or a document holds or announces, held against what it declares."""
    reading = Reading.of_text(source) if isinstance(source, str) else Reading.of_document(source)
    return list(identify(Records(rosters=tuple(rosters_in(reading, shipped_book())))).rosters)


def find_attribution(text: str) -> list[Credit]:
    """Every credit in a text: sources, reporters, editors and the rest, each with its label."""
    return list(identify(Records(attribution=tuple(credits_in(_reading(text), shipped_book())))).attribution)


def find_citations(text: str) -> list[Citation]:
    """Every document that a text cites, with its number and the body that issued it."""
    return list(identify(Records(citations=tuple(citations_in(_reading(text), shipped_book())))).citations)


def locate(name: str, *, on: str | date | None = None) -> Place | None:
    """The administrative unit that a name states; None where it holds no place.

    on: the day (ISO 8601) whose division is asked; without it the latest that the table knows.

    >>> locate("恩施州工人文化宫").code
    '422800'
    """
    day = date.fromisoformat(on[:10]) if isinstance(on, str) else on
    return locate_in(name, shipped_book(), on=day)


@lru_cache(maxsize=2)
def _reading(text: str) -> Reading:
    """A text as the extractors read it, kept for whoever asks it for the next kind of record."""
    return Reading.of_text(text)


@lru_cache(maxsize=2)
def _prose(text: str) -> Reading:
    """The same for dates and counts, which ask for no lines."""
    return Reading.of_prose(text)


def _capture(
    content: bytes | str, url: str | None, fetched_at: str | None, media_type: str | None, charset: str | None
) -> Capture:
    kind: CaptureKind | None = "http" if is_web(url) else "file" if url else None
    return Capture(content=content, url=url, fetched_at=fetched_at, media_type=media_type, charset=charset, kind=kind)
