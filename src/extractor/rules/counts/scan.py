"""The grammar of counts: from number tokens to values with bounds, over the shadow text. Nouns are found elsewhere.

One pass over the digits: identifiers and dates are shut first, then the rules of counts.toml are tried at each number,
the words to its left and right set its bounds, and names and idioms are dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.model.records import CountKind
from extractor.rules.counts import quantities
from extractor.rules.counts.bounds import Limits, Modifiers, limits, modifiers, scaled
from extractor.rules.counts.names import NumberNames, number_names
from extractor.rules.counts.quantities import Place, Said
from extractor.rules.dates import scan_dates
from extractor.rules.identifiers import Spans, blocked
from extractor.rules.load import RuleBook
from extractor.rules.rule import Rule
from extractor.text.numerals import Number

# A run of digits, Arabic or Chinese, or a word that a count may begin with. Runs are bounded by what they hold, and each
# is looked at once, so the search is linear.
_RUN = re.compile(r"[0-9][0-9.,]*|[〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟]+|[第首翻半过¥$€£]")
_WORD_BEFORE = re.compile("[0-9A-Za-z第]")


@dataclass(frozen=True, slots=True)
class CountHit:
    """A count of the shadow text: ``start`` to ``end`` is what says it, modifier and bound included."""

    start: int
    end: int
    value: Number | None
    limits: Limits
    modifier: str | None
    kind: CountKind
    unit: str | None
    unit_code: str | None
    tag: str


def scan_counts(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[CountHit]:
    """Every count of ``text[start:end]`` from left to right; they overlap neither each other nor a date."""
    return _Scan(text, book, start, len(text) if end is None else end).hits()


@dataclass(frozen=True)
class _Grammar:
    """What a book says about counts, compiled once. ``follow``, ``lead`` and ``joint`` say which rules to try where."""

    number: re.Pattern[str]
    follow: dict[str, tuple[Rule, ...]]  # by the character behind the number
    lead: dict[str, tuple[Rule, ...]]  # by the character that a rule begins with where it is not a number
    joint: dict[str, tuple[Rule, ...]]  # by the character behind a shorter match
    words: Modifiers
    names: NumberNames
    units: quantities.Units


@lru_cache(maxsize=8)
def _grammar(book: RuleBook) -> _Grammar:
    rules = book.topic("counts")
    return _Grammar(
        book.rule("count.number").pattern,
        _by_character(book, rules, "follow"),
        _by_character(book, rules, "lead"),
        _by_character(book, rules, "joint"),
        modifiers(book),
        number_names(book),
        quantities.units(book),
    )


def _by_character(book: RuleBook, rules: Sequence[Rule], key: str) -> dict[str, tuple[Rule, ...]]:
    """Which rules to try at a character, in their order; ``@name`` stands for the first characters of a lexicon."""
    table: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for words in rule.data.get(key, ()):
            letters = {word[0] for word in book.lexicon(words[1:]).words} if words[0] == "@" else set(words)
            for letter in letters:
                if rule not in table.get(letter, ()):
                    table[letter] = (*table.get(letter, ()), rule)
    return table


class _Scan:
    """One walk over one stretch of text."""

    def __init__(self, text: str, book: RuleBook, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.grammar = _grammar(book)
        dates = [(hit.start, hit.end) for hit in scan_dates(text, book, start, end)]
        self.shut: Spans = tuple(sorted([*dates, *blocked(text, book)]))

    def hits(self) -> list[CountHit]:
        found: list[CountHit] = []
        done, shut, i = self.start, self.shut, bisect_left(self.shut, (self.start, 0))
        for run in _RUN.finditer(self.text, self.start, self.end):
            at = run.start()
            while i < len(shut) and shut[i][1] <= at:
                done = max(done, shut[i][1])
                i += 1
            if at < done or (i < len(shut) and shut[i][0] <= at):
                continue
            ceiling = shut[i][0] if i < len(shut) else self.end
            taken = self._at(at, done, ceiling)
            if isinstance(taken, CountHit):
                found.append(taken)
                done = taken.end
            elif taken:
                done = taken
        return found

    def _at(self, at: int, floor: int, ceiling: int) -> CountHit | int | None:
        """The count whose number begins at ``at``; the end of a name that stands there; or nothing."""
        text, grammar = self.text, self.grammar
        number = grammar.number.match(text, at, ceiling)
        rules = (
            grammar.follow.get(text[number.end() : number.end() + 1], ()) if number else grammar.lead.get(text[at], ())
        )
        if not rules or (at and _WORD_BEFORE.match(text, at - 1)):
            return None
        start, does = grammar.words.chain(text, at, floor)
        place = quantities.Place(text, start, does, grammar.units)
        for rule in rules:
            if (match := rule.pattern.match(text, at, ceiling)) and (said := quantities.read(rule, match, place)):
                if name_end := grammar.names.at(text, at):
                    return name_end
                return self._longer(rule, match, said, place, ceiling)
        return None

    def _longer(self, rule: Rule, match: re.Match[str], said: Said, place: Place, ceiling: int) -> CountHit:
        """The count, or the one that it is only the beginning of: 3小时 of 3小时42分, 5000元 of 5000元至8000元."""
        for longer in self.grammar.joint.get(self.text[match.end() : match.end() + 1], ()):
            whole = longer.pattern.match(self.text, match.start(), ceiling)
            if whole and whole.end() > match.end() and (all_said := quantities.read(longer, whole, place)):
                return self._count(longer, whole, all_said, place)
        return self._count(rule, match, said, place)

    def _count(self, rule: Rule, match: re.Match[str], said: Said, place: Place) -> CountHit:
        start, does = place.start, place.does
        at, end = match.span()
        words = self.grammar.words
        bound = words.after.get(said.bound, "") if said.bound else ""
        word = does if does not in ("", "exact", "change") else bound or does
        before = self.text[start:at]
        modifier = said.more or (before if word == does or not bound else said.bound)
        return CountHit(
            start,
            end,
            None if said.numeral.value is None else scaled(said.numeral.value, said.factor),
            limits(said.numeral, word, more=said.step if said.more else None, factor=said.factor),
            modifier or None,
            said.kind,
            said.unit,
            said.code,
            rule.tag,
        )
