"""The output folder: pages by id, tables and listings, the manifest, and the two files that know the time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from extractor.edge.files import Written, whole
from extractor.model.errors import EdgeError

PAGE_FILE = re.compile(r"pg_[0-9a-f]{16}\.json")

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True)
class Stored:
    """A file of the folder: its digest in hexadecimal and its length in bytes."""

    sha256: str
    size: int


@dataclass
class OutputFolder:
    """A folder that a run fills. ``stored`` is what the manifest will name: every file that is the same at each run.

    The name of a page's file is made of its id alone, never of anything that a page says.
    """

    path: Path
    stored: dict[str, Stored] = field(default_factory=dict)

    def prepare(self) -> None:
        """Makes the folder, and clears away what a killed run has left half written. Raises EdgeError where that cannot be."""
        try:
            (self.path / "pages").mkdir(parents=True, exist_ok=True)
            for unfinished in self.path.rglob(".*.part"):
                unfinished.unlink()
        except OSError as error:
            raise EdgeError(
                "output.folder", f"{self.path}: cannot be a folder ({error.strerror}); give another with -o"
            ) from error

    def page(self, page_id: str) -> bytes | None:
        """The page that stands in the folder under an id, if one does."""
        path = self._page_path(page_id)
        return path.read_bytes() if path.is_file() else None

    def put_page(self, page_id: str, content: bytes) -> None:
        """Writes a page in the place of the one that stood there."""
        with whole(self._page_path(page_id)) as file:
            file.write(content)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Every page in the folder, of this run and of earlier ones, by name in the order of their ids."""
        names = (path.name for path in (self.path / "pages").iterdir())
        for name in sorted(filter(PAGE_FILE.fullmatch, names)):
            yield f"pages/{name}", (self.path / "pages" / name).read_bytes()

    @contextmanager
    def file(self, name: str) -> Iterator[Written]:
        """A file to be written in pieces; it appears, and is noted for the manifest, when it is complete."""
        with whole(self.path / name) as file:
            yield file
        self.stored[name] = Stored(file.sha256, file.size)

    def put(self, name: str, content: bytes) -> None:
        """Writes one file and notes it for the manifest."""
        with self.file(name) as file:
            file.write(content)

    def note(self, name: str, content: bytes) -> None:
        """Notes a file that stands in the folder already."""
        self.stored[name] = Stored(sha256(content).hexdigest(), len(content))

    def put_manifest(self) -> None:
        """Writes the list of all noted files: digest, two blanks, name; sorted by name, as ``sha256sum -c`` reads it."""
        lines = [f"{stored.sha256}  {name}\n" for name, stored in sorted(self.stored.items())]
        with whole(self.path / "manifest-sha256.txt") as file:
            file.write("".join(lines).encode())

    def last_run(self) -> bytes | None:
        """The account of the run before, if there is one."""
        path = self.path / "run.json"
        return path.read_bytes() if path.is_file() else None

    def put_run(self, run: Any) -> None:
        """Writes the account of the run, with its clock times; the manifest does not name it."""
        with whole(self.path / "run.json") as file:
            file.write(msgspec.json.format(_ENCODER.encode(run), indent=2) + b"\n")

    @contextmanager
    def events(self) -> Iterator[Callable[[dict[str, Any]], None]]:
        """The log of this run: a function that adds an event, at once, so that an interrupted run leaves its own behind."""
        with (self.path / "events.jsonl").open("wb", buffering=0) as file:

            def add(event: dict[str, Any]) -> None:
                file.write(_ENCODER.encode(event) + b"\n")

            yield add

    def _page_path(self, page_id: str) -> Path:
        name = f"{page_id}.json"
        assert PAGE_FILE.fullmatch(name), name
        return self.path / "pages" / name
