"""Where the dates of a text stand: one anchored pass over the shadow, without values and without a day of publication.

An atom is what one rule of dates.toml matches. What stands before, behind and between atoms (dates_frame.toml) makes a
hit of them: 截至9月底, 2019年以来, 5月4日至6日, 5月1日、3日和5日.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules.identifiers import blocked
from extractor.rules.load import RuleBook
from extractor.rules.match import Hit, Matcher
from extractor.rules.rule import Rule

_WORD_LEXICONS = ("days", "eras", "festivals", "months", "vague", "years")
_BEFORE = 6  # no wording before a date is longer
_AHEAD = 80  # how far around a date its sentence is read
_STOPS = "。!?;\n"
_ALONE = frozenset(("vague", "every", "some", "recent"))  # forms that open no range


@dataclass(frozen=True, slots=True)
class Atom:
    """One rule's match: its groups, and where it stands in the shadow."""

    rule: Rule
    groups: dict[str, str | None]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date of the shadow text: its place, the rule that speaks for it, its atoms, and what bounds or joins them.

    shape: ``point`` ``since`` ``until`` ``about`` ``doubt`` ``rough_doubt`` ``interval`` ``either`` ``set``; an
    interval may be bounded as well (``bound``).
    """

    start: int
    end: int
    rule: Rule
    shape: str
    atoms: tuple[Atom, ...]
    bound: str | None = None


@dataclass(frozen=True)
class Grammar:
    """The compiled rules of one book."""

    anchor: re.Pattern[str]
    atoms: Matcher
    joined: Matcher
    before: Matcher
    after: Matcher
    joins: Matcher
    ahead: re.Pattern[str]


@lru_cache(maxsize=8)
def grammar(book: RuleBook) -> Grammar:
    """The rules of a book, compiled at their first use."""
    atoms, frame = book.topic("dates"), book.topic("dates_frame")

    def role(name: str) -> list[Rule]:
        return [rule for rule in frame if rule.data.get("role") == name]

    return Grammar(
        anchor=_anchor(book, role("anchor")),
        atoms=Matcher([rule for rule in atoms if not rule.data.get("joined")]),
        joined=Matcher(atoms),
        before=Matcher(role("before")),
        after=Matcher(role("after")),
        joins=Matcher(role("join")),
        ahead=re.compile("|".join(f"(?:{rule.source}\n)" for rule in role("ahead")) or "(?!)", re.VERBOSE),
    )


def scan_dates(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> tuple[DateHit, ...]:
    """The dates of ``text[start:end]``, a shadow, in order and apart from each other.

    The whole text is read once and kept, so that asking again for another stretch of it costs nothing.
    """
    hits = _scan(text, book)
    if start == 0 and end is None:
        return hits
    stop = len(text) if end is None else end
    return tuple(hit for hit in hits if start <= hit.start and hit.end <= stop)


def looks_ahead(text: str, hit: DateHit, book: RuleBook) -> bool:
    """Whether the sentence around a date speaks of what is to come."""
    first = max(text.rfind(stop, max(0, hit.start - _AHEAD), hit.start) for stop in _STOPS)
    ends = [at for stop in _STOPS if (at := text.find(stop, hit.end, hit.end + _AHEAD)) >= 0]
    first = first + 1 if first >= 0 else max(0, hit.start - _AHEAD)
    return bool(grammar(book).ahead.search(text, first, min(ends, default=hit.end + _AHEAD)))


@lru_cache(maxsize=4)
def _scan(text: str, book: RuleBook) -> tuple[DateHit, ...]:
    return tuple(_hits(text, book))


def _hits(text: str, book: RuleBook) -> Iterator[DateHit]:
    rules, shut, done, i = grammar(book), blocked(text, book), 0, 0
    for place in rules.anchor.finditer(text):
        start = place.start()
        if start < done:
            continue
        while i < len(shut) and shut[i][1] <= start:
            i += 1
        if i < len(shut) and shut[i][0] <= start:
            continue
        if atom := _atom(rules.atoms.at(text, start)):
            hit = _framed(text, rules, atom, done)
            done = hit.end
            yield hit


def _atom(hit: Hit | None) -> Atom | None:
    return Atom(hit.rule, hit.match.groupdict(), *hit.match.span()) if hit else None


def _framed(text: str, rules: Grammar, atom: Atom, floor: int) -> DateHit:
    if atom.rule.data["form"] == "vague":
        return DateHit(atom.start, atom.end, atom.rule, "point", (atom,))
    atoms, join = _joined(text, rules, atom)
    start, end = atom.start, atoms[-1].end
    before = next(rules.before.scan(text, max(floor, start - _BEFORE), start), None)
    after = rules.after.at(text, end)
    opened, closed = (hit.rule.data["shape"] if hit else None for hit in (before, after))
    if before and opened != "from":
        start = before.match.start()
    if after and (closed != "begun" or opened == "from"):
        end = after.match.end()
    bound = _bound(opened, closed)
    speaker = join.rule if join else atom.rule
    return DateHit(start, end, speaker, join.rule.data["shape"] if join else bound or "point", atoms, bound)


def _bound(opened: str | None, closed: str | None) -> str | None:
    if closed == "begun":
        return "since" if opened == "from" else None
    if opened == "doubt":
        return "rough_doubt" if closed == "about" else "doubt"
    return closed or (None if opened == "from" else opened)


def _joined(text: str, rules: Grammar, atom: Atom) -> tuple[tuple[Atom, ...], Hit | None]:
    """The atom with those that a dash, 或 or 、 joins to it, and what joins them."""
    join = rules.joins.at(text, atom.end)
    if join is None or atom.rule.data["form"] in _ALONE:
        return (atom,), None
    shape = join.rule.data["shape"]
    if shape == "set":
        return _listed(text, rules, atom, join)
    then = _atom(rules.joined.at(text, join.match.end()))
    if then is None or then.rule.data["form"] in _ALONE:
        return (atom,), None
    return (atom, then), join


def _listed(text: str, rules: Grammar, atom: Atom, join: Hit) -> tuple[tuple[Atom, ...], Hit | None]:
    """The days that follow a day of a month: 5月1日、3日和5日."""
    atoms, link = [atom], rules.joins.at(text, atom.end)
    while _is_day(atoms[-1]) and link and link.rule.data["shape"] == "set":
        then = _atom(rules.joined.at(text, link.match.end()))
        if then is None or not _is_day(then) or then.groups.get("month") or then.groups.get("day_from"):
            break
        atoms.append(then)
        link = rules.joins.at(text, then.end)
    return tuple(atoms), join if len(atoms) > 1 else None


def _is_day(atom: Atom) -> bool:
    return atom.rule.data["form"] == "calendar" and bool(atom.groups.get("day"))


def _anchor(book: RuleBook, rules: list[Rule]) -> re.Pattern[str]:
    """The anchor rule, with the first two characters of every word of the date lexicons behind it."""
    seconds: dict[str, set[str]] = {}
    for name in _WORD_LEXICONS:
        for word in book.lexicon(f"dates_{name}").words:
            seconds.setdefault(word[0], set()).add(word[1:2])
    heads = "".join(map(re.escape, sorted(seconds)))
    pairs = "|".join(f"(?<={re.escape(a)})[{''.join(map(re.escape, sorted(b)))}]" for a, b in sorted(seconds.items()))
    (rule,) = rules
    lead, _, rest = rule.source.strip().partition("]")
    source = f"{lead}{heads}](?:(?:{rest}\n)|{pairs})"
    return re.compile(source, re.VERBOSE)
