"""Where digits say which and not how many: document numbers, phones, addresses, models. Dates and counts keep out of there."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.rules.load import RuleBook
from extractor.rules.match import Matcher

# An identifier begins where a word of ASCII letters and digits does; the class is all that the search looks at.
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,_]*")

Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=4)
def blocked(text: str, book: RuleBook) -> Spans:
    """The stretches of a shadow text that are identifiers, in order and apart from each other."""
    at = _matcher(book).at
    spans: list[tuple[int, int]] = []
    done = 0
    for word in _WORD.finditer(text):
        start = max(word.start(), done)
        if start < word.end() and (hit := at(text, start)):
            done = hit.match.end()
            spans.append((start, done))
    return tuple(spans)


@lru_cache(maxsize=8)
def _matcher(book: RuleBook) -> Matcher:
    return Matcher(book.topic("identifiers"))
