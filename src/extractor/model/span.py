"""Places in a text. Offsets are half-open and count Unicode code points, everywhere in this project."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """A stretch of ``document.text``: ``text[start:end]``."""

    start: int
    end: int


class Words(Struct, frozen=True, kw_only=True, gc=False):
    """Words of the page with their place: ``document.text[start:end] == text``."""

    text: str
    start: int
    end: int


class Evidence(Struct, frozen=True, kw_only=True, gc=False):
    """The exact characters that say a value.

    With source ``text``, ``document.text[start:end] == quote``. With source ``markup`` the words stand only in the
    page's markup: start and end are null, ``path`` leads to the attribute, and the quote is what stands there.
    ``rule`` is the id and version of the rule that spoke, such as ``count.measure/2``.
    """

    quote: str
    start: int | None
    end: int | None
    source: Literal["text", "markup"] = "text"
    path: str | None = None
    rule: str


class Quoted(Struct, frozen=True, kw_only=True, gc=False):
    """A value in words and what says it. The value is the quote, tidied: inner line breaks and padding removed."""

    value: str
    evidence: Evidence


class QuotedNumber(Struct, frozen=True, kw_only=True, gc=False):
    """A whole number that the page states, and what says it."""

    value: int
    evidence: Evidence
