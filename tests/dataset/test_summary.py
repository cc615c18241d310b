"""A page in a line: its figures, its standing, and how it looks on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from extractor.dataset.listing import listing, shortened, width
from extractor.dataset.summary import UNUSABLE, summarise
from extractor.model.document import Attachment
from extractor.model.page import Page
from extractor.model.problem import Problem
from extractor.model.span import Span

HEAD = ("title", "rosters", "entries", "dates", "counts", "credits", "checks", "page")


def test_figures(page: Page) -> None:
    """The figures are those of the page."""
    got = summarise(page)
    assert (got.entries, got.dates, got.counts, got.credits, got.citations) == (2, 1, 1, 1, 1)
    assert (got.passed, got.failed, got.warned) == (1, 1, 0)
    assert got.problems == (("charset.replaced", "1 byte"),)
    assert got.unusable is None


@pytest.mark.parametrize("code", sorted(UNUSABLE))
def test_unusable(page: Page, code: str) -> None:
    """A page that is none is told apart from one with a problem."""
    got = summarise(replace(page, problems=(Problem(stage="parse", code=code, detail="so"),)))
    assert got.unusable == (code, "so")
    assert got.standing == 0


def test_no_article(page: Page) -> None:
    """Without a body, a list, or a title over an attachment there is no article."""
    bare = replace(page, rosters=())
    attachment = Attachment(url="https://example.org/a.doc", name="名单", media_type=None)
    assert summarise(bare).unusable == ("parse.no_article", "holds no article; give the article's own page")
    assert summarise(page).unusable is None
    assert summarise(replace(bare, article=replace(page.article, body=(Span(0, 5),)))).unusable is None
    assert summarise(replace(bare, document=replace(page.document, attachments=(attachment,)))).unusable is None


def test_standing(page: Page) -> None:
    """Good is better than failing a check, and that is better than empty."""
    good = replace(page, checks=page.checks[:1])
    empty = replace(
        page,
        article=replace(page.article, body=(Span(0, 5),)),
        rosters=(),
        dates=(),
        counts=(),
        attribution=(),
        citations=(),
        checks=(),
    )
    assert [summarise(p).standing for p in (good, page, empty)] == [2, 1, 0]


def test_listing(page: Page) -> None:
    """Columns stand under each other where a Chinese character is two columns wide."""
    other = replace(page, article=replace(page.article, title=None))
    lines = listing(HEAD, [summarise(page), summarise(other)])
    assert len({width(line[: line.index("pg_")]) for line in lines[1:]}) == 1
    assert "1/1 complete" in lines[1]
    assert lines[2].startswith("in/一,二.html")


@given(st.text(), st.integers(1, 20))
def test_shortened(text: str, columns: int) -> None:
    """A shortened text is never wider than it may be, nor on more than one line."""
    got = shortened(text, columns)
    assert width(got) <= columns
    assert len(got.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "columns"), [("工人", 4), ("ＡＢ", 4), ("e\N{COMBINING ACUTE ACCENT}", 1), ("abc", 3)]
)
def test_width(text: str, columns: int) -> None:
    """Wide and full-width characters take two columns, combining marks none."""
    assert width(text) == columns
