"""What a page looks like before anything is labelled: one text, its blocks, and the tree that they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extractor.model.document import Attachment, BlockKind, Image, Link, Markup


class Cell(NamedTuple):
    """A place in a table's grid: the table's number on the page, row and column from 0, and what the cell covers."""

    table: int
    row: int
    column: int
    rowspan: int
    colspan: int


class Piece(NamedTuple):
    """A block without a role: ``text[start:end]``.

    frame: the block element that it stands in, an index into ``Draft.frames``. linked: how many of its characters are
    link text.
    """

    start: int
    end: int
    kind: BlockKind
    frame: int = 0
    linked: int = 0
    cell: Cell | None = None


class Frame(NamedTuple):
    """A block element: the frame around it and the node itself (an lxml element; None for plain text)."""

    parent: int
    tag: str
    node: Any


@dataclass
class Draft:
    """One page's text and blocks in reading order.

    marks: comments of CMSs as (comment, number of the block that follows it).
    """

    text: str
    pieces: list[Piece]
    frames: list[Frame] = field(default_factory=lambda: [Frame(-1, "", None)])
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    markup: list[Markup] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
