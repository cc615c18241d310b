"""The page as the roster reader sees it: lines, tables and pictures in reading order. Knows shapes of markup, not meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.model.document import Block
from extractor.text.reading import RECORD_ROLES, Reading

_WORDS = re.compile(r"[^ \n][^\n]*")
# A line without the marks that adorn it: ●, ★, "- ". What is left is found in one step from each end.
_ADORNED = "●○◆◇■□★☆▲△▼※▪►▶◎➤✦✿❀◈"
_BARE = re.compile(rf"^(?:[{_ADORNED}]+ *|[-·—] +(?=[^ 0-9—-]))?(?P<words>.*?)(?: *[{_ADORNED}]+)?$")
_PIECE = re.compile(r"[^ ]+")
_MARKS = frozenset(_ADORNED + "-·—")
# A paragraph that holds a whole list, parted by blanks alone: so many pieces or more after the last full stop.
_STOPS = "。!?;"
_FLAT = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words, without the blanks around it; offsets are the shadow's. ``image``: a picture, no words."""

    start: int
    end: int
    text: str
    image: bool = False
    ends: bool = False  # a credit, or the head of the page: no list goes on over it


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, and the lines that stand in them. A cell of several rows or columns is in each of them."""

    rows: tuple[tuple[Line | None, ...], ...]
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Where its first line begins."""
        return self.lines[0].start if self.lines else 0


Piece = Line | Grid


def pieces_of(reading: Reading, flat_head: re.Pattern[str]) -> list[Piece]:
    """Lines, tables and pictures of the blocks that records come from, in reading order.

    flat_head: what shows that words parted by blanks alone are a list printed in one paragraph.
    """
    pieces: list[Piece] = []
    cells: list[tuple[Block, list[Line]]] = []
    for block in reading.blocks:
        if block.role not in RECORD_ROLES:
            continue
        if cells and block.table != cells[-1][0].table:
            pieces.append(_grid(cells))
            cells = []
        if block.table is not None:
            cells.append((block, list(_lines(reading, block))))
        else:
            for line in _lines(reading, block):
                pieces.extend(_unflattened(line, flat_head))
    if cells:
        pieces.append(_grid(cells))
    return _with_images(pieces, reading)


def _lines(reading: Reading, block: Block) -> Iterator[Line]:
    start, end = reading.shadow.forth(block.start), reading.shadow.forth(block.end)
    ends = block.role in ("credit", "meta")
    for found in _WORDS.finditer(reading.text, start, end):
        at, words = found.start(), found[0].rstrip(" ")
        if words[0] not in _MARKS and words[-1] not in _MARKS:
            yield Line(at, at + len(words), words, ends=ends)
        elif bare := _BARE.search(words):
            yield Line(at + bare.start("words"), at + bare.end("words"), bare["words"], ends=ends)


def _grid(cells: Iterable[tuple[Block, list[Line]]]) -> Grid:
    rows: dict[int, dict[int, Line]] = {}
    for block, lines in cells:
        if not lines:
            continue
        at, across = block.row or 0, block.column or 0
        whole = _whole(rows.get(at, {}).get(across), lines)
        for row in range(at, at + (block.rowspan or 1)):
            for column in range(across, across + (block.colspan or 1)):
                rows.setdefault(row, {})[column] = whole
    width = max((column for row in rows.values() for column in row), default=-1) + 1
    grid = tuple(tuple(row.get(column) for column in range(width)) for _, row in sorted(rows.items()))
    return Grid(grid, tuple(line for _, lines in cells for line in lines))


def _whole(above: Line | None, lines: list[Line]) -> Line:
    """A cell's lines as one, after those of an earlier block of the same cell."""
    parts = [above, *lines] if above else lines
    return Line(parts[0].start, parts[-1].end, "\n".join(part.text for part in parts))


def _unflattened(line: Line, head: re.Pattern[str]) -> Iterator[Line]:
    if line.text.count(" ") < _FLAT - 1:
        yield line
        return
    cut = max(map(line.text.rfind, _STOPS)) + 1
    words = [m.span() for m in _PIECE.finditer(line.text, cut)]
    if len(words) < _FLAT or not any(head.match(line.text[a:b]) for a, b in words[:3]):
        yield line
        return
    if cut:
        yield Line(line.start, line.start + cut, line.text[:cut])
    for a, b in words:
        yield Line(line.start + a, line.start + b, line.text[a:b])


def _with_images(pieces: list[Piece], reading: Reading) -> list[Piece]:
    pictures = [Line(at, at, "", image=True) for at in (reading.shadow.forth(i.at) for i in reading.images)]
    if not pictures:
        return pieces
    # A picture between two lines is noted where the lower begins.
    return sorted([*pictures, *pieces], key=lambda piece: piece.start)
