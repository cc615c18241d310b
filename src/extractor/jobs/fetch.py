"""Addresses -> an archive, and nothing read from it: the jobs of fetch and crawl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor.edge.clock import utc_now
from extractor.edge.files import Source
from extractor.edge.state import State
from extractor.jobs.crawl import CrawlOptions, Log, Tally, crawl
from extractor.jobs.memory import Memory
from extractor.jobs.outcome import NOTHING_USABLE, OK, SOME_FAILED, Outcome, Reason
from extractor.jobs.pages import PageOptions, fetcher_of, gather, maker_of
from extractor.jobs.web import crawled


@dataclass(frozen=True)
class Archived:
    """What became of each address, and what the crawl did in all."""

    outcomes: tuple[Outcome, ...]
    web: Tally


def archive(
    names: Sequence[str], output: Path, pages: PageOptions, options: CrawlOptions, heard: Log = lambda _: None
) -> Archived:
    """Fetches into ``output/warc/``; ``heard`` is told each answer. Raises EdgeError where another run works in the folder, or it cannot be written."""
    seeds, others = _addresses(names)
    if not seeds:
        return Archived(tuple(others), Tally(complete=True))
    with State(output) as state:
        memory = _memory(state, output)
        tally = _fetched(seeds, state, output, pages, options, heard)
        found = [memory.marked(_outcome(item)) for item in crawled(state, output)]
        if tally.complete:
            state.end(utc_now())
    return Archived((*others, *found), tally)


def would_fetch(names: Sequence[str], pages: PageOptions, options: CrawlOptions) -> list[str]:
    """The addresses that a crawl would fetch, columns (which are read to know) and what they lead to. Keeps nothing."""
    seeds, _ = _addresses(names)
    with TemporaryDirectory() as folder, State(Path(folder)) as state:
        _fetched(seeds, state, Path(folder), pages, options, heard=lambda _: None)
        return [row.url for row in state.rows() if row.kind != "robots" and row.code in (None, "crawl.dry_run")]


def status_of(result: Archived) -> int:
    """The exit status: 3 where some addresses failed, 5 where nothing was archived and nothing stood unchanged."""
    statuses = {outcome.status for outcome in result.outcomes}
    if "ok" not in statuses:
        return NOTHING_USABLE
    return SOME_FAILED if "failed" in statuses else OK


def _addresses(names: Sequence[str]) -> tuple[list[str], list[Outcome]]:
    items = gather(names).items
    given = [item for item in items if isinstance(item, Source)]
    wrong = [item for item in items if isinstance(item, Outcome)]
    detail = "is no address of the web; give it to run or extract"
    wrong += [
        Outcome(input=item.name, status="failed", reason=Reason("input.local", detail))
        for item in given
        if item.kind != "url"
    ]
    return [item.name for item in given if item.kind == "url"], wrong


def _fetched(
    seeds: Sequence[str], state: State, folder: Path, pages: PageOptions, options: CrawlOptions, heard: Log
) -> Tally:
    with fetcher_of(pages, max_redirects=0, retries=0) as fetcher:
        return crawl(seeds, state, folder, fetcher, maker_of(pages).book, options, heard)


def _memory(state: State, folder: Path) -> Memory:
    """What the round before came to; nothing where it was cut short, for then nobody was told of it."""
    if any(row.state != "done" for row in state.rows()):
        return Memory()
    return Memory.of(map(_outcome, crawled(state, folder)))


def _outcome(item: Source | Outcome) -> Outcome:
    return item if isinstance(item, Outcome) else Outcome(input=item.name, status="ok")
