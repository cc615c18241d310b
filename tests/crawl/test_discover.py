"""Where pages lead: columns, pagers, sitemaps, files. The markup is made up after what the sites of unions print."""

from __future__ import annotations

import gzip

import pytest

from extractor.crawl.discover import attachments, column, further_pages, is_article, is_column, is_file, sitemap
from extractor.crawl.frontier import Task
from extractor.crawl.scope import Scope
from extractor.jobs.leads import leads
from extractor.model.capture import Capture
from extractor.model.document import Isolated
from extractor.parse import parse
from extractor.rules.shipped import shipped_book

URL = "http://a.cn/gh/dt/index.html"
TITLE = "市总工会召开职工文化工作会议"
PROSE = "会议指出，各级工会要履行职责、主动作为，把实事办好，把好事办实，让职工群众满意，推动职工文化繁荣发展。" * 5


def parsed(html: str, url: str = URL) -> Isolated:
    """A page as the crawler reads it."""
    return parse(Capture(content=html.encode(), url=url, media_type="text/html", charset="utf-8"), shipped_book())


def listed(
    *dates: str, form: str = "<li><a href='{n}.html'>{title}</a><span>{date}</span></li>", more: str = ""
) -> str:
    """A list with a date beside each title."""
    rows = "".join(form.format(n=n, title=f"{TITLE}{n}", date=date) for n, date in enumerate(dates))
    return f"<html><body><ul>{rows}</ul>{more}</body></html>"


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-03-12", "2024-03-11", "2024-03-10"],
        ["[2024-03-12]", "[2024-03-11]", "[2024-03-10]"],
        ["（2024年3月12日）", "（2024年3月11日）", "（2024年3月1日）"],
        ["2024/03/12", "2024.3.11", "24-03-10"],
        ["03-12", "[03-11]", "3月10日"],
        ["2024-03-12 08:30", "2024-03-11 09:15:00", "2024-03-10 10:00"],
        ["12 / 2024.03", "11 / 2024.03", "10 / 2024.03"],
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<li><a href='{n}.html'>{title}</a><span>{date}</span></li>",
        "<li><span>{date}</span><a href='{n}.html'>{title}</a></li>",
        "<tr><td><a href='{n}.html'>{title}</a></td><td>{date}</td></tr>",
        "<div><a href='{n}.html'>{title}</a></div><div>{date}</div>",
    ],
)
def test_dated_lists(dates: list[str], form: str) -> None:
    """A list of titles with dates beside them is a column, in whatever way the dates are written and set."""
    html = listed(*dates, form=form).replace("ul>", "table>" if "<tr>" in form else "ul>")
    page = parsed(html)
    assert is_column(page)
    assert column(page, html.encode(), URL).articles == tuple(f"http://a.cn/gh/dt/{n}.html" for n in range(3))


def test_shaped_lists() -> None:
    """A list without dates is known by the addresses of its articles."""
    html = "".join(f"<p><a href='./t20240312_{n}.html'>{TITLE}{n}</a></p>" for n in range(3))
    assert is_column(parsed(html))
    assert len(column(parsed(html), html.encode(), URL).articles) == 3


def test_articles_are_no_columns() -> None:
    """A page with enough to read is an article, whatever is listed beside it; two entries make no list."""
    html = f"<h1>{TITLE}</h1><p>{PROSE}</p>" + listed("2024-03-12", "2024-03-11", "2024-03-10")
    assert is_article(parsed(html))
    assert not is_column(parsed(html))
    assert not is_column(parsed(listed("2024-03-12", "2024-03-11")))


DATES = ["2024-03-12", "2024-03-11", "2024-03-10"]


