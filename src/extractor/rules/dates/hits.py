"""A date in its frame: what stands before, behind and between the atoms of one (dates_frame.toml) makes a hit of them:
截至9月底, 2019年以来, 5月4日至6日, 5月1日、3日和5日. Without values and without a day of publication.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from mypy_extensions import mypyc_attr

from extractor.rules.dates.atoms import Atom
from extractor.rules.dates.grammar import Grammar
from extractor.rules.match import Hit

_ALONE: Final = frozenset(("vague", "every", "some", "recent"))  # forms that open no range


@mypyc_attr(acyclic=True)
class DateHit:
    """A date of the shadow text: its place, the tag of the rule that speaks for it, its first atom and those that are joined
    to it, and what joins or bounds them.

    shape: ``point`` (one atom), ``interval``, ``either`` or ``set``. bound: ``since`` ``until`` ``about`` ``doubt``
    ``rough_doubt`` (both), or None.
    """

    def __init__(
        self,
        start: int,
        end: int,
        tag: str,
        shape: str,
        first: Atom,
        others: tuple[Atom, ...] = (),
        bound: str | None = None,
    ) -> None:
        self.start, self.end, self.tag, self.shape = start, end, tag, shape
        self.first, self.others, self.bound = first, others, bound

    @property
    def last(self) -> Atom:
        """The atom at its end."""
        return self.others[-1] if self.others else self.first


def within(hits: list[DateHit], start: int, end: int) -> list[DateHit]:
    """Those of the dates that lie in a stretch of their text."""
    if not hits or (start <= hits[0].start and hits[-1].end <= end):
        return hits
    first, last = (bisect_left(hits, edge, key=lambda hit: hit.start) for edge in (start, end))
    return hits[first : last - 1 if last > first and hits[last - 1].end > end else last]


def framed(text: str, rules: Grammar, atom: Atom, floor: int) -> DateHit:
    """An atom with what stands before and behind it; around most stands nothing that belongs to them."""
    start, end = atom.start, atom.end
    behind = text[end : end + 1]
    if (behind not in rules.goes_on and text[start - 1 : start] not in rules.opens) or atom.form == "vague":
        return DateHit(start, end, atom.rule.tag, "point", atom)
    others, join = _joined(text, rules, atom) if behind in rules.links else ((), None)
    start, opened = _opening(text, rules, start, floor)
    if others:
        end = others[-1].end
    after = rules.after.at(text, end) if text[end : end + 1] in rules.closes else None
    closed = after.rule.data["shape"] if after else None
    if after and (closed != "begun" or opened == "from"):
        end = after.match.end()
    bound = _bound(opened, closed)
    if join is None:
        return DateHit(start, end, atom.rule.tag, "point", atom, (), bound)
    return DateHit(start, end, join.rule.tag, join.rule.data["shape"], atom, others, bound)


def _opening(text: str, rules: Grammar, start: int, floor: int) -> tuple[int, str | None]:
    """Where a date begins with the word that bounds it, and how that bounds it."""
    edge = start - 1 if text[start - 1 : start] == " " else start
    word = rules.before.at(text, edge, floor)
    if word is None:
        return start, None
    opened = rules.before.table[word]
    return (start if opened == "from" else edge - len(word)), opened


def _bound(opened: str | None, closed: str | None) -> str | None:
    if closed == "begun":
        return "since" if opened == "from" else None
    if opened == "doubt":
        return "rough_doubt" if closed == "about" else "doubt"
    return closed or (None if opened == "from" else opened)


def _joined(text: str, rules: Grammar, atom: Atom) -> tuple[tuple[Atom, ...], Hit | None]:
    """The atoms that a dash, 或 or 、 joins to one, and what joins them."""
    join = rules.joins.at(text, atom.end)
    if join is None or atom.form in _ALONE:
        return (), None
    shape = join.rule.data["shape"]
    if shape == "set":
        return _listed(text, rules, atom, join)
    then = rules.second(text, join.match.end())
    return ((then,), join) if then and then.form not in _ALONE else ((), None)


def _listed(text: str, rules: Grammar, atom: Atom, join: Hit) -> tuple[tuple[Atom, ...], Hit | None]:
    """The days that follow a day of a month: 5月1日、3日和5日."""
    last, link = atom, rules.joins.at(text, atom.end)
    others: list[Atom] = []
    if "day_from" in atom.groups and "day_and" not in atom.groups:
        return (), None  # 6月3日—5日、8日: a span, and a day for itself
    while _is_day(last) and link and link.rule.data["shape"] == "set":
        then = rules.second(text, link.match.end())
        if then is None or not _is_day(then) or then.groups.get("month") or then.groups.get("day_from"):
            break
        others.append(then)
        last, link = then, rules.joins.at(text, then.end)
    return tuple(others), join if others else None


def _is_day(atom: Atom) -> bool:
    return atom.form in ("plain", "calendar") and "day" in atom.groups
