"""The tree as one text with blocks: what a browser without scripts would print, in one pass.

A block ends where a browser begins a new line: at a block element's edges and at ``<br>``. White space is collapsed as
HTML does it. Nothing is judged here: roles come later.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from extractor.model.document import BlockKind, Image, Link
from extractor.parse.addresses import Addresses
from extractor.parse.draft import Cell, Draft, Frame, Piece
from extractor.parse.tables import Grid

_SKIPPED = frozenset(
    "head script style template iframe svg audio video object canvas frameset noframes map datalist".split()
)
_BLOCKS = frozenset(
    "html body p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead"
    " tbody tfoot tr td th form fieldset legend center blockquote pre figure figcaption address hr details summary hgroup"
    " menu dir listing xmp marquee option optgroup select textarea noscript search ucaptitle ucapcontent".split()
)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd", "option"), "list_item"),
    **dict.fromkeys(("td", "th"), "table_cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "table": "paragraph",
    "body": "paragraph",
}
_AS_TYPED = frozenset({"pre", "textarea", "listing", "xmp"})
_BLANKS = re.compile("[ \t\n\r\f]+")
_ASCII_BLANKS = " \t\n\r\f"
_HIDDEN = etree.XPath(
    "//*[@hidden or contains(@style, 'display') or contains(@style, 'DISPLAY')][not(self::body or self::html)]"
)
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-echo", "_src", "src")


def walk(root: Any, base: str | None) -> Draft:
    """The draft of a parsed page. base: the page's own URL, that relative addresses start from."""
    walker = _Walker(root, Addresses(root, base))
    walker.descend(root)
    return walker.draft()


def hidden_elements(root: Any) -> set[Any]:
    """The elements that are not displayed by their own style. (WeChat's ``visibility: hidden`` is shown by its script.)"""
    return {el for el in _HIDDEN(root) if el.get("hidden") is not None or _NONE.search(el.get("style") or "")}


