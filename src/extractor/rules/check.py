"""A rule against its own examples: what the suite runs over every rule, and a user over a folder of their own."""

from __future__ import annotations

import re

from extractor.rules.rule import Example, Rule
from extractor.text.normal import normalise


def complaints(rule: Rule) -> list[str]:
    """What is wrong with a rule by its own examples, a line each; nothing when it keeps its word.

    A rule without an example is a complaint, and so is a ``todo`` that has come to pass: move it up.
    """
    head = f"{rule.file}: rule {rule.id}"
    found = [] if rule.examples else [f"{head}: no example"]
    found += [
        f"{head}: {e.text!r} gives {_seen(rule, e)!r}, not {e.gives!r}" for e in rule.examples if not _gives(rule, e)
    ]
    found += [f"{head}: speaks in {text!r}, where it must be silent" for text in rule.counter if _search(rule, text)]
    found += [f"{head}: {e.text!r} works now; move it from todo to examples" for e in rule.todo if _gives(rule, e)]
    return found


def _search(rule: Rule, text: str) -> re.Match[str] | None:
    return rule.pattern.search(normalise(text).text)


def _gives(rule: Rule, example: Example) -> bool:
    return _seen(rule, example) == example.gives


def _seen(rule: Rule, example: Example) -> str | dict[str, str | None] | None:
    match = _search(rule, example.text)
    if match is None or isinstance(example.gives, str):
        return match and match[0]
    return {name: match.groupdict().get(name) for name in example.gives}
