"""The same page in another coat: entries, values and identities stay what they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor import extract, to_json
from extractor.model.page import Page

TEXT = (Path(__file__).parent.parent / "fixtures/site/palaces.txt").read_text("utf-8")
Coat = Callable[[str], bytes]


def lines(text: str) -> list[str]:
    return [html.escape(line) for line in text.split("\n") if line.strip()]


def document(inner: str, charset: str = "utf-8") -> bytes:
    head = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>页面</title></head><body>'
    return f"{head}{inner}</body></html>".encode(charset)


WIDE = str.maketrans(",:!()", "，：！（）")
COATS: dict[str, Coat] = {
    "a visit counter filled in": lambda t: t.replace("当前访问量:", "当前访问量:20231124").encode(),
    "blank lines collapsed": lambda t: re.sub(r"\n+", "\n", t).encode(),
    "full-width punctuation": lambda t: t.translate(WIDE).encode(),
    "CRLF": lambda t: t.replace("\n", "\r\n").encode(),
    "UTF-8 with BOM": lambda t: t.encode("utf-8-sig"),
    "GB18030": lambda t: t.encode("gb18030"),
    "UTF-16LE with BOM": lambda t: b"\xff\xfe" + t.encode("utf-16-le"),
    "a paragraph a line": lambda t: document("\n".join(f"<p>{line}</p>" for line in lines(t))),
    "a div of br lines": lambda t: document("<div>" + "<br>\n".join(lines(t)) + "</div>"),
    "a table, a row a line": lambda t: document(
        "<table>" + "\n".join(f"<tr><td>{x}</td></tr>" for x in lines(t)) + "</table>"
    ),
    "paragraphs in GB18030": lambda t: document("\n".join(f"<p>{line}</p>" for line in lines(t)), "gb18030"),
    "paragraphs with a word a span": lambda t: document(
        "\n".join(f"<p>{''.join(f'<span>{c}</span>' for c in html.unescape(x))}</p>" for x in lines(t))
    ),
}


@cache
def plain() -> Page:
    return extract(TEXT.encode(), url="palaces.txt")


def values(page: Page) -> dict[str, Any]:
    """Everything that a page says, without where it says it."""

    def bare(node: Any) -> Any:
        if isinstance(node, dict):
            skipped = {"evidence", "start", "end", "path", "parts", "label", "quote"}
            return {k: bare(v) for k, v in node.items() if k not in skipped}
        if isinstance(node, list):
            return [bare(x) for x in node]
        return node.translate(WIDE) if isinstance(node, str) else node

    fields = ("id", "rosters", "dates", "counts", "attribution", "citations", "navigation")
    built: dict[str, Any] = msgspec.json.decode(to_json(page))
    return {field: bare(built[field]) for field in fields}


def test_the_page_itself() -> None:
    """The text page has its 48 entries, complete as declared, all located but none wrongly."""
    (roster,) = plain().rosters
    assert (roster.found, roster.status, {d.value for d in roster.declared}) == (48, "complete", {48})
    assert [e.name for e in roster.entries if e.place is None or e.place.code is None] == []
    published = plain().article.published
    assert published is not None
    assert published.edtf == "2023-11-24"


@pytest.mark.parametrize("coat", COATS, ids=str)
def test_another_coat(coat: str) -> None:
    """48 entries, the same values, the same page id and record ids."""
    other = extract(COATS[coat](TEXT), url="other.html" if "<" in COATS[coat]("甲").decode("latin-1") else "other.txt")
    assert [e.name for r in other.rosters for e in r.entries] == [e.name for r in plain().rosters for e in r.entries]
    assert values(other) == values(plain())


@pytest.mark.parametrize("coat", COATS, ids=str)
def test_every_quote_is_at_its_place(coat: str) -> None:
    """``text[start:end] == quote`` for every piece of evidence on every version of the page."""
    page = extract(COATS[coat](TEXT))
    found = 0

    def walk(node: Any) -> None:
        nonlocal found
        if isinstance(node, dict):
            if {"quote", "start", "end"} <= node.keys() and node["start"] is not None:
                assert page.document.text[node["start"] : node["end"]] == node["quote"]
                found += 1
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(msgspec.json.decode(to_json(page)))
    assert found > 100
