"""Names, idioms and slogans that hold a numeral and count nothing: 千家万户, 五台山, 两个确立."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.rules.load import RuleBook

_NUMERALS: Final = re.compile("[一二两三四五六七八九十百千万亿几数半]+")
# 记者李七斤, 职工王三元: after the word for a person, a surname and a numeral are a name.
# Surnames that are rarer than other words before a number: 党员占六成, 时间长达三个月, 工资三十来块.
_WORDS: Final = frozenset("占达")
_PAY: Final = frozenset(("工资", "工钱"))
_PERSON: Final = frozenset("者员工长师家手记人友弟姐哥兄叔伯婆爷奶妈爸授任导匠、")


@dataclass(frozen=True)
class NumberNames:
    """The words, cut before each of their numerals, by the two characters around the cut (the first two, where a word begins
    with its numeral); longest first."""

    cuts: dict[str, tuple[tuple[str, str], ...]]
    surnames: frozenset[str]

    def at(self, text: str, at: int) -> int | None:
        """Where the name ends whose numeral begins at ``at``, if one stands there."""
        for key in (text[at - 1 : at + 1], text[at : at + 2]):
            for head, tail in self.cuts.get(key, ()):
                if text.startswith(tail, at) and text.endswith(head, 0, at):
                    return at + len(tail)
        return None

    def person(self, text: str, at: int) -> bool:
        """Whether the numeral at ``at`` is a given name: it follows a surname that follows the word for a person."""
        before = text[at - 1] if at else ""
        return (
            at > 1
            and before in self.surnames
            and before not in _WORDS
            and text[at - 2] in _PERSON
            and text[at - 2 : at] not in _PAY
            and not text[at].isascii()
        )


@lru_cache(maxsize=8)
def number_names(book: RuleBook) -> NumberNames:
    """The names of a book's lexicon."""
    cuts: dict[str, list[tuple[str, str]]] = {}
    for word in book.lexicon("counts_names").words:
        for run in _NUMERALS.finditer(word):
            for cut in (run.start(), run.start() + word.startswith("数", run.start())):  # 数九天 may be read from 九 on
                key = word[cut - 1 : cut + 1] if cut else word[:2]
                cuts.setdefault(key, []).append((word[:cut], word[cut:]))
    ordered = {key: tuple(sorted(pairs, key=_longest_first)) for key, pairs in cuts.items()}
    return NumberNames(ordered, frozenset(w for w in book.lexicon("surnames").words if len(w) == 1))


def _longest_first(pair: tuple[str, str]) -> tuple[int, str, str]:
    return -len(pair[0]) - len(pair[1]), *pair
