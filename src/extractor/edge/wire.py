"""One request and its answer over connections that are kept. The only module that knows the HTTP engine.

The engine is httpcore2, that of httpx2, where it is installed, and httpcore, that of httpx, otherwise. It is taken
without the client around it: of redirects, cookies, unpacking and timeouts nothing may happen that is not decided here.
Below the engine stand sockets of our own, which connect only to numbers that were judged, and whose every wait ends
with the deadline of the whole exchange: a client's own timeouts begin anew with each byte.
"""

from __future__ import annotations

import io
import re
import selectors
import socket
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import certifi

try:
    import httpcore2 as httpcore
except ImportError:
    import httpcore  # type: ignore[no-redef]

from extractor.edge.address import Resolver, Target, allowed, system_resolver
from extractor.edge.clock import utc_now
from extractor.edge.failure import Failure
from extractor.model.exchange import Exchange, Headers, Truncated

_T = TypeVar("_T")
_Stage = Literal["connect", "first", "read"]

_PER_HOST = 2  # connections
_IDLE = 15.0  # seconds that an unused connection is kept
_MOST_HOSTS = 256  # whose connections are kept
_MOST_HEAD = 256 * 1024  # bytes before the body, informational answers included; the engine takes 100 KB at once

# What a kept connection may come to before it carries an answer, through no fault of this request: the server has closed
# it meanwhile, or was still sending what belongs to no request.
_STALE = frozenset({"net.disconnected", "http.protocol"})

_WAITED_FOR = {
    "connect": "no connection in time; try later",
    "first": "connected, and no answer in time; try later",
    "read": "the answer stalls; try later",
}


@dataclass(frozen=True, kw_only=True)
class WireOptions:
    """How long to wait for each step, in seconds; how much to take, in bytes; whom to trust.

    allow_private: also ask machines that are not on the open internet. old_tls: also speak TLS 1.0 and 1.1 with the
    weak keys of their time, which protect nothing. resolve: names to numbers.
    """

    connect_timeout: float = 10
    first_byte_timeout: float = 30
    read_timeout: float = 20
    max_bytes: int = 32 * 1024 * 1024
    allow_private: bool = False
    old_tls: bool = False
    resolve: Resolver = system_resolver


@dataclass(frozen=True)
class Heard:
    """What came back: an exchange where there was at least a head, a failure where it is not whole. tls: its version."""

    exchange: Exchange | None = None
    failure: Failure | None = None
    tls: str | None = None


class Wire:
    """Connections to many hosts, at most two to each. May be used by several threads."""

    def __init__(self, options: WireOptions) -> None:
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
        if reused and heard.exchange is None and heard.failure and heard.failure.code in _STALE:
            heard, _ = self._once(target, headers, ends, most)
        return heard

    def _once(self, target: Target, headers: Headers, ends: float, most: int) -> tuple[Heard, bool]:
        attempt = _Attempt(self.options, ends)
        token = _attempt.set(attempt)
        try:
            heard = self._heard(attempt, target, headers, most)
        finally:
            _attempt.reset(token)
        return heard, attempt.stream is not None and attempt.stream.requests > 1

    def _heard(self, attempt: _Attempt, target: Target, headers: Headers, most: int) -> Heard:
        began, requested_at = time.monotonic(), utc_now()
        try:
            pool = self._pool(target)
            response = pool.handle_request(_request(target, headers, attempt))
        except Exception as error:  # noqa: BLE001 (explained, or raised again)
            return Heard(failure=_hung_up() if attempt.stream and attempt.stream.broke_off else _explained(error))
        stream: _Stream = response.extensions["network_stream"]
        stream.head_ends()
        body, truncated, failure = _body(response, stream, most)
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
        stream.check_framing(exchange)
        response.close()
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
                    network_backend=_Backend(self.options),
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


