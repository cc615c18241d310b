"""Where the dates of a text stand: one anchored pass over the shadow, without values and without a day of publication.

An atom is what one rule of dates.toml matches. What stands before, behind and between atoms (dates_frame.toml) makes a
hit of them: 截至9月底, 2019年以来, 5月4日至6日, 5月1日、3日和5日.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

from msgspec import Struct

from extractor.rules.dates.atoms import Atom, atom_at
from extractor.rules.identifiers import blocked
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.match import Hit, Matcher
from extractor.rules.rule import Rule

Rules = tuple[Rule, ...]
_FIGURES = frozenset("0123456789")
_NUMERALS = frozenset("一二两三四五六七八九十零〇廿")
_QUOTES = '“"‘「'
_WORD_LEXICONS = ("days", "eras", "festivals", "festivals_short", "heads", "months", "vague", "years")
_QUOTED_LEXICONS = ("festivals", "festivals_short", "plans")
_BEFORE = 4  # no wording before a date is longer
_AHEAD = 80  # how far around a date its sentence is read
_STOPS = "。!?;\n"
_NEVER = (maxsize, maxsize)  # the stretch behind the last one
_ALONE = frozenset(("vague", "every", "some", "recent"))  # forms that open no range


class DateHit(Struct, frozen=True, gc=False):
    """A date of the shadow text: its place, the rule that speaks for it, its atoms, and what joins or bounds them.

    shape: ``point`` (one atom), ``interval``, ``either`` or ``set``. bound: ``since`` ``until`` ``about`` ``doubt``
    ``rough_doubt`` (both), or None.
    """

    start: int
    end: int
    rule: Rule
    shape: str
    atoms: tuple[Atom, ...]
    bound: str | None = None


@dataclass(frozen=True)
class Grammar:
    """The compiled rules of one book. A date begins at an ``anchor``."""

    anchor: re.Pattern[str]
    years: Rules  # that begin with four figures and 年
    stamps: Rules  # with four figures and whatever
    figures: Rules  # with fewer
    numerals: Rules
    words: dict[str, Rules]  # by their first character
    joined: Rules
    before: dict[str, str]
    after: Matcher
    closes: frozenset[str]  # what an ``after`` may begin with
    joins: Matcher
    links: frozenset[str]  # what a ``join`` may begin with
    ahead: re.Pattern[str]

    def atom(self, text: str, start: int) -> Atom | None:
        """The atom that begins at an anchor."""
        lead = text[start]
        if lead in _NUMERALS:
            rules = self.numerals
        elif lead not in _FIGURES:
            rules = self.words.get(lead, ())
        elif not text[start : start + 4].isdecimal():
            rules = self.figures
        else:
            rules = self.years if text[start + 4 : start + 5] == "年" else self.stamps
        return atom_at(rules, text, start)

    def second(self, text: str, start: int) -> Atom | None:
        """The atom behind a join, where a day needs less: 至28号, 和三日."""
        return (self.atom(text, start) if start < len(text) else None) or atom_at(self.joined, text, start)


@lru_cache(maxsize=8)
def grammar(book: RuleBook) -> Grammar:
    """The rules of a book, compiled at their first use."""
    atoms, frame = book.topic("dates"), book.topic("dates_frame")

    free = [rule for rule in atoms if not rule.data.get("joined")]

    def begins(*kinds: str) -> Rules:
        return tuple(rule for rule in free if not set(kinds).isdisjoint(rule.data.get("begins", ())))

    def role(name: str) -> list[Rule]:
        return [rule for rule in frame if rule.data.get("role") == name]

    return Grammar(
        anchor=_anchor(_heads(book), _either(role("figure")), _either(role("numeral"))),
        years=begins("year"),
        stamps=begins("stamp", "year"),
        figures=begins("figure"),
        numerals=begins("numeral"),
        words=_by_lead(book, free),
        joined=tuple(rule for rule in atoms if rule.data.get("joined")),
        before={word: row[0] for word, row in book.lexicon("dates_before").table.items()},
        after=Matcher(role("after")),
        closes=frozenset(_by_lead(book, role("after"))),
        joins=Matcher(role("join")),
        links=frozenset(_by_lead(book, role("join"))),
        ahead=_led(book.lexicon("dates_ahead").words, _either(role("ahead"))),
    )


def scan_dates(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> tuple[DateHit, ...]:
    """The dates of ``text[start:end]``, a shadow, in order and apart from each other.

    The whole text is read once and kept, so that asking again for another stretch of it costs nothing.
    """
    hits = _scan(text, book)
    if start == 0 and end is None:
        return hits
    stop = len(text) if end is None else end
    if not hits or (start <= hits[0].start and hits[-1].end <= stop):
        return hits
    first, last = (bisect_left(hits, edge, key=lambda hit: hit.start) for edge in (start, stop))
    return hits[first : last - 1 if last > first and hits[last - 1].end > stop else last]


def looks_ahead(text: str, hit: DateHit, book: RuleBook) -> bool:
    """Whether a date is a deadline, or the sentence around it speaks of what is to come."""
    if hit.bound == "until" and text[hit.end - 1] in "前止":
        return True
    first = max(text.rfind(stop, max(0, hit.start - _AHEAD), hit.start) for stop in _STOPS)
    ends = [at for stop in _STOPS if (at := text.find(stop, hit.end, hit.end + _AHEAD)) >= 0]
    first = first + 1 if first >= 0 else max(0, hit.start - _AHEAD)
    return bool(grammar(book).ahead.search(text, first, min(ends, default=hit.end + _AHEAD)))


@lru_cache(maxsize=4)
def _scan(text: str, book: RuleBook) -> tuple[DateHit, ...]:
    rules, shut, done = grammar(book), iter(blocked(text, book)), 0
    opens, closes = next(shut, _NEVER)
    hits: list[DateHit] = []
    for place in rules.anchor.finditer(text):
        start = place.start()
        while closes <= start:
            opens, closes = next(shut, _NEVER)
        if start < done or opens <= start:
            continue
        if atom := rules.atom(text, start):
            hit = _framed(text, rules, atom, done)
            done = hit.end
            hits.append(hit)
    return tuple(hits)


def _framed(text: str, rules: Grammar, atom: Atom, floor: int) -> DateHit:
    if atom.form == "vague":
        return DateHit(atom.start, atom.end, atom.rule, "point", (atom,))
    atoms, join = _joined(text, rules, atom)
    start, opened = _opening(text, rules, atom.start, floor)
    end = atoms[-1].end
    after = rules.after.at(text, end) if text[end : end + 1] in rules.closes else None
    closed = after.rule.data["shape"] if after else None
    if after and (closed != "begun" or opened == "from"):
        end = after.match.end()
    bound = _bound(opened, closed)
    return DateHit(start, end, (join or atom).rule, join.rule.data["shape"] if join else "point", atoms, bound)


def _opening(text: str, rules: Grammar, start: int, floor: int) -> tuple[int, str | None]:
    """Where a date begins with the word that bounds it, and how that bounds it."""
    edge = start - 1 if text[start - 1 : start] == " " else start
    for at in range(max(floor, edge - _BEFORE), edge):
        if opened := rules.before.get(text[at:edge]):
            return (start if opened == "from" else at), opened
    return start, None


def _bound(opened: str | None, closed: str | None) -> str | None:
    if closed == "begun":
        return "since" if opened == "from" else None
    if opened == "doubt":
        return "rough_doubt" if closed == "about" else "doubt"
    return closed or (None if opened == "from" else opened)


def _joined(text: str, rules: Grammar, atom: Atom) -> tuple[tuple[Atom, ...], Hit | None]:
    """The atom with those that a dash, 或 or 、 joins to it, and what joins them."""
    join = rules.joins.at(text, atom.end) if text[atom.end : atom.end + 1] in rules.links else None
    if join is None or atom.form in _ALONE:
        return (atom,), None
    shape = join.rule.data["shape"]
    if shape == "set":
        return _listed(text, rules, atom, join)
    then = rules.second(text, join.match.end())
    if then is None or then.form in _ALONE:
        return (atom,), None
    return (atom, then), join


def _listed(text: str, rules: Grammar, atom: Atom, join: Hit) -> tuple[tuple[Atom, ...], Hit | None]:
    """The days that follow a day of a month: 5月1日、3日和5日."""
    atoms, link = [atom], rules.joins.at(text, atom.end)
    while _is_day(atoms[-1]) and link and link.rule.data["shape"] == "set":
        then = rules.second(text, link.match.end())
        if then is None or not _is_day(then) or then.groups.get("month") or then.groups.get("day_from"):
            break
        atoms.append(then)
        link = rules.joins.at(text, then.end)
    return tuple(atoms), join if len(atoms) > 1 else None


def _is_day(atom: Atom) -> bool:
    return atom.form == "calendar" and bool(atom.groups.get("day"))


def _by_lead(book: RuleBook, rules: Iterable[Rule]) -> dict[str, Rules]:
    """Which rules may begin with a character, in their order."""
    table: dict[str, Rules] = {}
    for rule in rules:
        for letter in leads(book, rule.data.get("lead", ())):
            table[letter] = (*table.get(letter, ()), rule)
    return table


def _either(rules: list[Rule]) -> str:
    return "|".join(f"(?:{rule.source}\n)" for rule in rules) or "(?!)"


def _heads(book: RuleBook) -> frozenset[str]:
    """The first two or three characters of every date that begins with a word."""
    words = {word[:3] for name in _WORD_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    words |= {word[:3] for word in book.lexicon("dates_plans").words if len(word) > 2}
    quoted = {word[:2] for name in _QUOTED_LEXICONS for word in book.lexicon(f"dates_{name}").words}
    return frozenset(words | {quote + first for quote in _QUOTES for first in quoted})


def _anchor(heads: frozenset[str], figure: str, numeral: str) -> re.Pattern[str]:
    """Where a date may begin. One class leads, so that the search skips what cannot."""
    numbered = {head for head in heads if head[0] in _NUMERALS}
    words = {head for head in heads - numbered if head[0] not in _FIGURES}
    leads, seconds = {head[0] for head in words}, {head[1] for head in words}
    return re.compile(
        f"{_class(leads | _FIGURES | _NUMERALS)}(?:(?<={_class(_FIGURES)})(?<![0-9][0-9])(?<=(?={figure}).)"
        f"|(?<={_class(_NUMERALS)})(?<=(?={numeral}|{tree(numbered)}).)"
        f"|(?={_class(seconds)})(?<=(?={tree(words)}).))",
        re.VERBOSE,
    )


def _led(words: Iterable[str], pattern: str) -> re.Pattern[str]:
    """A pattern whose search skips what none of its words begins with."""
    return re.compile(f"{_class({word[0] for word in words})}(?<=(?={pattern}).)", re.VERBOSE)


def _class(characters: set[str] | frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
