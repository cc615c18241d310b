"""Which cell of which table: the grid that rows, columns and spans make. Tables that only lay out the page dissolve."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from extractor.parse.draft import Cell, Piece

_MAX_SPAN = 1000  # as HTML itself bounds colspan
_LONG_CELL = 12  # blocks; a cell that holds more is a column of the page


class Grid:
    """One table as it is read. ``cell`` is the cell that is open, None between cells."""

    def __init__(self, number: int, around: Grid | None) -> None:
        self.number = number
        self.row = -1
        self.column = 0
        self.taken: dict[int, int] = {}  # column -> rows that a rowspan above still covers
        self.cell: Cell | None = None
        self.layout = False
        if around is not None:
            around.layout = True

    def enter(self, el: Any, tag: str) -> None:
        """A ``<tr>``, ``<td>`` or ``<th>`` opens."""
        if tag == "tr":
            self._next_row()
            return
        if self.row < 0:
            self._next_row()
        while self.taken.get(self.column, 0) > 0:
            self.column += 1
        rows, columns = _span(el.get("rowspan")), _span(el.get("colspan"))
        self.cell = Cell(self.number, self.row, self.column, rows, columns)
        if rows > 1:
            self.taken.update(dict.fromkeys(range(self.column, self.column + columns), rows))
        self.column += columns

    def _next_row(self) -> None:
        self.row += 1
        self.column = 0
        self.cell = None
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}

    def dissolve(self, pieces: list[Piece]) -> list[Piece]:
        """The blocks with this table's cells taken for plain blocks."""
        return [
            structs.replace(piece, cell=None, kind="paragraph")
            if piece.cell and piece.cell.table == self.number
            else piece
            for piece in pieces
        ]


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, min(int(digits[:5]), _MAX_SPAN)) if digits[:5].isdecimal() and digits.isascii() else 1
