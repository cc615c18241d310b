"""Where a page leads: a column to its articles, its further pages and other columns; an article to its files; sitemaps.

A column is recognised by what all of them have: a list of titles that are links, each with a date beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from extractor.model.document import Document, Isolated, Link
from extractor.text.urls import canonical_url

_DAY = r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?|\d\d-\d\d-\d\d"
_DATED = re.compile(_DAY)
# what may stand alone beside a title, or in a block of its own: [03-12], 2024-03, 12 / 2024.03
_DATE_ALONE = re.compile(
    rf"[\[(（【]?\s*(?:{_DAY}|(?:\d{{1,2}}\s*/?\s*)?(?:19|20)\d\d[-./年]\d{{1,2}}月?|\d{{1,2}}[-/月]\d{{1,2}}日?)\s*[\])）】]?(?:\s*\d\d:\d\d(?::\d\d)?)?"
)
_TITLE = 5  # characters; a shorter link is a button
_ENTRIES = 3  # dated links that make a list
_PROSE = 200  # characters of body outside of links; a page with more is an article, whatever is listed beside it
_NEXT = re.compile(r"下一?页|尾页|末页|后一?页|[>»›]{1,2}|next", re.IGNORECASE)
_NUMBER = re.compile(r"[\[【]?\d{1,3}[\]】]?")
# Addresses of articles in the systems that unions use: t20240312_123.html, art_123_4567.html, content_123.html, /2024/03/…
_ARTICLE = re.compile(
    r"/t\d{8}_\d+|/art_\d+|/content_\d+|/\d{4}[-/]?\d{2}(?:[-/]?\d{2})?/[^/]*\d[^/]*\.s?html?$|/(?:20)?\d{6,}\.s?html?$|[?&](?:id|aid|article_?id)=\d+",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"/$|/(?:index|list|node)(?:_?\d+)?\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|csv)$", re.IGNORECASE)
# TRS as its templates write it: var countPage = 5 … "index_" + n + ".html"
_COUNT_PAGE = re.compile(rb"\bcountPage\s{0,3}=\s{0,3}[\"']?(\d{1,3})")
_CREATE = re.compile(
    rb"createPageHTML\(\s{0,9}[\"']?(\d{1,3})[\"']?\s{0,9},\s{0,9}[\"']?\d{1,3}[\"']?\s{0,9},\s{0,9}[\"']([\w-]{1,60})[\"']\s{0,9},\s{0,9}[\"'](\w{1,8})[\"']"
)
_LOC = re.compile(r"<loc>\s{0,99}(?:<!\[CDATA\[)?\s{0,9}([^<\s\]]{1,2000})")


@dataclass(frozen=True)
class Column:
    """What a column leads to, in its order, each address once: articles and files, its own further pages, other columns."""

    articles: tuple[str, ...]
    pages: tuple[str, ...]
    columns: tuple[str, ...]


def is_column(isolated: Isolated) -> bool:
    """Whether a page is a list of articles: dated titles, or addresses of articles, and hardly a word that is no link."""
    if is_article(isolated):
        return False
    return len(_dated(isolated.document)) >= _ENTRIES or len(_shaped(isolated.document)) >= _ENTRIES


def is_article(isolated: Isolated) -> bool:
    """Whether there is enough text that is no link to read."""
    return _prose(isolated) >= _PROSE


def column(isolated: Isolated, content: bytes, url: str) -> Column:
    """What a column leads to. content: its bytes as they came, for what only its scripts say; url: its own address."""
    document = isolated.document
    listed = _dated(document) or _shaped(document)
    articles = tuple(dict.fromkeys(_clean(listed, url)))
    pages = tuple(dict.fromkeys(_clean([*_turned(document, url), *_scripted(content, url)], url)))
    others = [link.url for link in document.links or () if _is_column_link(link, url)]
    columns = tuple(dict.fromkeys(one for one in _clean(others, url) if one not in pages))
    return Column(tuple(one for one in articles if one not in pages), pages, columns)


def is_file(url: str) -> bool:
    """Whether an address names a document or a packed file, by its ending."""
    return bool(_FILE.search(urlsplit(url).path))


def attachments(document: Document, url: str) -> tuple[str, ...]:
    """The files that an article offers."""
    return tuple(dict.fromkeys(_clean([file.url for file in document.attachments], url)))


def further_pages(document: Document, url: str) -> tuple[str, ...]:
    """The other pages of the same article."""
    return tuple(dict.fromkeys(_clean(document.pages, url)))


def sitemap(content: bytes) -> tuple[tuple[str, ...], bool]:
    """The addresses of a sitemap (sitemaps.org), and whether they are sitemaps themselves. Read as text: no entity is resolved.

    >>> sitemap(b"<urlset><url><loc>http://a.cn/1?a=1&amp;b=2</loc></url></urlset>")
    (('http://a.cn/1?a=1&b=2',), False)
    """
    text = content.decode("utf-8-sig", "replace")
    found = (canonical_url(unescape(match[1])) for match in _LOC.finditer(text))
    return tuple(dict.fromkeys(url for url in found if url)), "<sitemapindex" in text[:2000]


def is_column_address(url: str) -> bool:
    """Whether an address is that of a folder or its index, and so hardly of an article."""
    return bool(_COLUMN.search(urlsplit(url).path or "/"))


def _prose(isolated: Isolated) -> int:
    """How much of the body is not link text."""
    body = [block for block in isolated.document.blocks if block.role == "body"]
    linked = sum(
        link.end - link.start
        for link in isolated.document.links or ()
        if any(block.start <= link.start < block.end for block in body)
    )
    return sum(block.end - block.start for block in body) - linked


def _dated(document: Document) -> list[str]:
    """The links with a title's length and a date beside them, in order."""
    return [link.url for link in document.links or () if _is_entry(document.text, link)]