class _Walker:
    """The state of the pass: the text so far, the block that is open, the frame, cell and link that it stands in."""

    def __init__(self, root: Any, addresses: Addresses) -> None:
        self.addresses = addresses
        self.hidden = hidden_elements(root)
        self.lines: list[str] = []
        self.at = 0  # where the open block begins in the text
        self.words: list[str] = []  # the open block
        self.width = 0
        self.blank = True  # a further blank would be collapsed
        self.linked = 0
        self.links_open = 0
        self.frame = 0
        self.kind: BlockKind = "paragraph"
        self.typed = False
        self.grid: Grid | None = None
        self.tables = 0
        self.pieces: list[Piece] = []
        self.frames = [Frame(-1, "", None)]  # the page as a whole
        self.links: list[Link] = []
        self.link_spans: list[tuple[str, int, int]] = []
        self.images: list[Image] = []
        self.marks: list[tuple[str, int]] = []
        self.scripts: list[str] = []

    def descend(self, root: Any) -> None:
        """Every node in reading order. Own stack: pages nest deeper than Python may call."""
        roots = (root, *root.itersiblings())  # what stands behind an early </html>
        stack: list[tuple[Any, Any, Any]] = [(iter(roots), None, None)]
        while stack:
            children, node, before = stack[-1]
            for el in children:
                tag = el.tag
                if tag.__class__ is not str:
                    self.comment(el)
                elif tag == "br":
                    self.end_line()
                elif tag in _SKIPPED or (self.hidden and el in self.hidden):
                    if tag == "script" and el.text:
                        self.scripts.append(el.text)
                elif tag in _BLOCKS or tag == "a":
                    state = self.enter(el, tag)
                    self.say(el.text)
                    if len(el):
                        stack.append((iter(el), el, state))
                        break
                    self.leave(el, state)
                else:
                    if tag == "img":
                        self.image(el)
                    self.say(el.text)
                    if len(el):
                        stack.append((iter(el), el, None))
                        break
                if el.tail:
                    self.say(el.tail)
            else:
                stack.pop()
                if before is not None:
                    self.leave(node, before)
                if node is not None and node.tail:
                    self.say(node.tail)

    def enter(self, el: Any, tag: str) -> tuple[Any, ...]:
        """Opens a block or a link; gives what ``leave`` needs to close it."""
        if tag == "a":
            self.links_open += 1
            return (None, self.at + self.width)
        self.flush()
        state = (self.frame, self.kind, self.typed, self.grid)
        self.frames.append(Frame(self.frame, tag, el))
        self.frame = len(self.frames) - 1
        kind = _KINDS.get(tag)
        if kind:
            self.kind = kind
        elif tag == "p" and self.kind == "heading":
            self.kind = "paragraph"
        if tag == "table":
            self.grid = Grid(self.tables, self.grid)
            self.tables += 1
        elif self.grid is not None and tag in ("tr", "td", "th"):
            self.grid.enter(el, tag)
        elif tag in _AS_TYPED:
            self.typed = True
        return state

    def leave(self, el: Any, state: tuple[Any, ...]) -> None:
        """Closes what ``enter`` opened."""
        if state[0] is None:
            self.links_open -= 1
            self.link_spans.append((el.get("href") or "", state[1], self.at + self.width))
            return
        self.flush()
        if self.grid is not None and self.grid is not state[3] and self.grid.layout:
            self.pieces = self.grid.dissolve(self.pieces)
        self.frame, self.kind, self.typed, self.grid = state

    def say(self, text: str | None) -> None:
        """Adds a text node to the open block."""
        if not text:
            return
        if self.typed:
            *lines, text = text.replace("\r\n", "\n").split("\n")
            for line in lines:
                self.add(line)
                self.end_line()
            self.add(text)
            return
        text = _BLANKS.sub(" ", text)
        if self.blank and text[0] == " ":
            text = text[1:]
        self.add(text)

    def add(self, text: str) -> None:
        """Adds words that are collapsed already."""
        if text:
            self.words.append(text)
            self.width += len(text)
            self.blank = text[-1] == " "
            if self.links_open:
                self.linked += len(text)

    def end_line(self) -> None:
        """A ``<br>``: the block ends, and what follows it in the same element is a line too."""
        if self.kind == "paragraph":
            self.kind = "line"
        self.flush()

    def flush(self) -> None:
        """Closes the open block, if it says anything."""
        if not self.width:
            return
        words = "".join(self.words)
        self.words, self.width, self.blank = [], 0, True
        linked, self.linked = self.linked, 0
        if not (bare := words.strip()):
            return
        # What stands before the block's first word is dropped: places that were noted inside it move with it.
        lead = len(words) - len(words.lstrip())
        start = self.at
        if lead:
            self.link_spans = _moved(self.link_spans, start, lead)
        end = start + len(bare)
        self.lines.append(bare)
        cell = self.grid.cell if self.grid is not None else None
        kind = self.kind if cell is None else "table_cell"
        self.pieces.append(Piece(start, end, kind, self.frame, min(linked, len(bare)), cell))
        self.at = end + 1

    def image(self, el: Any) -> None:
        """Notes a picture where it stands."""
        src = next((value for name in _SOURCES if (value := el.get(name)) and not value.startswith("data:")), None)
        if src and (url := self.addresses.absolute(src)):
            self.images.append(Image(url=url, alt=el.get("alt") or "", at=self.at + self.width))

    def comment(self, el: Any) -> None:
        """Keeps a comment: CMSs say with it where the article begins and ends."""
        if el.text and len(el.text) < 4000:
            self.marks.append((el.text.strip(), len(self.pieces) + bool(self.words)))

    def draft(self) -> Draft:
        """What was gathered."""
        self.flush()
        text = "\n".join(self.lines)
        links = []
        for href, start, end in self.link_spans:
            if url := self.addresses.absolute(href):
                words = text[start:end].strip()
                start = text.find(words, start) if words else start
                links.append(
                    Link(url=url, text=words, start=min(start, len(text)), end=min(start + len(words), len(text)))
                )
        return Draft(
            text=text,
            pieces=self.pieces,
            frames=self.frames,
            links=links,
            images=[
                image if image.at <= len(text) else Image(url=image.url, alt=image.alt, at=len(text))
                for image in self.images
            ],
            marks=self.marks,
            scripts=self.scripts,
        )


def _moved(spans: list[tuple[str, int, int]], start: int, lead: int) -> list[tuple[str, int, int]]:
    i = len(spans)
    while i and spans[i - 1][1] >= start:
        i -= 1
    return spans[:i] + [(href, max(start, a - lead), max(start, b - lead)) for href, a, b in spans[i:]]
