"""What makes a record the same record on the next capture: its kind, its words, and which of them it is.

Never a position: identities survive a filled-in visit counter, a new paragraph, another encoding, full-width
punctuation, HTML instead of plain text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from extractor.text.normal import squeeze

_SEPARATOR = "\N{INFORMATION SEPARATOR ONE}"


def identity(prefix: str, *words: str) -> str:
    """An id from words, such as ``dt_0f3a…``: prefix and 16 hexadecimal digits of BLAKE2b."""
    digest = blake2b(_SEPARATOR.join(words).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


def identities(prefix: str, kinds_and_quotes: Iterable[tuple[str, str]]) -> list[str]:
    """One id for each (kind, quote) in page order; the n-th record of the same kind and words is always the n-th."""
    seen: Counter[tuple[str, str]] = Counter()
    ids = []
    for kind, quote in kinds_and_quotes:
        key = (kind, squeeze(quote))
        ids.append(identity(prefix, *key, str(seen[key])))
        seen[key] += 1
    return ids
