"""An article that a site has cut into several pages, as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from extractor.model.document import Article, Block, Document, Isolated, Link, Role
from extractor.model.span import Span

_KEPT: frozenset[Role] = frozenset(
    {"body", "credit"}
)  # what a further page adds; its head and frame are the first one's


_DIGITS = re.compile(r"[0-9]+")


def join(first: Isolated, further: Sequence[Isolated]) -> Isolated:
    """The first page with the body of the further ones, in their order, behind its own.

    Everything else is the first page's: capture, title, meta, markup. Blocks that came from a further page have no path,
    since that would lead into another page. The text of a page that only repeats the first is left out.
    """
    seen = {_body(first)}
    for page in further:
        if (words := _body(page)) and words not in seen:
            seen.add(words)
            first = _joined(first, page)
    return first


def in_page_order(urls: Sequence[str]) -> list[str]:
    """The addresses of an article's further pages, as they follow each other; given in the order they were found.

    A pager of many pages leaves some out (2 3 … 9), so that where addresses differ in their numbers alone, these count.

    >>> in_page_order(["http://a.cn/1_2.html", "http://a.cn/1_10.html", "http://a.cn/1_3.html"])
    ['http://a.cn/1_2.html', 'http://a.cn/1_3.html', 'http://a.cn/1_10.html']
    """
    if len({_DIGITS.sub("0", url) for url in urls}) > 1:
        return list(urls)
    return sorted(urls, key=lambda url: [int(digits) for digits in _DIGITS.findall(url)])


def _body(page: Isolated) -> str:
    text = page.document.text
    return "\n".join(text[block.start : block.end] for block in page.document.blocks if block.role == "body")


def _joined(first: Isolated, page: Isolated) -> Isolated:
    document = first.document
    at = max((block.end for block in document.blocks if block.role in _KEPT), default=len(document.text))
    added, moved, links = _added(page.document, at)
    shift = _Shift(at, len(added))
    text = document.text[:at] + added + document.text[at:]
    blocks = [*document.blocks, *moved]
    blocks[: len(document.blocks)] = map(shift.placed, document.blocks)
    blocks.sort(key=lambda block: block.start)
    joined = replace(
        document,
        text=text,
        text_sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        blocks=tuple(blocks),
        attachments=tuple({file.url: file for file in (*document.attachments, *page.document.attachments)}.values()),
        links=tuple(sorted((*map(shift.placed, document.links or ()), *links), key=lambda link: link.start)),
    )
    images = tuple(replace(image, at=shift(image.at)) for image in first.images)
    return replace(first, document=joined, article=_article(first.article, blocks, shift), images=images)


@dataclass(frozen=True)
class _Shift:
    """Where offsets of the first page are after ``length`` characters were put in at ``at``."""

    at: int
    length: int

    def __call__(self, offset: int) -> int:
        return offset if offset < self.at else offset + self.length

    def placed(self, thing: Any) -> Any:
        """A block, link or evidence at its new place."""
        if thing.start is None or thing.start < self.at:
            return thing
        return replace(thing, start=thing.start + self.length, end=thing.end + self.length)

    def quoted(self, said: Any) -> Any:
        """A field of the article with its evidence at its new place."""
        return said and replace(said, evidence=self.placed(said.evidence))


def _added(document: Document, at: int) -> tuple[str, list[Block], list[Link]]:
    """The text that a page adds behind ``at``, its blocks and links at their new places."""
    text = ""
    blocks: list[Block] = []
    links: list[Link] = []
    for block in document.blocks:
        if block.role not in _KEPT:
            continue
        shift = at + len(text) + 1 - block.start
        text += "\n" + document.text[block.start : block.end]
        table = None if block.table is None else at + block.table  # no table before has so high a number
        blocks.append(replace(block, start=block.start + shift, end=block.end + shift, path=None, table=table))
        links += [
            replace(link, start=link.start + shift, end=link.end + shift)
            for link in document.links or ()
            if block.start <= link.start and link.end <= block.end
        ]
    return text, blocks, links


def _article(article: Article, blocks: list[Block], shift: _Shift) -> Article:
    fields = ("title", "subtitle", "site", "column", "published")
    moved = {field: shift.quoted(getattr(article, field)) for field in fields}
    return replace(article, **moved, body=tuple(_body_spans(blocks)))


def _body_spans(blocks: list[Block]) -> list[Span]:
    """Runs of neighbouring body blocks."""
    spans: list[Span] = []
    for before, block in pairwise((None, *blocks)):
        if block is None or block.role != "body":
            continue
        if before is not None and before.role == "body":
            spans[-1] = Span(spans[-1].start, block.end)
        else:
            spans.append(Span(block.start, block.end))
    return spans
