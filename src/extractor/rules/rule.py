"""One rule: a pattern, the sentence that justifies it, and the examples that keep it honest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extractor.model.errors import RuleError


@dataclass(frozen=True)
class Example:
    """A text that a rule must match, and what the match is: the whole of it, or each named group."""

    text: str
    gives: str | dict[str, str | None]


@dataclass(frozen=True)
class Rule:
    """A rule of a TOML file. ``data`` holds what the topic's own code reads (a role, a kind, a unit code).

    Patterns are verbose regular expressions over the shadow text; named groups only, so that rules can be joined.
    """

    id: str
    version: int
    source: str
    why: str
    file: str
    seen: str = ""
    examples: tuple[Example, ...] = ()
    counter: tuple[str, ...] = ()
    todo: tuple[Example, ...] = ()
    data: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def tag(self) -> str:
        """How evidence names this rule: ``date.day/1``."""
        return f"{self.id}/{self.version}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern. Raises RuleError, naming file and id, where it does not compile."""
        try:
            compiled = re.compile(self.source, re.VERBOSE)
        except (re.error, OverflowError, RecursionError) as error:
            raise RuleError(
                f"{self.file}: rule {self.id}: the pattern does not compile ({error}); mend it or remove the rule"
            ) from error
        if compiled.groups != len(compiled.groupindex):
            raise RuleError(
                f"{self.file}: rule {self.id}: the pattern has a nameless group; write (?:…) or (?P<name>…)"
            )
        return compiled


def either(rules: Iterable[Rule]) -> str:
    """The rules as one verbose pattern, the first that matches; without rules it matches nowhere."""
    return "|".join(f"(?:{rule.source}\n)" for rule in rules) or "(?!)"
