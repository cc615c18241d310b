"""How a job ended in Prometheus' format, as Prometheus' own parser reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from extractor.jobs.crawl import Tally
from extractor.jobs.metrics import Ended, Times, exposition, gauges, last_success
from extractor.jobs.outcome import Outcome, Reason, failed

LABELS = {"command": "run", "output": "/srv/gh"}
GONE, BUSY = Reason("http.404", "gone"), Reason("http.503", "busy")
OUTCOMES = (
    Outcome(input="a", status="ok"),
    failed("b", GONE),
    Outcome(input="c", status="failed", reason=GONE, known=True),
    failed("d", BUSY),
    Outcome(input="e", status="skipped", reason=Reason("crawl.left", "left"), known=True),
)


def read(content: bytes) -> dict[str, dict[str, float]]:
    """For each metric its samples, by the value of the label of their own, else by nothing. Checks type and help."""
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(content.decode()):
        assert family.type == "gauge"
        assert family.documentation.endswith(".")
        assert family.name not in found
        found[family.name] = {}
        for sample in family.samples:
            assert sample.name == family.name
            assert LABELS.items() <= sample.labels.items()
            (own,) = [value for name, value in sample.labels.items() if name not in LABELS] or [""]
            found[family.name][own] = sample.value
    return found


def written(ended: Ended, last: float | None = None) -> dict[str, dict[str, float]]:
    """What a file says of an end, by metric."""
    told = read(exposition(gauges(ended, Times(1_700_000_000.25, last, 2.5)), LABELS))
    return {name.removeprefix("extractor_run_"): samples for name, samples in told.items()}


def test_a_run() -> None:
    """Every figure of a run is told: pages by what became of them, failures by their code and new ones, and the network's."""
    tally = Tally(requests=9, captures=4, repeats=1, unchanged=3, bytes=12_345, complete=True)
    assert written(Ended(3, OUTCOMES, 2, tally), 1_700_000_000.25) == {
        "success": {"": 1},
        "exit_status": {"": 3},
        "end_timestamp_seconds": {"": 1_700_000_000.25},
        "last_success_timestamp_seconds": {"": 1_700_000_000.25},
        "duration_seconds": {"": 2.5},
        "pages": {"ok": 1, "failed": 3, "duplicate": 0, "skipped": 1},
        "failures": {"http.404": 2, "http.503": 1},
        "new_failures": {"": 2},
        "failed_checks": {"": 0},
        "changed_pages": {"": 2},
        "answers": {"": 9},
        "captures": {"": 4},
        "revisits": {"": 1},
        "not_modified": {"": 3},
        "received_bytes": {"": 12_345},
        "round_complete": {"": 1},
    }


@pytest.mark.parametrize(("status", "success"), [(0, 1), (1, 0), (2, 0), (3, 1), (4, 1), (5, 0), (6, 0), (130, 0)])
def test_success(status: int, success: int) -> None:
    """A run that came to its end is a success, whatever failed in it; what never began has no figures of pages."""
    told = written(Ended(status))
    assert told["success"] == {"": success}
    assert told.keys() == {"success", "exit_status", "end_timestamp_seconds", "duration_seconds"}


@given(st.dictionaries(st.sampled_from(["command", "output"]), st.text(), min_size=2), st.floats(0, 4e9))
def test_last_success(labels: dict[str, str], when: float) -> None:
    """The last success is read back from the file, whatever folder it is of; and not from that of another folder."""
    content = exposition(gauges(Ended(0), Times(when, when, 1)), labels)
    assert last_success(content, labels) == round(when, 3)
    assert last_success(content, {**labels, "output": labels["output"] + "x"}) is None


@given(st.text())
def test_labels(folder: str) -> None:
    """Whatever a folder is called, the parser reads its name."""
    content = exposition(gauges(Ended(0), Times(1, 1, 1)), {"output": folder})
    values = {s.labels["output"] for family in text_string_to_metric_families(content.decode()) for s in family.samples}
    assert values == {folder}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"extractor_run_last_success_timestamp_seconds NaN\n"])
def test_no_file_of_ours(content: bytes) -> None:
    """From what is no file of ours nothing is kept."""
    assert last_success(content, LABELS) is None
