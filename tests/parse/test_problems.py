"""What cannot be read, or says nothing, is a problem and never an article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsing import PROSE, codes, isolate  # type: ignore[import-not-found]

SHELLS = [
    (
        "<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>",
        "parse.challenge",
        "a script that tests the browser",
    ),
    ("<html><body>请完成验证后继续访问</body></html>", "parse.challenge", "a puzzle"),
    (
        "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>",
        "parse.error_page",
        "nothing there, with status 200",
    ),
    ("<html><body><form>用户登录 <input type=password> 忘记密码</form></body></html>", "parse.login", "a form"),
    (
        "<html><body><div id=app></div><script>new Vue()</script></body></html>",
        "parse.script_shell",
        "a program without text",
    ),
    ("<html><body><noscript>请启用JavaScript</noscript></body></html>", "parse.script_shell", "a request to run it"),
    ("<html><body></body></html>", "parse.empty", "nothing at all"),
    ("", "parse.empty", "an empty file"),
    (b"%PDF-1.7 \x00\x01\x02", "parse.binary", "a PDF"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "parse.binary", "a picture"),
    (bytes(range(256)) * 20, "parse.binary", "bytes that are no text"),
]


@pytest.mark.parametrize(("content", "code"), [row[:-1] for row in SHELLS], ids=[row[-1] for row in SHELLS])
def test_no_article(content: bytes | str, code: str) -> None:
    """A page without an article has a problem that says why, no title and no body."""
    page = isolate(content)
    assert codes(page) == [code]
    assert page.article.title is None
    assert page.article.body == ()


def test_an_error_status_is_believed() -> None:
    """What a server sends with 404 is no article, however it looks."""
    assert codes(isolate(f"<html><body><h1>标题</h1>{PROSE}</body></html>", status=404)) == ["parse.error_page"]


def test_an_article_that_speaks_of_logins_is_an_article() -> None:
    """Words of a login or an error in a whole article are its words."""
    page = isolate(
        f"<html><body><h1>用户登录须知</h1>{PROSE * 3}<p>请先登录后查看，页面不存在时请联系我们。</p></body></html>"
    )
    assert codes(page) == []


HOSTILE = {
    "deep": ("<div>" * 50_000 + "正文，很多，很多。" + "</div>" * 50_000, "parse.too_deep"),
    "a flood of attributes": ("<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + PROSE, "parse.attributes"),
    "quoted ones": ("<div " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">" + PROSE, "parse.attributes"),
    "an open comment": (PROSE + "<!-- " + "尾" * 1000, "parse.open_comment"),
    "tags without end": ("<p>" * 200_000 + PROSE, "parse.too_long"),
    "one line without end": ("<p>" + "长，" * 4_500_000, "parse.too_long"),
    "lines without end": ("行\n" * 150_000, "parse.too_long"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_bounded(content: str, code: str) -> None:
    """What would hang or exhaust the parser is cut or flattened, and the page says so."""
    page = isolate(content)
    assert code in codes(page)
    assert len(page.document.text) <= 2_000_000


def test_entities_and_nuls_are_read() -> None:
    """Entities without end are characters; a NUL leaves the words around it."""
    assert isolate("<p>" + "&amp;" * 100_000 + "</p>").document.text == "&" * 100_000
    assert "工会" in isolate("<p>职工\0之家，工会</p>".encode()).document.text


def test_what_deep_pages_say_is_not_lost() -> None:
    """A page nested deeper than the parser goes is read as lines, all of them."""
    page = isolate("<p>头，</p>" + "<div>" * 3000 + "中，" + "</div>" * 3000 + "<p>尾。</p>")
    assert page.document.text.split() == ["头，", "中，", "尾。"]


PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div id=zoom>",
        "<table>",
        "<td rowspan=0>",
        "<!--",
        "-->",
        "<script>",
        "来源：江州日报",
        "2023-05-06",
        "上一篇：",
        "，。",
        "正文",
        "<a href='//['>",
        "&#0;",
        "&nbsp;",
        "<h1>",
        "<br>",
        "\ud800",
        "<",
        ">",
        "\u200b",
        "</html>",
        "<pre>\n",
    ]
)


@given(st.lists(PARTS, max_size=30).map("".join))
@settings(max_examples=150)
def test_no_page_breaks_the_line(content: str) -> None:
    """Any soup of tags gives blocks that cover the text, evidence that is the text it points at, or a problem."""
    page = isolate(content)
    text = page.document.text
    assert page.document.blocks or page.problems
    for block in page.document.blocks:
        assert text[block.start : block.end].strip()
    for link in page.document.links or ():
        assert text[link.start : link.end] == link.text
    if page.article.published and page.article.published.evidence.start is not None:
        evidence = page.article.published.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
