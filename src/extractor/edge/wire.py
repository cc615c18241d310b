"""One request and its answer over connections that are kept. The only module that knows the HTTP engine.

The engine is httpcore2, that of httpx2, where it is installed, and httpcore, that of httpx, otherwise. It is taken
without the client around it: of redirects, cookies, unpacking and timeouts nothing may happen that is not decided here.
Below the engine stand sockets of our own.
"""

from __future__ import annotations

import io
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import certifi

try:
    import httpcore2 as httpcore
except ImportError:
    import httpcore  # type: ignore[no-redef]

from extractor.edge.address import Target
from extractor.edge.clock import utc_now
from extractor.edge.failure import Failure
from extractor.edge.sockets import Attempt, SocketOptions, Sockets, Stream, current, explained, hung_up
from extractor.model.exchange import Exchange, Headers, Truncated

_PER_HOST = 2  # connections
# So many kept connections may turn out stale one after another: other threads go on keeping new ones that a server which
# closes after each answer is about to close.
_STALE_TRIES = 8
_IDLE = 15.0  # seconds that an unused connection is kept
_MOST_HOSTS = 256  # whose connections are kept

# What a kept connection may come to before it carries an answer, through no fault of this request: the server has closed
# it meanwhile, or was still sending what belongs to no request.
_STALE = frozenset({"net.disconnected", "http.protocol"})


@dataclass(frozen=True)
class Heard:
    """What came back: an exchange where there was at least a head, a failure where it is not whole. tls: its version."""

    exchange: Exchange | None = None
    failure: Failure | None = None
    tls: str | None = None


class Wire:
    """Connections to many hosts, at most two to each. May be used by several threads."""

    def __init__(self, options: SocketOptions) -> None:
        self.options = options
        self._trust = _Once(lambda: _trust(old=options.old_tls))
        self._pools: OrderedDict[tuple[str, str, int], httpcore.ConnectionPool] = OrderedDict()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Closes every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def exchange(self, target: Target, headers: Headers, ends: float, most: int) -> Heard:
        """Asks for a target.

        headers: all that are sent, Host included. ends: when it must be over, by time.monotonic(). most: bytes of body
        to take.
        """
        heard, reused = self._once(target, headers, ends, most)
        for _ in range(_STALE_TRIES):
            if not reused or heard.exchange or not heard.failure or heard.failure.code not in _STALE:
                break
            heard, reused = self._once(target, headers, ends, most)
        return heard

    def _once(self, target: Target, headers: Headers, ends: float, most: int) -> tuple[Heard, bool]:
        attempt = Attempt(self.options, ends)
        token = current.set(attempt)
        try:
            heard = self._heard(attempt, target, headers, most)
        finally:
            current.reset(token)
        return heard, attempt.stream is not None and attempt.stream.requests > 1

    def _heard(self, attempt: Attempt, target: Target, headers: Headers, most: int) -> Heard:
        began, requested_at = time.monotonic(), utc_now()
        try:
            pool = self._pool(target)
            response = pool.handle_request(_request(target, headers, attempt))
        except Exception as error:  # noqa: BLE001 (explained, or raised again)
            return Heard(failure=hung_up() if attempt.stream and attempt.stream.broke_off else _explained(error))
        stream: Stream = response.extensions["network_stream"]
        stream.head_ends()
        try:
            body, truncated, failure = _body(response, stream, most)
            stream.check_framing(response.headers, len(body))
        finally:
            response.close()
        exchange = Exchange(
            url=target.url,
            ip=stream.ip,
            requested_at=requested_at,
            request_target=target.path,
            request_headers=headers,
            http_version=response.extensions["http_version"].decode("latin-1"),
            status=response.status,
            reason=response.extensions["reason_phrase"].decode("latin-1"),
            response_headers=tuple((bytes(name), bytes(value)) for name, value in response.headers),
            body=body,
            truncated=truncated,
            seconds=round(time.monotonic() - began, 6),
        )
        return Heard(exchange, failure, stream.tls)

    def _pool(self, target: Target) -> httpcore.ConnectionPool:
        origin = (target.scheme, target.host, target.port)
        trust = self._trust() if target.scheme == "https" else None
        with self._lock:
            if origin not in self._pools:
                self._pools[origin] = httpcore.ConnectionPool(
                    ssl_context=trust,
                    max_connections=_PER_HOST,
                    max_keepalive_connections=_PER_HOST,
                    keepalive_expiry=_IDLE,
                    network_backend=cast(Any, Sockets(self.options)),
                )
                self._forget()
            self._pools.move_to_end(origin)
            return self._pools[origin]

    def _forget(self) -> None:
        """Closes the connections of hosts that were not asked for long, so that sockets do not run out."""
        for origin in list(self._pools)[: max(0, len(self._pools) - _MOST_HOSTS)]:
            if all(connection.is_idle() for connection in self._pools[origin].connections):
                self._pools.pop(origin).close()


class _Once:
    """A value made at the first call, by one thread."""

    def __init__(self, make: Callable[[], ssl.SSLContext]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: ssl.SSLContext | None = None

    def __call__(self) -> ssl.SSLContext:
        with self._lock:
            self._made = self._made or self._make()
            return self._made


def authorities() -> int:
    """How many certificate authorities are trusted."""
    return _trust(old=False).cert_store_stats()["x509_ca"]


def _trust(*, old: bool) -> ssl.SSLContext:
    """Mozilla's authorities and the system's, which SSL_CERT_FILE may name. Certificates are checked, old TLS or not."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.set_default_verify_paths()
    if old:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.options |= 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, which has a name only from Python 3.12 on
    return context


def _request(target: Target, headers: Headers, attempt: Attempt) -> httpcore.Request:
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    return httpcore.Request("GET", url, headers=list(headers), extensions={"timeout": {"pool": attempt.left()}})


def _body(response: httpcore.Response, stream: Stream, most: int) -> tuple[bytes, Truncated | None, Failure | None]:
    """What came of the body, why no more, and what to say of that."""
    body = io.BytesIO()
    try:
        for piece in response.iter_stream():
            room = most - body.tell()
            body.write(piece[:room])
            if len(piece) > room:
                response.close()
                larger = Failure(
                    "http.too_large", f"larger than {most} bytes, which no page is; fetch it by other means"
                )
                return body.getvalue(), "length", larger
    except Exception as error:  # noqa: BLE001 (explained, or raised again)
        truncated, failure = _broken_off(_explained(error), ended=stream.ended)
        return body.getvalue(), truncated, failure
    return body.getvalue(), None, None


def _broken_off(failure: Failure, *, ended: bool) -> tuple[Truncated, Failure]:
    if failure.code == "net.timeout":
        return "time", failure
    if ended:
        return "disconnect", Failure("http.truncated", "the answer ends in the middle; try again", passing=True)
    return "unspecified", failure


def _explained(error: Exception) -> Failure:
    """What an error says to a person. Raises it again where it is no answer to anything that a server may do."""
    if isinstance(error, httpcore.PoolTimeout):
        return Failure("net.timeout", "both connections to the host are busy; try later", passing=True)
    if isinstance(error, httpcore.RemoteProtocolError | httpcore.LocalProtocolError):
        return Failure("http.protocol", "the answer is no HTTP; open it in a browser to see what it is")
    return explained(error)
