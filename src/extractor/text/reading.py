"""A document as the extractors read it: its shadow, the stretches that records come from, and evidence made on the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from extractor.model.document import Attachment, Block, Document, Image, Isolated, Link, Role
from extractor.model.span import Evidence, Words
from extractor.text.normal import Shadow, normalise

RECORD_ROLES: Final[frozenset[Role]] = frozenset({"title", "meta", "body", "credit"})


Run = tuple[Role, int, int]


class Region(NamedTuple):
    """Neighbouring blocks of one role, as one stretch of the shadow."""

    role: Role
    start: int
    end: int


class Reading:
    """The shadow of one text with its blocks. All offsets that go in are the shadow's, all that come out the raw text's.

    bare: a text without a page; all of it is body, and no block has a path. whole: where a bare text stands, without the
    blanks around it. kept: what was found in the text once and is asked for again, by what found it.
    """

    def __init__(
        self,
        shadow: Shadow,
        blocks: tuple[Block, ...],
        links: tuple[Link, ...] = (),
        attachments: tuple[Attachment, ...] = (),
        images: tuple[Image, ...] = (),
        *,
        bare: bool = False,
    ) -> None:
        self.shadow, self.text = shadow, shadow.text
        self.blocks, self.links, self.attachments, self.images = blocks, links, attachments, images
        self.bare = bare
        self.whole = _whole(shadow.text) if bare else []
        self.kept: dict[Any, Any] = {}
        self._starts: list[int] | None = None

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """A bare text, all of it body: one block a line."""
        lines: list[Block] = []
        at = 0
        for line in text.split("\n"):
            if bare := line.strip():
                start = at + line.index(bare)
                lines.append(Block(role="body", kind="line", start=start, end=start + len(bare)))
            at += len(line) + 1
        return cls(normalise(text), tuple(lines), bare=True)

    @staticmethod
    def of_prose(text: str) -> Reading:
        """A bare text whose lines are of no interest."""
        return Reading(normalise(text), (), bare=True)

    @classmethod
    def of_document(cls, document: Document, images: tuple[Image, ...] = ()) -> Reading:
        """A document: its text, blocks, links and attachments."""
        return cls(normalise(document.text), document.blocks, document.links or (), document.attachments, images)

    @classmethod
    def of_isolated(cls, isolated: Isolated) -> Reading:
        """A parsed page: its document, and where its pictures stand."""
        return cls.of_document(isolated.document, isolated.images)

    def regions(self, roles: Iterable[Role] = RECORD_ROLES) -> list[Region]:
        """Where to look: runs of neighbouring blocks of one role, with what stands between them, in shadow offsets."""
        return [Region(*run) for run in self.runs(roles)]

    def runs(self, roles: Iterable[Role] = RECORD_ROLES) -> list[Run]:
        """The regions without names for their parts."""
        if self.bare:
            return self.whole if "body" in roles else []
        wanted = frozenset(roles)
        runs: list[Run] = []
        before: Role | None = None
        for block in self.blocks:
            if block.role in wanted:
                start = runs.pop()[1] if block.role == before else block.start
                runs.append((block.role, start, block.end))
            before = block.role
        forth = self.shadow.forth
        return [(role, forth(start), forth(end)) for role, start, end in runs]

    def block_at(self, start: int) -> Block | None:
        """The block that holds the raw offset ``start``."""
        if self._starts is None:
            self._starts = [block.start for block in self.blocks]
        i = bisect_right(self._starts, start) - 1
        return self.blocks[i] if i >= 0 and start < self.blocks[i].end else None

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """Evidence for ``shadow[start:end]``: the raw characters there, and the path of their block."""
        shadow = self.shadow
        if shadow.cuts:
            start, end = shadow.back(start, end)
        if self.bare:
            return Evidence(quote=shadow.raw[start:end], start=start, end=end, rule=rule)
        block = self.block_at(start)
        path = block.path if block else None
        return Evidence(quote=shadow.raw[start:end], start=start, end=end, path=path, rule=rule)

    def words(self, start: int, end: int) -> Words:
        """The raw words at ``shadow[start:end]``."""
        shadow = self.shadow
        if shadow.cuts:
            start, end = shadow.back(start, end)
        return Words(text=shadow.raw[start:end], start=start, end=end)


def _whole(text: str) -> list[Run]:
    end = len(text.rstrip())
    return [("body", len(text) - len(text.lstrip()), end)] if end else []
