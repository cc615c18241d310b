"""The program over HTTP, against a real server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

# A process started in the background may have been told to ignore Ctrl-C; ours must not inherit that.
HEEDING = partial(signal.signal, signal.SIGINT, signal.default_int_handler)

EXTRACTOR = Path(sys.executable).with_name("extractor")


def run(output: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Runs ``extractor run`` into a folder."""
    command = [str(EXTRACTOR), "run", "--allow-private", "--delay", "0", *args, "-o", str(output)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_good_and_bad(web: str, closed: str, tmp_path: Path) -> None:
    """Each address that gives no page is one line with the remedy and a reason in the run; the others are done."""
    bad = {
        f"{web}/missing": "http.404",
        f"{web}/loop": "http.redirect_loop",
        f"{web}/drip-body": "net.timeout",
        f"{web}/empty": "parse.empty",
        f"{closed}/a": "net.refused",
    }
    told = run(tmp_path, *bad, f"{web}/article", "--timeout", "3", "--workers", "2")
    assert told.returncode == 3
    assert [line.split(": ")[1] for line in told.stderr.splitlines()[:-1]] == list(bad)
    account = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert {i["input"]: i["reason"]["code"] for i in account["inputs"] if i["reason"]} == bad
    (page,) = (tmp_path / "pages").iterdir()
    capture = json.loads(page.read_text("utf-8"))["capture"]
    assert (capture["kind"], capture["status"], capture["url"]) == ("warc", 200, f"{web}/article")


def test_same_address_twice(web: str, tmp_path: Path) -> None:
    """Two addresses that lead to one page are one page."""
    told = run(tmp_path, f"{web}/article", f"{web}/moved-article")
    assert told.returncode == 0
    account = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert [i["status"] for i in account["inputs"]] == ["ok", "duplicate"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupted(web: str, tmp_path: Path, workers: str) -> None:
    """Ctrl-C while a page is coming in ends the run with status 130, and says which inputs were not done."""
    command = [
        str(EXTRACTOR),
        "run",
        "--allow-private",
        f"{web}/drip-head",
        f"{web}/article",
        "-o",
        str(tmp_path),
        "--workers",
        workers,
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=HEEDING) as running:
        while not (tmp_path / "events.jsonl").exists():
            time.sleep(0.02)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
    assert running.returncode == 130
    account = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert [i["reason"]["code"] for i in account["inputs"]] == ["run.interrupted", "run.interrupted"]


def test_contact(web: str) -> None:
    """The contact comes from the option or the environment, and reaches the server."""
    told = subprocess.run(
        [EXTRACTOR, "extract", "--allow-private", f"{web}/agent"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "EXTRACTOR_CONTACT": "a@example.org"},
        check=False,
    )
    assert told.stdout, told.stderr
    assert "(+a@example.org)" in json.loads(told.stdout)["document"]["text"]
