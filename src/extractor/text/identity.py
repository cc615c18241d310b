"""What makes a record the same record on the next capture: its kind, its words, and which of them it is.

Never a position: identities survive a filled-in visit counter, a new paragraph, another encoding, full-width
punctuation, HTML instead of plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from extractor.text.normal import squeeze

_KNOWN: Final = 8192
_SEPARATOR: Final = "\N{INFORMATION SEPARATOR ONE}"


def identity(prefix: str, *words: str) -> str:
    """An id from words, such as ``dt_0f3a…``: prefix and 16 hexadecimal digits of BLAKE2b."""
    digest = blake2b(_SEPARATOR.join(words).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


class Numbering:
    """Gives ids to the records of one kind in page order; the n-th record of the same words is always the n-th."""

    __slots__ = ("_kind", "_seen")

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._seen: dict[str, int] = {}

    def next(self, quote: str) -> str:
        """The id of the next record, which these words say."""
        words, first = self._kind.first(quote)
        seen = self._seen
        nth = seen.get(words, 0)
        seen[words] = nth + 1
        return self._kind.id(words, nth) if nth else first


class Kind:
    """A kind of record, by the prefix of its ids and its name.

    The quotes of dates and counts are few (近日, 2023年, 一批), so that most ids are known from a page before.
    """

    def __init__(self, prefix: str, name: str) -> None:
        self._prefix, self._name = prefix, name
        self._known: dict[str, tuple[str, str]] = {}

    def id(self, words: str, nth: int) -> str:
        """The id of the n-th record that these words say."""
        return identity(self._prefix, self._name, words, str(nth))

    def first(self, quote: str) -> tuple[str, str]:
        """What a quote is compared by, and the id of the first record that it says."""
        found = self._known.get(quote)
        if found is None:
            if len(self._known) == _KNOWN:
                self._known.clear()
            words = squeeze(quote)
            found = self._known[quote] = words, self.id(words, 0)
        return found


def identities(prefix: str, kinds_and_quotes: Iterable[tuple[str, str]]) -> list[str]:
    """One id for each (kind, quote) in page order."""
    kinds: dict[str, Numbering] = {}
    return [
        (kinds.get(kind) or kinds.setdefault(kind, Numbering(Kind(prefix, kind)))).next(quote)
        for kind, quote in kinds_and_quotes
    ]
