"""Sentences and clauses as spans. Knows marks, not meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Marks in both widths: the raw text and its shadow are cut alike.
_STOP = "。!?！？;；"
_CLOSING = "”’」』)）】"
_COMMA = ",，:："
# A sentence ends after its stops and their closing marks, or at a line's end. The two alternatives begin with different
# characters, so the search cannot run away.
_SENTENCE = re.compile(rf"[^{_STOP}\n]+(?:[{_STOP}]+[{_CLOSING}]*)?|[{_STOP}]+[{_CLOSING}]*")
_CLAUSE = re.compile(rf"[^{_STOP}{_COMMA}\n]+")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` in order, without the blanks around them.

    >>> list(sentences("一。二"))
    [(0, 2), (2, 3)]
    """
    return _trimmed(_SENTENCE, text, start, end)


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """What stands between two marks: the stretches that a comma, colon, stop or line end closes."""
    return _trimmed(_CLAUSE, text, start, end)


def _trimmed(pattern: re.Pattern[str], text: str, start: int, end: int | None) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        words = match[0]
        begin = match.start() + len(words) - len(words.lstrip())
        if stripped := words.strip():
            yield begin, begin + len(stripped)
