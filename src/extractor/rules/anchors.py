"""Where an identifier, a date or a count may begin: one pass over a text for all three.

Most characters can begin none of them, and one class turns those away. What a place may begin is told by the last group
that took part in its match; numbers that may only be counts are matched whole, digits up to the last one, all else by its
first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import either

# What the last group says. A place without one may only be a count; one with a later one, a date that begins with a word
# or a numeral.
DATED = 1  # digits that may be a date
NAMED = 2  # digits that may be an identifier, and with group DATED a date as well
LATIN = 3  # letters, which may open an identifier

NUMERALS = "〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟"
GLUED = "第A-Za-z0-9."  # no number begins right behind one of these
_DATED_NUMERALS = "一二两三四五六七八九十零〇廿"
_QUOTES = '“"‘「'
_WORD_LEXICONS = ("days", "eras", "festivals", "festivals_short", "heads", "months", "vague", "years")
_QUOTED_LEXICONS = ("festivals", "festivals_short", "plans")
# Nine numbers in ten are no identifier, by what stands before and behind them.
_NAMED = r"""(?<![A-Za-z_].)(?<![0-9][.,].)
  (?: (?<=[〔\[(【路街巷弄里村道组屯话线真打电机码编号:].)
    | (?! [0-9]{0,3}+ (?:[.,][0-9]{1,9}+)?+ (?![0-9A-Za-z.,号室单栋幢座路次会办教〕\])】+×*\-—后级届版系时热专服维咨职信@ ]|年级) ) )"""


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
    numerals = f"{NUMERALS}{_DATED_NUMERALS}"
    places = re.compile(
        rf"""[0-9A-Za-z{_class(numerals + firsts + led)}] (?:
            (?<=[0-9A-Za-z]) (?:
                (?<=[0-9]) (?<![0-9].) (?: (?={_role(book, "figure")}) () )?+ (?: {_NAMED} () )?+ [0-9]*+
              | (?<=[A-Za-z]) (?<![0-9A-Za-z_].) (?<![0-9][.,].) () )
          | (?<=[{numerals}]) (?:
                (?: (?={_role(book, "numeral")}) | (?=[{_class(behind)}]) (?<=(?={tree(numbered)}).) ) ()
              | (?<=[{NUMERALS}]) (?<![{GLUED}{NUMERALS.replace("数", "")}].) (?<![{NUMERALS}][余多点来].) (?:(?<!数)|(?=[十百千万亿])) (?<!数九)
                [{NUMERALS}余多点来]*+ (?: (?=[{_class(asked)}]) | (?<=[点千两余多来万亿]) | \Z ) )
          | (?=[{_class(seconds)}]) (?<=(?={tree(words)}).) ()
          | (?<=[{_class(led)}]) (?<![{GLUED}].)
        )""",
        re.VERBOSE | re.DOTALL,
    )
    return Anchors(places, frozenset(f"0123456789{NUMERALS}{led}"))


def _role(book: RuleBook, role: str) -> str:
    """What stands behind the first figure or numeral of a date, as one pattern."""
    return f"(?:{either(rule for rule in book.topic('dates_frame') if rule.data.get('role') == role)})"


def _heads(book: RuleBook) -> frozenset[str]:
    """The first two or three characters of every date that begins with a word."""
    words = {word[:3] for name in _WORD_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    words |= {word[:3] for word in book.lexicon("dates_plans").words if len(word) > 2}
    quoted = {word[:2] for name in _QUOTED_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    return frozenset(words | {quote + first for quote in _QUOTES for first in quoted})


def _letters(book: RuleBook, written: Iterable[Iterable[str]]) -> str:
    return "".join(sorted({letter for words in written for letter in leads(book, words)}))


def _class(letters: str) -> str:
    """The letters as they stand in a class of a verbose pattern."""
    return "".join(map(re.escape, sorted(set(letters))))
