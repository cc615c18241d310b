"""Files in: what an input names, the bytes of a page, a folder of rules. Files out: written whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal

from extractor.edge.address import shown
from extractor.model.capture import Capture
from extractor.model.errors import EdgeError

PAGE_ENDINGS = (".htm", ".html", ".shtml", ".text", ".txt", ".xhtml")
WARC_ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
MAX_BYTES = 32 * 1024 * 1024

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://")


@dataclass(frozen=True)
class Source:
    """One page to be read: an address, the path of a file, or standard input (``-``).

    ``records`` (for ``warc``): the archive and the offset of the page, and of the further pages of the same article.
    """

    name: str
    kind: Literal["url", "file", "stdin", "warc"]
    records: tuple[tuple[Path, int], ...] = ()


@dataclass(frozen=True)
class Expanded:
    """The pages that one input names, in a fixed order, and how many files of a folder are no pages by their ending."""

    sources: tuple[Source, ...]
    skipped: int = 0


def expand(name: str) -> Expanded:
    """The pages that an input names: itself, or those of a folder and the folders in it, in the order of their bytes.

    Raises EdgeError where the name stands for nothing that can be read.
    """
    if name == "-":
        return Expanded((Source(name, "stdin"),))
    if scheme := _SCHEME.match(name):
        if scheme[0].lower() not in ("http://", "https://"):
            raise EdgeError(
                "input.scheme", f"{shown(name)}: only http and https can be fetched; give a file by its path"
            )
        return Expanded((Source(name, "url"),))
    if Path(name).is_dir():
        return _folder(name)
    return Expanded((Source(name, "file"),))


def is_archive(name: str) -> bool:
    """Whether a name is that of a web archive on this machine."""
    return name.lower().endswith(WARC_ENDINGS) and not _SCHEME.match(name) and not Path(name).is_dir()


def listed(name: str) -> list[str]:
    """The inputs of a list file, one a line; blank lines and lines that begin with # are comments."""
    text = read_bytes(name).decode("utf-8-sig", "replace")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def capture_file(name: str) -> Capture:
    """A file as a capture. Raises EdgeError where it cannot be read, or is larger than MAX_BYTES."""
    return Capture(content=read_bytes(name), url=_printable(name), kind="file")


def capture_stdin() -> Capture:
    """Standard input as a capture without a name."""
    return Capture(content=_capped(sys.stdin.buffer, "-"), kind="file")


def read_bytes(name: str) -> bytes:
    """The bytes of a file. Raises EdgeError with the remedy in its text."""
    try:
        with Path(name).open("rb") as file:
            return _capped(file, name)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise EdgeError("file.missing", f"{name}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise EdgeError("file.folder", f"{name}: is a folder; give a file") from error
    except OSError as error:
        raise EdgeError("file.unreadable", f"{name}: cannot be read ({error.strerror}); check its rights") from error


def read_rules(folder: str) -> dict[str, str]:
    """Every rule file (.toml) and lexicon (.tsv) of a folder and the folders in it, by its path within the folder."""
    root = Path(folder)
    if not root.is_dir():
        raise EdgeError("rules.missing", f"{folder}: no such folder; give one that holds .toml and .tsv files")
    found = {}
    for path in sorted(root.rglob("*"), key=os.fsencode):
        if path.suffix in (".toml", ".tsv") and path.is_file():
            try:
                found[path.relative_to(root).as_posix()] = read_bytes(str(path)).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise EdgeError("rules.encoding", f"{path}: is not UTF-8; save it as UTF-8") from error
    if not found:
        raise EdgeError("rules.empty", f"{folder}: holds no .toml or .tsv file; give a folder of rules")
    return found


class Written:
    """A file being written: pieces of bytes, with their digest and length so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Adds a piece."""
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        """The digest of what was written, in hexadecimal."""
        return self._digest.hexdigest()


@contextmanager
def whole(path: Path, mode: int | None = None) -> Iterator[Written]:
    """A file that appears under its name when it is complete, and not at all when something goes wrong before.

    mode: its rights, where they are not those that the process gives to its files.
    """
    waiting = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with waiting.open("wb") as file:
            yield Written(file)
        if mode is not None:
            waiting.chmod(mode)
        waiting.replace(path)
    except OSError as error:
        raise EdgeError("output.write", f"{path}: cannot be written ({error.strerror}); see to the disk") from error
    finally:
        with suppress(OSError):  # gone when all went well
            waiting.unlink()


def publish(path: Path, content: bytes) -> None:
    """Writes a file for programs of other users to read, whole, into a folder that is there. Raises EdgeError."""
    if not path.parent.is_dir():
        raise EdgeError("output.write", f"{path}: cannot be written (no such folder); make it, or give another path")
    with whole(path, 0o644) as file:
        file.write(content)


def _folder(name: str) -> Expanded:
    paths = sorted((os.path.join(top, file) for top, _, files in os.walk(name) for file in files), key=os.fsencode)  # noqa: PTH118 (as given: Path would drop a leading ./)
    pages = [path for path in paths if path.lower().endswith(PAGE_ENDINGS)]
    if not pages:
        raise EdgeError("folder.empty", f"{name}: holds no page; pages end in {' '.join(PAGE_ENDINGS)}")
    return Expanded(tuple(Source(page, "file") for page in pages), len(paths) - len(pages))


def _capped(file: IO[bytes], name: str) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise EdgeError("file.too_big", f"{name}: is larger than {MAX_BYTES >> 20} MiB, which no page is; split it")
    return content


def _printable(path: str) -> str:
    """A path as text that can be written as UTF-8, and is the same under every locale."""
    return os.fsencode(path).decode("utf-8", "replace")
