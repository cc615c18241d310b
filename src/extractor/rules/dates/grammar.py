"""The rules of dates, compiled once for each book: which to try where one may begin, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.rules.dates.atoms import Atom, DateRule, atom_at
from extractor.rules.endings import Endings
from extractor.rules.load import RuleBook, leads
from extractor.rules.match import Matcher
from extractor.rules.rule import Rule, either

Rules = tuple[DateRule, ...]
Tried = Sequence[tuple[Rule, DateRule]]  # the rules as they are written, each with what tries it
_FIGURES: Final = frozenset("0123456789")
_NUMERALS: Final = frozenset("一二两三四五六七八九十零〇廿")
_FIGURES_RUN: Final = re.compile("[0-9]+")
_NUMERALS_RUN: Final = re.compile("[〇零○OoО0-9一二两三四五六七八九十廿百]+")


class Numbered:
    """The rules for one kind of number, by the character behind it; those with ``heads`` only for numbers like them."""

    def __init__(self, book: RuleBook, rules: Tried) -> None:
        self._heads = frozenset(head for rule, _ in rules for head in _heads_of(book, rule))
        self._all = _by_follow(book, rules)
        self._free = _by_follow(book, [pair for pair in rules if "heads" not in pair[0].data])

    def rules(self, text: str, start: int, end: int) -> Rules:
        """What to try for the number ``text[start:end]``, in order; a blank may stand behind it."""
        follow = text[end : end + 1]
        if follow == " ":
            follow = text[end + 1 : end + 2]
        table = self._all if text[start : start + 2] in self._heads else self._free
        return table.get(follow) or table[""]


@dataclass(frozen=True)
class Grammar:
    """The compiled rules of one book."""

    years: Numbered  # numbers of four figures before 年
    stamps: Numbered  # of four figures before anything else
    figures: Numbered  # of fewer
    numerals: Numbered
    words: dict[str, Rules]  # by their first two characters, or by the first one alone
    joined: Rules
    before: Endings
    opens: frozenset[str]  # what a ``before`` may end with, or the blank behind it
    after: Matcher
    closes: frozenset[str]  # what an ``after`` may begin with
    joins: Matcher
    links: frozenset[str]  # what a ``join`` may begin with
    goes_on: frozenset[str]  # what either may
    ahead: re.Pattern[str]

    def atom(self, text: str, start: int, digits: int) -> Atom | None:
        """The atom that begins at an anchor. digits: the end of the figures that stand there."""
        lead = text[start]
        if lead in _FIGURES:
            size = digits - start
            if size < 4:
                rules = self.figures.rules(text, start, digits)
            elif size > 4:
                return None
            else:
                rules = (self.years if text[digits : digits + 1] == "年" else self.stamps).rules(text, start, digits)
        elif lead in _NUMERALS:
            end = _NUMERALS_RUN.match(text, start).end()  # type: ignore[union-attr]  # the lead is one
            rules = self.numerals.rules(text, start, end)
        else:
            rules = self.words.get(text[start : start + 2]) or self.words.get(lead, ())
        return atom_at(rules, text, start) if rules else None

    def second(self, text: str, start: int) -> Atom | None:
        """The atom behind a join, where a day needs less: 至28号, 和三日."""
        if start == len(text):
            return None
        digits = _FIGURES_RUN.match(text, start)
        return self.atom(text, start, digits.end() if digits else start) or atom_at(self.joined, text, start)


@lru_cache(maxsize=8)
def grammar(book: RuleBook) -> Grammar:
    """The rules of a book, compiled at their first use."""
    tried = [(rule, DateRule(rule)) for rule in book.topic("dates")]
    free = [(rule, own) for rule, own in tried if not rule.data.get("joined")]

    def begins(*kinds: str) -> Numbered:
        return Numbered(book, [pair for pair in free if not set(kinds).isdisjoint(pair[0].data.get("begins", ()))])

    before = Endings({word: row[0] for word, row in book.lexicon("dates_before").table.items()})
    after, join, ahead = (book.role("dates_frame", name) for name in ("after", "join", "ahead"))
    closes, links = (frozenset(letter for rule in some for letter in _leads(book, rule)) for some in (after, join))
    return Grammar(
        years=begins("year"),
        stamps=begins("stamp", "year"),
        figures=begins("figure"),
        numerals=begins("numeral"),
        words=_by_word(book, free),
        joined=tuple(own for rule, own in tried if rule.data.get("joined")),
        before=before,
        opens=frozenset((" ", *before.lengths)),
        after=Matcher(after),
        closes=closes,
        joins=Matcher(join),
        links=links,
        goes_on=closes | links,
        ahead=_led(book.lexicon("dates_ahead").words, either(ahead)),
    )


def _leads(book: RuleBook, rule: Rule) -> set[str]:
    """What a rule may begin with."""
    return leads(book, rule.data.get("lead", ()))


def _by_follow(book: RuleBook, rules: Tried) -> dict[str, Rules]:
    """Which rules to try before a character, in their order; before any other those under an empty one."""
    asked = [(leads(book, rule.data.get("follow", ())), own) for rule, own in rules]
    letters = {"", *(letter for follows, _ in asked for letter in follows)}
    return {letter: tuple(own for follows, own in asked if not follows or letter in follows) for letter in letters}


def _by_word(book: RuleBook, rules: Tried) -> dict[str, Rules]:
    """Which rules may begin with the first two characters of a word, and which with a character whatever follows it."""
    asked = []
    for rule, own in rules:
        names = rule.data.get("lead", ())
        letters = leads(book, (name for name in names if name[0] != "@"))
        words = (word for name in names if name[0] == "@" for word in book.lexicon(name[1:]).words)
        asked.append((letters | {word[:2] for word in words}, own))
    heads = {head for led, _ in asked for head in led}
    return {head: tuple(own for led, own in asked if head in led or head[0] in led) for head in heads}


def _heads_of(book: RuleBook, rule: Rule) -> set[str]:
    return {word[:2] for name in rule.data.get("heads", ()) for word in book.lexicon(name.removeprefix("@")).words}


def _led(words: Iterable[str], pattern: str) -> re.Pattern[str]:
    """A pattern whose search skips what none of its words begins with."""
    return re.compile(f"{_class({word[0] for word in words})}(?<=(?={pattern}).)", re.VERBOSE)


def _class(characters: set[str] | frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
