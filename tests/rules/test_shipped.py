"""Every shipped rule keeps its word."""

from __future__ import annotations

import pytest

from extractor.rules.check import complaints
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book

RULES = [rule for topic in shipped_book().rules.values() for rule in topic]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_against_its_own_examples(rule: Rule) -> None:
    """Examples give what they say, counter-examples stay silent, each todo still fails."""
    assert complaints(rule) == []


def test_ids_are_unique() -> None:
    """An id names one rule in the whole book."""
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_rule_says_why() -> None:
    """No rule without its reason."""
    assert [rule.id for rule in RULES if not rule.why.strip()] == []
