"""The program where nobody watches: what cron mails, what a log collector reads, what an alert is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EXTRACTOR = Path(sys.executable).with_name("extractor")
SERVER = Path(__file__).with_name("website") / "server.py"
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
    with subprocess.Popen(
        [sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().split()[0]}"
        process.kill()


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
    from extractor.edge.state import State

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
    from extractor.edge.state import State

    with State(tmp_path):
        told = extractor("crawl", f"{site}/k/", "-o", tmp_path, *FAST, "--log-format", "json", "--quiet")
    assert told.status == 6
    (event,) = told.events
    assert (event["event"], event["code"]) == ("error", "state.locked")
