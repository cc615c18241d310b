"""Identifiers are found whole, in order, and leave counts and days alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rules.check import complaints
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book
from extractor.rules.survey import survey

_RULES = shipped_book().topic("identifiers")


@pytest.mark.parametrize("rule", _RULES, ids=[rule.id for rule in _RULES])
def test_every_rule_keeps_its_word(rule: Rule) -> None:
    """Each rule matches its examples and is silent in its counter-examples."""
    assert complaints(rule) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("江工发〔2023〕15号,电话0571-80001234,邮编310012", ["2023〕15号", "0571-80001234", "310012"]),
        ("到人民路88号2号楼301室领取,乘105路公交", ["88号2号楼", "301室", "105路"]),
        ("5月15日至17日,参赛职工1,200名,用电30kWh", []),
        ("打印A4纸200张,发放5G手机3部", ["A4", "5G"]),
    ],
)
def test_identifiers_of_a_text(text: str, words: list[str]) -> None:
    """What names is shut, what counts or dates stays open."""
    assert [text[a:b] for a, b in survey(text, shipped_book()).names] == words


@given(st.text("0159.-+:〔〕[]号路室年月日电话AGZz@/ ,万个", max_size=40))
def test_spans_are_in_order_and_apart(text: str) -> None:
    """Any text: spans are not empty, lie within the text, and no two of them overlap."""
    spans = survey(text, shipped_book()).names
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(a < b for a, b in spans)
