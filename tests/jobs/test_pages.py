"""Inputs become pages, in order; whatever goes wrong with one is told with it, and the rest go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.jobs import pages
from extractor.jobs.outcome import Outcome
from extractor.jobs.pages import PageOptions, gather, make_pages
from extractor.model.capture import Capture
from extractor.model.errors import RuleError
from extractor.model.page import Page
from extractor.pipeline import process
from extractor.rules.load import RuleBook


def test_gather(tmp_path: Path) -> None:
    """A list gives its lines, a folder its files, and an input that is neither keeps its place with the reason."""
    (tmp_path / "in").mkdir()
    for name in ("b.txt", "a.txt", "c.png"):
        (tmp_path / "in" / name).write_text("x")
    (tmp_path / "list").write_text(f"ftp://x/\n{tmp_path}/in\n")
    got = gather([f"@{tmp_path}/list", "@nowhere", "-"])
    names = [item.input if isinstance(item, Outcome) else item.name for item in got.items]
    assert names == ["ftp://x/", f"{tmp_path}/in/a.txt", f"{tmp_path}/in/b.txt", "@nowhere", "-"]
    assert [item.status for item in got.items if isinstance(item, Outcome)] == ["failed", "failed"]
    assert got.skipped == 1


def test_bug_in_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw costs the page that it happened on, and is told as ours."""

    def stumbles(capture: Capture, book: RuleBook) -> Page:
        if b"stumble" in capture.content:
            raise ZeroDivisionError("so\nwhat")
        return process(capture, book)

    monkeypatch.setattr(pages, "process", stumbles)
    for name, text in (("a.txt", "stumble"), ("b.txt", "工会" * 200)):
        (tmp_path / name).write_text(text, "utf-8")
    first, second = make_pages(gather([str(tmp_path)]).items, PageOptions())
    assert first.outcome.reason is not None
    assert first.outcome.reason.code == "internal"
    assert "ZeroDivisionError at" in first.outcome.reason.detail
    assert "\n" not in first.outcome.reason.detail
    assert second.content is not None


def test_wrong_rules(tmp_path: Path) -> None:
    """Rules that are wrong are told before the first page, by file and id."""
    (tmp_path / "mine.toml").write_text('[[rule]]\nid = "mine.x"\nwhy = "w"\npattern = "("\n')
    with pytest.raises(RuleError, match=r"mine\.toml: rule mine\.x"):
        make_pages([], PageOptions(rules=str(tmp_path)))
