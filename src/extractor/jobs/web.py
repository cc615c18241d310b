"""What a crawl came to, as inputs of a job: pages to be read from the archive, and an outcome for every other address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extractor.crawl.join import in_page_order
from extractor.edge.files import Source
from extractor.edge.state import PageRow, State
from extractor.jobs.crawl import FOLDER, MOVED
from extractor.jobs.outcome import Outcome, Reason

# Left out on purpose, and no failure, unless the user gave that very address.
_SKIPPED = frozenset({"robots.denied", "crawl.scope", "crawl.trap", "crawl.left"})
_LEFT = ("crawl.left", "left for the next run, which goes on here")
_READ = frozenset({"article", "single"})
# What a site has taken away is gone; of a further page that only did not come this time the earlier capture counts.
_GONE = frozenset({"http.404", "http.410", MOVED})


def crawled(state: State, folder: Path) -> list[Source | Outcome]:
    """For each article of the round where it stands in the archive, and for whatever is not there the reason."""
    rows = {row.url: row for row in state.rows()}
    pages = _pages(rows.values())
    found = (_item(row, rows, pages, folder / FOLDER) for row in rows.values() if not _led_to(row, rows))
    return [item for item in found if item]


def _item(
    row: PageRow, rows: Mapping[str, PageRow], pages: Mapping[str, Sequence[PageRow]], archive: Path
) -> Source | Outcome | None:
    last = _where_it_moved(row, rows)
    code, detail = (last.code, last.detail) if last.state == "done" else _LEFT
    if row.kind == "robots":
        return None
    if code:
        status = "skipped" if code in _SKIPPED and row.depth else "failed"
        return Outcome(input=row.url, status=status, reason=Reason(code, detail or ""))  # type: ignore[arg-type]
    if last.kind not in _READ:
        return None
    further = pages.get(last.url, ())
    if any(page.state != "done" for page in further):  # half an article would be taken for the whole
        return Outcome(input=row.url, status="skipped" if row.depth else "failed", reason=Reason(*_LEFT))
    records = [(one.file, one.offset) for one in (last, *further)]
    return Source(
        row.url, "warc", tuple((archive / file, offset) for file, offset in records if file and offset is not None)
    )


def _pages(rows: Iterable[PageRow]) -> dict[str, list[PageRow]]:
    """The further pages of each article, in order, but for those that are gone."""
    found: dict[str, list[PageRow]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.url)):
        if row.kind == "page" and row.parent and row.code not in _GONE:
            found.setdefault(row.parent, []).append(row)
    return {parent: _ordered(pages) for parent, pages in found.items()}


def _ordered(pages: Sequence[PageRow]) -> list[PageRow]:
    by_url = {page.url: page for page in pages}
    return [by_url[url] for url in in_page_order(list(by_url))]


def _led_to(row: PageRow, rows: Mapping[str, PageRow]) -> bool:
    """Whether an address is known only because another one redirected to it: that one is told."""
    parent = rows.get(row.parent or "")
    return parent is not None and parent.code == MOVED and row.kind != "page"


def _where_it_moved(row: PageRow, rows: Mapping[str, PageRow]) -> PageRow:
    seen = {row.url}
    while row.code == MOVED and (place := row.detail or "") in rows and place not in seen:
        row = rows[place]
        seen.add(row.url)
    return row
