"""Citations: titles, numbers, short names and issuing bodies, and what is no document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.extract.citations import citations_in
from extractor.model.records import Citation
from extractor.rules.shipped import shipped_book
from extractor.text.reading import Reading

CASES = Path(__file__).parents[2] / "fixtures/cases/citations.tsv"
PIECES = ["《", "》", "关于", "通知", "(", ")", "以下简称", "“", "”", "总工发", "〔2023〕", "15号", "市总工会", "印发", "、", "。", "\n", " ", "和"]  # fmt: skip


def citations_of(text: str) -> list[Citation]:
    return list(citations_in(Reading.of_text(text), shipped_book()))


def cases() -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]


def written(citations: list[Citation]) -> str:
    """Citations as the case file writes them."""

    def one(citation: Citation) -> str:
        parts = [
            citation.title or "",
            f"#{citation.number}" if citation.number else "",
            f"@{citation.issuer.value}" if citation.issuer else "",
            f"={int(citation.alias_of) + 1}" if citation.alias_of is not None else "",
        ]
        return " ".join(part for part in parts if part)

    return " | ".join(map(one, citations)) or "-"


@pytest.mark.parametrize(("text", "expected", "why"), cases())
def test_a_document_is_cited_with_all_that_belongs_to_it(text: str, expected: str, why: str) -> None:
    """Every line of fixtures/cases/citations.tsv gives its documents in order, and no other."""
    assert written(citations_of(text)) == expected, why


def test_the_evidence_covers_the_marks_and_the_number_behind_them() -> None:
    """A citation points at 《title》, and at the number too where one follows at once."""
    (with_number,) = citations_of("见《关于送清凉的通知》（江工发〔2022〕8号）。")
    assert with_number.evidence.quote == "《关于送清凉的通知》（江工发〔2022〕8号）"
    (alone,) = citations_of("见《关于送清凉的通知》。")
    assert alone.evidence.quote == "《关于送清凉的通知》"


def test_the_issuer_is_the_body_and_no_more() -> None:
    """Neither the day nor the verb belongs to the name of the body."""
    (citation,) = citations_of("江州市总工会办公室近日印发《关于送清凉的通知》")
    assert citation.issuer
    assert citation.issuer.evidence.quote == citation.issuer.value == "江州市总工会办公室"


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@settings(max_examples=200, deadline=None)
def test_citations_point_at_their_words_and_lie_apart(text: str) -> None:
    """Whatever stands in a text, quotes are the characters at their place, citations do not overlap, aliases look back."""
    found = citations_of(text)
    for i, citation in enumerate(found):
        evidence = citation.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert citation.title or citation.number
        assert citation.alias_of is None or int(citation.alias_of) < i
    ends = [c.evidence.end or 0 for c in found]
    assert all((c.evidence.start or 0) >= end for c, end in zip(found[1:], ends, strict=False))
