"""What a person sees of a job: progress and failures on standard error, the table of what was found on standard output."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import msgspec

from extractor.dataset.listing import TITLE_WIDTH, listing, one_line, shortened, title_of
from extractor.dataset.summary import Summary
from extractor.jobs.fetch import Archived
from extractor.jobs.outcome import Outcome
from extractor.jobs.run import RunResult
from extractor.messages import Language, reason, say

_SHOWN = 50  # rows of the table; the rest stands in index.csv
_HEAD = ("title", "rosters found/declared", "entries", "dates", "counts", "credits", "checks pass/fail/warn", "page")
_CLEAR = "\r\x1b[K"


@dataclass(frozen=True)
class Console:
    """Speaks for one job, in one language, to people or (``json``) to machines."""

    language: Language
    log_format: Literal["text", "json"]
    quiet: bool = False

    def progress(self, outcome: Outcome, number: int, total: int) -> None:
        """Tells what became of an input: a line for what went wrong, a counter on a terminal for the rest."""
        if self.log_format == "json":
            told = {"event": "input", **outcome.told()}
            print(msgspec.json.encode(told, order="sorted").decode(), file=sys.stderr, flush=True)
            return
        counting = sys.stderr.isatty() and not self.quiet
        clear = _CLEAR if counting else ""
        for line in self._lines(outcome):
            print(f"{clear}{line}", file=sys.stderr)
        if counting:
            print(f"{_CLEAR}{number}/{total}", end="" if number < total else _CLEAR, file=sys.stderr, flush=True)

    def warn(self, code: str, detail: str) -> None:
        """Tells what is doubtful about the job itself."""
        if self.log_format == "json":
            print(msgspec.json.encode({"event": "warning", "code": code, "detail": detail}).decode(), file=sys.stderr)
        else:
            print(f"extractor: {say('warning', self.language)}: {reason(code, detail, self.language)}", file=sys.stderr)

    def report(self, result: RunResult, output: Path) -> None:
        """The table of what was found, and where the files are."""
        if not self.quiet:
            print("\n".join(self._report(result, output)))

    def archived(self, result: Archived, output: Path) -> None:
        """What was archived, in a line."""
        told = asdict(result.tally) | {"output": f"{output}/warc/"}
        print(
            say(
                "{captures} captured, {unchanged} unchanged, {requests} answers, {bytes} bytes: {output}",
                self.language,
                **told,
            )
        )

    def _lines(self, outcome: Outcome) -> list[str]:
        if self.quiet and outcome.status == "skipped":
            return []
        told = [("warning", reason(w.code, w.detail, self.language)) for w in outcome.warnings]
        if outcome.reason:
            told.append((outcome.status, reason(outcome.reason.code, outcome.reason.detail, self.language)))
        if self.quiet and outcome.summary:  # else the report tells them
            told += [("fails", message) for status, message in outcome.summary.findings if status == "fail"]
        return [self._line(word, outcome.input, message) for word, message in told]

    def _line(self, word: str, subject: str, message: str) -> str:
        colon = "：" if self.language == "zh" else ": "
        return one_line(colon.join((say(word, self.language), subject, message)))

    def _report(self, result: RunResult, output: Path) -> list[str]:
        done = [outcome.summary for outcome in result.outcomes if outcome.status == "ok" and outcome.summary]
        lines = listing([say(word, self.language) for word in _HEAD], done[:_SHOWN]) if done else []
        if len(done) > _SHOWN:
            lines.append(
                say("{rest} more in {path}", self.language, rest=len(done) - _SHOWN, path=output / "index.csv")
            )
        return [*lines, *self._findings(done), "", *self._totals(result), *self._places(output)]

    def _findings(self, done: list[Summary]) -> list[str]:
        found = [
            self._line({"fail": "fails"}.get(status, "warning"), shortened(title_of(page), TITLE_WIDTH), message)
            for page in done
            for status, message in sorted(page.findings)
        ]
        return ["", *found[:_SHOWN]] if found else []

    def _totals(self, result: RunResult) -> list[str]:
        statuses = [outcome.status for outcome in result.outcomes]
        totals = {status: statuses.count(status) for status in ("ok", "failed", "duplicate")}
        lines = [say("{ok} done, {failed} failed, {duplicate} duplicate", self.language, **totals)]
        if result.skipped:
            lines.append(say("files of other kinds passed over: {skipped}", self.language, skipped=result.skipped))
        if result.interrupted:
            lines.append(say("interrupted; what was done is kept", self.language))
        return lines

    def _places(self, output: Path) -> list[str]:
        places = (("pages", "pages/"), ("tables", "tables/"), ("account of the run", "run.json"))
        return [f"{say(word, self.language)}: {output}/{place}" for word, place in places]
