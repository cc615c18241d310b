"""The main job: inputs -> pages -> an output folder.

The folder is the data set. Pages of earlier runs stay in it, and the tables, listing and manifest describe every page
that it holds, in the order of the ids; so the same captures give the same bytes, in whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.edge.clock import utc_now
from extractor.edge.files import Source
from extractor.edge.outputs import OutputFolder
from extractor.jobs.describe import describe
from extractor.jobs.keeper import Keeper
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.jobs.pages import PageOptions, gather, make_pages

Listener = Callable[[Outcome, int, int], None]


@dataclass(frozen=True)
class RunOptions:
    """Where the output goes, and whether a good record may be replaced by a worse one."""

    output: Path
    accept_regression: bool = False
    pages: PageOptions = field(default_factory=PageOptions)


@dataclass(frozen=True)
class RunResult:
    """What became of each input, in their order; files passed over in folders; whether the user stopped the run."""

    outcomes: tuple[Outcome, ...]
    skipped: int
    interrupted: bool


def run(names: Sequence[str], options: RunOptions, listen: Listener = lambda *_: None) -> RunResult:
    """Does the job. ``listen`` is told each outcome, its number and how many there are.

    Raises RuleError for wrong rules, EdgeError where the output cannot be written. Interrupted, it keeps what was done.
    """
    started = utc_now()
    inputs = gather(names)
    keeper = Keeper(OutputFolder(options.output), accept_regression=options.accept_regression)
    pages = make_pages(inputs.items, options.pages)  # wrong rules speak up here, before the folder is touched
    keeper.folder.prepare()
    interrupted = False
    with keeper.folder.events() as log:
        log({"time": started, "event": "started", "inputs": len(inputs.items)})
        try:
            for made in pages:
                outcome = keeper.keep(made)
                log({"time": utc_now(), "event": "input", **outcome.told()})
                listen(outcome, len(keeper.outcomes), len(inputs.items))
        except KeyboardInterrupt:
            interrupted = True
        keeper.outcomes += map(_not_done, inputs.items[len(keeper.outcomes) :])
        keeper.outcomes += describe(keeper.folder)
        result = RunResult(tuple(keeper.outcomes), inputs.skipped, interrupted)
        finished = utc_now()
        keeper.folder.put_run(_account(result, started, finished))
        log({"time": finished, "event": "interrupted" if interrupted else "finished"})
    return result


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
        "totals": {status: statuses.count(status) for status in ("ok", "failed", "duplicate")},
        "skipped_files": result.skipped,
    }
