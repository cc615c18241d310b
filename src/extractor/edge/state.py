"""What a folder remembers between runs: what is to be fetched, what was, and how to ask whether it has changed.

One SQLite file (WAL mode, ``BEGIN IMMEDIATE``, a busy timeout) and a lock that keeps a second run out. An address is
``pending``, ``leased`` while it is being fetched, then ``done``; a lease that a killed run has left is pending again.
A capture is noted in the transaction that ends its lease, with the archive's length; so nothing is lost or doubled.
Whatever decides how a crawl goes on (the order of what is left, tries, redirects, how long a host is to rest) stands here
too, so that a run which was killed goes on as if it had not been.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from extractor.edge.warc import Kept
from extractor.model.errors import EdgeError

FILE = "state.sqlite"
_WAIT = 10.0  # seconds that a writer waits for another

# Each step leads from one version of the state to the next; a step that was released is never changed.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE rounds (
      id INTEGER PRIMARY KEY, seeds TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT
    ) STRICT;
    CREATE TABLE captures (
      id INTEGER PRIMARY KEY, url TEXT NOT NULL, date TEXT NOT NULL, digest TEXT NOT NULL,
      file TEXT NOT NULL, offset INTEGER NOT NULL, record_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX captures_by_digest ON captures (digest);
    CREATE TABLE pages (
      url TEXT PRIMARY KEY, kind TEXT NOT NULL, depth INTEGER NOT NULL, parent TEXT, round INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'done')),
      code TEXT, detail TEXT, etag TEXT, last_modified TEXT, capture INTEGER REFERENCES captures (id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE archive (one INTEGER PRIMARY KEY CHECK (one = 1), file TEXT NOT NULL, length INTEGER NOT NULL) STRICT;
    """,
    """
    ALTER TABLE pages ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX pages_by_round ON pages (round, state);
    """,
    """
    ALTER TABLE pages ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pages ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pages ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX pages_by_number ON pages (round, number);
    CREATE TABLE hosts (name TEXT PRIMARY KEY, rests_until REAL NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE changes (
      round INTEGER NOT NULL, page TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (round, page)
    ) STRICT, WITHOUT ROWID;
    """,
)


class Row(NamedTuple):
    """An address to be taken in. position: its number among those that its parent leads to.

    code, detail: why it will not be fetched; then it is done as soon as it is known. moves: redirects that led to it.
    """

    url: str
    kind: str
    depth: int = 0
    parent: str | None = None
    position: int = 0
    code: str | None = None
    detail: str | None = None
    moves: int = 0


class Known(NamedTuple):
    """A response that was archived: its address, when, and where its record was put."""

    url: str
    date: str
    file: str
    offset: int


@dataclass(frozen=True)
class PageRow:
    """One address of a round: what it is, how it was found, what became of it, and its capture where there is one.

    position: its number among the addresses that its parent leads to. tries: how often it was asked for in vain.
    moves: redirects that led to it. file, offset: of the capture's record.
    """

    url: str
    kind: str
    depth: int
    parent: str | None
    position: int
    state: str
    code: str | None
    detail: str | None
    etag: str | None
    last_modified: str | None
    file: str | None
    offset: int | None
    record_id: str | None
    tries: int = 0
    moves: int = 0


_ROW = """SELECT p.url, p.kind, p.depth, p.parent, p.position, p.state, p.code, p.detail, p.etag, p.last_modified,
                 c.file, c.offset, c.record_id, p.tries, p.moves FROM pages p LEFT JOIN captures c ON c.id = p.capture"""


