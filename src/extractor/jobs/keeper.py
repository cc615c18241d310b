"""Which page stands under an id: the better one, and of two that are as good the one that came first."""

from __future__ import annotations

from typing import Protocol

from msgspec.structs import replace

from extractor.dataset.changes import Changes, changes
from extractor.dataset.summary import Summary, summarise
from extractor.edge.outputs import OutputFolder
from extractor.jobs.describe import page_of
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.jobs.pages import Made


class Journal(Protocol):
    """Where changes are noted before the pages are replaced."""

    def note(self, change: Changes) -> None:
        """Keeps a change, in the place of an earlier one of the same page."""

    def noted(self) -> tuple[Changes, ...]:
        """All that were kept."""


class _Memory:
    """A journal that ends with the run."""

    def __init__(self) -> None:
        self._changes: dict[str, Changes] = {}

    def note(self, change: Changes) -> None:
        self._changes[change.page_id] = change

    def noted(self) -> tuple[Changes, ...]:
        return tuple(change for _, change in sorted(self._changes.items()))


class Keeper:
    """Writes pages into a folder, and remembers what became of each input.

    A record of an earlier run gives way to a new one that is as good or better, to any with ``accept_regression``.
    """

    def __init__(self, folder: OutputFolder, *, accept_regression: bool = False) -> None:
        self.folder = folder
        self.outcomes: list[Outcome] = []
        self.journal: Journal = _Memory()
        self._accept = accept_regression
        self._holder: dict[str, int] = {}  # page id -> which of the outcomes holds it

    @property
    def changes(self) -> tuple[Changes, ...]:
        """Of pages that stood in the folder before, by their ids."""
        return self.journal.noted()

    def keep(self, made: Made) -> Outcome:
        """Writes a page where it may stand, and gives the outcome of its input."""
        outcome = made.outcome
        if made.summary and made.content:
            outcome = self._placed(outcome, made.summary, made.content)
        self.outcomes.append(outcome)
        return outcome

    def _placed(self, outcome: Outcome, new: Summary, content: bytes) -> Outcome:
        if (before := self._holder.get(new.id)) is not None:
            held = self.outcomes[before]
            if held.summary and new.standing <= held.summary.standing:
                return _duplicate(outcome, held)
            self.outcomes[before] = _duplicate(held, outcome)
        elif worse := self._regression(new):
            return failed(outcome.input, worse, new.id)
        self._put(new.id, content)
        self._holder[new.id] = len(self.outcomes)
        return outcome

    def _regression(self, new: Summary) -> Reason | None:
        old = None if self._accept else self.folder.page(new.id)
        standing = _standing(old) if old else 0
        if standing <= new.standing:
            return None
        now = "fails a check" if new.standing else "is empty"
        was = "was good" if standing == 2 else "held records"
        detail = f"the page {now} where it {was} before; the earlier record is kept, --accept-regression replaces it"
        return Reason("run.regression", detail)

    def _put(self, page_id: str, content: bytes) -> None:
        old = self.folder.page(page_id)
        if old == content:  # an unchanged page keeps its file and the file's date
            return
        before, after = page_of(old) if old else None, page_of(content)
        if before and after and (change := changes(before, after)):
            self.journal.note(change)  # before the page: the old one is gone then
        self.folder.put_page(page_id, content)


def _duplicate(outcome: Outcome, held: Outcome) -> Outcome:
    """The outcome of an input whose page is held by another input's."""
    same = outcome.summary and held.summary and outcome.summary.text_sha256 == held.summary.text_sha256
    if same:
        reason = Reason("run.duplicate", f"is the same page as {held.input}; nothing to do")
    else:
        detail = (
            f"is known by the same id as {held.input}, with another text; to keep both, give them by their addresses"
        )
        reason = Reason("run.same_id", detail)
    return replace(outcome, status="duplicate", reason=reason)


def _standing(content: bytes) -> int:
    page = page_of(content)
    return summarise(page).standing if page else 0
