"""How a job ended, as a file for Prometheus: its text exposition format, read by node_exporter's textfile collector.

All are gauges of the last run: a program that ends cannot count. Names are by Prometheus' conventions, in base units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.edge.clock import monotonic, unix_now
from extractor.edge.files import publish, read_bytes
from extractor.jobs.crawl import Tally
from extractor.jobs.outcome import CHECK_FAILED, OK, SOME_FAILED, Outcome
from extractor.model.errors import EdgeError

_SUCCESS = frozenset({OK, SOME_FAILED, CHECK_FAILED})
_LAST_SUCCESS = "extractor_run_last_success_timestamp_seconds"
_STATUSES = ("ok", "failed", "duplicate", "skipped")


@dataclass(frozen=True)
class Ended:
    """How a job ended. outcomes: None where it never began. changed: pages whose records did. web: where it crawled."""

    status: int
    outcomes: Sequence[Outcome] | None = None
    changed: int = 0
    web: Tally | None = None


@dataclass(frozen=True)
class Times:
    """When a job ended, when one last came to its end (Unix time, seconds; None: never), and how long this one took."""

    ended: float
    last_success: float | None
    seconds: float


@dataclass(frozen=True)
class Gauge:
    """A metric with its samples; ``labels`` are those that tell the samples apart."""

    name: str
    help: str
    samples: Sequence[tuple[Mapping[str, str], float]]


class Meter:
    """Writes the file when a job has ended, however it did; without a path it does nothing.

    Every sample bears the command and the folder, so that several jobs on a machine can be told apart.
    """

    def __init__(self, path: Path | None, command: str, output: Path) -> None:
        self._path = path
        self._labels = {"command": command, "output": str(output.absolute())}
        self._began = monotonic()

    def note(self, ended: Ended) -> None:
        """Raises EdgeError where the file cannot be written."""
        if self._path is None:
            return
        now = unix_now()
        last = now if ended.status in _SUCCESS else last_success(_content(self._path), self._labels)
        times = Times(now, last, monotonic() - self._began)
        publish(self._path, exposition(gauges(ended, times), self._labels))


def gauges(ended: Ended, times: Times) -> list[Gauge]:
    """What there is to tell: how the job ended always, what it found only where it began."""
    found = [] if ended.outcomes is None else [*_pages(ended.outcomes, ended.changed), *_web(ended.web)]
    return [*_end(ended.status, times), *found]


def exposition(metrics: Sequence[Gauge], labels: Mapping[str, str]) -> bytes:
    """Metrics in the text exposition format 0.0.4, all with the same labels and their own.

    >>> exposition([Gauge("a", "Some.", [({}, 2)])], {"x": 'say "1"'}).decode().splitlines()[2]
    'a{x="say \\\\"1\\\\""} 2'
    """
    return "".join(line for metric in metrics for line in _lines(metric, labels)).encode()


def last_success(content: bytes, labels: Mapping[str, str]) -> float | None:
    """What an earlier file of the same job says of the last success; None where it says nothing."""
    start = f"{_LAST_SUCCESS}{_braces(labels)} "
    for line in content.decode("utf-8", "replace").split("\n"):
        if line.startswith(start) and line[len(start) :].replace(".", "", 1).isdecimal():
            return float(line[len(start) :])
    return None


def _end(status: int, times: Times) -> Iterator[Gauge]:
    success = status in _SUCCESS
    yield _gauge("success", "Whether the last run came to its end (exit status 0, 3 or 4).", success)
    yield _gauge("exit_status", "Exit status of the last run.", status)
    yield _gauge("end_timestamp_seconds", "When the last run ended.", round(times.ended, 3))
    if times.last_success is not None:
        yield Gauge(_LAST_SUCCESS, "When a run last came to its end.", [({}, round(times.last_success, 3))])
    yield _gauge("duration_seconds", "How long the last run took.", round(times.seconds, 3))


def _pages(outcomes: Sequence[Outcome], changed: int) -> Iterator[Gauge]:
    statuses: Counter[str] = Counter(one.status for one in outcomes)
    codes = Counter(one.reason.code for one in outcomes if one.status == "failed" and one.reason)
    new = sum(not one.known for one in outcomes if one.status == "failed")
    checks = sum(one.summary.failed for one in outcomes if one.status == "ok" and one.summary)
    each = [({"status": status}, statuses[status]) for status in _STATUSES]
    yield Gauge("extractor_run_pages", "Inputs of the last run by what became of them.", each)
    each = [({"code": code}, codes[code]) for code in sorted(codes)]
    yield Gauge("extractor_run_failures", "Inputs of the last run that failed, by the code of their reason.", each)
    yield _gauge("new_failures", "Inputs that failed in the last run and not so in the one before.", new)
    yield _gauge("failed_checks", "Checks that fail on the pages of the last run.", checks)
    yield _gauge("changed_pages", "Pages that stood there before and whose records changed in the last run.", changed)


def _web(tally: Tally | None) -> Iterator[Gauge]:
    if tally is None:
        return
    yield _gauge("answers", "Answers over the network in the last run.", tally.requests)
    yield _gauge("captures", "Responses archived in full in the last run.", tally.captures)
    yield _gauge("revisits", "References to an earlier capture archived in the last run.", tally.repeats)
    yield _gauge("not_modified", "Answers of the last run that a page has not changed (304).", tally.unchanged)
    yield _gauge("received_bytes", "Bytes of bodies over the network in the last run.", tally.bytes)
    yield _gauge("round_complete", "Whether the last run left nothing for the next one to go on with.", tally.complete)


def _gauge(name: str, words: str, value: float) -> Gauge:
    return Gauge(f"extractor_run_{name}", words, [({}, value)])


def _lines(metric: Gauge, labels: Mapping[str, str]) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}\n# TYPE {metric.name} gauge\n"
    for own, value in metric.samples:
        yield f"{metric.name}{_braces({**labels, **own})} {int(value) if value == int(value) else value}\n"


def _braces(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    text = value.encode("utf-8", "replace").decode()  # a path may hold bytes that are no text
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _content(path: Path) -> bytes:
    try:
        return read_bytes(str(path))
    except EdgeError:
        return b""
