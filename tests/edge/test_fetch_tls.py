"""Secure connections, from real servers with certificates made for the occasion."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from extractor.edge.fetch import Fetcher, FetchOptions

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + "工会".encode()
PAST = datetime(2020, 1, 1, tzinfo=UTC)


class Secure:
    """Servers on loopback that speak TLS by a context, or do what they like with a connection."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.authority = trustme.CA()
        self.names: list[str | None] = []

    def context(self, *, authority: trustme.CA | None = None, host: str = "site.test", **issue: Any) -> ssl.SSLContext:
        """A server with a certificate for a host, made by the trusted authority or another."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (authority or self.authority).issue_cert(host, **issue).configure_cert(context)
        context.sni_callback = lambda _, name, __: self.names.append(name)
        return context

    def context_of_its_own(self) -> ssl.SSLContext:
        """A server with a certificate that it signed itself."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own = trustme.CA()
        with trustme.Blob(own.private_key_pem.bytes() + own.cert_pem.bytes()).tempfile() as path:
            context.load_cert_chain(path)
        return context

    def serve(self, work: ssl.SSLContext | Callable[[socket.socket], None]) -> int:
        """The port of a server."""
        listener = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        behave = work if callable(work) else lambda connection: _answer(work, connection)
        threading.Thread(target=_accept, args=(listener, behave), daemon=True).start()
        return int(listener.getsockname()[1])


def _accept(listener: socket.socket, behave: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_once, args=(connection, behave), daemon=True).start()


def _once(connection: socket.socket, behave: Callable[[socket.socket], None]) -> None:
    with connection, suppress(OSError):
        behave(connection)


def _answer(context: ssl.SSLContext, connection: socket.socket) -> None:
    with context.wrap_socket(connection, server_side=True) as secure:
        while secure.recv(65536):
            secure.sendall(ANSWER)


def _drip(context: ssl.SSLContext, connection: socket.socket) -> None:
    with context.wrap_socket(connection, server_side=True) as secure:
        secure.recv(65536)
        for byte in ANSWER * 9:
            secure.sendall(bytes([byte]))
            time.sleep(0.05)


def _plain(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Secure]:
    """Servers whose authority is trusted, in the way a user would have it trusted."""
    with ExitStack() as stack:
        servers = Secure(stack)
        servers.authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        yield servers


def resolve(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
    """Every name is this machine."""
    return ["127.0.0.1"]


def fetcher(**changed: Any) -> Fetcher:
    """A fetcher that is sent to this machine whatever it asks for."""
    options = {"resolve": resolve, "retries": 0, "deadline": 0.6, "allow_private": True, **changed}
    return Fetcher(FetchOptions(**options))


@pytest.mark.usefixtures("engine")
def test_secure(secure: Secure) -> None:
    """A page over TLS comes in, its server asked for by the name of the address and not by the number connected to."""
    port = secure.serve(secure.context())
    with fetcher() as one:
        for _ in range(2):
            got = one.fetch(f"https://site.test:{port}/")
            assert (got.content.decode(), got.problem, got.warnings) == ("工会", None, ())
    assert got.answer
    assert dict(got.answer.request_headers)[b"Host"] == f"site.test:{port}".encode()
    assert got.answer.ip == "127.0.0.1"
    assert secure.names == ["site.test"]  # one connection for both


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        (lambda s: s.context(not_before=PAST, not_after=PAST.replace(year=2021)), "net.certificate", "expired"),
        (lambda s: s.context(authority=trustme.CA()), "net.certificate", "issuer"),
        (lambda s: s.context_of_its_own(), "net.certificate", "self-signed"),
        (lambda s: s.context(host="other.test"), "net.certificate", "mismatch"),
        (lambda s: s.context(host="*.site.test"), "net.certificate", "mismatch"),
        (lambda _: _plain, "net.tls", ""),
        (lambda _: lambda _: None, "net.disconnected", ""),
        (lambda _: lambda connection: connection.recv(1), "net.disconnected", ""),
        (lambda _: lambda _: time.sleep(1), "net.timeout", ""),
        (lambda s: lambda connection: _drip(s.context(), connection), "net.timeout", ""),
    ],
    ids=["expired", "authority", "self-signed", "host", "wildcard", "plain", "closed", "reset", "stalled", "dripping"],
)
def test_trouble(secure: Secure, trouble: Callable[[Secure], Any], code: str, words: str) -> None:
    """What is wrong with a secure connection is said, in time, and no page is taken over it."""
    port = secure.serve(trouble(secure))
    began = time.monotonic()
    with fetcher() as one:
        got = one.fetch(f"https://site.test:{port}/")
    assert time.monotonic() - began < 1
    assert got.problem
    assert got.problem.code == code
    assert words in got.problem.detail
    assert got.content == b""


def old(secure: Secure) -> ssl.SSLContext:
    """A server of the year 2008."""
    context = secure.context(key_type=trustme.KeyType.RSA)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


@pytest.mark.usefixtures("engine")
def test_old_tls(secure: Secure) -> None:
    """An old server is spoken to with leave only, and the page carries a warning."""
    port = secure.serve(old(secure))
    with fetcher() as one:
        got = one.fetch(f"https://site.test:{port}/")
        assert got.problem
        assert got.problem.code == "net.tls"
        assert "--old-tls" in got.problem.detail
    with fetcher(old_tls=True) as one:
        got = one.fetch(f"https://site.test:{port}/")
        assert (got.content.decode(), got.problem) == ("工会", None)
        assert [warning.code for warning in got.warnings] == ["net.old_tls"]


def test_old_tls_checks(secure: Secure) -> None:
    """Leave to speak an old TLS is no leave to believe a certificate."""
    port = secure.serve(secure.context(host="other.test"))
    with fetcher(old_tls=True) as one:
        problem = one.fetch(f"https://site.test:{port}/").problem
    assert problem
    assert problem.code == "net.certificate"


def test_by_number(secure: Secure) -> None:
    """A server that is asked for by its number has the number in its certificate."""
    port = secure.serve(secure.context(host="127.0.0.1"))
    with fetcher() as one:
        assert one.fetch(f"https://127.0.0.1:{port}/").status == 200


def test_odd_name(secure: Secure) -> None:
    """A name that TLS cannot carry is a problem, not an accident."""
    port = secure.serve(secure.context())
    with fetcher() as one:
        problem = one.fetch(f"https://{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 60}:{port}/").problem
    assert problem
    assert problem.code.startswith("net.")
