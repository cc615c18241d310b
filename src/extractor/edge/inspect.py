"""What can be seen of an output folder and of this machine without touching them: nothing here makes, locks or changes a file."""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import sqlite3
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor.edge.outputs import PAGE_FILE
from extractor.edge.state import FILE
from extractor.edge.warc import read_capture
from extractor.model.errors import EdgeError

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class StateFacts:
    """What a state says. trouble: what SQLite finds wrong with it, and then nothing else is known.

    file, length: the archive's newest file and how much of it counts. extents: for each file, where its last capture
    begins. last: file and offset of the newest capture. begun, waiting: of a round that was cut short, when it began and
    how many addresses are left. newest: when the newest capture was made.
    """

    version: int = 0
    trouble: str | None = None
    file: str | None = None
    length: int = 0
    extents: tuple[tuple[str, int], ...] = ()
    last: tuple[str, int] | None = None
    begun: str | None = None
    waiting: int = 0
    newest: str | None = None


def versions() -> dict[str, str]:
    """Of Python and of what is built into it."""
    openssl = ssl.OPENSSL_VERSION.split()[1]
    return {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "openssl": openssl}


def has_part(name: str) -> bool:
    """Whether a package is installed."""
    return find_spec(name) is not None


def proxies() -> list[str]:
    """The variables that name a proxy, as they are written."""
    return sorted(name for name, value in os.environ.items() if name.lower() in _PROXIES and value)


def nearest(folder: Path) -> Path:
    """The folder, or where it is not there, the one that it would be made in."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


def may_write(folder: Path) -> bool:
    """Whether files can be made in a folder that is there."""
    return os.access(folder, os.W_OK | os.X_OK)


def free_bytes(folder: Path) -> int:
    """The room on the disk of a folder that is there."""
    return shutil.disk_usage(folder).free


def lock_holder(folder: Path) -> int | None:
    """The process that works in a folder, 0 where it cannot be known, None where there is none.

    Looked up in the system's list: to try the lock would keep out a run that begins at this moment.
    """
    try:
        inode = (folder / ".lock").stat().st_ino
    except OSError:
        return None
    try:
        locks = [line.split() for line in Path("/proc/locks").read_text("ascii").splitlines()]
    except OSError:
        return 0 if _is_locked(folder / ".lock") else None
    # 1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF; of the device nothing is asked, as layered file systems name another
    return next((int(lock[4]) for lock in locks if lock[1] == "FLOCK" and lock[5].endswith(f":{inode}")), None)


def state_facts(folder: Path) -> StateFacts | None:
    """What the state of a folder says, None where there is none. Not to be asked while a run works there."""
    path = folder / FILE
    if not path.is_file():
        return None
    log = path.with_name(f"{FILE}-wal")
    try:
        if not log.is_file() or not log.stat().st_size:
            return _facts(path)
        with (
            TemporaryDirectory() as elsewhere
        ):  # to read a log SQLite must write beside it, as a killed run has left one
            for file in (path, log):
                shutil.copy(file, elsewhere)
            with closing(sqlite3.connect(Path(elsewhere) / FILE)) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return _facts(Path(elsewhere) / FILE)
    except (sqlite3.DatabaseError, OSError) as error:
        return StateFacts(trouble=str(error))


def _facts(path: Path) -> StateFacts:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        found: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            return StateFacts(trouble=" ".join(found.split()))
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        if not version:  # killed before there was anything in it
            return StateFacts()
        file, length = db.execute("SELECT file, length FROM archive").fetchone() or (None, 0)
        round_, begun, ended = db.execute(
            "SELECT id, begun, ended FROM rounds ORDER BY id DESC LIMIT 1"
        ).fetchone() or (0, None, None)
        left = "SELECT count(*) FROM pages WHERE round = ? AND state != 'done'"
        return StateFacts(
            version=version,
            file=file,
            length=length,
            extents=tuple(db.execute("SELECT file, max(offset) FROM captures GROUP BY file ORDER BY file")),
            last=db.execute("SELECT file, offset FROM captures ORDER BY id DESC LIMIT 1").fetchone(),
            begun=None if ended else begun,
            waiting=db.execute(left, (round_,)).fetchone()[0],
            newest=db.execute("SELECT max(date) FROM captures").fetchone()[0],
        )


def size_of(path: Path) -> int | None:
    """The length of a file, None where there is none."""
    with suppress(OSError):
        return path.stat().st_size
    return None


def is_readable(archive: Path, offset: int) -> bool:
    """Whether the record that begins there can be read; packed badly by its server, it is as it should be."""
    try:
        read_capture(archive, offset)
    except EdgeError as error:
        return error.code in ("warc.coding", "warc.too_big")
    return True


def count_pages(folder: Path) -> int:
    """How many pages lie in a folder."""
    with suppress(OSError):
        return sum(1 for path in (folder / "pages").iterdir() if PAGE_FILE.fullmatch(path.name))
    return 0


def last_event(folder: Path) -> bytes | None:
    """The last line of the log of events, None where there is none."""
    with suppress(OSError):
        return ((folder / "events.jsonl").read_bytes().splitlines() or [b""])[-1]
    return None


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
