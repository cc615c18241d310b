"""The main job: inputs -> pages -> an output folder.

The folder is the data set. Pages of earlier runs stay in it, and the tables, listing and manifest describe every page
that it holds, in the order of the ids; so the same captures give the same bytes, in whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from extractor import __version__
from extractor.dataset.package import data_package
from extractor.dataset.render import csv_head, csv_lines, csv_rows, jsonl
from extractor.dataset.summary import Summary, summarise
from extractor.dataset.tables import TABLES
from extractor.edge.clock import utc_now
from extractor.edge.files import Source
from extractor.edge.outputs import OutputFolder
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.jobs.pages import Made, PageOptions, gather, make_pages
from extractor.model.codec import from_json, schema
from extractor.model.page import SCHEMA_VERSION, Page

Listener = Callable[[Outcome, int, int], None]

_INDEX_HEAD = ("page_id", "file", "title", "published", "url", "entries", "checks_failed")


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
    keeper = _Keeper(OutputFolder(options.output), options.accept_regression)
    pages = make_pages(inputs.items, options.pages)  # wrong rules speak up here, before the folder is touched
    keeper.folder.prepare()
    interrupted = False
    with keeper.folder.events() as log:
        log({"time": started, "event": "started", "inputs": len(inputs.items)})
        try:
            for made in pages:
                outcome = keeper.keep(made)
                log({"time": utc_now(), "event": "input", **_told(outcome)})
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


class _Keeper:
    """Decides which page stands under an id: the better one, and of two that are as good the one that came first."""

    def __init__(self, folder: OutputFolder, accept_regression: bool) -> None:
        self.folder = folder
        self.outcomes: list[Outcome] = []
        self._accept = accept_regression
        self._holder: dict[str, int] = {}  # page id -> which of the outcomes holds it

    def keep(self, made: Made) -> Outcome:
        """Writes a page where it may stand, and gives the outcome of its input."""
        outcome = made.outcome
        if made.summary and made.content:
            outcome = self._placed(outcome, made.summary, made.content)
        self.outcomes.append(outcome)
        return outcome

    def _placed(self, outcome: Outcome, new: Summary, content: bytes) -> Outcome:
        before = self._holder.get(new.id)
        if before is not None and not self._replaces(before, new):
            return _duplicate(outcome, self.outcomes[before].input)
        old = self.folder.page(new.id)
        if before is None and old and not self._accept and (standing := _standing(old)) > new.standing:
            return _regressed(outcome, standing, new)
        if before is not None:
            self.outcomes[before] = _duplicate(self.outcomes[before], outcome.input)
        if old != content:
            self.folder.put_page(new.id, content)
        self._holder[new.id] = len(self.outcomes)
        return outcome

    def _replaces(self, before: int, new: Summary) -> bool:
        held = self.outcomes[before].summary
        return held is None or new.standing > held.standing


def describe(folder: OutputFolder) -> list[Outcome]:
    """Writes tables, listing, schema, descriptor and manifest over all pages of a folder; gives the files that are none."""
    bad: list[Outcome] = []
    with ExitStack() as stack:
        index = stack.enter_context(folder.file("index.csv"))
        index.write(csv_lines([_INDEX_HEAD]))
        lines = [stack.enter_context(folder.file(f"tables/{table.name}.jsonl")) for table in TABLES]
        sheets = [stack.enter_context(folder.file(f"tables/{table.name}.csv")) for table in TABLES]
        for table, sheet in zip(TABLES, sheets, strict=True):
            sheet.write(csv_head(table))
        for name, content in folder.pages():
            page = _read(content)
            if page is None:
                detail = f"is no page of schema {SCHEMA_VERSION}; move it away, or extract it again"
                bad.append(failed(str(folder.path / name), Reason("output.page", detail)))
                continue
            folder.note(name, content)
            index.write(csv_lines([_index_line(name, summarise(page))]))
            for table, line, sheet in zip(TABLES, lines, sheets, strict=True):
                rows = table.rows(page)
                line.write(jsonl(rows))
                sheet.write(csv_rows(table, rows))
    folder.put(f"schema/page-{SCHEMA_VERSION}.schema.json", _pretty(schema()))
    folder.put("datapackage.json", _pretty(data_package({n: (s.sha256, s.size) for n, s in folder.stored.items()})))
    folder.put_manifest()
    return bad


def _index_line(file: str, page: Summary) -> list[str]:
    return [page.id, file, page.title or "", page.published or "", page.url or "", str(page.entries), str(page.failed)]


def _not_done(item: Source | Outcome) -> Outcome:
    if isinstance(item, Outcome):
        return item
    return failed(item.name, Reason("run.interrupted", "not done, the run was interrupted; run it again"))


def _duplicate(outcome: Outcome, of: str) -> Outcome:
    reason = Reason("run.duplicate", f"is the same page as {of}; nothing to do")
    return replace(outcome, status="duplicate", reason=reason)


def _regressed(outcome: Outcome, standing: int, new: Summary) -> Outcome:
    now = "fails a check" if new.standing else "is empty"
    was = "was good" if standing == 2 else "held records"
    detail = f"the page {now} where it {was} before; the earlier record is kept, --accept-regression replaces it"
    return failed(outcome.input, Reason("run.regression", detail), new.id)


def _standing(content: bytes) -> int:
    page = _read(content)
    return summarise(page).standing if page else 0


def _read(content: bytes) -> Page | None:
    try:
        return from_json(content)
    except msgspec.DecodeError:  # ValidationError is one
        return None


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "input": outcome.input,
        "status": outcome.status,
        "page_id": outcome.page_id,
        "reason": outcome.reason,
        "warnings": outcome.warnings,
    }


def _account(result: RunResult, started: str, finished: str) -> dict[str, Any]:
    statuses = [outcome.status for outcome in result.outcomes]
    return {
        "extractor": __version__,
        "started": started,
        "finished": finished,
        "interrupted": result.interrupted,
        "inputs": [_told(outcome) for outcome in result.outcomes],
        "totals": {status: statuses.count(status) for status in ("ok", "failed", "duplicate")},
        "skipped_files": result.skipped,
    }
