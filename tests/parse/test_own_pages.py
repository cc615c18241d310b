"""Our own pages, each with what is right about it in fixtures/body."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from parsing import codes, isolate, words  # type: ignore[import-not-found]

FOLDER = Path(__file__).parents[2] / "fixtures" / "body"
ROWS = [json.loads(line) for line in (FOLDER / "index.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_page(row: dict[str, str | None]) -> None:
    """Body, title and day are those that a reader marked, with nothing more and nothing less."""
    gold = json.loads((FOLDER / "gold" / f"{row['id']}.json").read_text("utf-8"))
    page = isolate((FOLDER / "html" / f"{row['id']}.html").read_bytes(), url=row["url"])
    assert "\n".join(words(page, "body")) == gold["body"]
    assert page.article.title is not None
    assert page.article.title.value in gold["titles"]
    assert page.article.published is not None
    assert page.article.published.edtf in gold["dates"]
    assert codes(page) == []
