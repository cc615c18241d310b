"""A plain-text page: nothing of it changes, and each line that says something is a block."""

from __future__ import annotations

import re

from extractor.model.problem import Problem
from extractor.parse.draft import Draft, Piece

MAX_LINES = 100_000
_LINE = re.compile(r"[^\n]+")


def read_plain(text: str) -> tuple[Draft, list[Problem]]:
    """The draft of a decoded plain text. Blocks lie inside the blanks at either end of their line."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n")
    problems = []
    if text.count("\n") > MAX_LINES:
        text = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
        detail = f"more than {MAX_LINES:,} lines; the rest was not read"
        problems.append(Problem(stage="parse", code="parse.too_long", detail=detail))
    pieces = []
    for line in _LINE.finditer(text):
        words = line[0]
        if bare := words.strip():
            start = line.start() + len(words) - len(words.lstrip())
            pieces.append(Piece(start, start + len(bare), "line"))
    return Draft(text, pieces), problems
