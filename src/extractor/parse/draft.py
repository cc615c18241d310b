"""What a page looks like before anything is labelled: one text, its blocks, and the tree that they came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import Struct, structs

from extractor.model.document import BlockKind, Image, Link, Markup

_MANY = 20_000  # frames: a path counts the elements beside it, which takes too long in a flat page without end


class Cell(Struct, frozen=True, gc=False):
    """A place in a table's grid: the table's number on the page, row and column from 0, and what the cell covers."""

    table: int
    row: int
    column: int
    rowspan: int
    colspan: int


class Piece(Struct, frozen=True, gc=False):
    """A block without a role: ``text[start:end]``.

    frame: the block element that it stands in, a number in ``Draft.frames``. linked: how many of its characters are
    link text.
    """

    start: int
    end: int
    kind: BlockKind
    frame: int = 0
    linked: int = 0
    cell: Cell | None = None


class Frames:
    """The block elements of a page in document order, number 0 the page as a whole.

    parents: the number of the frame around each. tags: their names. nodes: the lxml elements; None for the page.
    last: the number of the last one.
    """

    def __init__(self) -> None:
        self.parents = [-1]
        self.tags = [""]
        self.nodes: list[Any] = [None]
        self.last = 0

    def __len__(self) -> int:
        return len(self.parents)

    def hint(self, frame: int) -> str:
        """An element's id and classes between blanks, in lower case; empty where it has none."""
        node = self.nodes[frame]
        name, classes = (node.get("id"), node.get("class")) if node is not None else (None, None)
        return f" {name or ''} {' '.join((classes or '').split())} ".lower() if name or classes else ""


@dataclass
class Draft:
    """One page's text and blocks in reading order.

    marks: comments of CMSs as (comment, number of the block that follows it).
    """

    text: str
    pieces: list[Piece]
    frames: Frames = field(default_factory=Frames)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    markup: list[Markup] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def path(self, i: int) -> str | None:
        """The XPath of the element that block i stands in; None for plain text and for pages with very many elements."""
        node = self.frames.nodes[self.pieces[i].frame]
        if node is None or len(self.frames) > _MANY:
            return None
        return str(node.getroottree().getpath(node))

    def cut(self, limit: int) -> Draft:
        """The first ``limit`` characters alone, with what stands in them."""
        return replace(
            self,
            text=self.text[:limit],
            pieces=[structs.replace(piece, end=min(piece.end, limit)) for piece in self.pieces if piece.start < limit],
            links=[link for link in self.links if link.end <= limit],
            images=[image for image in self.images if image.at <= limit],
        )
