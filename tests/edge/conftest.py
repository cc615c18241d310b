"""A web server on loopback that answers well and badly: one path for each behaviour."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

import pytest

PAGE = "<!DOCTYPE html><html><head><title>通知</title></head><body><p>工会</p></body></html>"

ARTICLE = f"""<!DOCTYPE html><html><head><title>海州市总工会召开会议部署职工文化工作</title></head><body>
<h1>海州市总工会召开会议部署职工文化工作</h1><div>发布时间：2024-03-12 来源：海州市总工会</div>
{"<p>会议强调，各级工会要把职工文化阵地建设好、管理好、使用好，全市现有职工书屋120家。</p>" * 5}</body></html>"""


class Handler(BaseHTTPRequestHandler):
    """Answers by the table below."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The behaviour that the path names; 404 for any other."""
        name = self.path.split("?")[0]
        if name in MOVES:
            self.answer(b"", status=302, Location=MOVES[name])
        elif name.startswith("/status/"):
            self.answer(b"no", status=int(name.rpartition("/")[2]))
        else:
            ANSWERS.get(name, _nothing)(self)

    def answer(self, body: bytes, *, status: int = 200, length: int | None = None, **headers: str) -> None:
        """A whole answer; header names with _ for -."""
        self.send_response(status)
        for key, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, head: bytes) -> None:
        """One byte every twentieth of a second, for longer than any test waits."""
        self.close_connection = True
        self.wfile.write(head)
        for _ in range(400):
            if STOP.is_set():
                return
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def cut(self, sent: bytes, length: int) -> None:
        """Less than was announced, then the end."""
        self.answer(sent, length=length)
        self.close_connection = True

    def babble(self, said: bytes) -> None:
        """Something that is not HTTP, then the end."""
        self.close_connection = True
        self.wfile.write(said)

    def handle(self) -> None:
        """A client that hangs up is what many of the tests are about."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


def _nothing(handler: Handler) -> None:
    handler.answer(b"nothing here", status=404)


STOP = threading.Event()
MOVES: dict[str, str] = {}
ANSWERS: dict[str, Callable[[Handler], None]] = {
    "/page": lambda h: h.answer(PAGE.encode()),
    "/gb": lambda h: h.answer(PAGE.encode("gb18030"), Content_Type="Text/HTML; Charset=GB2312"),
    "/plain": lambda h: h.answer("工会".encode(), Content_Type="text/plain"),
    "/agent": lambda h: h.answer(h.headers["User-Agent"].encode()),
    "/empty": lambda h: h.answer(b""),
    "/article": lambda h: h.answer(ARTICLE.encode()),
    "/moved-article": lambda h: h.answer(b"", status=301, Location="/article"),
    "/moved": lambda h: h.answer(b"", status=301, Location="/page"),
    "/loop": lambda h: h.answer(b"", status=302, Location="/loop"),
    "/to-file": lambda h: h.answer(b"", status=302, Location="file:///etc/hostname"),
    "/gzip": lambda h: h.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "/deflate": lambda h: h.answer(zlib.compress(PAGE.encode()), Content_Encoding="deflate"),
    "/raw-deflate": lambda h: h.answer(_raw(PAGE.encode()), Content_Encoding="deflate"),
    "/not-gzip": lambda h: h.answer(PAGE.encode(), Content_Encoding="gzip"),
    "/brotli": lambda h: h.answer(b"\x0b\x02\x80abc\x03", Content_Encoding="br"),
    "/half-gzip": lambda h: h.answer(gzip.compress(PAGE.encode())[:-20], Content_Encoding="gzip"),
    "/bomb": lambda h: h.answer(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip"),
    "/big": lambda h: h.answer(bytes(2_000_000)),
    "/short": lambda h: h.cut(b"<html>", 1000),
    "/drip-body": lambda h: h.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
    "/drip-head": lambda h: h.drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "/no-http": lambda h: h.babble(b"SSH-2.0-OpenSSH_9.6\r\n"),
}


def _raw(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.fixture(scope="session")
def web() -> Iterator[str]:
    """The address of the server, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    STOP.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def moves() -> Callable[[str], str]:
    """Makes a path that redirects to an address, whose characters go out as UTF-8."""

    def make(location: str) -> str:
        path = f"/moves/{len(MOVES)}"
        MOVES[path] = location.encode().decode("latin-1")
        return path

    return make


@pytest.fixture
def closed() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture(params=["httpcore2", "httpcore"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Fetching goes by one HTTP engine and then by the other: what the one does when it is installed, the other does else."""
    name = str(request.param)
    monkeypatch.setattr("extractor.edge.fetch.Wire", _wire(name).Wire)
    return name


@cache
def _wire(engine: str) -> ModuleType:
    """The module that knows the engine, as it is where that engine is installed and the better one is not."""
    if engine == "httpcore2":
        return import_module("extractor.edge.wire")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "httpcore2", None)
        spec = find_spec("extractor.edge.wire")
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        patch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
    assert module.httpcore.__name__ == engine
    return module
