"""Web archives, WARC 1.1 (ISO 28500:2017): exchanges in, captures out. One gzip member a record, as readers seek by it."""

from __future__ import annotations

import os
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Literal

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.edge.decode import unpack
from extractor.model.capture import Capture
from extractor.model.errors import EdgeError
from extractor.model.exchange import Exchange

MAX_BYTES = 32 * 1024 * 1024  # of one page, unpacked
_PIECE = 1 << 16
_BODIES = frozenset({"response", "resource", "conversion"})  # records that hold a page
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "")
_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, AssertionError, AttributeError, TypeError)
# A chunked body is kept without its chunks, so that the header which announces them keeps its value under this name.
_RENAMED = {b"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}


@dataclass(frozen=True)
class Original:
    """A response that stands in an archive already: where it was found, and when."""

    url: str
    date: str


@dataclass(frozen=True)
class Kept:
    """Where a response record stands: file name within the folder, offset and end in bytes; and what identifies it.

    ``repeats`` says that the record only refers to an earlier one with the same body.
    """

    url: str
    file: str
    offset: int
    end: int
    record_id: str
    digest: str
    date: str
    repeats: bool = False


class ArchiveWriter:
    """Adds exchanges to the archive of a folder: ``00001.warc.gz`` and on, a new file when one has grown past the limit.

    file, length: where the last run stopped, if there was one. What a killed run has written beyond that is cut off, so
    that each record is there whole and once; a file that is shorter has lost its end, or all, and is not written to any
    more, nor is its name given to another: an offset in it must not come to mean a new record.
    begun: told the name of a new file before it is made.
    """

    def __init__(
        self, folder: Path, *, software: str, file: str | None = None, length: int = 0, limit: int = 1_000_000_000,
        begun: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._software = software
        self._limit = limit
        self._begun = begun
        self._last = _number(file) if file else 0
        self._name = file or ""
        self._out: IO[bytes] | None = None
        size = (folder / file).stat().st_size if file and (folder / file).exists() else 0
        if file and size > length:
            os.truncate(folder / file, length)
        elif size < length:
            self._name = ""

    def add(self, exchange: Exchange, known: Original | None = None) -> Kept:
        """Writes request and answer; where the same body is known from before, a reference to it (revisit)."""
        try:
            return self._add(self._file(), exchange, known)
        except OSError as error:
            raise EdgeError(
                "output.write", f"{self._folder}: cannot be written ({error.strerror}); see to the disk"
            ) from error

    def close(self) -> None:
        """Ends the file."""
        out, self._out = self._out, None
        if out:
            with suppress(OSError):  # what could not be written was told, and will be cut off
                out.close()

    def _add(self, out: IO[bytes], exchange: Exchange, known: Original | None) -> Kept:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        response = _record(writer, "response", exchange, _response_head(exchange), exchange.body)
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        if known:
            response = _revisit(writer, exchange, digest, known)
        request = _record(writer, "request", exchange, _request_head(exchange), b"")
        record_id = response.rec_headers.get_header("WARC-Record-ID")
        request.rec_headers.add_header("WARC-Concurrent-To", record_id)
        offset = out.tell()
        writer.write_record(response)
        writer.write_record(request)
        out.flush()
        return Kept(exchange.url, self._name, offset, out.tell(), record_id, digest, exchange.requested_at, bool(known))

    def _file(self) -> IO[bytes]:
        if self._out and self._out.tell() < self._limit:
            return self._out
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._name or not self._room():
            self._name = self._next_name()
            self._begun(self._name)
        self._out = (self._folder / self._name).open("ab")
        if not self._out.tell():
            self._begin(self._out)
        return self._out

    def _room(self) -> bool:
        path = self._folder / self._name
        return not path.exists() or path.stat().st_size < self._limit

    def _next_name(self) -> str:
        numbers = [_number(path.name) for path in self._folder.glob("[0-9][0-9][0-9][0-9][0-9].warc.gz")]
        return f"{max(self._last, *numbers, 0) + 1:05}.warc.gz"

    def _begin(self, out: IO[bytes]) -> None:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        info = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
        }
        writer.write_record(writer.create_warcinfo_record(self._name, info))


def _number(name: str) -> int:
    return int(name.partition(".")[0])


def _record(writer: WARCWriter, kind: str, exchange: Exchange, head: StatusAndHeaders, body: bytes) -> Any:
    said = {"WARC-Date": exchange.requested_at}
    if kind == "response":
        said["WARC-IP-Address"] = exchange.ip
        if exchange.truncated:
            said["WARC-Truncated"] = exchange.truncated
    return writer.create_warc_record(
        exchange.url, kind, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=said
    )


def _revisit(writer: WARCWriter, exchange: Exchange, digest: str, known: Original) -> Any:
    said = {"WARC-Date": exchange.requested_at, "WARC-IP-Address": exchange.ip}
    head = _response_head(exchange)
    return writer.create_revisit_record(
        exchange.url, digest, known.url, known.date, http_headers=head, warc_headers_dict=said
    )


def _response_head(exchange: Exchange) -> StatusAndHeaders:
    pairs = [(_RENAMED.get(name.lower(), _read(name)), _read(value)) for name, value in exchange.response_headers]
    status = f"{exchange.status} {exchange.reason}".rstrip()
    return StatusAndHeaders(status, pairs, protocol=_protocol(exchange))


def _request_head(exchange: Exchange) -> StatusAndHeaders:
    pairs = [(_read(name), _read(value)) for name, value in exchange.request_headers]
    line = f"{exchange.request_target} {_protocol(exchange)}"
    return StatusAndHeaders(line, pairs, protocol=exchange.method, is_http_request=True)


def _protocol(exchange: Exchange) -> str:
    return exchange.http_version if exchange.http_version.startswith("HTTP/1") else "HTTP/1.1"


def _read(value: bytes) -> str:
    return value.decode("latin-1")


@dataclass(frozen=True)
class Entry:
    """A page in an archive: its address, when it was captured, where its record begins (bytes from the file's start)."""

    url: str
    date: str
    offset: int


@dataclass(frozen=True)
class Contents:
    """The pages of an archive, the last capture of each address, in the order of the file.

    ``others``: how many records hold something else (pictures, refusals, earlier captures, references without a body).
    ``broken``: what is wrong with the file, which then was read as far as it goes.
    """

    entries: tuple[Entry, ...]
    others: int
    broken: str | None = None


def contents(path: Path) -> Contents:
    """What an archive holds. Raises EdgeError where there is no such file or nothing in it can be read."""
    found: dict[str, Entry] = {}
    others, seen, broken = 0, 0, None
    with _opened(path) as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                seen += 1
                if entry := _entry(record, records):
                    others += entry.url in found
                    if entry.url not in found or found[entry.url].date <= entry.date:
                        found.pop(entry.url, None)
                        found[entry.url] = entry
                else:
                    others += record.rec_type in ("response", "resource", "revisit")
        except _BROKEN as error:
            broken = "breaks off, or is no web archive; fetch or copy it again"
            if not seen:
                raise EdgeError("warc.broken", f"{path}: {broken}") from error
    return Contents(tuple(found.values()), others, broken)


def _entry(record: Any, records: Any) -> Entry | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    offset, date = records.get_record_offset(), record.rec_headers.get_header("WARC-Date") or ""
    if record.rec_type == "conversion":
        return Entry(url, date, offset)
    if record.rec_type == "resource":
        return Entry(url, date, offset) if _media_type(record.content_type)[0] in _TEXTS[:3] else None
    if record.rec_type != "response" or not record.http_headers:
        return None
    media_type, _ = _media_type(record.http_headers.get_header("Content-Type"))
    page = record.http_headers.get_statuscode() == "200" and (media_type or "") in _TEXTS
    page = page and not url.endswith("/robots.txt")
    return Entry(url, date, offset) if page else None


def read_capture(path: Path, offset: int) -> Capture:
    """The page whose record begins at an offset. Raises EdgeError where none can be read there."""
    with _opened(path) as file:
        file.seek(offset)
        try:
            record = next(iter(ArchiveIterator(file)))
            if record.rec_type not in _BODIES or not record.rec_headers.get_header("WARC-Target-URI"):
                raise ValueError("no page")  # bytes from the middle of something may look like a record without a head
            return _capture(record, _unpacked(record, path))
        except (StopIteration, *_BROKEN) as error:
            detail = f"{path}: cannot be read at byte {offset}; fetch or copy it again"
            raise EdgeError("warc.broken", detail) from error


def _capture(record: Any, content: bytes) -> Capture:
    head, http = record.rec_headers, record.http_headers
    kind: Literal["warc", "wet"] = "wet" if record.rec_type == "conversion" else "warc"
    media_type, charset = _media_type(http.get_header("Content-Type") if http else record.content_type)
    url = head.get_header("WARC-Target-URI")
    return Capture(
        content=content,
        url=url,
        final_url=url,
        fetched_at=head.get_header("WARC-Date"),
        status=_status(http),
        media_type=media_type,
        charset="utf-8" if kind == "wet" else charset,
        kind=kind,
        record_id=head.get_header("WARC-Record-ID"),
    )


def _status(http: Any) -> int | None:
    code = http.get_statuscode() if http else ""
    return int(code) if code.isdecimal() else None


def _unpacked(record: Any, path: Path) -> bytes:
    """The body without chunks and packing; no larger in memory than a page may be."""
    http = record.http_headers
    chunked = http and "chunked" in (http.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > MAX_BYTES:
            raise EdgeError("warc.too_big", f"{path}: a page of more than {MAX_BYTES >> 20} MiB, which no page is")
    unpacked = unpack(bytes(body), (http.get_header("Content-Encoding") or "") if http else "", MAX_BYTES)
    if unpacked.failure and not unpacked.content:
        raise EdgeError("warc.coding", f"{path}: {unpacked.failure.detail}")
    return unpacked.content


def digest(body: bytes) -> str:
    """A body's digest as the archive names it: SHA-1 in Base32."""
    return "sha1:" + b32encode(sha1(body, usedforsecurity=False).digest()).decode()


def _media_type(said: str | None) -> tuple[str | None, str | None]:
    """``text/html; charset=GBK`` -> (text/html, gbk)."""
    media_type, *parameters = (part.strip().lower() for part in (said or "").split(";"))
    charset = next((p.partition("=")[2].strip("\"' ") for p in parameters if p.startswith("charset=")), None)
    return media_type or None, charset or None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise EdgeError("file.missing", f"{path}: no such file; check the path") from error
    except OSError as error:
        raise EdgeError("file.unreadable", f"{path}: cannot be read ({error.strerror}); check its rights") from error