@pytest.mark.parametrize(
    ("more", "pages"),
    [
        ("<script>createPageHTML(3, 0, 'index', 'html');</script>", ["index_1.html", "index_2.html"]),
        ('<script>createPageHTML(2,0,"list","shtml")</script>', ["list_1.shtml"]),
        ("<script>var countPage = 3 ; location = 'index_' + 1;</script>", ["index_1.html", "index_2.html"]),
        ("<script>var countPage = 3;</script>", []),
        ("<script>createPageHTML(1, 0, 'index', 'html');</script>", []),
        ("<a href='index_1.html'>下一页</a><a href='index_9.html'>尾页</a>", ["index_1.html", "index_9.html"]),
        ("<a href='index_1.html'>下页</a>", ["index_1.html"]),
        ("<a href='?page=2'>2</a><a href='?page=3'>[3]</a>", ["index.html?page=2", "index.html?page=3"]),
        ("<a href='/elsewhere/2.html'>2</a>", []),
        ("<a href='index_1.html'>&raquo;</a>", ["index_1.html"]),
        ("<a href='index_1.html'>上一页</a>", []),
        ("<a href='javascript:next()'>下一页</a>", []),
    ],
)
def test_pagers(more: str, pages: list[str]) -> None:
    """The further pages of a column, from its links and from what its scripts would write."""
    html = listed(*DATES, more=more)
    assert column(parsed(html), html.encode(), URL).pages == tuple(f"http://a.cn/gh/dt/{page}" for page in pages)


def test_columns_of_columns() -> None:
    """Short links to folders and their indexes are other columns; the page's own address is none."""
    more = "<p><a href='../wh/'>职工文化</a> <a href='index.html'>动态</a> <a href='../ty/list.jsp'>体育</a> <a href='x.html'>关于</a></p>"
    html = listed(*DATES, more=more)
    assert column(parsed(html), html.encode(), URL).columns == ("http://a.cn/gh/wh/", "http://a.cn/gh/ty/list.jsp")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<urlset><url><loc>http://a.cn/1</loc></url><url><loc> http://a.cn/2#x </loc></url></urlset>", ["1", "2"]),
        (b"<urlset><url><loc><![CDATA[http://a.cn/1?a=1&amp;b=2]]></loc></url></urlset>", ["1?a=1&b=2"]),
        (b"\xef\xbb\xbf<urlset><loc>http://a.cn/1</loc><loc>http://a.cn/1</loc></urlset>", ["1"]),
        (b"<urlset><loc>file:///etc/passwd</loc><loc>javascript:x</loc><loc></loc></urlset>", []),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><urlset><loc>&a;</loc></urlset>", []),
        (b"<html>404</html>", []),
        (b"<loc>" * 100_000, []),
    ],
)
def test_sitemaps(content: bytes, found: list[str]) -> None:
    """The web addresses of a sitemap, each once; nothing is resolved, and what is broken gives what there is."""
    assert sitemap(content) == (tuple(f"http://a.cn/{one}" for one in found), False)


def test_sitemap_index() -> None:
    """An index of sitemaps is told from a sitemap."""
    assert sitemap(b"<?xml version='1.0'?><sitemapindex><sitemap><loc>http://a.cn/1.xml</loc></sitemap></sitemapindex>") == (
        ("http://a.cn/1.xml",), True,
    )  # fmt: skip


def test_article_leads() -> None:
    """An article leads to its files and its other pages."""
    html = (
        f"<h1>{TITLE}</h1><p>{PROSE}</p><p>附件：<a href='/f/1.pdf'>名单</a> <a href='/f/2.DOCX'>表</a></p>"
        "<div class='page'><a href='t1.html'>1</a> <a href='t1_1.html'>2</a> <a href='t1_1.html'>下一页</a></div>"
    )
    document = parsed(html, "http://a.cn/gh/t1.html").document
    assert attachments(document, "http://a.cn/gh/t1.html") == ("http://a.cn/f/1.pdf", "http://a.cn/f/2.DOCX")
    assert further_pages(document, "http://a.cn/gh/t1.html") == ("http://a.cn/gh/t1_1.html",)
    assert [is_file(url) for url in ("http://a.cn/1.wps", "http://a.cn/1.pdf?x=1", "http://a.cn/pdf")] == [
        True,
        True,
        False,
    ]


# --- what a fetched page is taken for, and its rows -----------------------------------------------------------------

SCOPE = Scope.of(["http://a.cn/gh/"])


def led(
    task: Task, content: bytes, media_type: str | None = "text/html", maps: tuple[str, ...] = ()
) -> tuple[str, list[tuple[str, str, str | None]]]:
    """The kind of a page, and address, kind and code of its rows."""
    page = Capture(content=content, url=task.url, media_type=media_type, charset="utf-8")
    kind, rows = leads(task, page, scope=SCOPE, sitemaps=maps, book=shipped_book())
    return kind, [(row.url, row.kind, row.code) for row in rows]


