"""The program as its users run it, over the test site: what it is called with, and what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

EXTRACTOR = Path(sys.executable).with_name("extractor")
WARCIO = Path(sys.executable).with_name("warcio")
SERVER = Path(__file__).with_name("server.py")
OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
# A machine that has much else to do may leave a process alone for long: only what drips on purpose runs into this.
PATIENT = 60


@dataclass(frozen=True)
class Website:
    """The addresses of its hosts."""

    union: str
    busy: str
    dated: str
    bare: str

    def log(self) -> list[dict[str, Any]]:
        """Every request so far, as the server saw it."""
        with OPEN(f"{self.union}/_log") as answer:
            told: list[dict[str, Any]] = json.load(answer)
        return told

    def refuse(self, path: str) -> None:
        """From now on the union's host answers 403 to a path."""
        OPEN(f"{self.union}/_refuse?{path}").close()

    def change(self) -> None:
        """Gives ten articles another text."""
        OPEN(f"{self.union}/_change").close()


@contextmanager
def served() -> Iterator[Website]:
    """The site, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield Website(**json.loads(process.stdout.readline()))
        process.kill()


def arguments(output: Path, *urls: str, delay: float = 0, timeout: float = PATIENT) -> list[str]:
    """A run over addresses of the site."""
    options = ["-o", str(output), "--allow-private", "--delay", str(delay), "--timeout", str(timeout), "--quiet"]
    return ["run", *urls, *options]


def environment() -> dict[str, str]:
    """No proxy stands before loopback."""
    return {**os.environ, "NO_PROXY": "*"}


def call(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The program, with its arguments."""
    return subprocess.run([EXTRACTOR, *words], capture_output=True, env=environment(), check=False)


def run(output: Path, *urls: str, **options: float) -> dict[str, Any]:
    """Runs the program; the account of the run with its status."""
    done = call(*arguments(output, *urls, **options))
    assert b"Traceback" not in done.stderr, done.stderr
    return {**account(output), "status": done.returncode, "stderr": done.stderr.decode()}


def account(output: Path) -> dict[str, Any]:
    """What the last run says of itself."""
    told: dict[str, Any] = json.loads((output / "run.json").read_text("utf-8"))
    return told


def outcomes(told: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Each input of a run, what became of it, and why it gave no page."""
    return [(i["input"], i["status"], i["reason"] and i["reason"]["code"]) for i in told["inputs"]]


def files(output: Path) -> dict[str, bytes]:
    """Every file that the manifest names, and the manifest."""
    manifest = output / "manifest-sha256.txt"
    paths = [manifest, *(output / line.split("  ")[1] for line in manifest.read_text().splitlines())]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


def records(output: Path) -> dict[str, Any]:
    """What the pages of a folder say, by their ids; the captures left out."""
    found = {}
    for path in (output / "pages").iterdir():
        page = json.loads(path.read_text("utf-8"))
        del page["capture"]
        found[path.name] = page
    return found


def archived(folder: Path) -> list[tuple[str, str, bytes]]:
    """Address, kind and payload of every record of an archive, which passes warcio's check and two readers read alike."""
    paths = sorted((folder / "warc").iterdir())
    checked = subprocess.run([WARCIO, "check", *paths], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    found = [record for path in paths for record in _by_warcio(path)]
    assert [record for path in paths for record in _by_fastwarc(path)] == found
    return [(url, kind, body) for _, url, kind, body in found]


def _by_warcio(path: Path) -> list[tuple[str, str, str, bytes]]:
    with path.open("rb") as file:
        return [
            (_name(r.rec_headers.get_header("WARC-Record-ID")), r.rec_headers.get_header("WARC-Target-URI") or "",
             r.rec_type, r.raw_stream.read())
            for r in ArchiveIterator(file, no_record_parse=True)
        ]  # fmt: skip


def _by_fastwarc(path: Path) -> list[tuple[str, str, str, bytes]]:
    with path.open("rb") as file:
        return [
            (_name(r.record_id), r.headers.get("WARC-Target-URI") or "", r.headers["WARC-Type"], r.reader.read())
            for r in FastIterator(file, record_types=WarcRecordType.any_type, parse_http=False)
        ]


def _name(record_id: str | None) -> str:
    return (record_id or "").strip("<>")


def kinds(found: Sequence[tuple[str, str, bytes]]) -> Counter[str]:
    """How many records of each kind there are."""
    return Counter(kind for _, kind, _ in found)
