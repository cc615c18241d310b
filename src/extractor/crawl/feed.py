"""A column that comes as JSON: rows of titles with addresses, and what says whether more follow.

Three things are documented well enough to rely on: JSON Feed (jsonfeed.org, version 1.1: ``items``, ``next_url``), lists
that name their next page, and lists whose address bears the number of the page, as the interfaces of most content
systems do (``?page=2``, ``pageNo=2``). Addresses that only a script puts together are not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from extractor.crawl.discover import Column
from extractor.text.urls import canonical_url

_Object: TypeAlias = dict[str, Any]

# Names as content systems give them, without case and without _ and -.
_TITLES = frozenset(("title", "name", "headline", "doctitle", "articletitle", "newstitle", "subject"))
_ADDRESSES = ("url", "link", "href", "docpuburl", "puburl", "linkurl", "pageurl", "articleurl", "arturl", "externalurl")
_NEXT = ("nexturl", "nextpage", "next", "nextlink", "nextpageurl")
_PAGES = ("totalpages", "totalpage", "pagecount", "pagetotal", "pages", "lastpage")
_ROWS = ("total", "totalcount", "totalrecord", "totalrecords", "totalelements", "recordcount", "totalnum")
_NUMBER = re.compile(r"page(?:no|num|number|index)?|p|pn|cur(?:rent)?page|currentpageno", re.IGNORECASE)
_MOST = 1000  # pages of one list; where a list never ends, somebody must say how far to go
_LOOKED_AT = 10_000  # objects and lists of one answer
_FEED = re.compile(rb"<link\b[^>]{0,300}\btype=[\"']?application/(?:feed\+)?json\b[^>]{0,300}>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')", re.IGNORECASE)


def json_column(content: bytes, url: str) -> Column | None:
    """The articles of the longest list in a JSON answer and its next page; None where the content is no JSON, or holds no
    such rows.

    content: the body as it came. url: its own address.

    >>> json_column(b'{"rows": [{"title": "a", "url": "/1.html"}]}', "http://a.cn/list?page=1").pages
    ('http://a.cn/list?page=2',)
    """
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
        return None
    try:
        answer = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        return None
    inside = list(islice(_inside(answer), _LOOKED_AT))
    rows = max((_rows(one, url) for one in inside if isinstance(one, list)), key=len, default=[])
    if not rows:
        return None
    following = _named(inside, url) or _numbered(inside, len(rows), url)
    return Column(tuple(dict.fromkeys(rows)), (following,) if following and following != url else (), ())


def feeds(content: bytes, url: str) -> tuple[str, ...]:
    """The JSON feeds that a page names in its head."""
    links = (_HREF.search(found[0]) for found in _FEED.finditer(content))
    named = (urljoin(url, (link[1] or link[2]).decode("utf-8", "replace")) for link in links if link)
    return tuple(dict.fromkeys(known for one in named if (known := canonical_url(one))))


def _inside(answer: Any) -> Iterator[Any]:
    """The answer and every object and list in it, the outer ones first."""
    level = [answer]
    while level:
        yield from level
        level = [child for one in level for child in _children(one) if isinstance(child, (dict, list))]


def _children(one: Any) -> list[Any]:
    return list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []


def _rows(listed: list[Any], url: str) -> list[str]:
    """The addresses of a list's objects that have a title too."""
    objects = [_plain(one) for one in listed if isinstance(one, dict)]
    addresses = [_first(one, _ADDRESSES) for one in objects if not _TITLES.isdisjoint(one)]
    found = (canonical_url(urljoin(url, one)) for one in addresses if isinstance(one, str) and one)
    return [known for known in found if known]


def _named(inside: list[Any], url: str) -> str | None:
    """The next page where the answer names it."""
    for one in inside:
        if isinstance(one, dict) and isinstance(named := _first(_plain(one), _NEXT), str) and "/" in named:
            return canonical_url(urljoin(url, named))
    return None


def _numbered(inside: list[Any], rows: int, url: str) -> str | None:
    """The next page by the number in the address, unless the answer says that this is the last."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    at = next((i for i, (key, value) in enumerate(query) if _NUMBER.fullmatch(key) and value.isdecimal()), None)
    if at is None or (page := int(query[at][1])) >= _MOST or _is_last(inside, page, rows):
        return None
    query[at] = query[at][0], str(page + 1)
    return canonical_url(urlunsplit(parts._replace(query=urlencode(query))))


def _is_last(inside: list[Any], page: int, rows: int) -> bool:
    plain = [_plain(one) for one in inside if isinstance(one, dict)]
    pages = next((n for one in plain if isinstance(n := _first(one, _PAGES), int)), None)
    total = next((n for one in plain if isinstance(n := _first(one, _ROWS), int)), None)
    return (pages is not None and page >= pages) or (pages is None and total is not None and total <= rows)


def _plain(one: _Object) -> _Object:
    return {key.lower().replace("_", "").replace("-", ""): value for key, value in one.items()}


def _first(one: _Object, names: tuple[str, ...]) -> Any:
    return next((one[name] for name in names if one.get(name) is not None), None)
