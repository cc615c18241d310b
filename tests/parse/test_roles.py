"""Whole pages: where the article stands, and what the rest is."""

from __future__ import annotations

import html as markup

import pytest
from parsing import PROSE, URL, codes, isolate, roles, words  # type: ignore[import-not-found]

PLAIN = """欢迎访问江州市总工会

当前访问量:

全市首批,江州入选!

关注我们获得更多精彩内容

  市总工会办公室近日印发《关于确认首批标准化职工书屋名单的通知》,确认江州市图书馆等3家单位为首批标准化职工书屋。

首批标准化职工书屋名单

江州市图书馆

江州市第一中学

江州机床厂

01
阵地升级

书屋开张于1950年,73年来一直免费借书给职工,从没收过一分押金。

来源:江州市总工会、市总宣教部

通讯员:何苗

编辑:田野

来源:江州工会融媒体 编辑:admin 时间:2023-11-24

上一篇:“互助保障”活动启动

下一篇:没有了
"""
EXPECTED = [
    "boilerplate",
    "boilerplate",
    "title",
    "boilerplate",
    *["body"] * 8,
    "credit",
    "credit",
    "credit",
    "meta",
    "nav",
    "nav",
]
LINES = [line.strip() for line in PLAIN.splitlines() if line.strip()]


def wrapped(before: str, after: str) -> str:
    return before + after.join(markup.escape(line) for line in LINES)


SAME = {
    "as it is": PLAIN,
    "windows line ends": PLAIN.replace("\n", "\r\n").encode(),
    "gb18030": PLAIN.encode("gb18030"),
    "utf-16": PLAIN.encode("utf-16"),
    "no blank lines": "\n".join(LINES),
    "a counter filled in": PLAIN.replace("当前访问量:", "当前访问量:20231"),
    "full-width marks": PLAIN.replace(":", "：").replace(",", "，").replace("!", "！"),
    "paragraphs": "<p>" + wrapped("", "</p>\n<p>"),
    "breaks": "<div>" + wrapped("", "<br>"),
    "a table": "<table><tr><td>" + wrapped("", "</td></tr><tr><td>"),
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME.keys())
def test_the_same_page_in_other_coats(content: bytes | str) -> None:
    """Title, day, site and roles survive encodings, marks, blank lines and a wrapping in HTML."""
    page = isolate(content, url=None)
    assert [role for role, _ in roles(page)] == EXPECTED
    article = page.article
    assert article.title is not None
    assert article.title.value.replace("，", ",").replace("！", "!") == "全市首批,江州入选!"
    assert article.published is not None
    assert article.published.edtf == "2023-11-24"
    assert article.site is not None
    assert article.site.value == "江州市总工会"


def test_plain_text_is_not_altered() -> None:
    """A plain-text page is its decoded input, the mark dropped and line ends made one."""
    page = isolate("\N{ZERO WIDTH NO-BREAK SPACE}一\r\n\r\n  二　\r\n".encode(), url="a.txt")
    assert page.document.text == "一\n\n  二　\n"


def full(body: str, *, title: str = "座谈会召开", head: str = "", tail: str = "") -> str:
    return (
        f"<html><head><title>{title}_江州市总工会</title>{head}</head><body>"
        f"<ul><li><a href=/>首页</a></li><li><a href=/a>机构</a></li></ul>"
        f"<div>当前位置：<a href=/>首页</a> &gt; <a href=/d>工会动态</a> &gt; 正文</div><h1>{title}</h1>"
        f"<div class=info>2023-11-24 09:30　来源：江州日报</div>{body}{tail}</body></html>"
    )


def test_a_page_of_a_content_system() -> None:
    """Menu, breadcrumb, title, source line, body, editor, neighbours, others and foot are told apart."""
    tail = (
        "<p>（责任编辑：田野）</p><div>上一篇：<a href=1.html>关于开会</a></div>"
        "<div><h3>相关新闻</h3><a href=2.html>职工运动会开幕</a></div><div>版权所有 江州市总工会</div>"
    )
    page = isolate(full(f"<div id=zoom>{PROSE}</div>", tail=tail))
    assert [role for role, _ in roles(page)] == [
        "nav",
        "boilerplate",
        "nav",
        "title",
        "meta",
        "body",
        "body",
        "credit",
        "nav",
        "related",
        "related",
        "boilerplate",
    ]
    assert page.article.column is not None
    assert page.article.column.value == "工会动态"


