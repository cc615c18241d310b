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
from extractor.parse.draft import Draft, Frames, Piece
from extractor.parse.tables import Grid

_INLINE, _BLOCK, _LINK, _SKIPPED, _BREAK, _IMAGE, _COMMENT, _SCRIPT = range(8)


def _tags(how: int, names: str) -> dict[Any, int]:
    return dict.fromkeys(names.split(), how)


# What each tag does to the text; a tag that is not named is part of its line.
_HOW: dict[Any, int] = {
    **_tags(_BLOCK, "html body p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd"),
    **_tags(
        _BLOCK, "table caption thead tbody tfoot tr td th form fieldset legend center blockquote pre figure figcaption"
    ),
    **_tags(
        _BLOCK,
        "address hr details summary hgroup menu dir listing xmp marquee option optgroup select textarea noscript",
    ),
    **_tags(_BLOCK, "search ucaptitle ucapcontent"),
    **_tags(_SKIPPED, "style template iframe svg audio video object canvas frameset noframes map datalist"),
    "script": _SCRIPT,
    "head": _SCRIPT,
    "br": _BREAK,
    "a": _LINK,
    "img": _IMAGE,
    etree.Comment: _COMMENT,
    etree.ProcessingInstruction: _SKIPPED,
    etree.Entity: _SKIPPED,
}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "ucaptitle"), "heading"),
    **dict.fromkeys(("li", "dt", "dd", "option"), "list_item"),
    **dict.fromkeys(("td", "th"), "table_cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "table": "paragraph",
    "body": "paragraph",
}
_AS_TYPED = frozenset({"pre", "textarea", "listing", "xmp"})
_SPECIAL = frozenset(_KINDS) | _AS_TYPED | {"tr"}
_BLANKS = re.compile("[ \t\n\r\f]+")
_BLANK = " \t\n\r\f"
_TO_COLLAPSE = re.compile("[\t\n\r\f]|  ")
_UNSEEN = (
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}"
)
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-echo", "_src", "src")


def walk(root: Any, base: str | None) -> Draft:
    """The draft of a parsed page. base: the page's own URL, that relative addresses start from."""
    walker = _Walker(Addresses(root, base))
    walker.descend(root)
    return walker.draft()


class _Walker:
    """The state of the pass: the text so far, the block that is open, the frame, cell and link that it stands in."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
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
        self.frames = Frames()
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
            if (inner := self.until_inner(stack[-1][0])) is not None:
                stack.append(inner)
                continue
            _, node, state = stack.pop()
            if state is not None:
                self.leave(node, state)
            if node is not None and (text := node.tail):
                self.say(text)

    def until_inner(self, children: Any) -> tuple[Any, Any, Any] | None:
        """Takes elements until one has elements in it, which is left open; None when all are done."""
        for el in children:
            tag = el.tag
            how = _HOW.get(tag, _INLINE)
            if how > _LINK:
                self.pass_by(el, how)
            elif (style := el.get("style")) is None or not _NONE.search(style):
                state = None if how == _INLINE else self.enter(el, tag, how)
                if (text := el.text) and (self.width or not text.isspace()):
                    self.say(text)
                if len(el):
                    return iter(el), el, state
                if state is not None:
                    self.leave(el, state)
            if (text := el.tail) and (self.width or not text.isspace()):
                self.say(text)
        return None

    def pass_by(self, el: Any, how: int) -> None:
        """What has no text of its own."""
        if how == _BREAK:
            self.end_line()
        elif how == _IMAGE:
            self.image(el)
        elif how == _COMMENT:
            self.comment(el)
        elif how == _SCRIPT:
            self.scripts += [script.text for script in el.iter("script") if script.text]

    def enter(self, el: Any, tag: str, how: int) -> tuple[Any, ...] | int:
        """Opens an element; gives what ``leave`` needs to close it: the state around a block, or a link's place."""
        if how == _LINK:
            self.links_open += 1
            return self.at + self.width
        if self.width:
            self.flush()
        state = (self.frame, self.kind, self.typed, self.grid)
        frames = self.frames
        frames.parents.append(self.frame)
        frames.tags.append(tag)
        frames.nodes.append(el)
        self.frame = frames.last = frames.last + 1
        if tag in _SPECIAL:
            self.enter_special(el, tag)
        return state

    def enter_special(self, el: Any, tag: str) -> None:
        """Opens a block that is more than a block: a heading, an item, a table and its parts, text as typed."""
        self.kind = _KINDS.get(tag, self.kind)
        if tag == "table":
            self.grid = Grid(self.tables, self.grid)
            self.tables += 1
        elif self.grid is not None and tag in ("tr", "td", "th"):
            self.grid.enter(el, tag)
        elif tag in _AS_TYPED:
            self.typed = True

    def leave(self, el: Any, state: tuple[Any, ...] | int) -> None:
        """Closes what ``enter`` opened."""
        if isinstance(state, int):
            self.links_open -= 1
            self.link_spans.append((el.get("href") or "", state, self.at + self.width))
            return
        if self.width:
            self.flush()
        if self.grid is not None and self.grid is not state[3] and self.grid.layout:
            self.pieces = self.grid.dissolve(self.pieces)
        self.frame, self.kind, self.typed, self.grid = state

    def say(self, text: str) -> None:
        """Adds a text node to the open block."""
        if self.typed:
            self.say_as_typed(text)
            return
        bare = text.strip(_BLANK)
        if not bare:
            if not self.blank:
                self.add(" ")
            return
        if text[0] in _BLANK and not self.blank:
            bare = " " + bare
        if text[-1] in _BLANK:
            bare += " "
        self.add(_BLANKS.sub(" ", bare) if _TO_COLLAPSE.search(bare) else bare)

    def say_as_typed(self, text: str) -> None:
        """Adds the lines of a ``<pre>``."""
        *lines, text = text.replace("\r\n", "\n").split("\n")
        for line in lines:
            self.add(line)
            self.end_line()
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
        if not (bare := words.strip()) or not bare.strip(_UNSEEN):
            return
        # What stands before the block's first word is dropped: places that were noted inside it move with it.
        start = self.at
        if words[0] != bare[0]:
            _move(self.link_spans, start, len(words) - len(words.lstrip()))
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
        absolute = self.addresses.absolute
        links = []
        for href, start, end in self.link_spans:
            if url := absolute(href):
                words = text[start:end]
                bare = words.strip()
                if words != bare:
                    start += len(words) - len(words.lstrip())
                links.append(Link(url=url, text=bare, start=start, end=start + len(bare)))
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


def _move(spans: list[tuple[str, int, int]], start: int, lead: int) -> None:
    """Moves the last links, those that end behind ``start``, by the blanks that were dropped there."""
    for i in range(len(spans) - 1, -1, -1):
        href, a, b = spans[i]
        if b < start:
            return
        spans[i] = (href, max(start, a - lead), max(start, b - lead))
