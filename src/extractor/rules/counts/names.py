"""Names, idioms and slogans that hold a numeral and count nothing: 千家万户, 五台山, 两个确立."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules.load import RuleBook

_NUMERALS = re.compile("[一二两三四五六七八九十百千万亿几数半]+")
# 记者李七斤, 职工王三元: after the word for a person, a surname and a numeral are a name.
_PERSON = re.compile("[者员工长师家手记人友弟姐哥兄叔伯婆爷奶妈爸授任导匠、]")


@dataclass(frozen=True)
class NumberNames:
    """The words by what follows from each of their numerals on, with what stands before it."""

    tails: dict[str, tuple[str, ...]]
    lengths: tuple[int, ...]
    surnames: frozenset[str]

    def at(self, text: str, at: int) -> int | None:
        """Where the name ends whose numeral begins at ``at``, if one stands there."""
        for length in self.lengths:
            for head in self.tails.get(text[at : at + length], ()):
                if text.endswith(head, 0, at):
                    return at + length
        return None

    def person(self, text: str, at: int) -> bool:
        """Whether the numeral at ``at`` follows a surname that follows the word for a person."""
        return at > 1 and text[at - 1] in self.surnames and _PERSON.match(text, at - 2) is not None


@lru_cache(maxsize=8)
def number_names(book: RuleBook) -> NumberNames:
    """The names of a book's lexicon."""
    tails: dict[str, tuple[str, ...]] = {}
    for word in book.lexicon("counts_names").longest_first:
        for run in _NUMERALS.finditer(word):
            at = run.start()
            tails[word[at:]] = (*tails.get(word[at:], ()), word[:at])
    lengths = tuple(sorted({len(tail) for tail in tails}, reverse=True))
    return NumberNames(tails, lengths, frozenset(w for w in book.lexicon("surnames").words if len(w) == 1))
