"""The whole program over a site of three hundred articles: fetched politely, archived, read from the archive, come back to."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 (a seed is given)
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from extractor.edge.state import State

EXTRACTOR = Path(sys.executable).with_name("extractor")
SERVER = Path(__file__).with_name("website") / "server.py"
DELAY = 0.01
OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


@dataclass(frozen=True)
class Website:
    """The addresses of the two hosts."""

    union: str
    busy: str

    def log(self) -> list[dict[str, Any]]:
        """Every request so far, as the server saw it."""
        with OPEN(f"{self.union}/_log") as answer:
            told: list[dict[str, Any]] = json.load(answer)
        return told


@pytest.fixture
def website() -> Iterator[Website]:
    """A server process of its own for each test."""
    with subprocess.Popen(
        [sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        first, second = process.stdout.readline().split()
        yield Website(f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}")
        process.kill()


def command(output: Path, *urls: str) -> list[str]:
    """A run over addresses of the site."""
    return [
        str(EXTRACTOR), "run", *urls, "-o", str(output), "--allow-private", "--delay", str(DELAY), "--timeout", "2", "--quiet",
    ]  # fmt: skip


def environment() -> dict[str, str]:
    """No proxy stands before loopback."""
    return {**os.environ, "NO_PROXY": "127.0.0.1"}


def run(output: Path, *urls: str) -> dict[str, Any]:
    """Runs the program; the account of the run with its status."""
    done = subprocess.run(command(output, *urls), capture_output=True, env=environment(), check=False)
    account: dict[str, Any] = json.loads((output / "run.json").read_text("utf-8"))
    return {**account, "status": done.returncode, "stderr": done.stderr.decode()}


def files(output: Path) -> dict[str, bytes]:
    """Every file that the manifest names, the manifest, and the archive."""
    paths = [output / "manifest-sha256.txt", *(output / "warc").iterdir()]
    paths += [output / line.split("  ")[1] for line in (output / "manifest-sha256.txt").read_text().splitlines()]
    return {str(path): path.read_bytes() for path in paths}


def records(output: Path) -> dict[str, Any]:
    """What the pages of a folder say, by their ids; the captures left out."""
    found = {}
    for path in (output / "pages").iterdir():
        page = json.loads(path.read_text("utf-8"))
        del page["capture"]
        found[page["id"]] = page
    return found


@pytest.mark.soak
def test_three_runs(website: Website, tmp_path: Path) -> None:
    """The first run archives and reads every article and lists every other; the second is 304s alone; the third sees ten changes."""
    seeds = [
        f"{website.union}/c/",
        f"{website.union}/b/",
        f"{website.busy}/busy.html",
        f"{website.busy}/bomb.html",
        f"{website.busy}/drip.html",
    ]
    first = run(tmp_path, *seeds)
    others = {
        i["input"].partition("//")[2].partition("/")[2]: i["reason"]["code"] for i in first["inputs"] if i["reason"]
    }
    assert others == {
        "bomb.html": "http.bomb", "drip.html": "net.timeout", "secret/1.html": "robots.denied", "gone.html": "http.404",
        "moved.html": "run.duplicate", "loop.html": "http.redirect_loop", "guarded.html": "http.challenge", "x.html": "http.404",
    }  # fmt: skip
    assert first["totals"]["ok"] == 301
    assert first["status"] == 3
    _polite(website.log())
    _one_article(tmp_path)
    _archived(tmp_path / "warc" / "00001.warc.gz", first["web"]["captures"])

    before, asked = files(tmp_path), len(website.log())
    second = run(tmp_path, *seeds)
    assert second["web"]["captures"] == second["web"]["repeats"] == 0
    statuses = Counter(request["status"] for request in website.log()[asked:] if request["host"] == 0)
    assert set(statuses) == {304, 302, 404, 412}
    assert files(tmp_path) == before

    OPEN(f"{website.union}/_change").close()
    third = run(tmp_path, *seeds)
    assert third["web"]["captures"] == len(third["changes"]) == 10
    assert all(any(record["kind"] == "count" for record in change["gained"]) for change in third["changes"])
    assert not any(change["lost"] for change in third["changes"])


def _polite(log: list[dict[str, Any]]) -> None:
    """Nothing forbidden was asked for, robots.txt came first, and between an answer and the next request lies the delay."""
    assert not [request for request in log if request["path"].startswith("/secret")]
    for host in (0, 1):
        requests = sorted((request for request in log if request["host"] == host), key=lambda request: request["began"])
        assert requests[0]["path"] == "/robots.txt"
        waits = [
            later["began"] - earlier["ended"]
            for earlier, later in pairwise(requests)
            if earlier["path"] != "/drip.html"
        ]
        assert min(waits) >= DELAY * 0.8
    busy = [request for request in log if request["path"] == "/busy.html"]
    assert [request["status"] for request in busy] == [503, 200]
    assert busy[1]["began"] - busy[0]["ended"] >= 0.95


def _one_article(output: Path) -> None:
    """The article that the site has cut into three pages is one record."""
    (page,) = (
        page
        for page in records(output).values()
        if "云台区总工会部署第7项" in (page["article"]["title"] or {}).get("value", "")
    )
    text = page["document"]["text"]
    assert [text.index(f"第{part}部分") for part in (2, 3)] == sorted(text.index(f"第{part}部分") for part in (2, 3))
    assert text.count("部署第7项职工文化工作") == 1
    assert all(
        text[count["evidence"]["start"] : count["evidence"]["end"]] == count["evidence"]["quote"]
        for count in page["counts"]
    )
    assert {count["value"] for count in page["counts"]} >= {107, 21, 22, 401, 402}
    assert text[page["article"]["published"]["evidence"]["start"] :].startswith("2024-03-08")


def _archived(path: Path, captures: int) -> None:
    """The archive passes warcio's check, and a second reader finds the same records."""
    checked = subprocess.run([EXTRACTOR.with_name("warcio"), "check", path], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    with path.open("rb") as file:
        ours = [
            (r.rec_headers.get_header("WARC-Record-ID"), r.rec_type, r.raw_stream.read())
            for r in ArchiveIterator(file, no_record_parse=True)
        ]
    with path.open("rb") as file:
        theirs = [
            (r.record_id, r.headers["WARC-Type"], r.reader.read())
            for r in FastIterator(file, record_types=WarcRecordType.any_type, parse_http=False)
        ]
    assert [(name if name and name.startswith("<") else f"<{name}>", kind, body) for name, kind, body in theirs] == ours
    assert Counter(kind for _, kind, _ in ours) == {"warcinfo": 1, "response": captures, "request": captures}


@pytest.fixture(scope="module")
def quiet_site() -> Iterator[Website]:
    """One server for all runs that are killed."""
    with subprocess.Popen(
        [sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        first, second = process.stdout.readline().split()
        yield Website(f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}")
        process.kill()


@pytest.mark.soak
def test_killed(quiet_site: Website, tmp_path: Path) -> None:
    """Killed at any of four instants and begun again, a run ends with the records of one that nobody disturbed."""
    seed = f"{quiet_site.union}/k/"
    began = time.monotonic()
    assert run(tmp_path / "calm", seed)["totals"]["ok"] == 30
    length, expected = time.monotonic() - began, records(tmp_path / "calm")
    chance = random.Random(7)
    for number in range(4):
        output = tmp_path / str(number)
        with subprocess.Popen(
            command(output, seed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            time.sleep(chance.uniform(0.15, 1.0) * length)
            process.send_signal(signal.SIGKILL)
        account = run(output, seed)
        assert account["totals"]["ok"] == 30
        found = records(output)
        assert {name: page for name, page in found.items() if page != expected.get(name)} == {}
        assert found.keys() == expected.keys()
        with (output / "warc" / "00001.warc.gz").open("rb") as file:
            kept = [
                r.rec_headers.get_header("WARC-Target-URI") for r in ArchiveIterator(file) if r.rec_type == "response"
            ]
        assert len(kept) == len(set(kept))


def test_stopped_by_sigterm(quiet_site: Website, tmp_path: Path) -> None:
    """SIGTERM ends a run with status 130, and the next one goes on."""
    seed = f"{quiet_site.union}/k/"
    slow = [*command(tmp_path, seed), "--delay", "0.2"]
    with subprocess.Popen(slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:
        while not (tmp_path / "events.jsonl").exists():
            time.sleep(0.02)
        time.sleep(0.5)
        process.terminate()
    assert process.returncode == 130
    assert run(tmp_path, seed)["totals"]["ok"] == 30


def test_second_run_is_kept_out(quiet_site: Website, tmp_path: Path) -> None:
    """While one run works in a folder another ends with status 6 and touches nothing."""
    with State(tmp_path):
        told = subprocess.run(
            command(tmp_path, f"{quiet_site.union}/k/"), capture_output=True, env=environment(), check=False
        )
    assert told.returncode == 6
    assert b"another run" in told.stderr
    assert not (tmp_path / "events.jsonl").exists()


def test_archive_as_input(quiet_site: Website, tmp_path: Path) -> None:
    """What crawl has archived, run and extract read from the archive, without the network; fetch takes one page alone."""
    options = ["--allow-private", "--delay", "0", "-o", str(tmp_path / "a")]
    crawled = subprocess.run(
        [EXTRACTOR, "crawl", f"{quiet_site.union}/k/", *options], capture_output=True, env=environment(), check=False
    )
    assert crawled.returncode == 0, crawled.stderr
    warc = tmp_path / "a" / "warc" / "00001.warc.gz"
    account = run(tmp_path / "b", str(warc))
    assert account["totals"]["ok"] >= 30
    assert not (tmp_path / "b" / "state.sqlite").exists()

    options[-1] = str(tmp_path / "c")
    fetched = subprocess.run(
        [EXTRACTOR, "fetch", f"{quiet_site.union}/a/9.html", *options],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert fetched.returncode == 0, fetched.stderr
    told = subprocess.run(
        [EXTRACTOR, "extract", tmp_path / "c" / "warc" / "00001.warc.gz"], capture_output=True, check=False
    )
    (page,) = map(json.loads, told.stdout.splitlines())
    assert page["capture"]["url"] == f"{quiet_site.union}/a/9.html"
    assert (page["capture"]["kind"], page["capture"]["charset"]) == ("warc", "gb18030")


def test_dry_run(quiet_site: Website, tmp_path: Path) -> None:
    """A dry run names the addresses, asks for no article and keeps nothing."""
    asked = len(quiet_site.log())
    told = subprocess.run(
        [EXTRACTOR, "crawl", f"{quiet_site.union}/k/", "--dry-run", "--allow-private", "--delay", "0", "-o", tmp_path / "x"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert len([line for line in told.stdout.splitlines() if "/a/" in line]) == 30
    assert not (tmp_path / "x").exists()
    assert not [request for request in quiet_site.log()[asked:] if request["path"].startswith("/a/")]


def test_limits(quiet_site: Website, tmp_path: Path) -> None:
    """A run that may take ten pages leaves the rest, says so, and the next run goes on there."""
    done = subprocess.run(
        [*command(tmp_path, f"{quiet_site.union}/k/"), "--max-pages", "10"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    account = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (account["totals"]["ok"], account["totals"]["failed"]) == (9, 0)
    assert {i["reason"]["code"] for i in account["inputs"] if i["reason"]} == {"crawl.left"}
    assert run(tmp_path, f"{quiet_site.union}/k/")["totals"]["ok"] == 30
