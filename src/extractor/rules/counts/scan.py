"""Where counts stand: one pass over the number tokens of a shadow text.

Identifiers and dates are shut first; then the character behind each number says which rules of counts.toml are tried,
the words to its left and right set its bounds, and names and idioms are dropped. No rule is tried where the character
behind the number does not ask for it, which is what makes the pass cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

from msgspec import Struct

from extractor.model.records import CountKind
from extractor.rules.counts.bounds import Modifiers, limits, modifiers
from extractor.rules.counts.names import NumberNames, number_names
from extractor.rules.counts.readers import READERS
from extractor.rules.counts.said import Place, Said, Units, units
from extractor.rules.dates import scan_dates
from extractor.rules.identifiers import blocked
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import Rule
from extractor.text.numerals import Number

# What a number begins with, what it goes on with, and what a rule may ask for behind its last character.
_OPENS = "0-9〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟"
_GOES_ON = f"[{_OPENS}.余多点来]*+"
_CLOSES = ".,点千两余多来"
_GLUED = "第A-Za-z0-9."  # no number begins right behind one of these
_NEUTRAL = frozenset(("", "exact", "change"))  # what words before a number do that set no bound
_DIGITS = frozenset("0123456789")
_PLAIN = 15  # so many figures are a number as they stand


class CountHit(Struct, frozen=True, gc=False):
    """A count of the shadow text: ``start`` to ``end`` is what says it, modifier and bound included."""

    start: int
    end: int
    value: Number | None
    lower: Number | None
    upper: Number | None
    lower_inclusive: bool | None
    upper_inclusive: bool | None
    modifier: str | None
    kind: CountKind
    unit: str | None
    unit_code: str | None
    tag: str


class _Try:
    """A rule, ready to be tried at one character: at the number, or ``behind`` it where the pattern opens with any
    number. The pattern is narrowed to what can follow there, and compiled when it is first asked for."""

    __slots__ = ("_book", "_letter", "_rule", "behind", "match", "read", "tag")

    def __init__(self, rule: Rule, letter: str, book: RuleBook) -> None:
        self.behind = rule.source.startswith(_head(book))
        self.read, self.tag = READERS[rule.data["kind"]], rule.tag
        self.match: Callable[[str, int, int], re.Match[str] | None] = self._first
        self._rule, self._letter, self._book = rule, letter, book

    def _first(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.match = self._pattern().match
        return self.match(text, start, end)

    def _pattern(self) -> re.Pattern[str]:
        if not self.behind:
            return self._rule.pattern
        source = self._rule.source.removeprefix(_head(self._book))
        if self._letter != "+":
            for name in _BEHIND:
                words = self._book.lexicon(name)
                own = tree(word for word in words.words if word[0] == self._letter)
                source = source.replace(words.pattern, own, 1)
        return re.compile(source, re.VERBOSE)


def _head(book: RuleBook) -> str:
    return f"(?P<num>{book.rule('count.number').source})"


# The lexicons that stand right behind a number, whose words are narrowed to the character that is seen there.
_BEHIND = ("counts_words", "counts_classifiers", "counts_currencies", "counts_units")
Span = tuple[int, int]
Tries = tuple[_Try, ...]
_NEVER = (maxsize, maxsize)  # the stretch behind the last one


@dataclass(frozen=True)
class _Grammar:
    """What a book says about counts, compiled once. ``follow``, ``lead`` and ``joint`` say which rules to try where."""

    run: re.Pattern[str]
    number: Callable[[str, int, int], re.Match[str] | None]
    follow: dict[str, Tries]  # by the character behind the number
    lead: dict[str, Tries]  # by the character that a rule begins with where it is not a number
    joint: dict[str, Tries]  # by the character behind a shorter match
    words: Modifiers
    names: NumberNames
    units: Units

    def tries(self, text: str, at: int, behind: int, end: int) -> tuple[int, Tries]:
        """Where the number ends that opens the run ``text[at:behind]``, and which rules to try there."""
        led = self.lead.get(text[at])
        if led is not None:
            return behind, led
        if behind - at > _PLAIN or not text[at:behind].isdecimal():
            token = self.number(text, at, end)
            if token is None:
                return behind, ()  # 千米 and 千瓦 without a number before them
            behind = token.end()
        return behind, self.follow.get(text[behind : behind + 1], ())


@lru_cache(maxsize=8)
def _grammar(book: RuleBook) -> _Grammar:
    rules = book.topic("counts")
    follow, lead, joint = (_by_character(book, rules, key) for key in ("follow", "lead", "joint"))
    number = book.rule("count.number").pattern.match
    return _Grammar(_run(lead, follow), number, follow, lead, joint, modifiers(book), number_names(book), units(book))


def _by_character(book: RuleBook, rules: Sequence[Rule], key: str) -> dict[str, Tries]:
    """Which rules to try at a character, in their order; ``@name`` stands for the first characters of a lexicon."""
    table: dict[str, Tries] = {}
    for rule in rules:
        for letter in leads(book, rule.data.get(key, ())):
            table[letter] = (*table.get(letter, ()), _Try(rule, letter, book))
    return table


def _run(lead: Iterable[str], follow: Iterable[str]) -> re.Pattern[str]:
    """A run of what numbers are made of, with something behind it that a rule asks for, or a character that a count may
    begin with instead. One class leads, so that the search skips from run to run; 统一, 第一书记 and 12351 are passed by."""
    led, asked = (re.escape("".join(sorted(letters))) for letters in (lead, follow))
    return re.compile(
        f"[{_OPENS}{led}](?<![{_GLUED}].)(?:(?<=[{led}])|(?<![{_OPENS}].){_GOES_ON}(?:,(?=[0-9]{{3}}){_GOES_ON})*+"
        rf"(?:(?=[{asked}])|(?<=[{_CLOSES}])|\Z))",
        re.DOTALL,
    )


def scan_counts(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[CountHit]:
    """Every count of ``text[start:end]`` from left to right; they overlap neither each other, a date nor an identifier."""
    grammar = _grammar(book)
    end = len(text) if end is None else end
    shut = _shut(text, book, start, end)
    opens, closes = next(shut, _NEVER)
    found: list[CountHit] = []
    done = start
    for run in grammar.run.finditer(text, start, end):
        at, behind = run.span()
        while closes <= at:
            done = max(done, closes)
            opens, closes = next(shut, _NEVER)
        if at < done or opens <= at:
            continue
        behind, tries = grammar.tries(text, at, behind, end)
        if tries:
            hit, done = _at(text, at, behind, done, min(opens, end), tries, grammar)
            if hit:
                found.append(hit)
    return found


def _shut(text: str, book: RuleBook, start: int, end: int) -> Iterator[Span]:
    """Where dates and identifiers stand, in order."""
    dates = [(hit.start, hit.end) for hit in scan_dates(text, book, start, end)]
    names = [span for span in blocked(text, book) if span[1] > start and span[0] < end]
    return iter(sorted(dates + names) if names else dates)


def _at(
    text: str, at: int, behind: int, floor: int, ceiling: int, tries: Tries, grammar: _Grammar
) -> tuple[CountHit | None, int]:
    """The count whose number is ``text[at:behind]``, if one stands there, and where the search goes on."""
    place: Place | None = None
    for attempt in tries:
        match = attempt.match(text, behind if attempt.behind else at, ceiling)
        if match is None:
            continue
        if place is None:
            place = Place(text, at, text[at:behind], *grammar.words.chain(text, at, floor), grammar.units)
        said, end = attempt.read(match, place), match.end()
        longer = grammar.joint.get(text[end : end + 1])
        if said is None and longer is None:
            continue
        if text[at] not in _DIGITS:
            if name_end := grammar.names.at(text, at):
                return None, name_end
            if said and said.code and grammar.names.person(text, at):
                return None, floor
        hit = _longer(longer, end, place, ceiling, grammar) if longer else None
        if hit is None and said:
            hit = _hit(attempt.tag, end, said, place, grammar)
        if hit:
            return hit, hit.end
    return None, floor


def _longer(tries: Tries, end: int, place: Place, ceiling: int, grammar: _Grammar) -> CountHit | None:
    """The count that goes on from a shorter one: 3小时42分 from 3小时, 5000元至8000元 from 5000元."""
    behind = place.at + len(place.digits)
    for attempt in tries:
        whole = attempt.match(place.text, behind if attempt.behind else place.at, ceiling)
        if whole and whole.end() > end and (said := attempt.read(whole, place)):
            return _hit(attempt.tag, whole.end(), said, place, grammar)
    return None


def _hit(tag: str, end: int, said: Said, place: Place, grammar: _Grammar) -> CountHit:
    bound = grammar.words.after.get(said.bound, "") if said.bound else ""
    word = place.does if place.does not in _NEUTRAL else bound or place.does
    before = place.text[place.start : place.at]
    return CountHit(
        place.start,
        end,
        *limits(said.numeral, word, said.step if said.more else None, said.factor),
        said.more or (before if word == place.does or not bound else said.bound) or None,
        said.kind,
        said.unit,
        said.code,
        tag,
    )
