"""Connections of our own below the HTTP engine.

They connect only to numbers that were judged, and every wait of theirs ends with the deadline of the whole exchange,
where a client's own timeouts begin anew with each byte.
"""

from __future__ import annotations

import re
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

from extractor.edge.address import Resolver, allowed, system_resolver
from extractor.edge.failure import Failure

_T = TypeVar("_T")
_Stage = Literal["connect", "first", "read"]

_MOST_HEAD = 256 * 1024  # bytes before the body, informational answers included; the engine takes 100 KB at once
_WAITED_FOR = {
    "connect": "no connection in time; try later",
    "first": "connected, and no answer in time; try later",
    "read": "the answer stalls; try later",
}


@dataclass(frozen=True, kw_only=True)
class SocketOptions:
    """How long to wait for each step, in seconds; whom to ask, and how.

    allow_private: also ask machines that are not on the open internet. old_tls: also speak TLS 1.0 and 1.1 with the
    weak keys of their time, which protect nothing. resolve: names to numbers.
    """

    connect_timeout: float = 10
    first_byte_timeout: float = 30
    read_timeout: float = 20
    allow_private: bool = False
    old_tls: bool = False
    resolve: Resolver = system_resolver


class Attempt:
    """The time that one request has, and the connection that it came to be sent over."""

    def __init__(self, options: SocketOptions, ends: float) -> None:
        self._seconds = {
            "connect": options.connect_timeout,
            "first": options.first_byte_timeout,
            "read": options.read_timeout,
        }
        self._total_ends = ends
        self.stream: Stream | None = None
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


# The attempt that this thread is making: the engine between it and the sockets has no place for it.
current: ContextVar[Attempt] = ContextVar("current")


class Sockets:
    """Connects to numbers that may be connected to, and no others. What the engine calls a network backend."""

    def __init__(self, options: SocketOptions) -> None:
        self._options = options

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the attempt knows better)
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> Stream:
        """A connection to the first number that takes one."""
        attempt = current.get()
        numbers = allowed(
            host, port, self._options.resolve, seconds=attempt.left(), allow_private=self._options.allow_private
        )
        for count, number in enumerate(numbers):
            try:
                return Stream(_connected(number, port, attempt.left() / (len(numbers) - count)), number)
            except OSError as error:
                problem = error
        raise explained(problem)


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


class Stream:
    """A connection whose every wait is bounded by the attempt that it serves, and that notes how much came in.

    What the engine calls a network stream.
    """

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
        """Sends a piece of the request. A server that does not take it may have answered all the same: reading will tell."""
        if not buffer:
            return
        attempt = current.get()
        if attempt.stream is not self:
            attempt.stream, self.requests = self, self.requests + 1
            self._head, self._received, self._tail = bytearray(), 0, b""
        with suppress(OSError):
            self._bounded(attempt, lambda: self._connection.sendall(buffer))
        attempt.begin("first")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What came in; nothing at the end."""
        attempt = current.get()
        if self._received:
            attempt.begin("read")
        try:
            data = self._bounded(attempt, lambda: self._connection.recv(max_bytes))
        except OSError as error:
            self.ended = True
            raise explained(error) from error
        self._note(data)
        return data

    def _bounded(self, attempt: Attempt, work: Callable[[], _T]) -> _T:
        self._connection.settimeout(attempt.left())
        try:
            return work()
        except TimeoutError as error:
            raise attempt.over() from error

    def _note(self, data: bytes) -> None:
        self.ended = not data
        if self.ended and not self._received:
            raise hung_up()
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

    def check_framing(self, headers: Iterable[tuple[bytes, bytes]], body_size: int) -> None:
        """Lets the connection go where more came than the answer has: the rest would be taken for the next answer."""
        if any(name.lower() == b"transfer-encoding" for name, _ in headers):
            self._spent = self._spent or self._tail != b"0\r\n\r\n"
        else:
            self._spent = self._spent or self._received != self._head_size + body_size

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> Self:
        """The same connection under TLS."""
        attempt = current.get()
        try:
            self._connection = self._bounded(
                attempt, lambda: ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
            )
        except (OSError, ValueError) as error:
            self.close()
            raise explained(error) from error
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


def explained(error: Exception) -> Failure:
    """What an error says to a person. Raises it again where it is no answer to anything that a server may do."""
    if isinstance(error, Failure):
        return error
    for kind, code, detail, passing in _EXPLANATIONS:
        if isinstance(error, kind):
            return Failure(code, detail.format(why=_why(error)), passing=passing)
    raise error


def hung_up() -> Failure:
    """What to say of a server that went away without an answer."""
    return Failure("net.disconnected", "the server hangs up without an answer; try again", passing=True)


def _why(error: Exception) -> str:
    return (
        getattr(error, "verify_message", None)
        or getattr(error, "reason", None)
        or getattr(error, "strerror", None)
        or ""
    )


# Kind of error, code, words, whether another try may help; first wins.
_EXPLANATIONS: tuple[tuple[type[Exception], str, str, bool], ...] = (
    (ssl.SSLCertVerificationError, "net.certificate", "its certificate is not valid ({why}); check the address, or tell its owner", False),
    (ssl.SSLEOFError, "net.disconnected", "the server hangs up on a secure connection; try again, or http://", True),
    (ssl.SSLError, "net.tls", "no secure connection can be made ({why}); a very old server may speak with --old-tls", False),
    (ConnectionRefusedError, "net.refused", "nothing answers there; check host and port, or try later", True),
    (ConnectionError, "net.disconnected", "the connection is cut; try again", True),
    (OSError, "net.connect", "cannot be reached ({why}); check the address and the network", True),
    (ValueError, "net.tls", "no secure connection can be made to a host of this name; check the address", False),
)  # fmt: skip
