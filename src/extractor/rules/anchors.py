"""Where an identifier, a date or a count may begin: one pass over a text for all three.

Most characters can begin none of them, and one class turns those away. What a place may begin is told by the last group
that took part in its match: figures and numerals that may only be counts are matched whole, all else by its first
character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import either

# What the last group says. A place without one may only be a count; one with a later one, a date that begins with a word
# or a numeral.
FIGURES: Final = 1
LATIN: Final = 2  # a letter, which may open an identifier

NUMERALS: Final = "〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟"
STUCK: Final = "第0-9."  # no numeral begins right behind one of these,
GLUED: Final = f"{STUCK}A-Za-z"  # and no figures behind a letter either: ICU三个科室, CT8
_DATED_NUMERALS: Final = "一二两三四五六七八九十零〇廿"
_QUOTES: Final = '“"‘「'
_WORD_LEXICONS: Final = ("days", "eras", "festivals", "festivals_short", "heads", "months", "vague", "years")
_QUOTED_LEXICONS: Final = ("festivals", "festivals_short", "plans")
_BRANCHES: Final = 70  # of a tree of words: two trees for some hundred and forty first characters
# A numeral that is not part of a longer one or of a word: behind 第, 数九, 数 without a unit.
_ALONE: Final = rf"""(?: (?<![{STUCK}{NUMERALS.replace("数", "")}余多点来].) | (?<=[余多点来].) (?<![{NUMERALS}]..) )
    (?: (?<![数九]) | (?<=数) (?=[十百千万亿]) | (?<=九) (?<!数九) )"""


class Anchors(NamedTuple):
    """The places of a book's rules, and the characters that a count may begin with."""

    places: re.Pattern[str]
    countable: frozenset[str]


def anchors(book: RuleBook) -> Anchors:
    """The anchors of a book."""
    heads = _heads(book)
    numbered = {head for head in heads if head[0] in NUMERALS + _DATED_NUMERALS}
    words = {head for head in heads - numbered if not head[0].isdigit()}
    firsts, seconds = ("".join({head[at] for head in words}) for at in (0, 1))
    behind = "".join({head[1] for head in numbered})
    count_rules = book.topic("counts")
    led, asked = (_letters(book, (rule.data.get(key, ()) for rule in count_rules)) for key in ("lead", "follow"))
    numerals, dated = f"{NUMERALS}{_DATED_NUMERALS}", either(book.role("dates_frame", "numeral"))
    places = re.compile(
        rf"""[0-9A-Za-z{_class(numerals + firsts + led)}] (?:
            (?<=[0-9A-Za-z{numerals}]) (?:
                (?<=[0-9]) [0-9]*+ ()
              | (?<=[A-Za-z]) (?<![0-9A-Za-z_].) (?<![0-9][.,].) ()
              | (?<=[{numerals}]) (?:
                    (?: (?={dated}) | (?=[{_class(behind)}]) (?<=(?={tree(numbered)}).) ) ()
                  | (?<=[{NUMERALS}]) {_ALONE} [{NUMERALS}余多点来]*+ (?: (?=[{_class(asked)}]) | (?<=[点千两余多来万亿]) | \Z ) ) )
          | (?=[{_class(seconds)}]) {_words(words)} ()
          | (?<=[{_class(led)}]) (?<![{GLUED}].)
        )""",
        re.VERBOSE | re.DOTALL,
    )
    return Anchors(places, frozenset(f"0123456789{NUMERALS}{led}"))


def _heads(book: RuleBook) -> frozenset[str]:
    """The first two or three characters of every date that begins with a word."""
    words = {word[:3] for name in _WORD_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    words |= {word[:3] for word in book.lexicon("dates_plans").words if len(word) > 2}
    quoted = {word[:2] for name in _QUOTED_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    return frozenset(words | {quote + first for quote in _QUOTES for first in quoted})


def _letters(book: RuleBook, written: Iterable[Iterable[str]]) -> str:
    return "".join(sorted({letter for words in written for letter in leads(book, words)}))


def _words(words: set[str]) -> str:
    """One of the words, behind its first character. Every branch of a tree is tried where none fits, so that a few small trees,
    each behind the class of what it begins with, turn a place away sooner than one of hundreds."""
    firsts = sorted({word[0] for word in words})
    groups = (firsts[at : at + _BRANCHES] for at in range(0, len(firsts), _BRANCHES))
    trees = (f"(?<=[{_class(''.join(some))}]) (?<=(?={tree(w for w in words if w[0] in some)}).)" for some in groups)
    return f"(?: {' | '.join(trees)} )"


def _class(letters: str) -> str:
    """The letters as they stand in a class of a verbose pattern."""
    return "".join(map(re.escape, sorted(set(letters))))
