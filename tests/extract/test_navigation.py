"""Navigation: the neighbours of an article, read from the blocks that parse marked as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.extract.navigation import navigation_in
from extractor.model.document import Block, Link
from extractor.model.records import Navigation
from extractor.rules.shipped import shipped_book
from extractor.text.normal import normalise
from extractor.text.reading import Reading

CASES = Path(__file__).parents[2] / "fixtures/cases/navigation.tsv"


def navigation_of(text: str, links: tuple[Link, ...] = ()) -> Navigation:
    block = Block(role="nav", kind="line", start=0, end=len(text))
    return navigation_in(Reading(normalise(text), (block,), links), shipped_book())


def cases() -> list[tuple[str, ...]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(text.replace("\\n", "\n"), *rest) for text, *rest in rows]


@pytest.mark.parametrize(("text", "previous", "following", "why"), cases())
def test_the_neighbours_are_named_as_the_page_names_them(text: str, previous: str, following: str, why: str) -> None:
    """Every line of fixtures/cases/navigation.tsv gives its two neighbours."""
    found = navigation_of(text)
    assert (found.previous.title if found.previous else "-") == previous, why
    assert (found.next.title if found.next else "-") == following, why


def test_a_neighbour_has_the_address_of_the_link_that_carries_it() -> None:
    """The URL is that of the link over the title; without one there is none."""
    text = "上一篇:市总召开会议"
    link = Link(url="http://www.example.cn/1.html", text="市总召开会议", start=4, end=10)
    found = navigation_of(text, (link,))
    assert found.previous
    assert found.previous.url == "http://www.example.cn/1.html"
    assert text[found.previous.evidence.start : found.previous.evidence.end] == found.previous.title
    assert navigation_of(text).previous is not None
    assert navigation_of(text).previous.url is None  # type: ignore[union-attr]


def test_neighbours_are_read_from_navigation_alone() -> None:
    """The same words in running text are no neighbours."""
    assert navigation_in(Reading.of_text("上一篇:市总召开会议"), shipped_book()) == Navigation()