class State:
    """The state of a folder, to be used in a ``with``: locked from beginning to end.

    Raises EdgeError: ``state.locked`` where another run works in the folder, ``state.newer`` where a later version of
    this program has written it, ``state.broken`` where the file is no database.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(locked(self._folder))
            self._db = stack.enter_context(closing(_database(self._folder / FILE)))
            self._round = self._newest_round()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def begin(self, seeds: Sequence[str], now: str) -> bool:
        """Goes on with the last round where it was cut short and had the same seeds, else begins one; tells whether it goes on."""
        said = "\n".join(seeds)
        with self._writing() as db:
            last = db.execute("SELECT id, seeds, ended FROM rounds ORDER BY id DESC LIMIT 1").fetchone()
            if last and last[2] is None and last[1] == said:
                db.execute("UPDATE pages SET state = 'pending' WHERE round = ? AND state = 'leased'", (self._round,))
                return True
            self._round += 1
            db.execute("INSERT INTO rounds (id, seeds, begun) VALUES (?, ?, ?)", (self._round, said, now))
            return False

    def end(self, now: str) -> None:
        """Closes the round: the next run begins anew from its seeds."""
        with self._writing() as db:
            db.execute("UPDATE rounds SET ended = ? WHERE id = ?", (now, self._round))
            db.execute("DELETE FROM changes")

    def add(self, rows: Iterable[Row]) -> list[str]:
        """Takes addresses into the round; gives those that were not in it."""
        with self._writing() as db:
            return [row.url for row in rows if self._add(db, row) and not row.code]

    def _add(self, db: sqlite3.Connection, row: Row) -> bool:
        sql = """INSERT INTO pages (url, kind, depth, parent, position, code, detail, moves, round, state, number)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, depth = excluded.depth, parent = excluded.parent,
                   position = excluded.position, round = excluded.round, state = excluded.state, code = excluded.code,
                   detail = excluded.detail, moves = excluded.moves, number = excluded.number, tries = 0
                 WHERE pages.round < excluded.round"""
        values = (*row, self._round, "done" if row.code else "pending", self._next_number(db))
        return db.execute(sql, values).rowcount > 0

    def _next_number(self, db: sqlite3.Connection) -> int:
        """A number behind all that the round has given: the order in which addresses are to be asked for."""
        sql = "SELECT coalesce(max(number), 0) + 1 FROM pages WHERE round = ?"
        found: int = db.execute(sql, (self._round,)).fetchone()[0]
        return found

    def lease(self, url: str) -> None:
        """Notes that an address is being fetched."""
        with self._writing() as db:
            db.execute("UPDATE pages SET state = 'leased' WHERE url = ?", (url,))

    def release(self, url: str) -> None:
        """Puts an address back, behind all others: it was asked for in vain, and is to be tried again."""
        with self._writing() as db:
            sql = "UPDATE pages SET state = 'pending', tries = tries + 1, number = ? WHERE url = ?"
            db.execute(sql, (self._next_number(db), url))

    def rest(self, host: str, until: float) -> None:
        """Notes how long a host (``name:port``) is to be left alone, in seconds since 1970."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?)", (host, until))

    def resting(self) -> dict[str, float]:
        """The hosts that were asked before, and until when they are to be left alone."""
        return dict(self._db.execute("SELECT name, rests_until FROM hosts").fetchall())

    def note(self, page: str, content: bytes) -> None:
        """Keeps what has changed in a page, in whatever form, until the round ends; in the place of an earlier note."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", (self._round, page, content))

    def noted(self) -> dict[str, bytes]:
        """What was noted of pages in this round, in the order of their ids."""
        sql = "SELECT page, content FROM changes WHERE round = ? ORDER BY page"
        return dict(self._db.execute(sql, (self._round,)).fetchall())

    def done(
        self, url: str, *, code: str | None = None, detail: str | None = None, kind: str | None = None,
        kept: Sequence[Kept] = (), validators: tuple[str | None, str | None] | None = None, found: Iterable[Row] = (),
    ) -> list[str]:  # fmt: skip
        """Ends a lease, in one transaction with all that follows from it.

        code, detail: why there is no page. kind: what it turned out to be. kept: what was archived, the answer last.
        validators: ETag and Last-Modified of a good answer, whose record is the page's capture from now on; without
        them the earlier capture stays. found: addresses that it leads to, as for ``add``; those that are new come back.
        """
        with self._writing() as db:
            captures = [self._capture(db, one) for one in kept]
            if kept:
                db.execute("INSERT OR REPLACE INTO archive VALUES (1, ?, ?)", (kept[-1].file, kept[-1].end))
            if captures and validators:
                sql = "UPDATE pages SET capture = ?, etag = ?, last_modified = ? WHERE url = ?"
                db.execute(sql, (captures[-1], *validators, url))
            sql = "UPDATE pages SET state = 'done', code = ?, detail = ?, kind = coalesce(?, kind) WHERE url = ?"
            db.execute(sql, (code, detail, kind, url))
            return [row.url for row in found if self._add(db, row) and not row.code]

    def _capture(self, db: sqlite3.Connection, kept: Kept) -> int | None:
        """The number of a capture; of a reference that of the capture which it refers to."""
        if kept.repeats:
            sql = "SELECT id FROM captures WHERE digest = ? AND url = ? ORDER BY id DESC LIMIT 1"
            found = db.execute(sql, (kept.digest, kept.url)).fetchone()
            return found[0] if found else None
        sql = "INSERT INTO captures (url, date, digest, file, offset, record_id) VALUES (?, ?, ?, ?, ?, ?)"
        return db.execute(sql, (kept.url, kept.date, kept.digest, kept.file, kept.offset, kept.record_id)).lastrowid

    def original(self, digest: str, url: str) -> Known | None:
        """The response of that address that has this digest, if there is one."""
        sql = "SELECT url, date, file, offset FROM captures WHERE digest = ? AND url = ? ORDER BY id DESC LIMIT 1"
        found = self._db.execute(sql, (digest, url)).fetchone()
        return Known(*found) if found else None

    def begun(self, file: str) -> None:
        """Notes the archive's next file, before it is made."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO archive VALUES (1, ?, 0)", (file,))

    def archive(self) -> tuple[str | None, int]:
        """The archive's newest file and how much of it counts, in bytes."""
        found = self._db.execute("SELECT file, length FROM archive").fetchone()
        return found or (None, 0)

    def page(self, url: str) -> PageRow | None:
        """One address as it is known, in whatever round."""
        found = self._db.execute(f"{_ROW} WHERE p.url = ?", (url,)).fetchone()
        return PageRow(*found) if found else None

    def moved(self, url: str, code: str) -> str | None:
        """Where an address has led in this round, if it was done with that code: what its detail says."""
        sql = "SELECT detail FROM pages WHERE url = ? AND round = ? AND state = 'done' AND code = ?"
        found = self._db.execute(sql, (url, self._round, code)).fetchone()
        return found[0] if found else None

    def rows(self) -> list[PageRow]:
        """The addresses of this round, by depth, position and address."""
        sql = f"{_ROW} WHERE p.round = ? ORDER BY p.depth, p.position, p.url"
        return [PageRow(*row) for row in self._db.execute(sql, (self._round,))]

    def pending(self) -> list[PageRow]:
        """The addresses of this round that are to be fetched, in the order in which they are to be asked for."""
        sql = f"{_ROW} WHERE p.round = ? AND p.state = 'pending' ORDER BY p.number, p.depth, p.position, p.url"
        return [PageRow(*row) for row in self._db.execute(sql, (self._round,))]

    def _newest_round(self) -> int:
        found: int = self._db.execute("SELECT coalesce(max(id), 0) FROM rounds").fetchone()[0]
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is a writer's from the start: a deferred one can be refused in its middle."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps every other run out of a folder, which is made. Raises EdgeError where one is in it, or there can be none."""
    with _lock(folder):
        yield


def _lock(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("ab")
    except OSError as error:
        detail = f"{folder}: cannot be a folder ({error.strerror}); give another with -o"
        raise EdgeError("output.folder", detail) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise EdgeError(
            "state.locked", f"{folder}: another run works here; wait for it, or give another folder"
        ) from error
    return lock


def _database(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        migrate(db, path)
    except sqlite3.DatabaseError as error:
        db.close()
        raise EdgeError("state.broken", f"{path}: is no state of ours ({error}); move it away") from error
    except BaseException:
        db.close()
        raise
    return db


def migrate(db: sqlite3.Connection, path: Path, steps: Sequence[str] = MIGRATIONS) -> None:
    """Brings a state to the newest version, each step in its own transaction. Raises EdgeError for one from the future."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        raise EdgeError("state.newer", f"{path}: was written by a later version of extractor; use that one")
    for number, step in enumerate(steps[version:], version + 1):
        db.executescript(f"BEGIN IMMEDIATE;\n{step}\nPRAGMA user_version = {number};\nCOMMIT;")
