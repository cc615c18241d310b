"""What became of each input, and the exit status that follows from it."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Sequence
from typing import Any, Literal

from msgspec import Struct

from extractor.dataset.summary import Summary
from extractor.edge.address import shown
from extractor.model.errors import EdgeError, ExtractorError

Concern = Literal["failed", "check"]
CONCERNS: tuple[Concern, ...] = ("failed", "check")

OK, OUR_BUG, USAGE, SOME_FAILED, CHECK_FAILED, NOTHING_USABLE, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130


class Reason(Struct, frozen=True):
    """Why an input failed: a stable word for machines, and a line for a person that says what to do."""

    code: str
    detail: str


class Outcome(Struct, frozen=True, kw_only=True):
    """One input and what became of it; ``skipped`` is what was left out on purpose. ``warnings`` are what was doubtful about a page that was done.

    ``known``: the run before came to the same with it.
    """

    input: str
    status: Literal["ok", "failed", "duplicate", "skipped"]
    page_id: str | None = None
    reason: Reason | None = None
    warnings: tuple[Reason, ...] = ()
    summary: Summary | None = None
    known: bool = False

    def told(self) -> dict[str, Any]:
        """What logs and the account of a run say of it."""
        return {
            "input": self.input,
            "status": self.status,
            "page_id": self.page_id,
            "reason": self.reason,
            "warnings": self.warnings,
            "checks_failed": self.summary.failed if self.summary else None,
            "known": self.known,
        }


def failed(name: str, reason: Reason | EdgeError, page_id: str | None = None) -> Outcome:
    """The outcome of an input that gave no page. What an address says of names and passwords is left out."""
    name = shown(name)
    if isinstance(reason, EdgeError):
        reason = Reason(reason.code, str(reason).removeprefix(f"{name}: "))
    return Outcome(input=name, status="failed", page_id=page_id, reason=reason)


def status_of_error(error: ExtractorError | KeyboardInterrupt) -> int:
    """The exit status of a job that an error has ended: it was stopped, locked out, or asked for what cannot be."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return LOCKED if getattr(error, "code", "") == "state.locked" else USAGE


def internal(error: BaseException) -> Reason:
    """What is told of an error that nobody foresaw."""
    place = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    where = f" at {place.filename.rpartition('extractor/')[2]}:{place.lineno}" if place else ""
    detail = " ".join(f"internal error: {type(error).__name__}{where}: {error}".split())
    return Reason("internal", f"{detail[:300]}; please report it with this page")


def exit_status(
    outcomes: Sequence[Outcome], *, fail_on: Collection[Concern] = CONCERNS, interrupted: bool = False
) -> int:
    """The exit status of a job; where several apply, the first of: interrupted, our bug, nothing usable, failed, check."""
    done = [outcome.summary for outcome in outcomes if outcome.status == "ok" and outcome.summary]
    codes = [outcome.reason.code for outcome in outcomes if outcome.status == "failed" and outcome.reason]
    if interrupted:
        return INTERRUPTED
    if "internal" in codes:
        return OUR_BUG
    if not done and set(codes) != {"run.regression"}:
        return NOTHING_USABLE
    if "failed" in fail_on and codes:
        return SOME_FAILED
    if "check" in fail_on and any(summary.failed for summary in done):
        return CHECK_FAILED
    return OK
