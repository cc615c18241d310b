"""What became of the inputs, as an exit status."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.dataset.summary import Summary
from extractor.jobs.outcome import Concern, Outcome, Reason, exit_status

_FIGURES = Summary(
    id="pg", url=None, title=None, published=None, text_sha256="", rosters=(), entries=0, dates=1, counts=0, credits=0, citations=0,
    passed=0, failed=0, warned=3,
)  # fmt: skip
OK = Outcome(input="a", status="ok", summary=_FIGURES)
CHECK = Outcome(input="a", status="ok", summary=replace(_FIGURES, failed=1))
TWICE = Outcome(input="b", status="duplicate", summary=replace(_FIGURES, failed=1))
MISSING = Outcome(input="c", status="failed", reason=Reason("file.missing", "no such file"))
BUG = Outcome(input="d", status="failed", reason=Reason("internal", "internal error"))
WORSE = Outcome(input="e", status="failed", reason=Reason("run.regression", "kept"))


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([OK], 0),
        ([OK, TWICE], 0),
        ([OK, BUG], 1),
        ([BUG], 1),
        ([OK, MISSING], 3),
        ([OK, CHECK], 4),
        ([MISSING, CHECK], 3),
        ([MISSING], 5),
        ([], 5),
        ([WORSE], 3),
        ([WORSE, MISSING], 5),
        ([OK, WORSE], 3),
    ],
)
def test_status(outcomes: list[Outcome], status: int) -> None:
    """Our bug before nothing usable before a failed page before a failed check; warnings and duplicates never count."""
    assert exit_status(outcomes) == status


@pytest.mark.parametrize(("fail_on", "status"), [(set(), 0), ({"failed"}, 3), ({"check"}, 4), ({"failed", "check"}, 3)])
def test_fail_on(fail_on: set[Concern], status: int) -> None:
    """The caller chooses which of 3 and 4 count."""
    assert exit_status([MISSING, CHECK], fail_on=fail_on) == status
    assert exit_status([MISSING], fail_on=set()) == 5


def test_interrupted() -> None:
    """An interruption is told before all else."""
    assert exit_status([BUG, MISSING], interrupted=True) == 130
