"""What the doctor says of folders that are well and of folders that are not, and that it leaves them as they are."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.edge.state import MIGRATIONS, State
from website.program import served

EXTRACTOR = Path(sys.executable).with_name("extractor")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site of a column and its articles."""
    with served() as website:
        yield website.union


@pytest.fixture(scope="module")
def kept(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after a run that went well."""
    output = tmp_path_factory.mktemp("kept")
    run = [
        str(EXTRACTOR),
        "run",
        f"{site}/a/1.html",
        f"{site}/a/2.html",
        "-o",
        str(output),
        "--allow-private",
        "--delay",
        "0",
    ]
    subprocess.run(run, check=True, capture_output=True)
    return output


@pytest.fixture
def output(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    shutil.copytree(kept, tmp_path / "out")
    return tmp_path / "out"


def doctor(output: Path, *args: str | Path, **env: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The status, and each finding by the name of its check."""
    around = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [EXTRACTOR, "doctor", "-o", output, "--log-format", "json", *args],
        capture_output=True, encoding="utf-8", env={**around, "EXTRACTOR_CONTACT": "a@example.org", **env}, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({finding["check"] for finding in findings}) == len(findings)
    return done.returncode, {finding["check"]: finding for finding in findings}


def statuses(findings: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The checks that have something to say."""
    return {check: finding["status"] for check, finding in findings.items() if finding["status"] != "ok"}


def listing(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """All that there is of a folder."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


def test_all_well(output: Path) -> None:
    """A folder after a good run has nothing to be told, and is as it was."""
    before = listing(output)
    status, findings = doctor(output)
    assert (status, statuses(findings)) == (0, {})
    assert findings.keys() >= {"program", "rules", "certificates", "disk", "lock", "archive", "round", "run", "clock"}
    assert findings["pages"]["number"] == 2
    assert findings["run"]["ok"] == 2
    assert listing(output) == before


def test_no_folder_yet(tmp_path: Path) -> None:
    """Where there is no folder none is made, and all is well; where a file is in the way, it is not."""
    status, findings = doctor(tmp_path / "a" / "b")
    assert (status, statuses(findings)) == (0, {})
    assert "first run makes it" in findings["folder"]["message"]
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").write_text("")
    status, findings = doctor(tmp_path / "a")
    assert (status, statuses(findings)) == (3, {"folder": "fail"})


def test_environment(tmp_path: Path) -> None:
    """A contact that nobody set and a proxy that nobody uses are warnings; a contact that no header can hold is a failure."""
    status, findings = doctor(tmp_path, EXTRACTOR_CONTACT="", HTTPS_PROXY="http://user:secret@proxy:3128")
    assert (status, statuses(findings)) == (0, {"contact": "warn", "proxy": "warn"})
    assert findings["proxy"]["names"] == "HTTPS_PROXY"
    assert "secret" not in str(findings)
    status, findings = doctor(tmp_path, "--contact", "总工会")
    assert (status, statuses(findings)) == (3, {"contact": "fail"})


def test_broken_rules(tmp_path: Path) -> None:
    """Rules that do not hold are named."""
    (tmp_path / "mine.toml").write_text('[[rule]]\nid = "mine.x"\nwhy = "w"\npattern = "("\n')
    status, findings = doctor(tmp_path / "out", "--rules", tmp_path)
    assert (status, statuses(findings)) == (3, {"rules": "fail"})
    assert "mine.toml: rule mine.x" in findings["rules"]["message"]


def test_run_under_way(output: Path) -> None:
    """While a run works in the folder its process is told, and the run is not kept from anything."""
    with State(output) as state:
        status, findings = doctor(output)
        state.add([])
    assert (status, statuses(findings)) == (0, {"lock": "warn"})
    assert findings["lock"]["pid"] == os.getpid()
    assert "state" not in findings


def test_killed_run(site: str, tmp_path: Path) -> None:
    """After a run that was killed, what waits is told, from the log that SQLite left too; and nothing is tidied up."""
    command = [str(EXTRACTOR), "run", f"{site}/k/", "-o", str(tmp_path), "--allow-private", "--delay", "0.1", "--quiet"]
    with subprocess.Popen(command) as running:
        while not (tmp_path / "events.jsonl").exists() or (tmp_path / "events.jsonl").read_bytes().count(b"\n") < 6:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    assert (tmp_path / "state.sqlite-wal").stat().st_size
    before = listing(tmp_path)
    status, findings = doctor(tmp_path)
    assert (status, statuses(findings)) == (0, {"round": "warn", "events": "warn"})
    assert 20 < findings["round"]["waiting"] <= 30
    assert findings["archive"]["length"] > 0
    assert listing(tmp_path) == before


def _edit(sql: str) -> Callable[[Path], None]:
    def spoil(output: Path) -> None:
        with sqlite3.connect(output / "state.sqlite") as db:
            db.executescript(sql)
        db.close()

    return spoil


def _cut(output: Path) -> None:
    with (output / "warc" / "00001.warc.gz").open("r+b") as file:
        file.truncate(100)


def _overwrite(output: Path) -> None:
    path = output / "warc" / "00001.warc.gz"
    path.write_bytes(bytes(path.stat().st_size))


def _tear(output: Path) -> None:
    content = (output / "state.sqlite").read_bytes()
    (output / "state.sqlite").write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.parametrize(
    ("spoil", "check", "status", "words"),
    [
        (lambda output: (output / "state.sqlite").write_text("no database" * 100), "state", "fail", "damaged"),
        (_tear, "state", "fail", "damaged"),
        (_edit(f"PRAGMA user_version = {len(MIGRATIONS) + 1}"), "state", "fail", "use the later extractor"),
        (_edit("UPDATE rounds SET ended = NULL"), "round", "warn", "0 addresses left"),
        (lambda output: shutil.rmtree(output / "warc"), "archive", "fail", "has 0 bytes"),
        (_cut, "archive", "fail", "has 100 bytes"),
        (_overwrite, "archive", "fail", "last record"),
        (_edit("INSERT INTO captures SELECT 99, url, date, digest, '00000.warc.gz', 0, record_id FROM captures LIMIT 1"),
         "archive", "fail", "00000.warc.gz: not in warc/"),
        (lambda output: (output / "run.json").write_text("{"), "run", "warn", "cannot be read"),
        (lambda output: (output / "events.jsonl").write_text('{"event": "star'), "events", "warn", "did not come to its end"),
        (_edit("UPDATE captures SET date = '2999-01-01T00:00:00Z'"), "clock", "fail", "set the clock"),
    ],
)  # fmt: skip
def test_spoilt(output: Path, spoil: Callable[[Path], None], check: str, status: str, words: str) -> None:
    """Each thing that can be wrong with a folder is told by its name, alone, and is left as it is."""
    spoil(output)
    before = listing(output)
    code, findings = doctor(output)
    assert statuses(findings) == {check: status}
    assert code == (3 if status == "fail" else 0)
    assert words in findings[check]["message"]
    assert listing(output) == before


def test_tail_of_a_killed_run(output: Path) -> None:
    """Bytes behind what the state knows are no fault: the next run cuts them off."""
    with (output / "warc" / "00001.warc.gz").open("ab") as file:
        file.write(b"torn")
    status, findings = doctor(output)
    assert (status, statuses(findings)) == (0, {})
    assert "cuts off" in findings["archive"]["message"]


def test_languages(output: Path) -> None:
    """For people a line begins with how it stands; in Chinese all of it is Chinese."""
    (output / "run.json").write_text("{")
    for language, line in (
        ("en", "warn run: run.json cannot be read; the next run writes it anew"),
        ("zh", "提醒   上次运行：run.json 无法读取；下次运行会重写"),
    ):
        told = subprocess.run(
            [EXTRACTOR, "doctor", "-o", output, "--lang", language], capture_output=True, encoding="utf-8", check=True
        )
        assert line in told.stdout.splitlines()


def test_every_sentence_is_translated() -> None:
    """No finding lacks its Chinese: each of the doctor's sentences, with its facts, stands among the messages."""
    import ast
    import inspect

    from extractor.jobs import doctor as module
    from extractor.messages import _WORDS

    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_ok", "_warn", "_fail")]
    said = {a.value for call in made for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert len(said) > 40
    assert said - _WORDS.keys() == set()
