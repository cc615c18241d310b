"""The engine: many rules over one text in one pass. It knows nothing of what the rules mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.rules.rule import Rule

_NAMED: Final = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True)
class Hit:
    """A rule that matched, with the match (whose groups are the rule's own)."""

    rule: Rule
    match: re.Match[str]


class Matcher:
    """Rules joined into one pattern. At each place the first rule in order that matches wins; hits never overlap."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        joined = "|".join(f"(?P<r{i}>{_NAMED.sub('(?:', rule.source)}\n)" for i, rule in enumerate(self.rules))
        self._joined = re.compile(joined or r"(?!)", re.VERBOSE)

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every hit in ``text[start:end]`` from left to right. Patterns may look around beyond start."""
        for found in self._joined.finditer(text, start, len(text) if end is None else end):
            if hit := self._own(found, text, end):
                yield hit

    def at(self, text: str, offset: int, end: int | None = None) -> Hit | None:
        """The hit that begins exactly at ``offset``, if any."""
        found = self._joined.match(text, offset, len(text) if end is None else end)
        return found and self._own(found, text, end)

    def _own(self, found: re.Match[str], text: str, end: int | None) -> Hit | None:
        rule = self.rules[int((found.lastgroup or "r0")[1:])]
        match = rule.pattern.match(text, found.start(), len(text) if end is None else end)
        return Hit(rule, match) if match else None
