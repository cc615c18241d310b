"""Sentences and clauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.text.segments import clauses, sentences


def cut(spans: object, text: str) -> list[str]:
    return [text[a:b] for a, b in spans]  # type: ignore[attr-defined]


def test_a_sentence_keeps_its_closing_marks() -> None:
    """A closing quotation mark belongs to the sentence that it closes."""
    text = "他说：“好！”大家鼓掌。\n　第二段"
    assert cut(sentences(text), text) == ["他说：“好！”", "大家鼓掌。", "第二段"]


def test_a_clause_ends_at_a_comma() -> None:
    """Commas of both widths, colons and stops end a clause."""
    text = "来源:甲，乙,丙。"
    assert cut(clauses(text), text) == ["来源", "甲", "乙", "丙"]


@given(st.text(alphabet="甲乙。！,，\n ”", max_size=40))
def test_nothing_but_blanks_is_lost(text: str) -> None:
    """Sentences cover every character that is no blank, in order."""
    assert "".join(cut(sentences(text), text)).split() == "".join(text.split("\n")).split() or "".join(
        "".join(cut(sentences(text), text)).split()
    ) == "".join(text.split())
