"""What makes a record the same record on the next capture: its kind, its words, and which of them it is.

Never a position: identities survive a filled-in visit counter, a new paragraph, another encoding, full-width
punctuation, HTML instead of plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b

from extractor.text.normal import squeeze

_SEPARATOR = "\N{INFORMATION SEPARATOR ONE}"


def identity(prefix: str, *words: str) -> str:
    """An id from words, such as ``dt_0f3a…``: prefix and 16 hexadecimal digits of BLAKE2b."""
    digest = blake2b(_SEPARATOR.join(words).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


class Numbering:
    """Gives ids to the records of one kind in page order; the n-th record of the same words is always the n-th."""

    __slots__ = ("_first", "_kind", "_prefix", "_seen")

    def __init__(self, prefix: str, kind: str) -> None:
        self._prefix, self._kind = prefix, kind
        self._first = _firsts(prefix, kind)
        self._seen: dict[str, int] = {}

    def next(self, quote: str) -> str:
        """The id of the next record, which these words say."""
        words, first = self._first(quote)
        seen = self._seen
        nth = seen.get(words, 0)
        seen[words] = nth + 1
        return identity(self._prefix, self._kind, words, str(nth)) if nth else first


def identities(prefix: str, kinds_and_quotes: Iterable[tuple[str, str]]) -> list[str]:
    """One id for each (kind, quote) in page order."""
    kinds: dict[str, Numbering] = {}
    return [
        (kinds.get(kind) or kinds.setdefault(kind, Numbering(prefix, kind))).next(quote)
        for kind, quote in kinds_and_quotes
    ]


@lru_cache(maxsize=64)
def _firsts(prefix: str, kind: str) -> Callable[[str], tuple[str, str]]:
    """What a quote is compared by, and the id of the first record that it says. The quotes of dates and counts are few
    (近日, 2023年, 一批), so that most are known from a page before."""

    @lru_cache(maxsize=8192)
    def first(quote: str) -> tuple[str, str]:
        words = squeeze(quote)
        return words, identity(prefix, kind, words, "0")

    return first
