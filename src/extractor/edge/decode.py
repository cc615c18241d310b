"""Bodies unpacked in pieces of bounded size: gzip, deflate, and brotli where its library is installed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.edge.failure import Failure

try:
    import brotli

    _brotli: Any = brotli if hasattr(brotli.Decompressor, "can_accept_more_data") else None  # older: unbounded output
except ImportError:  # pragma: no cover (an optional library)
    _brotli = None

_SLICE, _PIECE = 8_192, 65_536  # bytes that go in at a time, and that come out
_MOST_LAYERS = 2  # servers behind servers pack twice, and none thrice
# A page packs to a tenth, a table of like rows to a hundredth; beyond two hundred it is an attack. Made up.
_BOMB_RATIO, _BOMB_FLOOR = 200, 4 * 1024 * 1024

_BROKEN: tuple[type[Exception], ...] = (zlib.error, _brotli.error) if _brotli else (zlib.error,)

# Codings that exist (IANA, HTTP Content Coding Registry) and were not asked for. Any other word is a mistake of the
# server's, such as utf-8, and packs nothing: browsers pass it over.
_OTHERS = frozenset({"aes128gcm", "br", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress", "zstd"})

Pieces = Iterable[bytes]


@dataclass(frozen=True)
class Unpacked:
    """What a body unpacks to, as far as it does, and what stopped it."""

    content: bytes
    failure: Failure | None = None


def accepted() -> str:
    """What can be unpacked, as Accept-Encoding has it."""
    return "gzip, deflate, br" if _brotli else "gzip, deflate"


def unpack(body: bytes, coding: str, most: int) -> Unpacked:
    """A body as it was before it was packed.

    coding: the Content-Encoding header, with several codings by commas in the order they were applied. most: bytes.

    >>> unpack(b"plain", "identity", 100).content
    b'plain'
    """
    layers = [
        name for name in (part.strip().lower() for part in coding.split(",")) if name in _CODINGS or name in _OTHERS
    ]
    if not layers or not body:
        return Unpacked(body)
    if len(layers) > _MOST_LAYERS or not all(name in _CODINGS for name in layers):
        return Unpacked(
            b"", Failure("http.coding", f"packed as {coding[:40]!r}, which was not asked for; tell its owner")
        )
    source = _Source(body)
    pieces: Pieces = source
    for name in reversed(layers):
        pieces = _CODINGS[name](pieces)
    return _gathered(pieces, source, most)


def _gathered(pieces: Pieces, source: _Source, most: int) -> Unpacked:
    content = io.BytesIO()
    failure = None
    try:
        for piece in pieces:
            content.write(piece)
            _limit(content.tell(), source.taken, most)
    except Failure as error:
        failure = error
    except _BROKEN:
        failure = Failure("http.coding", "is not packed the way it says; try again, or tell its owner")
    content.truncate(0 if failure and failure.code == "http.bomb" else most)
    return Unpacked(content.getvalue(), failure)


def _limit(size: int, packed: int, most: int) -> None:
    if size > _BOMB_FLOOR and size > _BOMB_RATIO * packed:
        raise Failure("http.bomb", "unpacks to hundreds of times its size, which is an attack; leave it alone")
    if size > most:
        raise Failure("http.too_large", f"larger than {most} bytes when unpacked; fetch it by other means")


class _Source:
    """A body in slices; ``taken`` bytes of it so far."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), _SLICE):
            piece = bytes(self._body[start : start + _SLICE])
            self.taken += len(piece)
            yield piece


def _gzip(pieces: Pieces) -> Iterator[bytes]:
    """One gzip member after another (RFC 1952, 2.2); what follows the last and is none is passed over, as browsers do."""
    stream, begun = zlib.decompressobj(zlib.MAX_WBITS | 16), False
    for piece in pieces:
        rest = piece
        while rest:
            if stream.eof:
                if not rest.startswith(b"\x1f"):
                    return
                stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            begun = True
            yield stream.decompress(rest, _PIECE)
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
    _ended(stream.eof or not begun)


def _deflate(pieces: Pieces) -> Iterator[bytes]:
    """zlib by the standard (RFC 9110, 8.4.1.2), and bare deflate by servers that read its name literally."""
    stream = None
    for piece in pieces:
        if stream is None:
            stream = zlib.decompressobj(zlib.MAX_WBITS if _is_zlib(piece) else -zlib.MAX_WBITS)
        yield stream.decompress(piece, _PIECE)
        while stream.unconsumed_tail:
            yield stream.decompress(stream.unconsumed_tail, _PIECE)
    _ended(stream is None or stream.eof)


def _is_zlib(head: bytes) -> bool:
    """Whether data begins with a zlib header (RFC 1950, 2.2)."""
    return len(head) > 1 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0


def _br(pieces: Pieces) -> Iterator[bytes]:
    stream = _brotli.Decompressor()
    for piece in pieces:
        rest = piece
        while not stream.is_finished() and (unpacked := stream.process(rest, output_buffer_limit=_PIECE)):
            yield unpacked
            rest = b""  # it holds what it was given, and more output than it gave, also where it takes more input
    _ended(stream.is_finished())


def _ended(complete: bool) -> None:
    if not complete:
        raise Failure("http.truncated", "the answer ends in the middle; try again", passing=True)


_CODINGS: dict[str, Callable[[Pieces], Iterator[bytes]]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
if _brotli:
    _CODINGS["br"] = _br
