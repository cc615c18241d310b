"""The tree as one text with blocks: what a browser without scripts would print, in one pass.

A block ends where a browser begins a new line: at a block element's edges and at ``<br>``. White space is collapsed as
HTML does it. Nothing is judged here: roles come later.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from lxml import etree

from extractor.model.document import BlockKind, Image, Link
from extractor.parse.addresses import Addresses
from extractor.parse.draft import Draft, Frames, Piece
from extractor.parse.tables import Grid

_INLINE, _BLOCK, _LINK, _SKIPPED, _BREAK, _IMAGE, _COMMENT, _SCRIPT, _HEAD = range(9)


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
    "head": _HEAD,
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
_UNSEEN = (
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}"
)
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Attributes are asked for all at once: element by element it takes a third of the pass.
_MAY_HIDE = etree.XPath(
    "//@style[contains(., 'one') or contains(., 'ONE')]/.. | //@hidden/..", regexp=False, smart_strings=False
)
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
        self.around: list[Any] = [None]  # the elements that are open
        self.states: list[tuple[Any, ...] | int | None] = [None]  # what each needs to be closed
        self.frames = Frames()
        self.parents, self.nodes = self.frames.parents, self.frames.nodes
        self.links: list[Link] = []
        self.link_spans: list[tuple[str, int, int]] = []
        self.images: list[Image] = []
        self.marks: list[tuple[str, int]] = []
        self.scripts: list[str] = []

    def descend(self, root: Any) -> None:
        """Every node in reading order, in one flat pass: what is still open closes when its last descendant has been."""
        roots = (root, *root.itersiblings())  # what stands behind an early </html>
        hidden = _hidden(root)
        nodes = chain.from_iterable(top.iter() for top in roots)
        how_of, enter, say, around, states = _HOW.get, self.enter, self.say, self.around, self.states
        for el in nodes:
            parent = el.getparent()
            if around[-1] is not parent:
                self.close_to(parent)
            tag = el.tag
            how = how_of(tag, _INLINE)
            if how > _LINK or (hidden and el in hidden):
                self.pass_by(el, how)
                if len(el):
                    _leap(nodes, el)
                text = el.tail
            else:
                around.append(el)
                states.append(enter(el, tag, how) if how else None)
                text = el.text
            if text and (self.width or not text.isspace()):
                say(text)
        self.close_to(None)

    def close_to(self, parent: Any) -> None:
        """Closes the open elements inside ``parent``, and says what follows each."""
        around, states = self.around, self.states
        while around[-1] is not parent:
            el = around.pop()
            if (state := states.pop()) is not None:
                self.leave(el, state)
            if (text := el.tail) and (self.width or not text.isspace()):
                self.say(text)

    def pass_by(self, el: Any, how: int) -> None:
        """What has no text of its own."""
        if how == _BREAK:
            self.end_line()
        elif how == _IMAGE:
            self.image(el)
        elif how == _COMMENT:
            self.comment(el)
        elif how == _SCRIPT:
            if script := el.text:
                self.scripts.append(script)
        elif how == _HEAD:
            self.scripts += [script.text for script in el.iter("script") if script.text]

    def enter(self, el: Any, tag: str, how: int) -> tuple[Any, ...] | int:
        """Opens an element; gives what ``leave`` needs to close it: the state around a block, or a link's place."""
        if how == _LINK:
            self.links_open += 1
            return self.at + self.width
        if self.width:
            self.flush()
        frame = self.frame
        state = (frame, self.kind, self.typed, self.grid)
        self.frame = len(self.nodes)
        self.parents.append(frame)
        self.nodes.append(el)
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
        if len(bare) != len(text):
            if not self.blank and text[0] in _BLANK:
                bare = " " + bare
            if text[-1] in _BLANK:
                bare += " "
        if "\n" in bare or "  " in bare or "\t" in bare or "\r" in bare or "\f" in bare:
            bare = _BLANKS.sub(" ", bare)
        self.words.append(bare)  # as add() does, a call less for each text of the page
        self.width += len(bare)
        self.blank = bare[-1] == " "
        if self.links_open:
            self.linked += len(bare)

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
        said = dict(el.items())
        src = next((value for name in _SOURCES if (value := said.get(name)) and not value.startswith("data:")), None)
        if src and (url := self.addresses.absolute(src)):
            self.images.append(Image(url=url, alt=said.get("alt", ""), at=self.at + self.width))

    def comment(self, el: Any) -> None:
        """Keeps a comment: CMSs say with it where the article begins and ends."""
        text = el.text
        if text and len(text) < 4000:
            self.marks.append((text.strip(), len(self.pieces) + bool(self.words)))

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


def _hidden(root: Any) -> set[Any]:
    """The elements that say of themselves that they are not shown."""
    found: Any = _MAY_HIDE(root)
    return {el for el in found if el.get("hidden") is not None or _NONE.search(el.get("style"))}


def _leap(nodes: Iterator[Any], el: Any) -> None:
    """Leaves out what stands in an element."""
    deque(islice(nodes, sum(1 for _ in el.iter()) - 1), maxlen=0)


def _move(spans: list[tuple[str, int, int]], start: int, lead: int) -> None:
    """Moves the last links, those that end behind ``start``, by the blanks that were dropped there."""
    for i in range(len(spans) - 1, -1, -1):
        href, a, b = spans[i]
        if b < start:
            return
        spans[i] = (href, max(start, a - lead), max(start, b - lead))
