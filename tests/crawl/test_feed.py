"""Lists that come as JSON, as content systems give them, and what is none of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.crawl.feed import feeds, json_column
from extractor.crawl.frontier import Task
from extractor.crawl.scope import Scope
from extractor.jobs.leads import leads
from extractor.model.capture import Capture
from extractor.rules.shipped import shipped_book

URL = "http://a.cn/api/list?column=7&page=2"
NEXT = "http://a.cn/api/list?column=7&page=3"


def row(number: int, title: str = "title", address: str = "url") -> dict[str, Any]:
    """An article of a list."""
    return {title: f"市总工会部署第{number}项工作", address: f"/gh/{number}.html", "id": number}


ROWS = [row(1), row(2)]


@pytest.mark.parametrize(
    ("answer", "following"),
    [
        (ROWS, NEXT),
        ({"rows": ROWS}, NEXT),
        ({"code": 0, "data": {"list": ROWS, "menu": [{"name": "首页", "url": "/"}]}}, NEXT),
        ({"data": {"records": ROWS, "total": 40, "pages": 20}}, NEXT),
        ({"data": {"records": ROWS, "total": 4, "pages": 2}}, None),
        ({"Total_Page": 2, "items": ROWS}, None),
        ({"total": 2, "rows": ROWS}, None),
        ({"version": "https://jsonfeed.org/version/1.1", "items": ROWS, "next_url": "http://a.cn/feed-2.json"}, "http://a.cn/feed-2.json"),
        ({"rows": ROWS, "nextPage": "/api/more/9"}, "http://a.cn/api/more/9"),
        ({"rows": [row(1, "docTitle", "docPubUrl"), row(2, "name", "linkUrl")]}, NEXT),
    ],
)  # fmt: skip
def test_rows(answer: object, following: str | None) -> None:
    """The longest list of titles with addresses is the column; the next page is named, or numbered and not the last."""
    found = json_column(json.dumps(answer).encode(), URL)
    assert found
    assert found.articles == ("http://a.cn/gh/1.html", "http://a.cn/gh/2.html")
    assert found.pages == ((following,) if following else ())


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"{", b"[1, 2]", b'{"rows": []}', b'{"rows": [{"title": "t"}, {"url": "/1.html"}]}', b"[" * 100_000, b"\xff{"],
)  # fmt: skip
def test_no_rows(content: bytes) -> None:
    """What is no JSON, or lists nothing with title and address, is no column."""
    assert json_column(content, URL) is None


@pytest.mark.parametrize("key", ["page", "pageNo", "pageNum", "pageIndex", "p", "currentPage", "curpage"])
def test_numbers_of_pages(key: str) -> None:
    """The number of the page goes by many names; the rest of the address stays."""
    found = json_column(json.dumps(ROWS).encode(), f"http://a.cn/l?id=1&{key}=9&size=2")
    assert found
    assert found.pages == (f"http://a.cn/l?id=1&{key}=10&size=2",)


def test_lists_have_an_end() -> None:
    """Without a number there is no next page, nor behind the thousandth, nor one that is this page itself."""
    content = json.dumps(ROWS).encode()
    for url in ("http://a.cn/list", "http://a.cn/list?page=x", "http://a.cn/list?page=1000", "http://a.cn/list?size=2"):
        found = json_column(content, url)
        assert found
        assert found.pages == ()
    itself = json_column(json.dumps({"items": ROWS, "next_url": "/feed"}).encode(), "http://a.cn/feed")
    assert itself
    assert itself.pages == ()


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_json(answer: object) -> None:
    """Whatever a server answers, what comes out are addresses."""
    found = json_column(json.dumps(answer).encode(), URL)
    assert found is None or all(one.startswith(("http://", "https://")) for one in (*found.articles, *found.pages))


def test_feeds() -> None:
    """A page may name its feed in its head."""
    head = b"<head><link rel='alternate' type=\"application/feed+json\" href=\"/feed.json\"><link rel=alternate type=text/css href='/a.css'></head>"
    assert feeds(head, URL) == ("http://a.cn/feed.json",)
    assert feeds(b"<link " * 10_000, URL) == ()


@pytest.mark.parametrize("media_type", ["application/json", "text/html", None])
def test_whatever_its_server_calls_it(media_type: str | None) -> None:
    """Rows lead to articles and to the next page as columns do, under whatever name they are sent."""
    page = Capture(content=json.dumps(ROWS).encode(), url=URL, media_type=media_type)
    kind, rows = leads(Task(URL, "seed"), page, scope=Scope.of([URL]), sitemaps=(), book=shipped_book())
    assert kind == "column"
    assert [(one.url, one.kind) for one in rows] == [
        (NEXT, "column"), ("http://a.cn/gh/1.html", "article"), ("http://a.cn/gh/2.html", "article"),
    ]  # fmt: skip
