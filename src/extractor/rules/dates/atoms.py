"""Single dates: the rules that are tried where one may begin, and what they say there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from mypy_extensions import mypyc_attr

from extractor.model.records import Calendar, DateBasis
from extractor.rules.rule import Rule


class DateRule:
    """A rule as it is tried: what matches, and what its data say of every date that it finds.

    Its pattern is compiled at the first try; until then ``match`` is what compiles it.
    """

    def __init__(self, rule: Rule) -> None:
        data = rule.data
        self.tag = rule.tag
        self.form: str = data["form"]
        self.basis: DateBasis | None = data.get("basis")
        self.calendar: Calendar = data.get("calendar", "gregorian")
        self.names: tuple[str, ...] = ()
        self.match: Callable[[str, int], re.Match[str] | None] = self._first
        self._rule = rule

    def _first(self, text: str, start: int) -> re.Match[str] | None:
        pattern = self._rule.pattern
        self.names, self.match = tuple(pattern.groupindex), pattern.match
        return pattern.match(text, start)


@mypyc_attr(acyclic=True)
class Atom:
    """One rule's match: the groups that took part, and where it stands in the shadow."""

    def __init__(self, rule: DateRule, groups: dict[str, str], start: int, end: int) -> None:
        self.rule, self.form, self.groups = rule, rule.form, groups
        self.start, self.end = start, end


def atom_at(rules: Iterable[DateRule], text: str, start: int) -> Atom | None:
    """What the first of the rules says that matches at ``start``; None where none does."""
    for rule in rules:
        if found := rule.match(text, start):
            groups = {rule.names[i]: word for i, word in enumerate(found.groups()) if word}
            return Atom(rule, groups, start, found.end())
    return None
