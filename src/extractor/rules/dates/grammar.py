"""The rules of dates, compiled once for each book: which to try where one may begin, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules.dates.atoms import Atom, atom_at
from extractor.rules.lexicon import Endings
from extractor.rules.load import RuleBook, leads
from extractor.rules.match import Matcher
from extractor.rules.rule import Rule, either

Rules = tuple[Rule, ...]
_FIGURES = frozenset("0123456789")
_NUMERALS = frozenset("一二两三四五六七八九十零〇廿")
_FIGURES_RUN = re.compile("[0-9]{1,4}")
_NUMERALS_RUN = re.compile("[〇零○OoО0-9一二两三四五六七八九十廿百]+")


class Numbered:
    """The rules for one kind of number, by the character behind it; those with ``heads`` only for numbers like them."""

    def __init__(self, book: RuleBook, rules: Sequence[Rule]) -> None:
        self._heads = frozenset(head for rule in rules for head in _heads_of(book, rule))
        self._all = _by_follow(book, rules)
        self._free = _by_follow(book, [rule for rule in rules if "heads" not in rule.data])

    def rules(self, head: str, follow: str) -> Rules:
        """What to try, in order. head: the first two characters; follow: what stands behind the number."""
        table = self._all if head in self._heads else self._free
        return table.get(follow) or table[""]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules of one book."""

    years: Numbered  # numbers of four figures before 年
    stamps: Numbered  # of four figures before anything else
    figures: Numbered  # of fewer
    numerals: Numbered
    words: dict[str, Rules]  # by their first character
    joined: Rules
    before: Endings
    opens: frozenset[str]  # what a ``before`` may end with, or the blank behind it
    after: Matcher
    closes: frozenset[str]  # what an ``after`` may begin with
    joins: Matcher
    links: frozenset[str]  # what a ``join`` may begin with
    goes_on: frozenset[str]  # what either may
    ahead: re.Pattern[str]

    def atom(self, text: str, start: int) -> Atom | None:
        """The atom that begins at an anchor."""
        return atom_at(self._rules_at(text, start), text, start)

    def second(self, text: str, start: int) -> Atom | None:
        """The atom behind a join, where a day needs less: 至28号, 和三日."""
        return (self.atom(text, start) if start < len(text) else None) or atom_at(self.joined, text, start)

    def _rules_at(self, text: str, start: int) -> Rules:
        lead = text[start]
        if lead in _FIGURES:
            run, numbered = _FIGURES_RUN, self.figures
        elif lead in _NUMERALS:
            run, numbered = _NUMERALS_RUN, self.numerals
        else:
            return self.words.get(lead, ())
        end = run.match(text, start).end()  # type: ignore[union-attr]  # the lead is one
        follow = text[end : end + 1]
        if numbered is self.figures and end - start == 4:
            numbered = self.years if follow == "年" else self.stamps
        return numbered.rules(text[start : start + 2], text[end + 1 : end + 2] if follow == " " else follow)


@lru_cache(maxsize=8)
def grammar(book: RuleBook) -> Grammar:
    """The rules of a book, compiled at their first use."""
    atoms, frame = book.topic("dates"), book.topic("dates_frame")
    free = [rule for rule in atoms if not rule.data.get("joined")]

    def begins(*kinds: str) -> Numbered:
        return Numbered(book, [rule for rule in free if not set(kinds).isdisjoint(rule.data.get("begins", ()))])

    def role(name: str) -> list[Rule]:
        return [rule for rule in frame if rule.data.get("role") == name]

    before = Endings({word: row[0] for word, row in book.lexicon("dates_before").table.items()})
    closes, links = (frozenset(_by_lead(book, role(name))) for name in ("after", "join"))
    return Grammar(
        years=begins("year"),
        stamps=begins("stamp", "year"),
        figures=begins("figure"),
        numerals=begins("numeral"),
        words=_by_lead(book, free),
        joined=tuple(rule for rule in atoms if rule.data.get("joined")),
        before=before,
        opens=frozenset((" ", *before.lengths)),
        after=Matcher(role("after")),
        closes=closes,
        joins=Matcher(role("join")),
        links=links,
        goes_on=closes | links,
        ahead=_led(book.lexicon("dates_ahead").words, either(role("ahead"))),
    )


def _by_follow(book: RuleBook, rules: Sequence[Rule]) -> dict[str, Rules]:
    """Which rules to try before a character, in their order; before any other those under an empty one."""
    follows = {rule.id: leads(book, rule.data.get("follow", ())) for rule in rules}
    letters = {"", *(letter for asked in follows.values() for letter in asked)}
    return {
        letter: tuple(rule for rule in rules if not follows[rule.id] or letter in follows[rule.id])
        for letter in letters
    }


def _by_lead(book: RuleBook, rules: Iterable[Rule]) -> dict[str, Rules]:
    """Which rules may begin with a character, in their order."""
    table: dict[str, Rules] = {}
    for rule in rules:
        for letter in leads(book, rule.data.get("lead", ())):
            table[letter] = (*table.get(letter, ()), rule)
    return table


def _heads_of(book: RuleBook, rule: Rule) -> set[str]:
    return {word[:2] for name in rule.data.get("heads", ()) for word in book.lexicon(name.removeprefix("@")).words}


def _led(words: Iterable[str], pattern: str) -> re.Pattern[str]:
    """A pattern whose search skips what none of its words begins with."""
    return re.compile(f"{_class({word[0] for word in words})}(?<=(?={pattern}).)", re.VERBOSE)


def _class(characters: set[str] | frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
