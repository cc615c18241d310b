"""One page over HTTP. The only module that knows httpx.

No client's own timeout stops a server that sends one byte a second, so a deadline stands around the whole exchange;
the body is read raw and unpacked here, in pieces, so that no answer is larger in memory than it may be.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from extractor.edge.clock import utc_now
from extractor.edge.files import MAX_BYTES
from extractor.model.capture import Capture
from extractor.model.errors import EdgeError

_PIECE = 65536


@dataclass(frozen=True)
class FetchOptions:
    """How long to wait, in seconds, and how much to take, in bytes. ``contact``: a mail address or page of whoever fetches."""

    deadline: float = 60
    connect_timeout: float = 10
    read_timeout: float = 20
    max_bytes: int = MAX_BYTES
    max_redirects: int = 5
    agent: str = "union-extractor"
    contact: str | None = None

    @property
    def user_agent(self) -> str:
        """The name that servers see, with the contact where there is one."""
        return f"{self.agent} (+{self.contact})" if self.contact else self.agent


class Fetcher:
    """Fetches one page after another over shared connections; to be used in a ``with``."""

    def __init__(self, options: FetchOptions | None = None) -> None:
        self.options = options or FetchOptions()

    def __enter__(self) -> Self:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=self.options.max_redirects,
            timeout=httpx.Timeout(self.options.read_timeout, connect=self.options.connect_timeout),
            headers={"User-Agent": self.options.user_agent, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def fetch(self, url: str) -> Capture:
        """The page at an address. Raises EdgeError, whose text names the address and the remedy."""
        try:
            return self._runner.run(self._within_deadline(url))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, ssl.SSLError, OSError) as error:
            code, detail = _explain(error)
            raise EdgeError(code, f"{url}: {detail}") from error

    async def _within_deadline(self, url: str) -> Capture:
        try:
            async with asyncio.timeout(self.options.deadline):
                return await self._exchange(url)
        except TimeoutError as error:
            detail = (
                f"{url}: not complete after {self.options.deadline:g} seconds; try later, or with a longer --timeout"
            )
            raise EdgeError("fetch.deadline", detail) from error

    async def _exchange(self, url: str) -> Capture:
        async with self._client.stream("GET", url) as response:
            if not response.is_success:
                raise EdgeError(f"http.{response.status_code}", f"{url}: {_answered(response)}")
            content = await self._body(url, response)
        return Capture(
            content=content,
            url=url,
            final_url=str(response.url),
            fetched_at=utc_now(),
            status=response.status_code,
            media_type=response.headers.get("content-type", "").split(";")[0].strip().lower() or None,
            charset=response.charset_encoding,
            kind="http",
        )

    async def _body(self, url: str, response: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in _unpacked(url, response):
            body += piece
            if len(body) > self.options.max_bytes:
                detail = f"{url}: larger than {self.options.max_bytes} bytes, which no page is; fetch it by other means"
                raise EdgeError("fetch.too_big", detail)
        return bytes(body)


async def _unpacked(url: str, response: httpx.Response) -> AsyncIterator[bytes]:
    """The body in pieces of bounded size, whatever the server packed it with."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        async for piece in response.aiter_raw(_PIECE):
            yield piece
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise EdgeError("fetch.coding", f"{url}: packed as {coding[:40]!r}, which was not asked for; tell its owner")
    inflate = _Inflate(raw_deflate=coding == "deflate")
    try:
        async for packed in response.aiter_raw(_PIECE):
            for piece in inflate.pieces(packed):
                yield piece
    except zlib.error as error:
        raise EdgeError("fetch.coding", f"{url}: says that it is {coding} and is not; try again") from error
    if not inflate.complete:
        raise EdgeError("fetch.truncated", f"{url}: the answer ends in the middle; try again")


class _Inflate:
    """gzip and deflate, piece by piece. ``deflate`` is zlib by the standard and bare by some servers."""

    def __init__(self, *, raw_deflate: bool) -> None:
        self._may_be_raw = raw_deflate
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    @property
    def complete(self) -> bool:
        """Whether the end of the packed data was seen (an answer without any data is complete)."""
        return self._stream.eof or not self._begun

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What a piece of packed data unpacks to."""
        yield self._first(packed) if not self._begun else self._stream.decompress(packed, _PIECE)
        while self._stream.unconsumed_tail:
            yield self._stream.decompress(self._stream.unconsumed_tail, _PIECE)

    def _first(self, packed: bytes) -> bytes:
        self._begun = True
        try:
            return self._stream.decompress(packed, _PIECE)
        except zlib.error:
            if not self._may_be_raw:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._stream.decompress(packed, _PIECE)


def _answered(response: httpx.Response) -> str:
    status = response.status_code
    said = f"the server answers {status} {response.reason_phrase}".rstrip()
    if status in (404, 410):
        return f"{said}; check the address"
    if status in (401, 403, 407, 412, 521):
        return f"{said}; it does not let programs in, ask its owner"
    if status == 429 or status >= 500:
        return f"{said}; try again later"
    return f"{said}; open it in a browser to see why"


_Test = Callable[[BaseException], bool]
# What stands behind an error -> code and remedy; the first that fits anything in the chain of causes speaks.
_EXPLANATIONS: tuple[tuple[_Test, str, str], ...] = (
    (lambda e: isinstance(e, socket.gaierror), "fetch.dns", "the host is not known; check the address"),
    (lambda e: getattr(e, "errno", None) == errno.ECONNREFUSED, "fetch.refused", "nothing answers there; check host and port, or try later"),
    (lambda e: isinstance(e, ssl.SSLCertVerificationError), "fetch.certificate", "its certificate is not valid; check the address, or tell its owner"),
    (lambda e: isinstance(e, ssl.SSLError), "fetch.tls", "no secure connection can be made; try http://, or tell its owner"),
    (lambda e: isinstance(e, httpx.TimeoutException), "fetch.timeout", "no answer in time; try later, or with a longer --timeout"),
    (lambda e: isinstance(e, httpx.TooManyRedirects), "fetch.redirects", "redirected too often; open it in a browser and give the address it ends at"),
    (lambda e: isinstance(e, httpx.UnsupportedProtocol), "fetch.scheme", "leads to something that is not http or https; check the address"),
    (lambda e: isinstance(e, httpx.InvalidURL | UnicodeError), "fetch.address", "is not an address; check it"),
    (lambda e: isinstance(e, httpx.RemoteProtocolError), "fetch.protocol", "the answer breaks off or is no HTTP; try again"),
    (lambda e: isinstance(e, httpx.ConnectError), "fetch.connect", "cannot be reached; check the address and the network"),
)  # fmt: skip


def _explain(error: BaseException) -> tuple[str, str]:
    chain = list(_causes(error))
    for fits, code, detail in _EXPLANATIONS:
        if any(map(fits, chain)):
            return code, detail
    return "fetch.network", f"the connection failed ({type(error).__name__}); try again"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from getattr(error, "exceptions", ())
        error = error.__cause__ or error.__context__