def _is_entry(text: str, link: Link) -> bool:
    words = _DATED.sub("", link.text).strip()
    if len(words) < _TITLE:
        return False
    start = text.rfind("\n", 0, link.start) + 1
    end = text.find("\n", link.end)
    end = len(text) if end < 0 else end
    beside = f"{text[start : link.start]} {text[link.end : end]}".strip(" ·•|【】[]()（）\t")
    if _DATED.search(link.text) or _DATED.search(beside) or _DATE_ALONE.fullmatch(beside):
        return True
    return not beside and any(map(_DATE_ALONE.fullmatch, _neighbours(text, start, end)))


def _neighbours(text: str, start: int, end: int) -> Iterator[str]:
    """The lines before and behind a line."""
    if start:
        yield text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()
    if end < len(text):
        behind = text.find("\n", end + 1)
        yield text[end + 1 : behind if behind >= 0 else len(text)].strip()


def _shaped(document: Document) -> list[str]:
    """The links whose address is an article's, for lists without dates."""
    return [link.url for link in document.links or () if len(link.text) >= _TITLE and _ARTICLE.search(link.url)]


def _turned(document: Document, url: str) -> list[str]:
    """The links of the pager: 下一页, 尾页, and numbers in the folder of the column."""
    folder = url.rpartition("/")[0]
    return [
        link.url
        for link in document.links or ()
        if _NEXT.fullmatch(link.text.strip())
        or (_NUMBER.fullmatch(link.text.strip()) and link.url.startswith(folder) and not _ARTICLE.search(link.url))
    ]


def _scripted(content: bytes, url: str) -> Iterator[str]:
    """The pages that a script would link to: ``createPageHTML(5, 0, "index", "html")`` or ``countPage = 5``."""
    if made := _CREATE.search(content):
        count, name, ending = int(made[1]), made[2].decode(), made[3].decode()
    elif (said := _COUNT_PAGE.search(content)) and b"index_" in content:
        count, name, ending = int(said[1]), "index", "html"
    else:
        return
    yield from (urljoin(url, f"{name}_{number}.{ending}") for number in range(1, count))


def _is_column_link(link: Link, url: str) -> bool:
    return 2 <= len(link.text) <= 12 and is_column_address(link.url) and canonical_url(link.url) != url


def _clean(found: list[str] | tuple[str, ...], url: str) -> Iterator[str]:
    for one in found:
        known = canonical_url(one)
        if known and known != url:
            yield known
