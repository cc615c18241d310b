"""The main job: inputs -> pages -> an output folder.

The folder is the data set. Pages of earlier runs stay in it, and the tables, listing and manifest describe every page
that it holds, in the order of the ids; so the same captures give the same bytes, in whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from extractor import __version__
from extractor.dataset.changes import Changes
from extractor.edge.clock import utc_now
from extractor.edge.files import Source
from extractor.edge.outputs import OutputFolder
from extractor.edge.state import State, locked
from extractor.jobs.crawl import CrawlOptions, Log, Tally, crawl
from extractor.jobs.describe import describe
from extractor.jobs.keeper import Keeper
from extractor.jobs.memory import Memory
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.jobs.pages import Maker, PageOptions, fetcher_of, gather, make_pages, maker_of
from extractor.jobs.web import crawled

Listener = Callable[[Outcome, int, int], None]  # an outcome, its number, how many there are


@dataclass(frozen=True)
class RunOptions:
    """Where the output goes, and whether a good record may be replaced by a worse one; how far addresses are followed."""

    output: Path
    accept_regression: bool = False
    pages: PageOptions = field(default_factory=PageOptions)
    crawl: CrawlOptions = field(default_factory=CrawlOptions)


@dataclass(frozen=True)
class RunResult:
    """What became of each input, in their order; files passed over in folders; whether the user stopped the run.

    changes: of pages that stood in the folder before. web: what the crawl did, where addresses were given.
    """

    outcomes: tuple[Outcome, ...]
    skipped: int
    interrupted: bool
    changes: tuple[Changes, ...] = ()
    web: Tally | None = None


def run(
    names: Sequence[str], options: RunOptions, listen: Listener = lambda *_: None, heard: Log = lambda _: None
) -> RunResult:
    """Does the job. ``listen`` is told what became of each input, ``heard`` each answer that comes over the network.

    Raises RuleError for wrong rules, EdgeError where the output cannot be written. Interrupted, it keeps what was done.
    """
    started = utc_now()
    inputs = gather(names)
    folder = OutputFolder(options.output)
    maker = maker_of(options.pages)  # wrong rules speak up here, before the folder is touched
    items, web, interrupted = inputs.items, None, False
    with ExitStack() as stack:
        state = State(options.output) if any(map(_is_address, items)) else None
        stack.enter_context(state or locked(options.output))
        folder.prepare()
        memory = Memory.of_run(folder.last_run())
        keeper = Keeper(folder, accept_regression=options.accept_regression)
        log = stack.enter_context(keeper.folder.events())
        log({"time": started, "event": "started", "inputs": len(items)})
        try:
            if state:
                web, items = _crawled(items, state, options, maker, _both(log, heard))
                keeper.journal = _Journal(state)
            for made in make_pages(items, options.pages, maker):
                outcome = memory.marked(keeper.keep(made))
                log({"time": utc_now(), "event": "input", **outcome.told()})
                listen(outcome, len(keeper.outcomes), len(items))
        except KeyboardInterrupt:
            interrupted = True
        keeper.outcomes += map(_not_done, items[len(keeper.outcomes) :])
        keeper.outcomes += describe(keeper.folder)
        outcomes = tuple(map(memory.marked, keeper.outcomes))
        result = RunResult(outcomes, inputs.skipped, interrupted, keeper.changes, web)
        finished = utc_now()
        keeper.folder.put_run(_account(result, started, finished))
        if state and web and web.complete and not interrupted:
            state.end(finished)  # only now: killed before, the next run reads what is archived, and asks nobody
        log({"time": finished, "event": "interrupted" if interrupted else "finished"})
    return result


def _both(log: Log, heard: Log) -> Log:
    def tell(event: dict[str, Any]) -> None:
        log({"time": utc_now(), **event})
        heard(event)

    return tell


class _Journal:
    """The changes of a round in its state, so that a killed run still tells of the pages that it had replaced."""

    def __init__(self, state: State) -> None:
        self._state = state

    def note(self, change: Changes) -> None:
        """Keeps a change."""
        self._state.note(change.page_id, msgspec.json.encode(change))

    def noted(self) -> tuple[Changes, ...]:
        """All that were kept, by the ids of their pages."""
        return tuple(msgspec.json.decode(content, type=Changes) for content in self._state.noted().values())


def _is_address(item: Source | Outcome) -> bool:
    return isinstance(item, Source) and item.kind == "url"


def _crawled(
    items: tuple[Source | Outcome, ...], state: State, options: RunOptions, maker: Maker, log: Log
) -> tuple[Tally, tuple[Source | Outcome, ...]]:
    """The addresses among the items fetched into the archive, and in the place of the first of them what it then holds."""
    seeds = [item.name for item in items if isinstance(item, Source) and item.kind == "url"]
    with fetcher_of(options.pages, max_redirects=0, retries=0) as fetcher:
        tally = crawl(seeds, state, options.output, fetcher, maker.book, options.crawl, log)
    first = next(i for i, item in enumerate(items) if _is_address(item))
    rest = [item for item in items[first:] if not _is_address(item)]
    return tally, (*items[:first], *crawled(state, options.output), *rest)


def _not_done(item: Source | Outcome) -> Outcome:
    if isinstance(item, Outcome):
        return item
    return failed(item.name, Reason("run.interrupted", "not done, the run was interrupted; run it again"))


def _account(result: RunResult, started: str, finished: str) -> dict[str, Any]:
    statuses = [outcome.status for outcome in result.outcomes]
    return {
        "extractor": __version__,
        "started": started,
        "finished": finished,
        "interrupted": result.interrupted,
        "inputs": [outcome.told() for outcome in result.outcomes],
        "totals": {status: statuses.count(status) for status in ("ok", "failed", "duplicate", "skipped")},
        "skipped_files": result.skipped,
        "changes": [msgspec.to_builtins(change) for change in result.changes],
        "web": asdict(result.web) if result.web else None,
    }
