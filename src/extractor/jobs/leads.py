"""Where a fetched page leads: what it turns out to be, and the addresses to be taken in for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.crawl.discover import (
    Column,
    attachments,
    column,
    further_pages,
    is_article,
    is_column,
    is_column_address,
    is_file,
    sitemap,
)
from extractor.crawl.feed import feeds, json_column
from extractor.crawl.frontier import Kind, Task
from extractor.crawl.scope import Scope
from extractor.edge.decode import unpack
from extractor.edge.files import MAX_BYTES
from extractor.edge.state import Row
from extractor.model.capture import Capture
from extractor.model.document import Document
from extractor.parse import parse
from extractor.rules.load import RuleBook
from extractor.text.urls import canonical_url

_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")


def leads(
    task: Task, page: Capture, *, scope: Scope, sitemaps: Sequence[str], book: RuleBook
) -> tuple[Kind, list[Row]]:
    """What a page is, and its rows: those in scope, and with their reason those that are not and would have been read.

    page: of this fetch or an earlier one. sitemaps: those that the robots.txt of its host names.
    """
    content = page.content if isinstance(page.content, bytes) else page.content.encode()
    if task.kind == "sitemap":
        return task.kind, _within(_mapped(task, _plain(content)), scope)
    if task.kind in ("seed", "column") and (rows := json_column(content, task.url)):
        return "column", _within(_listed(task, rows, sitemaps), scope)
    if task.kind in ("single", "attachment") or not content or (page.media_type or _TEXTS[0]) not in _TEXTS:
        return "article" if task.kind in ("seed", "mapped") else task.kind, []
    isolated = parse(replace(page, url=task.url, final_url=task.url), book)
    kind = task.kind
    if kind in ("seed", "column", "mapped"):
        article = kind != "column" or is_article(isolated)
        kind = "column" if is_column(isolated) or not article else "article"
    if kind == "column":
        found = column(isolated, content, task.url)
        found = dataclasses.replace(found, pages=(*found.pages, *feeds(content, task.url)))
        return kind, _within(_listed(task, found, sitemaps), scope)
    return kind, _within(_of_article(task, isolated.document, kind), scope)


def _plain(content: bytes) -> bytes:
    """A sitemap as text: as a file it is often packed (sitemaps.org allows it), whatever its server says."""
    return unpack(content, "gzip", MAX_BYTES).content if content.startswith(b"\x1f\x8b") else content


def _listed(task: Task, found: Column, sitemaps: Sequence[str]) -> list[Row]:
    depth = task.depth + 1
    rows = [Row(url, "column", task.depth, task.url, i) for i, url in enumerate(found.pages)]
    rows += [
        Row(url, "attachment" if is_file(url) else "article", depth, task.url, i)
        for i, url in enumerate(found.articles)
    ]
    rows += [Row(url, "column", depth, task.url, i) for i, url in enumerate(found.columns)]
    if task.kind == "seed":
        maps = filter(None, map(canonical_url, sitemaps))
        rows += [Row(url, "sitemap", depth, task.url, i) for i, url in enumerate(maps)]
    return rows


def _of_article(task: Task, document: Document, kind: Kind) -> list[Row]:
    """The article's further pages, whoever of them leads there, and its files."""
    parent, before = (task.parent, task.position) if kind == "page" else (task.url, 0)
    pages = [
        Row(url, "page", task.depth, parent, before + i)
        for i, url in enumerate(further_pages(document, task.url), 1)
        if url != parent
    ]
    files = [
        Row(url, "attachment", task.depth + 1, task.url, i) for i, url in enumerate(attachments(document, task.url))
    ]
    return [*pages, *files]


def _mapped(task: Task, content: bytes) -> list[Row]:
    """What a sitemap names."""
    urls, maps = sitemap(content)
    if maps:
        return [Row(url, "sitemap", task.depth + 1, task.url, i) for i, url in enumerate(urls)]
    return [Row(url, "mapped", task.depth, task.url, i) for i, url in enumerate(urls) if not is_column_address(url)]


def _within(rows: Sequence[Row], scope: Scope) -> list[Row]:
    kept = []
    for row in rows:
        refusal = scope.refusal(row.url, row.kind, row.depth)
        if refusal is None:
            kept.append(row)
        elif row.kind in ("article", "page", "attachment") and refusal[0] != "crawl.media":
            kept.append(row._replace(code=refusal[0], detail=refusal[1]))
    return kept
