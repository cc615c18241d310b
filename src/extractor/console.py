"""What a person sees of a job: progress and failures on standard error, the table of what was found on standard output.

Where nobody sits (no terminal, or ``quiet``), only what is wrong and was not so the time before gets a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

import msgspec

from extractor.dataset.listing import TITLE_WIDTH, listing, one_line, shortened, title_of
from extractor.dataset.summary import Summary
from extractor.edge.clock import utc_now
from extractor.jobs.doctor import Finding
from extractor.jobs.fetch import Archived
from extractor.jobs.outcome import Outcome
from extractor.jobs.run import RunResult
from extractor.messages import Language, reason, say
from extractor.model.errors import ExtractorError

_SHOWN = 50  # rows of the table; the rest stands in index.csv
_HEAD = ("title", "rosters found/declared", "entries", "dates", "counts", "credits", "checks pass/fail/warn", "page")
_CLEAR = "\r\x1b[K"


@dataclass(frozen=True)
class Console:
    """Speaks for one job, in one language, to people or (``json``) to machines.

    quiet: only of what is wrong. table: what was found is shown as a table, and a summary line would repeat it.
    """

    language: Language
    log_format: Literal["text", "json"]
    quiet: bool = False
    table: bool = False
    _answers: Iterator[int] = field(default_factory=lambda: count(1))

    def heard(self, event: dict[str, Any]) -> None:
        """Tells an answer that came over the network: a counter on a terminal."""
        if self.log_format == "json" and not self.quiet:
            self._event(**event)
        elif self._counting:
            print(f"{_CLEAR}{next(self._answers)}", end="", file=sys.stderr, flush=True)

    def progress(self, outcome: Outcome, number: int, total: int) -> None:
        """Tells what became of an input: a line for what went wrong, a counter on a terminal for the rest."""
        if self.log_format == "json":
            if not self.quiet or self._lines(outcome):
                self._event(event="input", **outcome.told())
            return
        clear = _CLEAR if self._counting else ""
        for line in self._lines(outcome):
            print(f"{clear}{line}", file=sys.stderr)
        if self._counting and total:
            print(f"{_CLEAR}{number}/{total}", end="" if number < total else _CLEAR, file=sys.stderr, flush=True)

    def warn(self, code: str, detail: str) -> None:
        """Tells what is doubtful about the job itself."""
        if self.log_format == "json":
            self._event(event="warning", code=code, detail=detail)
        else:
            self._say(say("warning", self.language), *self._explained(code, one_line(detail)))

    def error(self, error: ExtractorError) -> None:
        """Tells what has ended the job: rules that are wrong, an output that cannot be written, another run."""
        code, detail = getattr(error, "code", "rules"), one_line(str(error))
        if self.log_format == "json":
            self._event(event="error", code=code, detail=detail)
        else:
            self._say(*self._explained(code, detail))

    def stopped(self) -> None:
        """Tells that the user has ended the job."""
        if self.log_format == "json":
            self._event(event="interrupted")
        else:
            self._say(say("interrupted; what was done is kept", self.language))

    def report(self, result: RunResult, output: Path) -> None:
        """What was found, and where the files are: as a table, or in a line."""
        if self.table:
            print("\n".join(self._report(result, output)))
        else:
            facts = _totals(result.outcomes) | {"changed": len(result.changes)}
            words = "{ok} done ({changed} changed), {failed} failed ({known} as before), {checks} checks fail, {duplicate} duplicate, {skipped} skipped"
            self._sum_up([words], facts, result, output / "run.json")
        if result.interrupted:
            self.stopped()

    def archived(self, result: Archived, output: Path) -> None:
        """What was archived, in a line."""
        words = "{ok} there, {failed} failed ({known} as before), {skipped} skipped"
        self._sum_up([words], _totals(result.outcomes), result, output / "warc")

    def found(self, finding: Finding) -> None:
        """One look of the doctor, on standard output: it is what was asked for."""
        if self.log_format == "json":
            message = say(finding.words, "en", **finding.facts)
            told = {"check": finding.check, "status": finding.status, "message": message, **finding.facts}
            print(msgspec.json.encode(told, order="sorted").decode())
            return
        parts = (say(finding.check, self.language), say(finding.words, self.language, **finding.facts))
        colon = "：" if self.language == "zh" else ": "
        print(f"{say(finding.status, self.language):<5}{one_line(colon.join(parts))}")

    @property
    def _counting(self) -> bool:
        return self._watched and self.log_format == "text"

    @property
    def _watched(self) -> bool:
        """Whether a person sits there and wants to know."""
        return sys.stderr.isatty() and not self.quiet

    def _event(self, **told: Any) -> None:
        line = msgspec.json.encode({"time": utc_now(), **told}, order="sorted")
        print(line.decode(), file=sys.stderr, flush=True)

    def _explained(self, code: str, detail: str) -> list[str]:
        """A reason in the language; what stands before its colon is what it is about, and stays."""
        told = reason(code, detail, self.language)
        subject, colon, _ = detail.partition(": ")
        return [subject, told] if colon and told != detail else [told]

    def _say(self, *parts: str) -> None:
        clear = _CLEAR if self._counting else ""
        colon = "：" if self.language == "zh" else ": "
        print(f"{clear}{colon.join(('extractor', *parts))}", file=sys.stderr, flush=True)

    def _sum_up(self, words: list[str], facts: dict[str, Any], result: RunResult | Archived, place: Path) -> None:
        """One line at the end of a job that nobody watches."""
        if self.quiet:
            return
        web = asdict(result.web) if result.web else {}
        if self.log_format == "json":
            self._event(event="summary", totals=facts, web=web or None, output=str(place))
            return
        if web:
            words.append("{requests} answers, {captures} captured, {unchanged} unchanged, {bytes} bytes")
        comma = "；" if self.language == "zh" else "; "
        self._say(comma.join(say(part, self.language, **facts, **web) for part in words), str(place))

    def _lines(self, outcome: Outcome) -> list[str]:
        if not self._watched and (outcome.known or outcome.status in ("skipped", "duplicate")):
            return []
        told = [("warning", reason(w.code, w.detail, self.language)) for w in outcome.warnings]
        if outcome.reason:
            told.append((outcome.status, reason(outcome.reason.code, outcome.reason.detail, self.language)))
        if not self.table and outcome.summary:  # else the table tells them
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
        return [*lines, *self._findings(done), "", *self._counted(result), *self._places(output)]

    def _findings(self, done: list[Summary]) -> list[str]:
        found = [
            self._line({"fail": "fails"}.get(status, "warning"), shortened(title_of(page), TITLE_WIDTH), message)
            for page in done
            for status, message in sorted(page.findings)
        ]
        return ["", *found[:_SHOWN]] if found else []

    def _counted(self, result: RunResult) -> list[str]:
        words = "{ok} done, {failed} failed, {duplicate} duplicate"
        lines = [say(words, self.language, **_totals(result.outcomes))]
        if result.skipped:
            lines.append(say("files of other kinds passed over: {skipped}", self.language, skipped=result.skipped))
        return lines

    def _places(self, output: Path) -> list[str]:
        places = (("pages", "pages/"), ("tables", "tables/"), ("account of the run", "run.json"))
        return [f"{say(word, self.language)}: {output}/{place}" for word, place in places]


def _totals(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many came to what; of the failures how many were ``known``, and the checks that fail."""
    statuses = [outcome.status for outcome in outcomes]
    totals = {status: statuses.count(status) for status in ("ok", "failed", "duplicate", "skipped")}
    known = sum(outcome.known for outcome in outcomes if outcome.status == "failed")
    failing = [outcome.summary.failed for outcome in outcomes if outcome.status == "ok" and outcome.summary]
    return {**totals, "known": known, "checks": sum(failing)}