SHAPES = {
    "a known container": f"<div class=TRS_Editor>{PROSE}</div>",
    "a footer that is the same container": f"<div class=TRS_Editor>{PROSE}</div><div class=TRS_Editor>地址：江州市</div>",
    "no container at all": PROSE,
    "sections and spans": PROSE.replace("<p>", "<section><span>").replace("</p>", "</span></section>"),
    "breaks alone": f"<div>{PROSE.replace('<p>', '').replace('</p>', '<br><br>')}</div>",
    "a layout table": f"<table><tr><td><table><tr><td>{PROSE}</td></tr></table></td></tr></table>",
    "a hidden WeChat body": f"<div id=js_content style='visibility: hidden'>{PROSE}</div>",
    "a span a word": "<p><span>11月24日</span><span>，</span>" + PROSE[8:],
    "a link at the end of each paragraph": PROSE.replace("</p>", "<a href=x>详情</a></p>"),
    "four hundred elements deep": "<div>" * 400 + PROSE + "</div>" * 400,
    "behind an early end": f"</div></body></html>{PROSE}",
    "between comments": f"<div><!--ZJEG_RSS.content.begin-->{PROSE}<!--ZJEG_RSS.content.end--></div>",
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_the_body_is_found_in_any_shape(body: str) -> None:
    """Both paragraphs are body and nothing else is, whatever elements they stand in."""
    found = "".join(words(isolate(full(body)), "body"))
    assert found.startswith("11月24日")
    assert "让职工满意。" in found
    assert "首页" not in found
    assert "地址" not in found


@pytest.mark.parametrize("day", ["2023-11-24 10:20", ""], ids=["beside a date", "alone"])
@pytest.mark.parametrize("body", ["<div id=js_content>{}</div>", "{}"], ids=["known container", "none"])
def test_the_name_of_a_wechat_account(day: str, body: str) -> None:
    """The line under the title that names the account is meta, though no label says so."""
    name = f"<a id=js_name href='javascript:void(0);'>江州工会</a> <em id=publish_time>{day}</em>"
    head = f"<h1 id=activity-name>江州市召开职工代表座谈会</h1><div id=meta_content class=rich_media_meta_list>{name}</div>"
    page = isolate(f"<html><body>{head}{body.format(PROSE)}</body></html>")
    assert words(page, "meta") == [f"江州工会 {day}".strip()]
    assert len(words(page, "body")) == 2


def test_a_body_for_wide_and_one_for_narrow_screens() -> None:
    """The second copy of the same body is no part of the article."""
    page = isolate(full(f"<div class=pc>{PROSE}</div><div class=phone>{PROSE}</div>"))
    assert len(words(page, "body")) == 2


def test_a_roster_without_a_sentence() -> None:
    """Names alone are a body; a list of links is none, and the page says so."""
    names = "".join(f"<p>江州市第{n}工人文化宫</p>" for n in "一二三四五六七八")
    assert len(words(isolate(full(f"<div>{names}</div>", title="名单公示")), "body")) == 8
    links = "".join(f"<li><a href={n}.html>工会动态的第{n}条新闻的标题</a></li>" for n in range(20))
    assert codes(isolate(f"<html><body><ul>{links}</ul></body></html>")) == ["parse.no_article"]


def test_links_in_the_midst_lead_elsewhere() -> None:
    """A box of links between two paragraphs is related, and the paragraphs are body."""
    box = (
        "<table>"
        + "".join(f"<tr><td>·</td><td><a href={n}.html>另一篇新闻的标题{n}</a></td></tr>" for n in range(4))
        + "</table>"
    )
    first, second = PROSE.split("</p><p>")
    page = isolate(full(f"<div>{first}</p>{box}<p>{second}</div>"))
    assert len(words(page, "body")) == 2
    assert len(words(page, "related")) == 8


def test_the_header_table_of_a_document() -> None:
    """Labels and values above a document are meta, and 成文日期 is not the day of publication."""
    table = (
        "<table><tr><td>索引号</td><td>JZ-2023-11</td><td>发布机构</td><td>江州市总工会</td></tr>"
        "<tr><td>成文日期</td><td>2023-11-20</td><td>发布日期</td><td>2023-11-24</td></tr></table>"
    )
    page = isolate(f"<html><head><title>通知</title></head><body>{table}<h1>通知</h1><div>{PROSE}</div></body></html>")
    assert len(words(page, "meta")) == 8
    assert page.article.published is not None
    assert page.article.published.edtf == "2023-11-24"


def test_tables_keep_rows_and_cells() -> None:
    """A table in the body is body, with the place of each cell."""
    table = "<table><tr><td>序号<td>姓名<tr><td>1<td>何苗</table>"
    page = isolate(full(f"<div id=zoom>{PROSE}{table}</div>"))
    cells = [block for block in page.document.blocks if block.kind == "table_cell"]
    assert [(cell.row, cell.column, cell.role) for cell in cells] == [(r, c, "body") for r in (0, 1) for c in (0, 1)]


def test_further_pages_and_files() -> None:
    """Page lists, the script that writes them, and files below the article are kept with absolute addresses."""
    pager = "<div>【1】<a href=t_1.html>【2】</a><a href=t_2.html>【3】</a></div>"
    page = isolate(full(f"<div>{PROSE}<p>附件：<a href=P02.docx>名单</a></p></div>{pager}"))
    base = URL.rpartition("/")[0]
    assert page.document.pages == (f"{base}/t_1.html", f"{base}/t_2.html")
    assert [(file.url, file.name) for file in page.document.attachments] == [(f"{base}/P02.docx", "名单")]
    script = '<script>createPageHTML(3, 1, "t20231124_12", "html");</script>'
    written = "<script>document.write('<a href=\"P03.pdf\">公示</a>')</script>"
    page = isolate(full(f"<div>{PROSE}</div>{script}{written}"), url=f"{base}/t20231124_12_1.html")
    assert page.document.pages == (f"{base}/t20231124_12.html", f"{base}/t20231124_12_2.html")
    assert [file.url for file in page.document.attachments] == [f"{base}/P03.pdf"]


def test_evidence_is_the_text_it_points_at() -> None:
    """Every printed value of the article stands at its place, and its path leads somewhere."""
    page = isolate(full(f"<div id=zoom>{PROSE}</div>"))
    article = page.article
    for evidence in (article.title.evidence, article.published.evidence, article.column.evidence):
        assert page.document.text[evidence.start : evidence.end] == evidence.quote
        assert evidence.path
