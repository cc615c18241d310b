"""The grammar of counts: every rule keeps its word, and the lexicons agree with each other."""

from __future__ import annotations

import pytest

from extractor.rules.check import complaints
from extractor.rules.counts import scan_counts
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book

_BOOK = shipped_book()
_RULES = _BOOK.topic("counts")


@pytest.mark.parametrize("rule", _RULES, ids=[rule.id for rule in _RULES])
def test_every_rule_keeps_its_word(rule: Rule) -> None:
    """Each rule matches its examples and is silent in its counter-examples."""
    assert complaints(rule) == []


def test_every_unit_is_reached() -> None:
    """Each unit, currency and measure word of the lexicons is read whole behind a number."""
    lost = []
    for name in ("counts_units", "counts_currencies", "counts_classifiers"):
        for word in sorted(_BOOK.lexicon(name).words - {"日", "分"}):
            found = scan_counts(f"共36{word},", _BOOK)
            if [hit.unit for hit in found] != [word]:
                lost.append((word, [hit.unit for hit in found]))
    assert lost == []


def test_every_modifier_moves_the_bounds() -> None:
    """Each word before a number becomes its modifier."""
    lost = []
    for word, does in (row[:2] for row in _BOOK.lexicon("counts_before").rows):
        number = "百" if word.endswith(("上", "过")) or word == "破" else "300"
        found = scan_counts(f",{word}{number}名职工", _BOOK)
        wanted = None if does == "none" else word
        if len(found) != 1 or (found[0].modifier != wanted and does != "none"):
            lost.append((word, [hit.modifier for hit in found]))
    assert lost == []


def test_no_name_is_counted() -> None:
    """No idiom, slogan or name of the lexicon gives a count."""
    counted = [word for word in sorted(_BOOK.lexicon("counts_names").words) if scan_counts(f"的{word}。", _BOOK)]
    assert counted == []
