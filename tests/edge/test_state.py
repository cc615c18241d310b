"""What a folder remembers between runs, in a real SQLite file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extractor.edge.state import FILE, MIGRATIONS, PageRow, Row, State, locked, migrate
from extractor.edge.warc import Kept
from extractor.model.errors import EdgeError

A, B, C = "http://a.cn/", "http://a.cn/b.html", "http://a.cn/c.html"
NOW = "2025-03-04T05:06:07Z"


def kept(url: str, digest: str, offset: int, *, repeats: bool = False) -> Kept:
    """A record that was written."""
    return Kept(url, "00001.warc.gz", offset, offset + 10, f"<urn:{offset}>", digest, NOW, repeats)


def urls(rows: list[PageRow]) -> list[str]:
    """The addresses of rows."""
    return [row.url for row in rows]


def test_leases(tmp_path: Path) -> None:
    """What was leased when a run was killed is pending for the next one, in its old place; what was done stays done."""
    with State(tmp_path) as state:
        assert not state.begin([A], NOW)
        assert state.add([Row(A, "seed"), Row(B, "article"), Row(C, "article")]) == [A, B, C]
        state.done(A)
        state.lease(B)
        assert urls(state.pending()) == [C]
    with State(tmp_path) as state:
        assert state.begin([A], NOW)
        assert urls(state.pending()) == [B, C]
        assert state.add([Row(A, "seed")]) == []
        assert [row.state for row in state.rows()] == ["done", "pending", "pending"]


def test_rounds(tmp_path: Path) -> None:
    """A round that ended, or had other seeds, is not gone on with; what was known of its addresses stays."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(A, "seed", position=3)])
        state.done(A, code="http.404", detail="gone", kept=[kept(A, "sha1:1", 0)], validators=('"1"', None))
        state.end(NOW)
        assert not state.begin([A], NOW)
        assert state.rows() == []
        assert state.add([Row(A, "single")]) == [A]
        (row,) = state.rows()
        assert (row.kind, row.position, row.state, row.code, row.etag, row.file) == (
            "single", 0, "pending", None, '"1"', "00001.warc.gz",
        )  # fmt: skip
        assert not state.begin([B], NOW)
        assert state.rows() == []


def test_order(tmp_path: Path) -> None:
    """Addresses are asked for in the order they came; one that is to be tried again goes behind the others, and counts its tries."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(C, "article", depth=2), Row(A, "article", depth=1), Row(B, "article")])
        assert urls(state.pending()) == [C, A, B]
        state.lease(C)
        state.release(C)
        assert urls(state.pending()) == [A, B, C]
        assert [row.tries for row in state.pending()] == [0, 0, 1]
        assert urls(state.rows()) == [B, A, C]


def test_done_is_atomic(tmp_path: Path) -> None:
    """Where what an address leads to cannot be taken in, nothing of the address is noted either."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(A, "seed")])
        found = [Row(B, "article"), Row(C, None)]  # type: ignore[arg-type]
        with pytest.raises(sqlite3.IntegrityError):
            state.done(A, kept=[kept(A, "sha1:1", 5)], validators=(None, None), found=found)
        (row,) = state.rows()
        assert (row.state, row.file) == ("pending", None)
        assert state.archive() == (None, 0)
        assert state.original("sha1:1", A) is None


def test_captures(tmp_path: Path) -> None:
    """A page's capture is the last good one; a repeated body refers to the record that holds it; a failure changes neither."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(A, "seed")])
        state.done(A, kept=[kept(A, "sha1:1", 0)], validators=('"1"', None))
        state.done(A, kept=[kept(A, "sha1:2", 10)], validators=('"2"', "Tue"))
        state.done(A, kept=[kept(A, "sha1:1", 20, repeats=True)], validators=('"3"', None))
        state.done(A, code="http.500", kept=[kept(A, "sha1:9", 30)])
        row = state.page(A)
        assert row
        assert (row.offset, row.etag, row.last_modified, row.code) == (0, '"3"', None, "http.500")
        assert state.archive() == ("00001.warc.gz", 40)
        known = state.original("sha1:2", A)
        assert known
        assert (known.file, known.offset) == ("00001.warc.gz", 10)
        assert state.original("sha1:2", B) is None


def test_moved(tmp_path: Path) -> None:
    """Where an address has moved to counts for the round that heard it."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(A, "seed"), Row(B, "seed")])
        state.done(A, code="crawl.moved", detail=B)
        state.done(B, code="http.404", detail="gone")
        assert (state.moved(A, "crawl.moved"), state.moved(B, "crawl.moved"), state.moved(C, "crawl.moved")) == (
            B,
            None,
            None,
        )
        state.end(NOW)
        state.begin([A], NOW)
        assert state.moved(A, "crawl.moved") is None


