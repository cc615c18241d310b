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

    parents: the number of the frame around each. nodes: the lxml elements; None for the page.
    """

    def __init__(self) -> None:
        self.parents = [-1]
        self.nodes: list[Any] = [None]

    def __len__(self) -> int:
        return len(self.parents)

    def tag(self, frame: int) -> str:
        """An element's name; empty for the page."""
        node = self.nodes[frame]
        return "" if node is None else node.tag

    def hint(self, frame: int) -> str:
        """An element's id and classes between blanks, in lower case; empty where it has none."""
        node = self.nodes[frame]
        name, classes = (node.get("id"), node.get("class")) if node is not None else (None, None)
        return f" {name or ''} {' '.join((classes or '').split())} ".lower() if name or classes else ""


class Paths:
    """The XPaths of elements, worded as lxml words them.

    An element's place among its likes is found for all the children of its parent at once: one by one, each paragraph
    of an article would count those before it.
    """

    def __init__(self) -> None:
        self._known: dict[Any, str] = {}

    def of(self, node: Any) -> str:
        """The path of an element."""
        unknown = []
        while node not in self._known:
            unknown.append(node)
            if (parent := node.getparent()) is None:
                self._known[node] = str(node.getroottree().getpath(node))  # something may stand behind an early </html>
                break
            node = parent
        for node in reversed(unknown):
            if node not in self._known:
                self._number(node.getparent())
        return self._known[node]

    def _number(self, parent: Any) -> None:
        likes: dict[Any, list[Any]] = {}
        for child in parent:
            if isinstance(child.tag, str):
                likes.setdefault(child.tag, []).append(child)
        around = self._known[parent]
        for tag, children in likes.items():
            if len(children) == 1:
                self._known[children[0]] = f"{around}/{tag}"
            else:
                self._known |= {child: f"{around}/{tag}[{n}]" for n, child in enumerate(children, 1)}


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
    paths: Paths = field(default_factory=Paths)

    def path(self, i: int) -> str | None:
        """The XPath of the element that block i stands in; None for plain text and for pages with very many elements."""
        node = self.frames.nodes[self.pieces[i].frame]
        return None if node is None or len(self.frames) > _MANY else self.paths.of(node)

    def cut(self, limit: int) -> Draft:
        """The first ``limit`` characters alone, with what stands in them."""
        return replace(
            self,
            text=self.text[:limit],
            pieces=[structs.replace(piece, end=min(piece.end, limit)) for piece in self.pieces if piece.start < limit],
            links=[link for link in self.links if link.end <= limit],
            images=[image for image in self.images if image.at <= limit],
        )
