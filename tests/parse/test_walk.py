"""The tree as one text with blocks."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import astuple

from extractor.parse.draft import Draft
from extractor.parse.html import read_html

LINES = [
    ("<p>一</p><p>二</p>", "一\n二", "a paragraph is a block"),
    ("<div>一<div>二</div>三</div>", "一\n二\n三", "a block inside breaks the line around it"),
    ("<p>一<br>二<br/>三</p>", "一\n二\n三", "a break ends a block"),
    ("<p> 一\n\t <b> 二</b> 三 </p>", "一 二 三", "white space collapses, across elements too"),
    ("<p>劳<span>动</span><font>者</font></p>", "劳动者", "Word pastes a span a word"),
    ("<p>　　一&nbsp;二</p>", "一\xa0二", "blanks that HTML keeps stay inside a block, not at its edges"),
    ("<p>一<script>二</script><style>三</style><!-- 四 --></p>", "一", "script, style and comments are not printed"),
    ("<p>一<span style='DISPLAY : none'>二</span></p>", "一", "what its own style hides is not printed"),
    ("<p>一</p><p hidden>二</p><div hidden><p>三</p></div>四", "一\n四", "nor what the attribute hides"),
    ("<div style='visibility:hidden'>一</div>", "一", "WeChat shows by script what this hides"),
    ("<template>一</template><noscript>二</noscript>", "二", "a browser without scripts prints noscript"),
    ("<p>一</p></body></html><p>二</p></html>", "一\n二", "nothing behind an early end of the page is lost"),
    ("<pre>一\n  二\n\n三</pre>", "一\n二\n三", "text as typed keeps its lines"),
    ("<section><span><p>一</p></span>二</section>", "一\n二", "a block inside an inline element"),
    ("<p>&#x200b;</p><p>一</p>", "一", "a block of invisible characters is none"),
    ("<?xml version='1.0' encoding='gbk'?><html><p>一", "一", "an XML declaration"),
    ("<p>一<p>二<td>三", "一\n二\n三", "tags that are never closed"),
]


def draft(html: str, base: str | None = None) -> Draft:
    return read_html(html, base)[0]


@pytest.mark.parametrize(("html", "text"), [row[:-1] for row in LINES], ids=[row[-1] for row in LINES])
def test_text(html: str, text: str) -> None:
    """The text is what a browser without scripts would print, a block a line."""
    assert draft(html).text == text


def test_kinds() -> None:
    """A block's kind is that of the element it stands in; a line between breaks is a line."""
    html = "<h2>一</h2><p>二</p><ul><li>三<p>四</p></li></ul><figure><figcaption>五</figcaption></figure><div>六<br>七</div>"
    assert [piece.kind for piece in draft(html).pieces] == [
        "heading",
        "paragraph",
        "list_item",
        "list_item",
        "caption",
        "line",
        "line",
    ]


def test_cells_know_their_place_in_the_grid() -> None:
    """Rows and columns count what rowspan and colspan cover."""
    html = "<table><tr><th colspan=2>甲<th>乙<tr><td rowspan=2>丙<td>丁<td>戊<tr><td>己<td>庚</table>"
    pieces = draft(html).pieces
    assert [piece.cell and astuple(piece.cell)[1:] for piece in pieces] == [
        (0, 0, 1, 2),
        (0, 2, 1, 1),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]
    assert {piece.kind for piece in pieces} == {"table_cell"}


def test_a_table_around_tables_is_layout() -> None:
    """Only the inner table's blocks are cells."""
    pieces = draft("<table><tr><td>一<table><tr><td>二</table>三</table>").pieces
    assert [piece.cell is not None for piece in pieces] == [False, True, False]


def test_links_are_absolute_and_carry_their_words() -> None:
    """A link's words are the text at its place; addresses that lead nowhere are left out."""
    html = "<p> <a href='b.html'> 甲 </a>、<a href='/c'>乙</a><a href='../d'>丙</a><a href='//e.cn/f'>丁</a><a href='#x'>戊</a><a href='javascript:g()'>己</a></p>"
    page = draft(html, "http://a.cn/x/y/z.html")
    assert [link.url for link in page.links] == [
        "http://a.cn/x/y/b.html",
        "http://a.cn/c",
        "http://a.cn/x/d",
        "http://e.cn/f",
    ]
    assert all(page.text[link.start : link.end] == link.text for link in page.links)


def test_base_is_obeyed() -> None:
    """Addresses start from the page's own base, where it has one."""
    assert draft("<head><base href='/z/'></head><a href=a>甲</a>", "http://a.cn/b/c").links[0].url == "http://a.cn/z/a"


def test_pictures_stand_where_they_are_printed() -> None:
    """A picture's place is the offset of what follows it; a lazy one is found by its real source."""
    page = draft("<p>甲</p><img src='data:x' data-src='/p.jpg' alt='乙'><p>丙</p>", "http://a.cn/")
    assert [(image.url, image.alt, image.at) for image in page.images] == [("http://a.cn/p.jpg", "乙", 2)]


WORDS = st.text("甲乙丙丁 \n，。<&ab　", min_size=0, max_size=6)
LEAF = WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
TAGS = st.sampled_from(
    ["p", "div", "span", "b", "li", "td", "tr", "table", "ul", "h1", "a", "section", "center", "font"]
)
TREES = st.recursive(
    LEAF,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
    max_leaves=20,
)


@given(TREES)
@settings(max_examples=60)
def test_every_visible_character_is_there(html: str) -> None:
    """The text holds what another parser prints, in the same order, white space aside."""
    page = f"<html><body><div>{html}</div></body></html>"
    tree = etree.fromstring(page, etree.HTMLParser(huge_tree=True))
    printed = BeautifulSoup(etree.tostring(tree, encoding="unicode", method="html"), "html.parser").get_text()
    assert "".join(draft(page).text.split()) == "".join(printed.split())


@given(TREES)
@settings(max_examples=60)
def test_blocks_cover_the_text(html: str) -> None:
    """Blocks follow each other with one line break between them, and none is blank at an edge."""
    page = draft(html)
    assert "\n".join(page.text[p.start : p.end] for p in page.pieces) == page.text
    assert all(page.text[p.start : p.end].strip() == page.text[p.start : p.end] for p in page.pieces)


@given(TREES)
@settings(max_examples=30)
def test_paths_lead_to_the_words(html: str) -> None:
    """A block's path leads to the element that holds its words."""
    page = draft(html)
    for i, piece in enumerate(page.pieces):
        path = page.path(i)
        if path:
            (node,) = page.frames.nodes[piece.frame].getroottree().xpath(path)
            assert "".join(page.text[piece.start : piece.end].split()) in "".join("".join(node.itertext()).split())
