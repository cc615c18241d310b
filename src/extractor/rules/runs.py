"""Patterns that run over characters up to the first of many words, built so that hundreds of words cost little."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise
from string import ascii_letters
from typing import Final

from extractor.rules.lexicon import tree

_HAN: Final = "\u4e00\u9fff"  # from the first to the last
_IN_NOUNS: Final = frozenset("“”《》·" + ascii_letters)
_BRANCHES: Final = 40  # of a tree of words


def up_to(words: set[str], others: str, kept: AbstractSet[str] = frozenset()) -> str:
    """Everything up to the first of the words. ``others``: the characters of a noun that none of them begins with, nor of
    those that are ``kept`` whole."""
    if not words:
        return f"{others}*+"
    whole = f"{led(kept)}|" if kept else ""
    return f"{others}*+(?:(?=[{heads(words | kept)}])(?:{whole}(?!{led(words)}).){others}*+)*+"


def led(words: AbstractSet[str]) -> str:
    """One of the words. A tree of hundreds is slow to turn a place away, since every branch is tried: small ones stand here,
    each behind the classes of its first and second characters."""
    alone, longer = ({word for word in words if (len(word) == 1) == single} for single in (True, False))
    if not longer:
        return f"[{heads(alone)}]" if alone else "(?!)"
    firsts = sorted({word[0] for word in longer})
    groups = (set(firsts[at : at + _BRANCHES]) for at in range(0, len(firsts), _BRANCHES))
    trees = [_behind_classes(some, tree(some)) for some in ({w for w in longer if w[0] in group} for group in groups)]
    either_tree = _behind_classes(longer, f"(?:{'|'.join(trees)})") if len(trees) > 1 else trees[0]
    return f"(?:{either_tree}|[{heads(alone)}])" if alone else either_tree


def _behind_classes(words: AbstractSet[str], pattern: str) -> str:
    return f"(?=[{heads(words)}][{heads({word[1:] for word in words})}]){pattern}"


def heads(words: AbstractSet[str]) -> str:
    """The first characters of the words, as they stand in a class."""
    return "".join(map(re.escape, sorted({word[0] for word in words})))


def others_than(words: set[str]) -> str:
    """The class of what nouns are made of, without what these words begin with."""
    firsts = {word[0] for word in words}
    cuts = [ord(_HAN[0]) - 1, *sorted(ord(head) for head in firsts if _HAN[0] <= head <= _HAN[1]), ord(_HAN[1]) + 1]
    ranges = (f"{chr(low + 1)}-{chr(high - 1)}" for low, high in pairwise(cuts) if high - low > 1)
    return f"[{''.join(ranges)}{''.join(sorted(_IN_NOUNS - firsts))}]"
