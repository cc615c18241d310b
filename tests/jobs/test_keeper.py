"""Which page stands under an id, over one run and over several."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor import extract
from extractor.dataset.summary import summarise
from extractor.edge.outputs import OutputFolder
from extractor.jobs.describe import describe
from extractor.jobs.keeper import Keeper
from extractor.jobs.outcome import Outcome
from extractor.jobs.pages import Made
from extractor.model.codec import to_json
from extractor.model.document import Article
from extractor.model.page import Check, Page
from extractor.model.records import Date
from extractor.model.span import Evidence, Span

_PAGE = replace(
    extract("工会通知", url="https://example.org/a.html"),
    article=Article(title=None, subtitle=None, site=None, column=None, published=None, body=(Span(0, 4),)),
    rosters=(),
    dates=(
        Date(
            id="dt_1",
            edtf=None,
            kind="vague",
            basis="relative",
            evidence=Evidence(quote="近日", start=0, end=2, rule="t/1"),
        ),
    ),
    counts=(),
    attribution=(),
    citations=(),
    checks=(),
    problems=(),
)
GOOD = _PAGE
FAILING = replace(_PAGE, checks=(Check(id="roster.declared", status="fail", message="1 of 2"),))
EMPTY = replace(_PAGE, dates=())


def made(name: str, page: Page) -> Made:
    """A page as it comes from the line."""
    return Made(Outcome(input=name, status="ok", page_id=page.id, summary=summarise(page)), to_json(page))


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    """An empty output folder."""
    folder = OutputFolder(tmp_path)
    folder.prepare()
    return folder


def statuses(keeper: Keeper) -> list[str]:
    """What became of each input."""
    return [outcome.status for outcome in keeper.outcomes]


def test_first_of_equals(folder: OutputFolder) -> None:
    """Of two inputs that give the same page the first is kept, and the other is listed with the first one's name."""
    keeper = Keeper(folder)
    keeper.keep(made("a", GOOD))
    second = keeper.keep(made("b", replace(GOOD, problems=())))
    assert statuses(keeper) == ["ok", "duplicate"]
    assert second.reason is not None
    assert "same page as a" in second.reason.detail


def test_same_id_other_text(folder: OutputFolder) -> None:
    """Two texts under one id are told apart from one page given twice: something is left out."""
    keeper = Keeper(folder)
    keeper.keep(made("a", GOOD))
    second = keeper.keep(made("b", replace(GOOD, document=replace(GOOD.document, text_sha256="0"))))
    assert second.status == "duplicate"
    assert second.reason is not None
    assert second.reason.code == "run.same_id"


def test_better_of_two(folder: OutputFolder) -> None:
    """Where the second is better it takes the place of the first, which becomes the duplicate."""
    keeper = Keeper(folder)
    keeper.keep(made("a", FAILING))
    keeper.keep(made("b", GOOD))
    keeper.keep(made("c", EMPTY))
    assert statuses(keeper) == ["duplicate", "ok", "duplicate"]
    assert folder.page(GOOD.id) == to_json(GOOD)


@pytest.mark.parametrize(("old", "new"), [(GOOD, FAILING), (GOOD, EMPTY), (FAILING, EMPTY)])
def test_regression(folder: OutputFolder, old: Page, new: Page) -> None:
    """A record of an earlier run is not replaced by a worse one, unless that is asked for."""
    Keeper(folder).keep(made("a", old))
    refused = Keeper(folder).keep(made("a", new))
    assert refused.status == "failed"
    assert refused.reason is not None
    assert refused.reason.code == "run.regression"
    assert folder.page(old.id) == to_json(old)
    assert Keeper(folder, accept_regression=True).keep(made("a", new)).status == "ok"
    assert folder.page(old.id) == to_json(new)


@pytest.mark.parametrize(("old", "new"), [(GOOD, GOOD), (EMPTY, FAILING), (FAILING, GOOD), (FAILING, FAILING)])
def test_progress(folder: OutputFolder, old: Page, new: Page) -> None:
    """A record that is as good or better takes the place of the old one."""
    Keeper(folder).keep(made("a", old))
    newer = replace(new, document=replace(new.document, language="zh-Hans"))
    assert Keeper(folder).keep(made("a", newer)).status == "ok"
    assert folder.page(old.id) == to_json(newer)


def test_broken_page_is_replaced(folder: OutputFolder) -> None:
    """What is no page cannot hold a place against one."""
    folder.put_page(GOOD.id, b"{}")
    assert Keeper(folder).keep(made("a", EMPTY)).status == "ok"


def test_tables_describe_the_folder(folder: OutputFolder) -> None:
    """Pages of earlier runs are in the tables too; what is no page is named and left out."""
    other = replace(GOOD, id="pg_0000000000000000")
    Keeper(folder).keep(made("a", GOOD))
    Keeper(folder).keep(made("b", other))
    folder.put_page("pg_1111111111111111", b"{}")
    (bad,) = describe(folder)
    assert bad.input.endswith("pages/pg_1111111111111111.json")
    rows = (folder.path / "tables" / "pages.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in rows] == ["page_id", other.id, GOOD.id]
    manifest = (folder.path / "manifest-sha256.txt").read_text("utf-8")
    assert "pages/pg_0000000000000000.json" in manifest
    assert "pg_1111" not in manifest
