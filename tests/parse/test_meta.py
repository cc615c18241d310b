"""What a page says of its article, and where it says it."""

from __future__ import annotations

import pytest
from parsing import PROSE, isolate  # type: ignore[import-not-found]


def page(*, head: str = "", line: str = "", title: str = "座谈会召开", foot: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>{title}</h1><div>{line}</div><div id=zoom>{PROSE}</div>{foot}</body></html>"


def tag(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


DAYS = [
    (page(line="发布时间：2023-05-06 10:20"), "2023-05-06", "text", "a label"),
    (page(line="2023年5月6日 10:20　江州日报"), "2023-05-06", "text", "no label at all"),
    (page(line="来源：江州日报 时间：2023/5/6"), "2023-05-06", "text", "the last of several labels"),
    (page(line="<p>06</p><p>2023-05</p>"), "2023-05-06", "text", "the day large above the month"),
    (page(line="成文日期：2023-05-01　发布日期：2023-05-06"), "2023-05-06", "text", "another day before it"),
    (page(line="更新时间：2023-05-06"), "2023-05-06", "text", "only the last change is known"),
    (page(head=tag("PubDate", "2023-05-06 10:20")), "2023-05-06", "markup", "the national tag"),
    (page(head=tag("PubDate", "2023-05-06"), line="2023-05-06 10:20"), "2023-05-06", "text", "printed too"),
    (page(head=tag("Maketime", "2024-01-01"), line="2023-05-06"), "2023-05-06", "text", "when the file was made"),
    (page(head=tag("publishdate", "20230506")), "2023-05-06", "markup", "no marks between the digits"),
    (
        page(head='<meta property="article:published_time" content="2023-05-06T10:20:00+08:00">'),
        "2023-05-06",
        "markup",
        "Open Graph",
    ),
    (page(head='<script>var ct = "1683339600";</script>'), "2023-05-06", "markup", "WeChat's script"),
    (page(foot="<div>编辑:admin 时间:2023-05-06</div>"), "2023-05-06", "text", "the line under the article"),
    (page(foot="<div>版权所有 2023-05-06</div>"), None, None, "a day of something else"),
    (page(line="2023-13-45 10:20"), None, None, "no day of any calendar"),
]


@pytest.mark.parametrize(("html", "day", "source"), [row[:-1] for row in DAYS], ids=[row[-1] for row in DAYS])
def test_day_of_publication(html: str, day: str | None, source: str | None) -> None:
    """The day of publication is the one that the page gives as such, printed before marked up."""
    published = isolate(html).article.published
    assert (published and published.edtf, published and published.evidence.source) == (day, source)


TITLES = [
    (page(head="<title>座谈会召开_江州市总工会</title>"), "座谈会召开", "text", "the heading that the title repeats"),
    (page(title=""), None, None, "none at all"),
    (
        page(head="<title>座谈会召开 - 江州工会网</title>", title=""),
        "座谈会召开",
        "markup",
        "the markup's, less the site",
    ),
    (
        page(head=tag("ArticleTitle", "江州市总工会座谈会召开"), title="江州市总工会<br>座谈会召开"),
        "江州市总工会 座谈会召开",
        "text",
        "on two lines",
    ),
]


@pytest.mark.parametrize(("html", "title", "source"), [row[:-1] for row in TITLES], ids=[row[-1] for row in TITLES])
def test_title(html: str, title: str | None, source: str | None) -> None:
    """The title is the printed one where there is one."""
    found = isolate(html).article.title
    assert (found and found.value, found and found.evidence.source) == (title, source)


def test_subtitle_and_site() -> None:
    """A line after a dash under the title is the subtitle; the site is the one that the markup names."""
    article = isolate(page(head=tag("SiteName", "江州市总工会"), line="——来自江州机床厂的报告")).article
    assert article.subtitle is not None
    assert article.subtitle.value == "——来自江州机床厂的报告"
    assert article.site is not None
    assert (article.site.value, article.site.evidence.source) == ("江州市总工会", "markup")


def test_markup_is_kept_by_name() -> None:
    """Fields are kept in lower case with a path to them, those of comments too."""
    comment = "<!--enpproperty <date>2023-05-06 00:00</date><author>何苗</author> enpproperty-->"
    found = {
        field.name: field.value for field in isolate(page(head=tag("ContentSource", "江州日报"), foot=comment)).markup
    }
    assert found["contentsource"] == "江州日报"
    assert found["enpproperty.author"] == "何苗"