def _trust(*, old: bool) -> ssl.SSLContext:
    """Mozilla's authorities and the system's, which SSL_CERT_FILE may name. Certificates are checked, old TLS or not."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.set_default_verify_paths()
    if old:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.options |= 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, which has a name only from Python 3.12 on
    return context


class _Attempt:
    """The time that one request has, and the connection that it came to be sent over."""

    def __init__(self, options: WireOptions, ends: float) -> None:
        self._seconds = {
            "connect": options.connect_timeout,
            "first": options.first_byte_timeout,
            "read": options.read_timeout,
        }
        self._total_ends = ends
        self.stream: _Stream | None = None
        self.begin("connect")

    def begin(self, stage: _Stage) -> None:
        """From now on that much time for this step."""
        self._stage = stage
        self._stage_ends = time.monotonic() + self._seconds[stage]

    def left(self) -> float:
        """Seconds until the step or the whole must be over. Raises Failure where they are."""
        left = min(self._stage_ends, self._total_ends) - time.monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> Failure:
        """What to say when time ran out."""
        if time.monotonic() >= self._total_ends:
            return Failure("net.timeout", "not complete in time; try later, or with a longer --timeout", passing=True)
        return Failure("net.timeout", _WAITED_FOR[self._stage], passing=True)


_attempt: ContextVar[_Attempt] = ContextVar("attempt")


class _Backend(httpcore.NetworkBackend):
    """Connects to numbers that may be connected to, and no others."""

    def __init__(self, options: WireOptions) -> None:
        self._options = options

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the attempt knows better)
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """A connection to the first number that takes one."""
        attempt = _attempt.get()
        numbers = allowed(
            host, port, self._options.resolve, seconds=attempt.left(), allow_private=self._options.allow_private
        )
        for count, number in enumerate(numbers):
            try:
                return _Stream(_connected(number, port, attempt.left() / (len(numbers) - count)), number)
            except OSError as error:
                problem = error
        raise _explained(problem)


def _connected(number: str, port: int, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((number, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait is bounded by the attempt that it serves, and that notes how much came in."""

    def __init__(self, connection: socket.socket, ip: str) -> None:
        self._connection = connection
        self.ip = ip
        self.requests = 0
        self.ended = False
        self._spent = False
        self._head: bytearray | None = bytearray()
        self._received = 0
        self._tail = b""

    @property
    def tls(self) -> str | None:
        """The version of TLS, if any is spoken."""
        return self._connection.version() if isinstance(self._connection, ssl.SSLSocket) else None

    @property
    def broke_off(self) -> bool:
        """Whether it ended in the middle of a head (of HTTP: what ends without ever having been that is something else)."""
        return self.ended and self._head is not None and self._head.startswith(b"HTTP/")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Sends a piece of the request; a server that does not listen may have answered all the same."""
        if not buffer:
            return
        attempt = _attempt.get()
        if attempt.stream is not self:
            attempt.stream, self.requests = self, self.requests + 1
            self._head, self._received, self._tail = bytearray(), 0, b""
        try:
            self._bounded(attempt, lambda: self._connection.sendall(buffer))
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error
        attempt.begin("first")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What came in; nothing at the end."""
        attempt = _attempt.get()
        if self._received:
            attempt.begin("read")
        try:
            data = self._bounded(attempt, lambda: self._connection.recv(max_bytes))
        except OSError as error:
            self.ended = True
            raise _explained(error) from error
        self._note(data)
        return data

    def _bounded(self, attempt: _Attempt, work: Callable[[], _T]) -> _T:
        self._connection.settimeout(attempt.left())
        try:
            return work()
        except TimeoutError as error:
            raise attempt.over() from error

    def _note(self, data: bytes) -> None:
        self.ended = not data
        if self.ended and not self._received:
            raise _hung_up()
        self._received += len(data)
        self._tail = (self._tail + data)[-5:]
        if self._head is not None:
            self._head += data
            if self._received > _MOST_HEAD:
                raise Failure("http.protocol", "the head of the answer has no end; tell its owner")

    def head_ends(self) -> None:
        """Says that what comes from now on is body: how long the head was is taken from what came so far."""
        assert self._head is not None
        found = re.search(rb"\r?\n\r?\n", self._head)
        informed = re.match(rb"HTTP/1\.\d 1", self._head)  # several heads: their length is not known
        self._head_size = found.end() if found and not informed else -1
        self._head = None

    def check_framing(self, exchange: Exchange) -> None:
        """Lets the connection go where more came than the answer has: the rest would be taken for the next answer."""
        if (exchange.header("transfer-encoding") or "").lower() == "chunked":
            self._spent = self._spent or self._tail != b"0\r\n\r\n"
        else:
            self._spent = self._spent or self._received != self._head_size + len(exchange.body)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """The same connection under TLS."""
        attempt = _attempt.get()
        try:
            self._connection = self._bounded(
                attempt, lambda: ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
            )
        except (OSError, ValueError) as error:
            self.close()
            raise _explained(error) from error
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def get_extra_info(self, info: str) -> Any:
        """What the engine asks: before it uses a kept connection again, whether anything waits in it (then it is not)."""
        if info == "is_readable":
            return self._spent or _readable(self._connection)
        return None


def _readable(connection: socket.socket) -> bool:
    """Whether bytes or the end wait to be read."""
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            return bool(selector.select(0))
    except (OSError, ValueError):  # closed already
        return True


def _request(target: Target, headers: Headers, attempt: _Attempt) -> httpcore.Request:
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    return httpcore.Request("GET", url, headers=list(headers), extensions={"timeout": {"pool": attempt.left()}})


def _body(response: httpcore.Response, stream: _Stream, most: int) -> tuple[bytes, Truncated | None, Failure | None]:
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
    if isinstance(error, Failure):
        return error
    for kind, code, detail, passing in _EXPLANATIONS:
        if isinstance(error, kind):
            return Failure(code, detail.format(why=_why(error)), passing=passing)
    raise error


def _hung_up() -> Failure:
    return Failure("net.disconnected", "the server hangs up without an answer; try again", passing=True)


def _why(error: Exception) -> str:
    return (
        getattr(error, "verify_message", None)
        or getattr(error, "reason", None)
        or getattr(error, "strerror", None)
        or ""
    )


# Kind of error, code, words, whether another try may help; first wins.
_EXPLANATIONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str, bool], ...] = (
    (ssl.SSLCertVerificationError, "net.certificate", "its certificate is not valid ({why}); check the address, or tell its owner", False),
    (ssl.SSLEOFError, "net.disconnected", "the server hangs up on a secure connection; try again, or http://", True),
    (ssl.SSLError, "net.tls", "no secure connection can be made ({why}); a very old server may speak with --old-tls", False),
    (ConnectionRefusedError, "net.refused", "nothing answers there; check host and port, or try later", True),
    (ConnectionError, "net.disconnected", "the connection is cut; try again", True),
    (OSError, "net.connect", "cannot be reached ({why}); check the address and the network", True),
    (httpcore.PoolTimeout, "net.timeout", "both connections to the host are busy; try later", True),
    (httpcore.WriteError, "net.disconnected", "the connection is cut; try again", True),
    ((httpcore.RemoteProtocolError, httpcore.LocalProtocolError), "http.protocol", "the answer is no HTTP; open it in a browser to see what it is", False),
    (ValueError, "net.tls", "no secure connection can be made to a host of this name; check the address", False),
)  # fmt: skip
