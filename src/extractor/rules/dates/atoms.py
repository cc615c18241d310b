"""Single dates: what the rules say that are tried where one may begin."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

from msgspec import Struct

from extractor.rules.rule import Rule


class Atom(Struct, frozen=True, gc=False):
    """One rule's match: the groups that took part, and where it stands in the shadow."""

    rule: Rule
    form: str
    groups: dict[str, str]
    start: int
    end: int


def atom_at(rules: Iterable[Rule], text: str, start: int) -> Atom | None:
    """What the first of the rules says that matches at ``start``; None where none does."""
    for rule in rules:
        if found := rule.match(text, start):
            words = found.groups()
            groups = dict(zip(compress(rule.names, words), filter(None, words), strict=True))
            return Atom(rule, rule.data["form"], groups, start, found.end())
    return None
