"""A table for a terminal, aligned where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

from extractor.dataset.summary import Summary

TITLE_WIDTH = 40


def listing(head: Sequence[str], summaries: Iterable[Summary]) -> list[str]:
    """The lines of the table of what was found; ``head`` names its eight columns, figures stand to the right."""
    rows = [list(head), *map(_cells, summaries)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def width(text: str) -> int:
    """How many columns a text takes on a terminal.

    >>> width("工人 a")
    6
    """
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, columns: int) -> str:
    """The text, cut to so many columns with … at its end where it is longer."""
    text = one_line(text)
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"


def title_of(page: Summary) -> str:
    """What a person knows the page by."""
    return page.title or page.url or page.id


def one_line(text: str) -> str:
    """The text on one line, without the characters that make a terminal do things."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _cells(page: Summary) -> list[str]:
    return [
        shortened(title_of(page), TITLE_WIDTH),
        "; ".join(f"{r.found}/{'-' if r.declared is None else r.declared} {r.status}" for r in page.rosters) or "-",
        str(page.entries),
        str(page.dates),
        str(page.counts),
        str(page.credits),
        f"{page.passed}/{page.failed}/{page.warned}",
        page.id,
    ]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [_padded(cell, room, right=2 <= i <= 5) for i, (cell, room) in enumerate(zip(row, widths, strict=True))]
    return "  ".join(cells).rstrip()


def _padded(cell: str, room: int, *, right: bool) -> str:
    blanks = " " * (room - width(cell))
    return blanks + cell if right else cell + blanks
