"""The output folder: names, manifest, and the log that is there at once."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from extractor.edge.outputs import OutputFolder
from extractor.model.errors import EdgeError

PAGE_ID = "pg_0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    """An empty folder, made."""
    made = OutputFolder(tmp_path / "out")
    made.prepare()
    return made


def test_pages(folder: OutputFolder) -> None:
    """Pages come back in the order of their ids; files that are no pages do not."""
    for page_id in ("pg_ffffffffffffffff", PAGE_ID):
        folder.put_page(page_id, page_id.encode())
    (folder.path / "pages" / "notes.json").write_text("mine")
    (folder.path / "pages" / ".pg_0000000000000000.json.part").write_text("half")
    assert list(folder.pages()) == [
        (f"pages/{PAGE_ID}.json", PAGE_ID.encode()),
        ("pages/pg_ffffffffffffffff.json", b"pg_ffffffffffffffff"),
    ]
    assert folder.page(PAGE_ID) == PAGE_ID.encode()
    assert folder.page("pg_0000000000000000") is None


def test_manifest(folder: OutputFolder) -> None:
    """The manifest names each noted file with its digest, sorted, and not the account of the run."""
    folder.put("b.txt", b"b")
    folder.put("a.txt", b"a")
    folder.put_run({"started": "now"})
    folder.put_manifest()
    lines = (folder.path / "manifest-sha256.txt").read_text().splitlines()
    assert lines == [f"{sha256(c).hexdigest()}  {c.decode()}.txt" for c in (b"a", b"b")]


def test_events(folder: OutputFolder) -> None:
    """An event can be read as soon as it happened."""
    with folder.events() as log:
        log({"b": 1, "a": "工会"})
        assert (folder.path / "events.jsonl").read_text("utf-8") == '{"a":"工会","b":1}\n'
        log({"c": 2})
    assert json.loads((folder.path / "events.jsonl").read_text("utf-8").splitlines()[1]) == {"c": 2}


def test_no_folder(tmp_path: Path) -> None:
    """An output that is a file already is an error with a remedy."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EdgeError, match="another with -o"):
        OutputFolder(tmp_path / "file").prepare()