def test_leads_of_a_seed() -> None:
    """A seed that is a list leads to its pages, articles and files, and to the sitemaps of its host; another host's are named."""
    more = f"<li><a href='http://b.cn/1.html'>{TITLE}</a>2024-03-01</li><li><a href='/f.pdf'>{TITLE}</a>2024-03-01</li><a href='index_1.html'>下一页</a>"
    kind, rows = led(
        Task(URL, "seed"),
        listed(*DATES, more=more).encode(),
        maps=("http://a.cn/map.xml", "/relative.xml", "http://b.cn/map.xml"),
    )
    assert kind == "column"
    assert rows == [
        ("http://a.cn/gh/dt/index_1.html", "column", None),
        *((f"http://a.cn/gh/dt/{n}.html", "article", None) for n in range(3)),
        ("http://b.cn/1.html", "article", "crawl.scope"),
        ("http://a.cn/f.pdf", "attachment", None),
        ("http://a.cn/map.xml", "sitemap", None),
    ]


@pytest.mark.parametrize("kind", ["seed", "mapped", "column", "article"])
def test_short_articles(kind: str) -> None:
    """A page that is no list is an article, however short; a column by its address stays one."""
    html = f"<h1>{TITLE}</h1><p>全市现有职工书屋120家。</p>".encode()
    assert led(Task(URL, kind), html)[0] == ("column" if kind == "column" else "article")  # type: ignore[arg-type]


def test_leads_of_files() -> None:
    """What is no text leads nowhere, and a seed or a sitemap's entry that is none is no column."""
    assert led(Task(URL, "seed"), b"%PDF-1.4", "application/pdf") == ("article", [])
    assert led(Task(URL, "column"), b"%PDF-1.4", "application/pdf") == ("column", [])
    assert led(Task(URL, "single"), listed(*DATES).encode()) == ("single", [])
    assert led(Task(URL, "seed"), b"") == ("article", [])


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_leads_of_a_sitemap(pack: type[bytes]) -> None:
    """A sitemap, packed or not, leads to pages of the seeds' folders; folders themselves are left to the columns."""
    locations = ("http://a.cn/gh/1.html", "http://a.cn/gh/dt/", "http://a.cn/other/1.html", "http://b.cn/gh/1.html")
    content = pack("".join(f"<loc>{url}</loc>" for url in locations).encode())
    assert led(Task("http://a.cn/map.xml.gz", "sitemap", 1), content, "application/x-gzip") == (
        "sitemap", [("http://a.cn/gh/1.html", "mapped", None)],
    )  # fmt: skip


def test_packed_bomb_for_a_sitemap() -> None:
    """A sitemap that unpacks to hundreds of times its size is left alone."""
    content = gzip.compress(b"<loc>http://a.cn/gh/1.html</loc>" + bytes(30_000_000))
    assert led(Task("http://a.cn/map.xml.gz", "sitemap", 1), content) == ("sitemap", [])


def test_pages_of_an_article_have_one_parent() -> None:
    """Whichever page leads to another, the article they belong to is the parent, and what is found later stands behind."""
    html = f"<p>{PROSE}</p><div class='page'><a href='1.html'>1</a> <a href='1_1.html'>2</a> <a href='1_2.html'>3</a> <a href='1_2.html'>下一页</a></div>"
    page = Capture(content=html.encode(), media_type="text/html", charset="utf-8")
    first = Task("http://a.cn/gh/1.html", "article", 1)
    _, rows = leads(first, page, scope=SCOPE, sitemaps=(), book=shipped_book())
    assert [(row.url[-8:], row.parent, row.position) for row in rows] == [
        ("1_1.html", first.url, 1),
        ("1_2.html", first.url, 2),
    ]
    second = Task("http://a.cn/gh/1_1.html", "page", 1, first.url, 1)
    _, rows = leads(second, page, scope=SCOPE, sitemaps=(), book=shipped_book())
    assert [(row.url[-8:], row.parent, row.position) for row in rows] == [("1_2.html", first.url, 3)]
