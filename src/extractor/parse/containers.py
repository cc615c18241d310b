"""Which part of the page holds the article: known containers first, then one scoring pass over the tree.

A block of running text speaks for the elements around it with its Chinese punctuation, a block of links against them. The
element with the best sum is the article's: the largest stretch of prose that takes in the least of everything else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractor.parse.draft import Draft
from extractor.rules.load import RuleBook

_MARKS = re.compile("[，。、；？！“”…,;?!]")  # colons stand in source lines and times too
_SENTENCE = 8  # characters; no sentence is shorter
_PROSE = 2  # marks; with fewer a block is a heading, a name, a button
_SHORT = 0.02  # what a short block without links is worth: names of a roster follow its prose, a menu does not
_LINKS = -0.5  # what a block of links is worth
_SHARE = 0.6  # of the page's good text, that a known container must hold
_LITTLE = 0.4  # of the page's good text, that furniture may hold at most


class Place(NamedTuple):
    """The article's part of the page: which blocks stand in it. known: a content system says so, it is no guess."""

    inside: list[bool]
    known: bool


def find_article(draft: Draft, book: RuleBook) -> Place:
    """Where the article stands: in what a content system marks as its text, else where most prose is."""
    weights = [_weight(draft, i) for i in range(len(draft.pieces))]
    good = _good_text(draft, weights)
    if marked := _marked(draft, weights, book):
        return Place(marked, known=True)
    if not good:
        return Place(_inside(draft, _best(draft, weights, {})), known=False)
    hints = {frame: hint for frame in good if (hint := draft.frames.hint(frame))}
    furniture = _furniture(draft, good, hints, book)
    known = _known(good, hints, good[0] - sum(good[frame] for frame in furniture), book)
    best = known or _best(draft, weights, {frame: good[frame] for frame in furniture})
    return Place(_inside(draft, best), known is not None)


def _weight(draft: Draft, i: int) -> int:
    """The punctuation of block i; -1 where it is mostly links."""
    piece = draft.pieces[i]
    length = piece.end - piece.start
    if piece.linked * 2 > length:
        return -1
    if length < _SENTENCE:
        return 0
    return len(_MARKS.findall(draft.text, piece.start, piece.end))


def _good_text(draft: Draft, weights: list[int]) -> dict[int, int]:
    """How much prose each frame holds, its inner frames' included; only frames that hold some."""
    own = [0] * len(draft.frames)
    for piece, weight in zip(draft.pieces, weights, strict=True):
        if weight >= _PROSE:
            own[piece.frame] += weight
    parents = draft.frames.parents
    for frame in range(len(own) - 1, 0, -1):  # inner frames have the higher numbers
        if own[frame]:
            own[parents[frame]] += own[frame]
    return {frame: weight for frame, weight in enumerate(own) if weight}


def _marked(draft: Draft, weights: list[int], book: RuleBook) -> list[bool] | None:
    """What stands between the comments of a content system, where that is most of the good text."""
    begins = [at for comment, at in draft.marks if _pattern(book, "begin").search(comment.lower())]
    ends = [at for comment, at in draft.marks if _pattern(book, "end").search(comment.lower())]
    if not begins or not ends or ends[-1] <= begins[0]:
        return None
    begin, end = begins[0], ends[-1]
    prose = [max(weight, 0) for weight in weights]
    if sum(prose[begin:end]) < sum(prose) * _SHARE or not sum(prose):
        return None
    return [begin <= i < end for i in range(len(weights))]


def _furniture(draft: Draft, good: dict[int, int], hints: dict[int, str], book: RuleBook) -> list[int]:
    """The frames that are named for what stands around an article and hold little of the good text; outermost ones."""
    pattern = _pattern(book, "furniture")
    found: list[int] = []
    within: set[int] = set()
    for frame in sorted(good):
        if draft.frames.parents[frame] in within:
            within.add(frame)
        elif frame in hints and good[frame] < good[0] * _LITTLE and pattern.search(hints[frame]):
            within.add(frame)
            found.append(frame)
    return found


def _known(good: dict[int, int], hints: dict[int, str], whole: int, book: RuleBook) -> int | None:
    """The innermost of the known containers that holds most of the good text, furniture's left out."""
    container = _pattern(book, "container")
    found = [frame for frame, hint in hints.items() if container.search(hint) and good[frame] >= whole * _SHARE]
    return max(found, default=None)


def _best(draft: Draft, weights: list[int], furniture: dict[int, int]) -> int:
    """The frame with the best sum. furniture: frames that cannot hold the article, with their good text."""
    sums = [0.0] * len(draft.frames)
    for piece, weight in zip(draft.pieces, weights, strict=True):
        sums[piece.frame] += weight if weight >= _PROSE else _SHORT if weight >= 0 else _LINKS
    for frame, weight in furniture.items():
        sums[frame] -= weight + 1
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
    sources = [rule.source for rule in book.role("cms", role)]
    return re.compile("|".join(f"(?:{source}\n)" for source in sources) or r"(?!)", re.VERBOSE)
