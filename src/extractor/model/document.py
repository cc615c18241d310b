"""One page as one text with labelled blocks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from extractor.model.capture import CaptureInfo
from extractor.model.problem import Problem
from extractor.model.span import Evidence, Quoted, Span

Role = Literal["title", "meta", "body", "credit", "nav", "related", "boilerplate"]
BlockKind = Literal["heading", "paragraph", "list_item", "table_cell", "caption", "line"]


class Block(Struct, frozen=True, kw_only=True, gc=False):
    """A labelled stretch of the text. Nothing is thrown away: boilerplate is a label too.

    role: ``title`` (the article's own) ``meta`` (dateline, source line, the CMS's header or footer) ``body`` ``credit``
    (nothing but labels and names, at the end of the article) ``nav`` ``related`` ``boilerplate``.
    path: where in the page the block stands, null for plain text.
    table, row, column: for a ``table_cell``, which table of the page (from 0) and which cell of its grid (from 0), with
    the cells that it covers in rowspan and colspan; null for every other kind.
    """

    role: Role
    kind: BlockKind
    start: int
    end: int
    path: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rowspan: int | None = None
    colspan: int | None = None


class Attachment(Struct, frozen=True, kw_only=True, gc=False):
    """A file that the page offers: absolute URL, the name it prints, the media type by its ending."""

    url: str
    name: str
    media_type: str | None


class Link(Struct, frozen=True, kw_only=True, gc=False):
    """A link of the page: absolute URL, and the words that carry it, at ``document.text[start:end]``."""

    url: str
    text: str
    start: int
    end: int


class Document(Struct, frozen=True, kw_only=True):
    """Every visible character of the page in reading order, and what each block of it is.

    ``links`` is null where they were not asked for; ``pages`` holds the URLs of further pages of the same article.
    """

    text: str
    text_sha256: str
    offset_unit: Literal["codepoint"] = "codepoint"
    language: str | None
    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = ()
    pages: tuple[str, ...] = ()
    links: tuple[Link, ...] | None = ()


class Published(Struct, frozen=True, kw_only=True, gc=False):
    """The day of publication as the page states it, in EDTF."""

    edtf: str
    evidence: Evidence


class Article(Struct, frozen=True, kw_only=True):
    """What the page says of itself as an article. Each field is null where the page does not say it."""

    title: Quoted | None
    subtitle: Quoted | None
    site: Quoted | None
    column: Quoted | None
    published: Published | None
    body: tuple[Span, ...]


class Markup(Struct, frozen=True, kw_only=True, gc=False):
    """A value that only the page's markup holds, such as ``<meta name="ContentSource" content="…">``.

    ``name`` is the field's name in lower case, ``path`` leads to the attribute or comment.
    """

    name: str
    value: str
    path: str


class Image(Struct, frozen=True, kw_only=True, gc=False):
    """A picture of the page: absolute URL, alternative text, and the offset in the text where it stands."""

    url: str
    alt: str
    at: int


class Isolated(Struct, frozen=True, kw_only=True):
    """The front half of a page: the capture as read, its text with roles, the article's own data. No records yet."""

    capture: CaptureInfo
    document: Document
    article: Article
    markup: tuple[Markup, ...] = ()
    images: tuple[Image, ...] = ()
    problems: tuple[Problem, ...] = ()
