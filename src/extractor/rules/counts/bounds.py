"""What the words around a number do to it: 近, 超, 以上, 余. A table of words, and a table of what each does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.rules.endings import Endings
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook
from extractor.text.numerals import Number, Numeral

# Value, lower and upper, and whether each bound is itself meant; a bound that does not exist is None, and so is its flag.
Limits = tuple[Number | None, Number | None, Number | None, bool | None, bool | None]


# Bounds before a round number only: 上千人 and 票房破30亿, not 上一篇, 上12节课, 打破3项纪录.
_ROUND_ONLY: Final = frozenset("上破过")
_SUM: Final = re.compile("[0-9.]{1,7}[万亿]")


def _round(word: str, text: str, at: int) -> bool:
    """Whether the number at ``at`` is one that such a word bounds."""
    return text[at] in "百千万亿" or (word == "破" and _SUM.match(text, at) is not None)


_APART: Final = 16  # how far before a share its bound may begin


@dataclass(frozen=True)
class Modifiers:
    """The words that stand before a number and after its unit, each with what it does to the bounds; ``after`` knows those
    before as well, for patterns that hold them: 翻了近一番."""

    before: Endings
    after: dict[str, str]
    closing: frozenset[str]  # what a word before may end with, or the blank behind it
    apart: re.Pattern[str]  # a word before, and what a share is of

    def chain(self, text: str, at: int, floor: int) -> tuple[int, str]:
        """Where the words before ``at`` begin, and what they do: 同比增长超过 begins at 同, and is ``over``."""
        start, does = at, ""
        if text[at - 1 : at] not in self.before.lengths:
            return start, does  # most numbers have no such word before them
        for _ in range(3):
            word = self.before.at(text, start, floor)
            if word is None:
                break
            own = self.before.table[word]
            if own == "none" or (word in _ROUND_ONLY and not _round(word, text, start)):
                break
            start -= len(word)
            does = own if does in ("", "exact", "change") and own not in ("exact", "change") else does or own
        return start, does

    def of_share(self, text: str, at: int, floor: int = 0) -> tuple[int, str, str]:
        """The word before a share that stands before what the share is of (不低于收入的60%): where it begins, what it does,
        and itself."""
        found = self.apart.search(text, max(floor, at - _APART), at)
        return (found.start(), self.before.table[found["word"]], found["word"]) if found else (at, "", "")


@lru_cache(maxsize=8)
def modifiers(book: RuleBook) -> Modifiers:
    """The modifiers of a book's lexicons."""
    before, after = ({row[0]: row[1] for row in book.lexicon(f"counts_{side}").rows} for side in ("before", "after"))
    endings = Endings(before)
    words = tree(word for word, does in before.items() if len(word) > 1 and does in ("over", "from", "under", "upto"))
    apart = re.compile(rf"(?P<word>{words})[\u4e00-\u9fff]{{1,10}}的$")
    return Modifiers(endings, before | after, frozenset((" ", *endings.lengths)), apart)


def limits(said: Numeral, does: str, more: Number | None, factor: float) -> Limits:
    """A number and its bounds in its unit's code. ``more`` is how far 余 or 多 reaches, None where neither stands."""
    value = said.value
    if value is None:
        return None, scaled(said.least, factor), scaled(said.most, factor), True, not said.open
    scale = value if factor == 1 else scaled(value, factor)
    if more is not None:
        return scale, scale, scaled(value + more, factor), False, False
    known = _BY_WORD.get(does)
    return known(scale) if known else (scale, scale, scale, True, True)


def scaled(number: Number, factor: float) -> Number:
    """A number in another unit; whole numbers stay whole, and no binary dust is left on the others."""
    if factor == 1:
        return number
    product = round(float(number) * factor, 9)
    return int(product) if product.is_integer() else product


_BY_WORD: Final[dict[str, Callable[[Number], Limits]]] = {
    "over": lambda v: (v, v, None, False, None),
    "from": lambda v: (v, v, None, True, None),
    "under": lambda v: (v, None, v, None, False),
    "upto": lambda v: (v, None, v, None, True),
    "majority": lambda v: (v, v, 1, False, True),  # 过半: more than half, at most all
    "about": lambda v: (v, None, None, None, None),
}
