"""What makes a record the same record on the next capture: its kind, its words, and which of them it is.

Never a position: identities survive a filled-in visit counter, a new paragraph, another encoding, full-width
punctuation, HTML instead of plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from extractor.text.normal import squeeze

_SEPARATOR = "\N{INFORMATION SEPARATOR ONE}"


def identity(prefix: str, *words: str) -> str:
    """An id from words, such as ``dt_0f3a…``: prefix and 16 hexadecimal digits of BLAKE2b."""
    digest = blake2b(_SEPARATOR.join(words).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


def identities(prefix: str, kinds_and_quotes: Iterable[tuple[str, str]]) -> list[str]:
    """One id for each (kind, quote) in page order; the n-th record of the same kind and words is always the n-th."""
    seen: dict[tuple[str, str], int] = {}
    ids = []
    for kind, quote in kinds_and_quotes:
        key = kind, _words(quote)
        nth = seen[key] = seen.get(key, -1) + 1
        ids.append(_nth(prefix, *key, nth))
    return ids


_words = lru_cache(maxsize=4096)(squeeze)


@lru_cache(maxsize=4096)
def _nth(prefix: str, kind: str, words: str, nth: int) -> str:
    """The words of dates and counts are few (近日, 2023年, 一批), so that most ids are known from a page before."""
    return identity(prefix, kind, words, str(nth))
