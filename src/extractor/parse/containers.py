"""Which part of the page holds the article: known containers first, then one scoring pass over the tree.

A block of running text speaks for the elements around it with its Chinese punctuation, a block of links against them. The
element with the best sum is the article's: the largest stretch of prose that takes in the least of everything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.parse.draft import Draft
from extractor.rules.load import RuleBook

_MARKS = re.compile("[，。、；：？！“”…,;:?!]")
_PROSE = 2  # marks; with fewer a block is a heading, a name, a button
_SHORT = 0.02  # what a short block without links is worth: names of a roster follow its prose, a menu does not
_SHARE = 0.6  # of the page's good text, that a known container must hold
_LITTLE = 0.4  # of the page's good text, that furniture may hold at most


def article_blocks(draft: Draft, book: RuleBook) -> list[bool] | None:
    """Which blocks stand in the article's part of the page; None where the page has no prose to judge by."""
    weights = [_weight(draft, i) for i in range(len(draft.pieces))]
    good = _good_text(draft, weights)
    if not good:
        return None
    hints = {frame: draft.frames.hint(frame) for frame in good}
    best = _known(good, hints, book)
    if best is None:
        best = _best(draft, weights, good, hints, book)
    return _inside(draft, best)


def _weight(draft: Draft, i: int) -> int:
    """The punctuation of block i; -1 where it is mostly links."""
    piece = draft.pieces[i]
    if piece.linked * 2 > piece.end - piece.start:
        return -1
    return len(_MARKS.findall(draft.text, piece.start, piece.end))


def _good_text(draft: Draft, weights: list[int]) -> dict[int, int]:
    """How much prose each frame holds, its inner frames' included; only frames that hold some."""
    own: dict[int, int] = {}
    for piece, weight in zip(draft.pieces, weights, strict=True):
        if weight >= _PROSE:
            own[piece.frame] = own.get(piece.frame, 0) + weight
    good: dict[int, int] = {}
    parents = draft.frames.parents
    for frame, weight in own.items():
        at = frame
        while at >= 0:
            good[at] = good.get(at, 0) + weight
            at = parents[at]
    return good


def _known(good: dict[int, int], hints: dict[int, str], book: RuleBook) -> int | None:
    """The innermost of the known containers that holds most of the good text."""
    container = _pattern(book, "container")
    whole = good[0]
    found = [frame for frame, hint in hints.items() if hint and container.search(hint) and good[frame] >= whole * _SHARE]
    return max(found, default=None)


def _best(draft: Draft, weights: list[int], good: dict[int, int], hints: dict[int, str], book: RuleBook) -> int:
    sums = [0.0] * len(draft.frames)
    for piece, weight in zip(draft.pieces, weights, strict=True):
        sums[piece.frame] += weight if weight < 0 or weight >= _PROSE else _SHORT
    furniture = _pattern(book, "furniture")
    for frame, hint in hints.items():
        if hint and good[frame] < good[0] * _LITTLE and furniture.search(hint):
            sums[frame] -= good[frame] + 1
    for frame in range(len(sums) - 1, 0, -1):
        sums[draft.frames.parents[frame]] += sums[frame]
    return max(range(len(sums)), key=lambda frame: (sums[frame], frame))


def _inside(draft: Draft, best: int) -> list[bool]:
    """Frames are in document order, so what lies in a frame follows it at once."""
    last = best
    for frame in range(best + 1, len(draft.frames)):
        if draft.frames.parents[frame] < best:
            break
        last = frame
    return [best <= piece.frame <= last for piece in draft.pieces]


@lru_cache(maxsize=16)
def _pattern(book: RuleBook, role: str) -> re.Pattern[str]:
    sources = [rule.source for rule in book.topic("cms") if rule.data.get("role") == role]
    return re.compile("|".join(f"(?:{source}\n)" for source in sources) or r"(?!)", re.VERBOSE)
