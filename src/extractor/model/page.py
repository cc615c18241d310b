"""The record of one page: everything that was found, and how far it agrees with itself."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from extractor.model.capture import CaptureInfo
from extractor.model.document import Article, Document
from extractor.model.problem import Problem
from extractor.model.records import Citation, Count, Credit, Date, Navigation, Number, Roster
from extractor.model.span import Evidence

SCHEMA_VERSION = "1.0"
CheckStatus = Literal["pass", "fail", "warn", "unknown"]
Value = str | Number | bool | None


class Check(Struct, frozen=True, kw_only=True):
    """One claim of the page held against the records. ``values`` are the figures that were compared."""

    id: str
    status: CheckStatus
    message: str
    evidence: tuple[Evidence, ...] = ()
    values: dict[str, Value | tuple[Value, ...]] = {}


class Extractor(Struct, frozen=True, kw_only=True, gc=False):
    """What read the page: our version, and the version and digest of the rules."""

    version: str
    rules_version: str
    rules_sha256: str


class Records(Struct, frozen=True, kw_only=True):
    """What the extractors find on one page, before it is checked."""

    rosters: tuple[Roster, ...] = ()
    dates: tuple[Date, ...] = ()
    counts: tuple[Count, ...] = ()
    attribution: tuple[Credit, ...] = ()
    citations: tuple[Citation, ...] = ()
    navigation: Navigation = Navigation()


class Page(Struct, frozen=True, kw_only=True):
    """The whole record of a page. (page id, record id) is a key that survives a changed layout or encoding."""

    schema_version: str = SCHEMA_VERSION
    id: str
    capture: CaptureInfo
    document: Document
    article: Article
    rosters: tuple[Roster, ...]
    dates: tuple[Date, ...]
    counts: tuple[Count, ...]
    attribution: tuple[Credit, ...]
    citations: tuple[Citation, ...]
    navigation: Navigation
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    extractor: Extractor
