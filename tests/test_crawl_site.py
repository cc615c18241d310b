"""The whole program over a site of three hundred articles: fetched politely, archived, read from the archive, come back to."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from extractor.edge.state import State
from website.program import (
    EXTRACTOR,
    Website,
    account,
    archived,
    arguments,
    call,
    environment,
    files,
    kinds,
    outcomes,
    run,
    served,
)  # fmt: skip

ARTICLES, SMALL = 300, 12  # of the two columns, and of each small host


@pytest.fixture
def website() -> Iterator[Website]:
    """A server process of its own for each test."""
    with served() as site:
        yield site


@pytest.fixture(scope="module")
def quiet_site() -> Iterator[Website]:
    """One for the tests that change nothing."""
    with served() as site:
        yield site


@pytest.mark.parametrize("delay", [0, pytest.param(0.01, marks=pytest.mark.soak)])
def test_three_runs(delay: float, website: Website, tmp_path: Path) -> None:
    """The first run archives and reads every article and lists every other; the second is 304s alone; the third sees ten changes."""
    seeds = [
        f"{website.union}/c/",
        f"{website.union}/b/",
        f"{website.busy}/busy.html",
        f"{website.dated}/",
        f"{website.bare}/",
    ]
    traps = [f"{website.busy}/bomb.html", f"{website.busy}/drip.html"]
    first = run(tmp_path, *seeds, *traps, delay=delay, timeout=5)
    _every_article(website, first)
    assert first["status"] == 3
    _polite(website, delay)
    _one_article(tmp_path, website)
    found = kinds(archived(tmp_path))
    assert found == {"warcinfo": 1, "response": first["web"]["captures"], "request": first["web"]["captures"]}

    before, asked = files(tmp_path), len(website.log())
    second = run(tmp_path, *seeds, delay=delay)
    bare = SMALL + 1  # the articles of the host that knows neither ETag nor date, and their column
    assert (second["web"]["captures"], second["web"]["repeats"], second["changes"]) == (0, bare, [])
    _not_changed(website.log()[asked:])
    assert files(tmp_path) == before
    again = kinds(archived(tmp_path))
    assert again == found + Counter({"revisit": bare, "request": bare})

    website.change()
    third = run(tmp_path, *seeds, delay=delay)
    assert third["web"]["captures"] == len(third["changes"]) == 10
    assert all(any(record["kind"] == "count" for record in change["gained"]) for change in third["changes"])
    assert not any(change["lost"] for change in third["changes"])
    assert kinds(archived(tmp_path))["response"] == first["web"]["captures"] + 10


def _every_article(site: Website, first: dict[str, Any]) -> None:
    """Each article gave a page, and whatever gave none is listed with the reason."""
    expected = {
        f"{site.busy}/bomb.html": "http.bomb", f"{site.busy}/drip.html": "net.timeout", f"{site.busy}/x.html": "http.404",
        f"{site.union}/secret/1.html": "robots.denied", f"{site.union}/gone.html": "http.404",
        f"{site.union}/moved.html": "run.duplicate", f"{site.union}/loop.html": "http.redirect_loop",
        f"{site.union}/guarded.html": "http.challenge", f"{site.union}/asked.html": "http.challenge",
        f"{site.dated}/files/400.pdf": "http.404", f"{site.bare}/files/500.pdf": "http.404",
        f"{site.bare}/closed/1.html": "robots.denied",
    }  # fmt: skip
    assert {name: code for name, _, code in outcomes(first) if code} == expected
    articles = [f"{site.union}/a/{n}.html" for n in range(ARTICLES)]
    articles += [f"{site.dated}/a/{n}.html" for n in range(400, 400 + SMALL)]
    articles += [f"{site.bare}/a/{n}.html" for n in range(500, 500 + SMALL)]
    assert {name for name, status, _ in outcomes(first) if status == "ok"} == {*articles, f"{site.busy}/busy.html"}


def _polite(site: Website, delay: float) -> None:
    """Nothing forbidden was asked for, robots.txt came first, and between an answer and the next request lies the delay."""
    log = sorted(site.log(), key=lambda request: request["began"])
    assert not [request for request in log if request["path"].startswith(("/secret", "/closed"))]
    for host, least in (("union", delay), ("dated", delay), ("bare", 0.05)):
        requests = [request for request in log if request["host"] == host]
        assert requests[0]["path"] == "/robots.txt"
        assert [request["path"] for request in requests].count("/robots.txt") == 1
        waits = [later["began"] - earlier["ended"] for earlier, later in pairwise(requests)]
        assert min(waits) > least - 0.003 if least else min(waits) > -0.001
    answers = [(request["status"], request["began"]) for request in log if request["path"] == "/busy.html"]
    assert [status for status, _ in answers] == [503, 200]
    assert answers[1][1] - answers[0][1] >= 1  # as Retry-After asked
    assert next(request["path"] for request in log if request["host"] == "busy") in (
        "/robots.txt",
        "/rules-of-bare.txt",
    )


def _one_article(output: Path, site: Website) -> None:
    """Article 7, which the site cuts into three pages and writes in GB18030, is one page with the words of all three."""
    told = {i["input"]: i["page_id"] for i in account(output)["inputs"]}
    page = json.loads((output / "pages" / f"{told[f'{site.union}/a/7.html']}.json").read_text("utf-8"))
    assert page["capture"]["charset"] == "gb18030"
    text = page["document"]["text"]
    assert [text.count(words) for words in ("现有职工书屋107家", "第2部分：", "第3部分：")] == [1, 1, 1]
    assert {21, 22} <= {count["value"] for count in page["counts"]}
    assert all(
        text[e["start"] : e["end"]] == e["quote"]
        for e in (record["evidence"] for record in page["counts"] + page["dates"])
    )


def _not_changed(log: list[dict[str, Any]]) -> None:
    """Where a server can tell, it has told that nothing changed, or once more why there is nothing."""
    found = {
        host: {request["status"] for request in log if request["host"] == host} for host in ("union", "dated", "bare")
    }
    assert found == {"union": {304, 302, 404, 412, 521}, "dated": {304, 404}, "bare": {200, 301, 404}}


def test_stopped_by_sigterm(quiet_site: Website, tmp_path: Path) -> None:
    """SIGTERM ends a run with status 130, and the next one goes on."""
    seed, asked = f"{quiet_site.union}/k/", len(quiet_site.log())
    slow = [str(EXTRACTOR), *arguments(tmp_path, seed, delay=0.2)]
    with subprocess.Popen(slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:
        while len(quiet_site.log()) < asked + 4:
            time.sleep(0.05)
        process.terminate()
    assert process.returncode == 130
    assert account(tmp_path)["interrupted"]
    assert run(tmp_path, seed)["totals"]["ok"] == 30


def test_second_run_is_kept_out(quiet_site: Website, tmp_path: Path) -> None:
    """While one run works in a folder another ends with status 6 and touches nothing, whether it wants the web or not."""
    page = tmp_path / "page.html"
    page.write_text("<p>工会", "utf-8")
    with State(tmp_path / "out"):
        before = sorted((tmp_path / "out").iterdir())
        for name in (f"{quiet_site.union}/k/", str(page)):
            told = call(*arguments(tmp_path / "out", name))
            assert told.returncode == 6
            assert b"another run" in told.stderr
        assert sorted((tmp_path / "out").iterdir()) == before


def test_archive_as_input(quiet_site: Website, tmp_path: Path) -> None:
    """What crawl has archived, run and extract read from the archive, without the network; fetch takes one page alone."""
    options = ["--allow-private", "--delay", "0", "-o"]
    crawled = call("crawl", f"{quiet_site.union}/k/", *options, tmp_path / "a")
    assert crawled.returncode == 0, crawled.stderr
    told = run(tmp_path / "b", str(tmp_path / "a" / "warc" / "00001.warc.gz"))
    assert told["totals"]["ok"] >= 30
    assert not (tmp_path / "b" / "state.sqlite").exists()

    fetched = call("fetch", f"{quiet_site.union}/a/9.html", *options, tmp_path / "c")
    assert fetched.returncode == 0, fetched.stderr
    (page,) = map(json.loads, call("extract", tmp_path / "c" / "warc" / "00001.warc.gz").stdout.splitlines())
    assert page["capture"]["url"] == f"{quiet_site.union}/a/9.html"
    assert (page["capture"]["kind"], page["capture"]["charset"]) == ("warc", "gb18030")


def test_list_as_json(website: Website, tmp_path: Path) -> None:
    """A list that comes as JSON is followed from page to page until one is empty, and its articles are read."""
    told = run(tmp_path, f"{website.union}/j/list?pageNo=1")
    assert (told["totals"]["ok"], told["totals"]["failed"], told["status"]) == (30, 0, 0)
    asked = [request["path"] for request in website.log() if request["path"].startswith("/j/")]
    assert asked == [f"/j/list?pageNo={page}" for page in (1, 2, 3, 4)]


def test_dry_run(website: Website, tmp_path: Path) -> None:
    """A dry run names the addresses, asks for no article, keeps nothing, and is as polite as any."""
    options = ["--dry-run", "--allow-private", "--delay", "0.1", "-o", str(tmp_path / "x")]
    told = call("crawl", f"{website.union}/b/", *options)
    assert len([line for line in told.stdout.decode().splitlines() if "/a/" in line]) == ARTICLES // 2
    assert not (tmp_path / "x").exists()
    log = website.log()
    assert not [request for request in log if request["path"].startswith("/a/")]
    assert min(later["began"] - earlier["ended"] for earlier, later in pairwise(log)) > 0.09


def test_limits(quiet_site: Website, tmp_path: Path) -> None:
    """A run that may take ten pages leaves the rest, and no article without its further pages; the next run goes on there."""
    done = call(*arguments(tmp_path, f"{quiet_site.union}/k/"), "--max-pages", "10")
    assert done.returncode == 0, done.stderr
    told = account(tmp_path)
    assert (told["totals"]["ok"], told["totals"]["failed"]) == (8, 0)
    assert f"{quiet_site.union}/a/7.html" in {name for name, _, code in outcomes(told) if code == "crawl.left"}
    assert {code for _, _, code in outcomes(told) if code} == {"crawl.left"}
    assert run(tmp_path, f"{quiet_site.union}/k/")["totals"]["ok"] == 30


def test_archive_taken_away(quiet_site: Website, tmp_path: Path) -> None:
    """Where the archive is gone, pages that have not changed are captured anew, whole, and can be read."""
    words = ("fetch", f"{quiet_site.union}/a/9.html", "--allow-private", "--delay", "0", "-o", tmp_path)
    assert call(*words).returncode == 0
    shutil.rmtree(tmp_path / "warc")
    assert call(*words).returncode == 0
    (path,) = (tmp_path / "warc").iterdir()
    assert [url for url, kind, _ in archived(tmp_path) if kind == "response"][-1].endswith("/a/9.html")
    (page,) = map(json.loads, call("extract", path).stdout.splitlines())
    assert page["capture"]["url"] == f"{quiet_site.union}/a/9.html"


def test_a_part_that_does_not_come(website: Website, tmp_path: Path) -> None:
    """An article keeps the further page that was captured before when that page is refused this time, and the refusal is told."""
    seed = f"{website.union}/a/7.html"
    assert run(tmp_path, seed)["totals"]["failed"] == 0
    before = files(tmp_path)
    website.refuse("/a/7_2.html")
    told = run(tmp_path, seed)
    assert [(name, code) for name, _, code in outcomes(told) if code] == [(f"{website.union}/a/7_2.html", "http.403")]
    assert files(tmp_path) == before