def test_refused_at_once(tmp_path: Path) -> None:
    """An address that comes with a reason is done, and is not given back to be fetched."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.add([Row(A, "seed")])
        found = [Row(B, "article", code="crawl.scope", detail="elsewhere"), Row(C, "article")]
        assert state.done(A, found=found) == [C]
        assert urls(state.pending()) == [C]


def test_notes_and_rests(tmp_path: Path) -> None:
    """Notes last as long as their round, rests until they are replaced."""
    with State(tmp_path) as state:
        state.begin([A], NOW)
        state.note("pg_2", b"2")
        state.note("pg_1", b"old")
        state.note("pg_1", b"1")
        state.rest("a.cn", 5.5)
        state.rest("a.cn", 7.0)
    with State(tmp_path) as state:
        state.begin([A], NOW)
        assert list(state.noted().items()) == [("pg_1", b"1"), ("pg_2", b"2")]
        state.end(NOW)
        assert state.noted() == {}
        assert state.resting() == {"a.cn": 7.0}


def test_migrated_from_the_first_version(tmp_path: Path) -> None:
    """A state of version 1 keeps its addresses, captures and validators, and a round that was cut short goes on."""
    with sqlite3.connect(tmp_path / FILE, isolation_level=None) as db:
        migrate(db, tmp_path / FILE, MIGRATIONS[:1])
        db.execute("INSERT INTO rounds VALUES (1, ?, ?, NULL)", (A, NOW))
        db.execute("INSERT INTO captures VALUES (7, ?, ?, 'sha1:1', '00001.warc.gz', 300, '<urn:x>')", (A, NOW))
        db.execute("INSERT INTO archive VALUES (1, '00001.warc.gz', 900)")
        sql = "INSERT INTO pages (url, kind, depth, round, state, etag, capture) VALUES (?, ?, ?, 1, ?, ?, ?)"
        rows = [
            (A, "column", 0, "done", '"1"', 7),
            (C, "article", 1, "pending", None, None),
            (B, "article", 1, "leased", None, None),
        ]
        db.executemany(sql, rows)
    db.close()
    with State(tmp_path) as state:
        assert state.begin([A], NOW)
        assert state.archive() == ("00001.warc.gz", 900)
        assert urls(state.pending()) == [B, C]
        row = state.page(A)
        assert row
        assert (row.etag, row.offset, row.tries, row.moves, row.position) == ('"1"', 300, 0, 0, 0)
        assert state.add([Row("http://a.cn/d.html", "article")]) == ["http://a.cn/d.html"]
        assert urls(state.pending())[-1] == "http://a.cn/d.html"


def test_step_by_step(tmp_path: Path) -> None:
    """A step that fails leaves the version before it, whole; the next start goes on from there."""
    path = tmp_path / FILE
    db = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(db, path, (MIGRATIONS[0], "CREATE TABLE half (a); NONSENSE"))
    db.close()
    db = sqlite3.connect(path, isolation_level=None)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert not db.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall()
    migrate(db, path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    db.close()


def test_newer(tmp_path: Path) -> None:
    """A state that a later version has written is left alone."""
    with State(tmp_path):
        pass
    db = sqlite3.connect(tmp_path / FILE)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(EdgeError) as caught, State(tmp_path):
        pass
    assert caught.value.code == "state.newer"
    assert (tmp_path / FILE).read_bytes() == before


def test_broken(tmp_path: Path) -> None:
    """A file that is no database is said to be broken, and is not touched; the folder is free again."""
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    for _ in range(2):
        with pytest.raises(EdgeError) as caught, State(tmp_path):
            pass
        assert caught.value.code == "state.broken"
    assert (tmp_path / FILE).read_bytes() == b"no database at all" * 100


def test_lock(tmp_path: Path) -> None:
    """One run at a time in a folder, with a state or without; it is free when the run is over."""
    for first in (State(tmp_path), locked(tmp_path)):
        with first:
            for second in (State(tmp_path), locked(tmp_path)):
                with pytest.raises(EdgeError) as caught, second:
                    pass
                assert caught.value.code == "state.locked"
    with State(tmp_path):
        pass


def test_no_folder(tmp_path: Path) -> None:
    """Where a file stands in the place of the folder, that is said."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EdgeError) as caught, State(tmp_path / "file"):
        pass
    assert caught.value.code == "output.folder"
