"""Which page stands under an id: the better one, and of two that are as good the one that came first."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.dataset.summary import Summary, summarise
from extractor.edge.outputs import OutputFolder
from extractor.jobs.describe import page_of
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.jobs.pages import Made


class Keeper:
    """Writes pages into a folder, and remembers what became of each input.

    A record of an earlier run gives way to a new one that is as good or better, to any with ``accept_regression``.
    """

    def __init__(self, folder: OutputFolder, *, accept_regression: bool = False) -> None:
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


def _duplicate(outcome: Outcome, of: str) -> Outcome:
    reason = Reason("run.duplicate", f"is the same page as {of}; nothing to do")
    return replace(outcome, status="duplicate", reason=reason)


def _regressed(outcome: Outcome, standing: int, new: Summary) -> Outcome:
    now = "fails a check" if new.standing else "is empty"
    was = "was good" if standing == 2 else "held records"
    detail = f"the page {now} where it {was} before; the earlier record is kept, --accept-regression replaces it"
    return failed(outcome.input, Reason("run.regression", detail), new.id)


def _standing(content: bytes) -> int:
    page = page_of(content)
    return summarise(page).standing if page else 0
