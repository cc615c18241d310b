"""The whole program, killed while it crawls, reads and writes, and begun again."""

from __future__ import annotations

import random  # noqa: TID251 (a seed is given)
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from website.program import (
    EXTRACTOR,
    Website,
    account,
    archived,
    arguments,
    environment,
    outcomes,
    records,
    run,
    served,
)

MORTAL = Path(__file__).with_name("website") / "mortal.py"


class Calm(NamedTuple):
    """A run that nobody disturbed: its site and seeds, what came of it, and how many instants it had."""

    site: Website
    seeds: tuple[str, ...]
    records: dict[str, Any]
    outcomes: list[Any]
    responses: Counter[tuple[str, bytes]]
    instants: int


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calm]:
    """A column with files, redirects, what is forbidden and an article over three pages; a seed that has moved to another
    host, with sitemaps; an address that is only there when it is asked twice."""
    with served() as site:
        seeds = (f"{site.union}/s/", f"{site.union}/elsewhere", f"{site.busy}/busy.html")
        output = tmp_path_factory.mktemp("calm")
        told = mortal(0, output, *seeds)
        assert told.returncode == 3, told.stderr
        yield Calm(
            site, seeds, records(output), outcomes(account(output)), responses(output), int(told.stdout.split()[-1])
        )


def mortal(instant: int, output: Path, *seeds: str) -> subprocess.CompletedProcess[bytes]:
    """A run that is killed at an instant."""
    words = [sys.executable, str(MORTAL), str(instant), *arguments(output, *seeds)]
    return subprocess.run(words, capture_output=True, env=environment(), check=False)


def responses(output: Path) -> Counter[tuple[str, bytes]]:
    """The answers in an archive, with how often each stands there; robots.txt is asked for by every run."""
    return Counter(
        (url, body.partition(b"\r\n\r\n")[2])
        for url, kind, body in archived(output)
        if kind == "response" and not url.endswith("robots.txt")
    )


def same(output: Path, calm: Calm) -> None:
    """After a last run that is left alone, records, outcomes and archive are those of the undisturbed run."""
    final = run(output, *calm.seeds)
    assert outcomes(final) == calm.outcomes
    assert records(output) == calm.records
    found = responses(output)
    assert set(found.values()) == {1}
    assert {one for one in found if one[1] != b"busy"} == {one for one in calm.responses if one[1] != b"busy"}
    assert not [path for path in output.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize("seed", range(4))
def test_killed_again_and_again(seed: int, calm: Calm, tmp_path: Path) -> None:
    """A run that is killed at five random instants, one after another, ends as one that nobody disturbed."""
    chance = random.Random(seed)
    for _ in range(5):
        done = mortal(chance.randrange(1, calm.instants), tmp_path, *calm.seeds)
        assert done.returncode in (-signal.SIGKILL, 3), done.stderr
    same(tmp_path, calm)


def test_changes_are_told(tmp_path: Path) -> None:
    """Killed while it replaces changed pages, a run tells in the end of every change, and asks for no page twice."""
    with served() as site:
        seed = f"{site.union}/s/"
        run(tmp_path / "a", seed)
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        site.change()
        told = mortal(0, tmp_path / "a", seed)
        expected, instants = account(tmp_path / "a")["changes"], int(told.stdout.split()[-1])
        assert len(expected) == 8
        output = _killed_halfway(tmp_path, seed, instants, len(expected))
        asked = len(site.log())
        assert run(output, seed)["changes"] == expected
        assert {request["path"] for request in site.log()[asked:]} <= {"/robots.txt"}


def _killed_halfway(folder: Path, seed: str, instants: int, most: int) -> Path:
    """A copy of the folder ``b`` in which a killed run has replaced some of the pages that changed, and not all."""
    before = {path.name: path.read_bytes() for path in (folder / "b" / "pages").iterdir()}
    early, late = 1, instants
    while late - early > 1:
        middle = (early + late) // 2
        output = folder / str(middle)
        shutil.copytree(folder / "b", output)
        done = mortal(middle, output, seed)
        assert done.returncode == -signal.SIGKILL, done.stderr
        replaced = sum((output / "pages" / name).read_bytes() != content for name, content in before.items())
        if 0 < replaced < most:
            return output
        early, late = (middle, late) if not replaced else (early, middle)
    raise AssertionError("the pages were replaced all at once")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(50))
def test_killed_once(seed: int, calm: Calm, tmp_path: Path) -> None:
    """A run that is killed at one of fifty random instants ends as one that nobody disturbed."""
    done = mortal(random.Random(seed).randrange(1, calm.instants), tmp_path, *calm.seeds)
    assert done.returncode == -signal.SIGKILL, done.stderr
    same(tmp_path, calm)


@pytest.mark.soak
def test_killed_by_the_clock(calm: Calm, tmp_path: Path) -> None:
    """So does one that is killed from outside after a random while, twenty times."""
    began = time.monotonic()
    run(tmp_path / "calm", *calm.seeds)
    length = time.monotonic() - began
    chance = random.Random(7)
    for number in range(20):
        output = tmp_path / str(number)
        words = [str(EXTRACTOR), *arguments(output, *calm.seeds)]
        with subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            time.sleep(chance.uniform(0.1, 1.0) * length)
            process.send_signal(signal.SIGKILL)
        same(output, calm)
