"""Capture -> document: bytes to text, text to labelled blocks, and what the page says of its article."""

from __future__ import annotations

import re
from hashlib import sha256

from extractor.model.capture import Capture, CaptureInfo
from extractor.model.document import Article, Block, Document, Isolated, Role
from extractor.model.problem import Problem
from extractor.parse.charset import Decoded, decode
from extractor.parse.containers import find_article
from extractor.parse.draft import Draft, Piece
from extractor.parse.lines import Lines
from extractor.parse.media import binary, media_type_of
from extractor.parse.meta import article
from extractor.parse.pages import attachments_of, further_pages
from extractor.parse.plain import read_plain
from extractor.parse.roles import assign
from extractor.parse.shells import shell_of
from extractor.parse.titles import said_titles
from extractor.rules.load import RuleBook

__all__ = ["parse"]

_HALF = b"\xed"  # the first byte of any half of a surrogate pair, in the UTF-8 that allows them
_HALVES = re.compile("[\ud800-\udfff]")
MAX_BYTES = 24_000_000
MAX_TEXT = 2_000_000  # characters; the longest page of our kind that we know, a roster, has 40 thousand
_HAN = re.compile("[\u4e00-\u9fff]+")
_UNREAD: frozenset[Role] = frozenset({"related", "boilerplate"})  # no record comes from them
_NO_ARTICLE = Article(title=None, subtitle=None, site=None, column=None, published=None, body=())
_SAMPLE = 1000  # characters


def parse(capture: Capture, book: RuleBook) -> Isolated:
    """The front half of a page: its text with labelled blocks and the article's own data.

    Never raises for what a page holds: what could not be read, or makes the reading doubtful, stands in ``problems``.
    """
    raw = _raw(capture.content)
    decoded = _decoded(capture, raw)
    name = capture.final_url or capture.url
    media_type = media_type_of(decoded.text, capture.media_type, name)
    if media_type == "text/html":
        from extractor.parse.html import read_html  # lxml is loaded when a page needs it

        draft, found = read_html(decoded.text, name)
    else:
        draft, found = read_plain(decoded.text)
    problems = [*decoded.problems, *found]
    if len(draft.text) > MAX_TEXT:
        draft = draft.cut(MAX_TEXT)
        problems.append(_problem("too_long", f"more than {MAX_TEXT:,} characters of text; the rest was not read"))
    return _isolated(capture, raw, decoded, media_type, draft, problems, book)


def _raw(content: bytes | str) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _decoded(capture: Capture, content: bytes) -> Decoded:
    if isinstance(capture.content, str):
        return Decoded(_whole(capture.content, content), "")
    if what := binary(content, capture.media_type):
        detail = f"{what}, no page; give the page that links to it, or its text"
        return Decoded("", "", (_problem("binary", detail),))
    if len(content) <= MAX_BYTES:
        return decode(content, capture.charset)
    decoded = decode(content[:MAX_BYTES], capture.charset)
    detail = f"more than {MAX_BYTES // 1_000_000} MB; the rest was not read"
    return Decoded(decoded.text, decoded.charset, (*decoded.problems, _problem("too_long", detail)))


def _whole(text: str, raw: bytes) -> str:
    """A text without halves of surrogate pairs, which no encoding holds and at which the HTML parser would stop."""
    if _HALF in raw and _HALVES.search(text):
        return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def _isolated(
    capture: Capture,
    raw: bytes,
    decoded: Decoded,
    media_type: str,
    draft: Draft,
    problems: list[Problem],
    book: RuleBook,
) -> Isolated:
    here = capture.final_url or capture.url
    lines = Lines(draft, book)
    place = find_article(draft, book) if media_type == "text/html" else None
    roles, title = assign(lines, place, said_titles(draft.markup, lines.fields))
    body = sum(lines.length(i) for i, role in enumerate(roles) if role == "body")
    shell = shell_of(capture, draft, body, book) if media_type == "text/html" else None
    if shell:
        roles = ["boilerplate"] * len(roles)
        problems.append(shell)
    elif not body and not any(problem.code == "parse.binary" for problem in problems):
        problems.append(_nothing(draft))
    return Isolated(
        capture=_info(capture, raw, decoded, media_type),
        document=_document(lines, roles, here),
        article=_NO_ARTICLE if shell else article(lines, roles, title),
        markup=tuple(draft.markup),
        images=tuple(draft.images),
        problems=tuple({problem.code: problem for problem in reversed(problems)}.values())[::-1],
    )


def _nothing(draft: Draft) -> Problem:
    if not draft.pieces:
        return _problem("empty", "holds no text; fetch or save it again")
    return _problem("no_article", "holds no article; give the page of one article")


def _problem(code: str, detail: str) -> Problem:
    return Problem(stage="parse", code=f"parse.{code}", detail=detail)


def _blocks(draft: Draft, roles: list[Role]) -> tuple[Block, ...]:
    return tuple(
        _block(piece, role, None if role in _UNREAD else draft.path(i))
        for i, (piece, role) in enumerate(zip(draft.pieces, roles, strict=True))
    )


def _block(piece: Piece, role: Role, path: str | None) -> Block:
    cell = piece.cell
    if cell is None:
        return Block(role=role, kind=piece.kind, start=piece.start, end=piece.end, path=path)
    return Block(
        role=role,
        kind=piece.kind,
        start=piece.start,
        end=piece.end,
        path=path,
        table=cell.table,
        row=cell.row,
        column=cell.column,
        rowspan=cell.rowspan,
        colspan=cell.colspan,
    )


def _document(lines: Lines, roles: list[Role], here: str | None) -> Document:
    draft = lines.draft
    return Document(
        text=draft.text,
        text_sha256=sha256(draft.text.encode("utf-8", "surrogatepass")).hexdigest(),
        language=_language(draft.text),
        blocks=_blocks(draft, roles),
        attachments=tuple(attachments_of(draft, roles, here)),
        pages=further_pages(lines, roles, here),
        links=tuple(draft.links),
    )


def _language(text: str) -> str | None:
    sample = text[:_SAMPLE]
    return "zh" if sum(map(len, _HAN.findall(sample))) * 5 > len(sample) else None


def _info(capture: Capture, raw: bytes, decoded: Decoded, media_type: str) -> CaptureInfo:
    return CaptureInfo(
        url=capture.url,
        final_url=capture.final_url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        media_type=media_type if decoded.text else None,
        charset=decoded.charset or None,
        sha256=sha256(raw).hexdigest(),
        kind=capture.kind,
        record_id=capture.record_id,
    )
