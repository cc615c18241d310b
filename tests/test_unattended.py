"""The program where nobody watches: what cron mails, what a log collector reads, what an alert is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from extractor.edge.state import State
from website.program import served

EXTRACTOR = Path(sys.executable).with_name("extractor")
FAST = ("--allow-private", "--delay", "0")


@dataclass(frozen=True)
class Told:
    """What the program said in two places, line by line, and its exit status."""

    status: int
    out: list[str]
    err: list[str]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines on standard error as JSON."""
        return [json.loads(line) for line in self.err]


def extractor(*args: str | Path) -> Told:
    """Runs the program without a terminal."""
    done = subprocess.run(
        [EXTRACTOR, *args],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", env={**os.environ, "NO_PROXY": "127.0.0.1"}, check=False,
    )  # fmt: skip
    return Told(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A column of thirty articles, and beside it pages that are not there: the address of their host."""
    with served() as website:
        yield website.union


def test_nights_without_trouble(site: str, tmp_path: Path) -> None:
    """Where nothing goes wrong there is one line on standard error, with --quiet none; on the second night as on the first."""
    run = ("run", f"{site}/k/", "-o", tmp_path, *FAST)
    first, second = extractor(*run), extractor(*run)
    assert (first.status, first.out, second.status, second.out) == (0, [], 0, [])
    done = "extractor: 30 done (0 changed), 0 failed (0 as before), 0 checks fail, 0 duplicate, 0 skipped; 35 answers, "
    assert [line.startswith(f"{done}35 captured, 0 unchanged, ") for line in first.err] == [True]
    assert [line.startswith(f"{done}0 captured, 35 unchanged, ") for line in second.err] == [True]
    assert second.err[0].endswith(f": {tmp_path}/run.json")
    assert extractor(*run, "--quiet") == Told(0, [], [])


def test_known_failures(site: str, tmp_path: Path) -> None:
    """A failure is told in the night that it begins; later nights count it and keep the status, until it changes."""
    run = ("run", f"{site}/a/1.html", f"{site}/none.html", "-o", tmp_path, *FAST)
    first, second = extractor(*run), extractor(*run)
    assert (first.status, second.status) == (3, 3)
    assert first.err[0] == f"failed: {site}/none.html: the server answers 404 Not Found; check the address"
    assert "1 failed (0 as before)" in first.err[1]
    assert len(second.err) == 1
    assert "1 failed (1 as before)" in second.err[0]
    assert extractor(*run, "--quiet") == Told(3, [], [])
    assert [one["known"] for one in json.loads((tmp_path / "run.json").read_text("utf-8"))["inputs"]] == [True, True]

    other = extractor(*run, f"{site}/secret/1.html", "--quiet")
    assert [line.split(": ")[1] for line in other.err] == [f"{site}/secret/1.html"]


def test_failing_checks(tmp_path: Path, fixtures: Path) -> None:
    """A page that begins to fail a check is told once too."""
    run = ("run", fixtures / "site", "-o", tmp_path, "--quiet", "--fail-on", "check")
    first, second = extractor(*run), extractor(*run)
    assert (first.status, second.status, second.err) == (4, 4, [])
    assert [line.split(": ")[0] for line in first.err if line.startswith("fails")] == ["fails"]


@pytest.mark.parametrize("account", [b"", b"[]", b'{"inputs": [1]}', b"\xff"])
def test_account_in_pieces(tmp_path: Path, account: bytes) -> None:
    """Where the account of the run before cannot be read, every failure is told."""
    (tmp_path / "run.json").write_bytes(account)
    told = extractor("run", tmp_path / "none.html", "-o", tmp_path, "--quiet")
    assert told == Told(5, [], [f"failed: {tmp_path / 'none.html'}: no such file; check the path"])


@pytest.mark.parametrize("command", ["fetch", "crawl"])
def test_archiving(site: str, tmp_path: Path, command: str) -> None:
    """Fetch and crawl say as much as run: what fails, once, and a line in the end; with --quiet not that."""
    given = (command, f"{site}/a/1.html", f"{site}/none.html", "-o", tmp_path, *FAST)
    first, second = extractor(*given), extractor(*given)
    assert (first.status, first.out, len(first.err)) == (3, [], 2)
    assert first.err[0].startswith(f"failed: {site}/none.html: ")
    assert (second.status, len(second.err)) == (3, 1)
    assert second.err[0].startswith("extractor: 1 there, 1 failed (1 as before), 0 skipped; 3 answers, 0 captured, ")
    assert second.err[0].endswith(f": {tmp_path}/warc")
    assert extractor(*given, "--quiet") == Told(3, [], [])


def test_logs_for_machines(site: str, tmp_path: Path) -> None:
    """As JSON every answer, every input and the sum are told, each with its time; with --quiet only what is wrong and new."""
    run = ("run", f"{site}/a/1.html", f"{site}/none.html", "-o", tmp_path, *FAST, "--log-format", "json")
    events = extractor(*run).events
    assert [event["event"] for event in events] == ["fetched"] * 3 + ["input"] * 2 + ["summary"]
    assert all(event["time"].endswith("Z") for event in events)
    assert events[0]["url"] == f"{site}/robots.txt"
    totals = {"ok": 1, "failed": 1, "duplicate": 0, "skipped": 0, "known": 0, "checks": 0, "changed": 0}
    assert events[-1]["totals"] == totals
    assert events[-1]["web"]["requests"] == 3
    assert extractor(*run, "--quiet").events == []


@pytest.mark.parametrize(
    ("language", "summary", "failure", "locked"),
    [
        ("en", "extractor: 1 done (0 changed), 1 failed", "failed: ", "extractor: {}: another run works here; "),
        ("zh", "extractor：完成 1（有变化 0），失败 1", "失败：", "extractor：{}：另一次运行正在使用该文件夹，"),
    ],
)
def test_languages(site: str, tmp_path: Path, language: str, summary: str, failure: str, locked: str) -> None:
    """All that is said is said in the language that was asked for."""
    run = ("run", f"{site}/a/1.html", f"{site}/none.html", "-o", tmp_path, *FAST, "--lang", language)
    told = extractor(*run)
    assert told.err[0].startswith(failure)
    assert told.err[1].startswith(summary)
    with State(tmp_path):
        told = extractor(*run)
    assert (told.status, told.out, len(told.err)) == (6, [], 1)
    assert told.err[0].startswith(locked.format(tmp_path))


def test_locked_out_for_machines(site: str, tmp_path: Path) -> None:
    """What keeps a job from beginning is told as JSON where JSON was asked for."""
    with State(tmp_path):
        told = extractor("crawl", f"{site}/k/", "-o", tmp_path, *FAST, "--log-format", "json", "--quiet")
    assert told.status == 6
    (event,) = told.events
    assert (event["event"], event["code"]) == ("error", "state.locked")


def metrics(path: Path, output: Path) -> dict[str, float]:
    """What a file for Prometheus says of a folder; its name ends in the label that tells samples apart, if there is one."""
    found = {}
    for family in text_string_to_metric_families(path.read_text("utf-8")):
        for sample in family.samples:
            command, folder, *own = sample.labels.values()
            assert folder == str(output)
            found[".".join((command, family.name.removeprefix("extractor_run_"), *own))] = sample.value
    return found


def test_metrics(site: str, tmp_path: Path) -> None:
    """A run leaves its figures for the textfile collector: readable by everyone, and nothing beside them."""
    output, folder = tmp_path / "out", tmp_path / "collector"
    folder.mkdir()
    file = folder / "gh.prom"
    run = ("run", f"{site}/a/1.html", f"{site}/none.html", "-o", output, *FAST, "--metrics", file)
    mask = os.umask(0o077)
    try:
        extractor(*run)
    finally:
        os.umask(mask)
    assert [path.name for path in folder.iterdir()] == ["gh.prom"]
    assert file.stat().st_mode & 0o777 == 0o644
    told = metrics(file, output)
    assert told["run.success"] == 1
    assert told["run.exit_status"] == 3
    assert (told["run.pages.ok"], told["run.pages.failed"], told["run.failures.http.404"]) == (1, 1, 1)
    assert (told["run.new_failures"], told["run.captures"], told["run.not_modified"]) == (1, 3, 0)
    assert told["run.last_success_timestamp_seconds"] == told["run.end_timestamp_seconds"]
    extractor(*run)
    again = metrics(file, output)
    assert (again["run.new_failures"], again["run.captures"], again["run.not_modified"]) == (0, 0, 2)
    assert again["run.end_timestamp_seconds"] >= told["run.end_timestamp_seconds"]


def test_metrics_of_a_run_that_failed(site: str, tmp_path: Path) -> None:
    """A run that was kept out says so, and keeps when one last came to its end; so does one that gave nothing."""
    output, file = tmp_path / "out", tmp_path / "gh.prom"
    crawl = ("crawl", f"{site}/a/1.html", "-o", output, *FAST, "--metrics", file)
    extractor(*crawl)
    good = metrics(file, output)
    with State(output):
        assert extractor(*crawl).status == 6
    locked = metrics(file, output)
    assert (locked["crawl.success"], locked["crawl.exit_status"]) == (0, 6)
    assert locked["crawl.last_success_timestamp_seconds"] == good["crawl.last_success_timestamp_seconds"]
    assert "crawl.pages.ok" not in locked
    assert extractor("crawl", f"{site}/none.html", *crawl[2:]).status == 5
    empty = metrics(file, output)
    assert (empty["crawl.success"], empty["crawl.pages.failed"]) == (0, 1)
    assert empty["crawl.last_success_timestamp_seconds"] == good["crawl.last_success_timestamp_seconds"]


def test_metrics_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the metrics cannot be written the run is done all the same, and a line says so."""
    (tmp_path / "a.txt").write_text("工会" * 300, "utf-8")
    file = tmp_path / "none" / "gh.prom"
    told = extractor("run", tmp_path / "a.txt", "-o", tmp_path / "out", "--quiet", "--metrics", file)
    assert [line for line in told.err if "gh.prom" in line] == [
        f"extractor: warning: {file}: cannot be written (no such folder); make it, or give another path"
    ]
    assert (tmp_path / "out" / "run.json").exists()
    assert not file.parent.exists()


@pytest.mark.parametrize("command", ["run", "crawl"])
def test_stopped(site: str, tmp_path: Path, command: str) -> None:
    """A run that is stopped says so in a line, quiet or not, and leaves it in the metrics."""
    output, file = tmp_path / "out", tmp_path / "gh.prom"
    given = [
        command,
        f"{site}/k/",
        "-o",
        str(output),
        "--allow-private",
        "--delay",
        "5",
        "--quiet",
        "--metrics",
        str(file),
    ]
    with subprocess.Popen([EXTRACTOR, *given], stderr=subprocess.PIPE, encoding="utf-8") as running:
        while not (output / "warc").exists():
            time.sleep(0.02)
        running.terminate()
        _, said = running.communicate()
    assert (running.returncode, said) == (130, "extractor: interrupted; what was done is kept\n")
    assert (metrics(file, output)[f"{command}.success"], metrics(file, output)[f"{command}.exit_status"]) == (0, 130)
