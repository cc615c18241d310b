"""Servers that do everything wrong, over raw sockets: each ends in time, in bounded memory, as a problem with a name.

A behaviour is what a server does once it has read a request: bytes that it sends, or a function of its connection. The
table says what comes of each: status, code of the problem, why the body is cut, and, where there is one, the content.
"""

from __future__ import annotations

import gzip
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path
from typing import NamedTuple, TypeAlias

import brotli
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractor.edge.fetch import LONGEST_WAIT, Fetcher, FetchOptions
from extractor.model.exchange import Fetched

PAGE = "<p>工会主席</p>".encode()
DEADLINE = 0.6
STOP = threading.Event()

Behaviour: TypeAlias = bytes | Callable[[socket.socket], None]


class Case(NamedTuple):
    """A behaviour and what comes of it; content None: whatever there was."""

    name: str
    behaviour: Behaviour
    status: int | None
    code: str | None
    truncated: str | None = None
    content: bytes | None = None


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def moved(location: bytes) -> bytes:
    """A redirect, to an address of any bytes."""
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"


def chunked(*lines: bytes) -> bytes:
    """An answer in chunks, given as they go over the wire."""
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(lines)


def drip(head: bytes) -> Behaviour:
    """A start, and then a byte now and then for ever."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        while not STOP.wait(0.05):
            connection.sendall(b"x")

    return behave


def stall(head: bytes) -> Behaviour:
    """A start, and then nothing, with the connection held."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        STOP.wait(5)

    return behave


def flood(head: bytes, piece: bytes) -> Behaviour:
    """A start, and then the same as fast as it goes for ever."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        while not STOP.is_set():
            connection.sendall(piece)

    return behave


def cut(head: bytes) -> Behaviour:
    """A start, and then the connection reset."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        time.sleep(0.05)  # so that what was sent is read before the reset throws it away
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave


def bomb(size: int) -> bytes:
    """Nothing but zeros, packed by deflate without envelope: one megabyte that stands as many times as asked for."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (size >> 20) + b"\x03\x00"


GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
GZIP_BOMB = GZIP_HEAD + bomb(2 << 30)
PACKED = gzip.compress(PAGE)
RIVER = b"<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=8</script></head></html>"
JIASULE = b"<script>document.cookie=('_')+('_')+('jsl_clearance_s')</script>"

CASES = [
    # time
    Case("drip-head", drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), None, "net.timeout"),
    Case("drip-status", drip(b"H"), None, "net.timeout"),
    Case("drip-body", drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"), 200, "net.timeout", "time"),
    Case("drip-chunks", drip(chunked(b"FFFFF\r\n")), 200, "net.timeout", "time"),
    Case("stall-first-byte", stall(b""), None, "net.timeout"),
    Case("stall-head", stall(b"HTTP/1.1 200 OK\r\nServer:"), None, "net.timeout"),
    Case("stall-body", stall(answer(PAGE, length=999)), 200, "net.timeout", "time", PAGE),
    Case("stall-chunk", stall(chunked(b"9\r\n" + PAGE[:5])), 200, "net.timeout", "time", PAGE[:5]),
    # size
    Case("endless-body", flood(b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536)), 200, "http.too_large", "length"),
    Case("endless-chunks", flood(chunked(), b"1000\r\n" + bytes(4096) + b"\r\n"), 200, "http.too_large", "length"),
    Case("large-by-length", flood(answer(b"", length=1 << 40), bytes(65536)), 200, "http.too_large", "length"),
    Case("gzip-bomb", answer(GZIP_BOMB[:900_000], "Content-Encoding: gzip"), 200, "http.bomb"),
    Case("deflate-bomb", answer(bomb(1 << 29), "Content-Encoding: deflate"), 200, "http.bomb"),
    Case("brotli-bomb", answer(brotli.compress(bytes(1 << 25), quality=4), "Content-Encoding: br"), 200, "http.bomb"),
    Case("bomb-in-gzip", answer(gzip.compress(GZIP_BOMB), "Content-Encoding: gzip, gzip"), 200, "http.bomb"),
    Case("bomb-in-brotli", answer(brotli.compress(GZIP_BOMB[:99_000]), "Content-Encoding: gzip, br"), 200, "http.bomb"),
    Case("header-flood", flood(b"HTTP/1.1 200 OK\r\n", b"X-Flood: 1\r\n" * 999), None, "http.protocol"),
    Case("header-giant", flood(b"HTTP/1.1 200 OK\r\nX-Giant: ", b"a" * 65536), None, "http.protocol"),
    Case("status-giant", flood(b"HTTP/1.1 200 ", b"O" * 65536), None, "http.protocol"),
    Case("informed-for-ever", flood(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 999), None, "http.protocol"),
    # packing
    Case("gzip-twice", answer(gzip.compress(PACKED), "Content-Encoding: gzip, gzip"), 200, None, None, PAGE),
    Case("gzip-thrice", answer(b"x", "Content-Encoding: gzip, gzip, gzip"), 200, "http.coding"),
    Case("gzip-members", answer(PACKED + PACKED, "Content-Encoding: x-gzip"), 200, None, None, PAGE * 2),
    Case("gzip-and-more", answer(PACKED + bytes(9), "Content-Encoding: gzip"), 200, None, None, PAGE),
    Case("not-gzip", answer(PAGE, "Content-Encoding: gzip"), 200, "http.coding"),
    Case("not-brotli", answer(b"\xff" * 99, "Content-Encoding: br"), 200, "http.coding"),
    Case("unknown-coding", answer(PAGE, "Content-Encoding: compress"), 200, "http.coding"),
    Case("half-gzip", answer(gzip.compress(PAGE * 99, 0)[:-20], "Content-Encoding: gzip"), 200, "http.truncated"),
    Case("half-brotli", answer(brotli.compress(PAGE)[:-3], "Content-Encoding: br"), 200, "http.truncated"),
    Case("gzip-bad-sum", answer(PACKED[:-8] + bytes(8), "Content-Encoding: gzip"), 200, "http.coding"),
    # framing
    Case("chunk-bad-size", chunked(b"5\r\n12345\r\nxyz\r\n"), 200, "http.protocol", "unspecified", b"12345"),
    Case("chunk-negative", chunked(b"-5\r\n12345\r\n"), 200, "http.protocol", "unspecified", b""),
    Case("chunk-cut-off", chunked(b"5\r\n12345\r\n9\r\n123"), 200, "http.truncated", "disconnect", b"12345123"),
    Case("chunk-no-last", chunked(b"5\r\n12345\r\n"), 200, "http.truncated", "disconnect", b"12345"),
    Case("length-too-long", answer(PAGE, length=999), 200, "http.truncated", "disconnect", PAGE),
    Case("length-too-short", answer(PAGE, length=4), 200, None, None, PAGE[:4]),
    Case("length-twice", answer(PAGE, "Content-Length: 3"), None, "http.protocol"),
    Case("length-no-number", b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n", None, "http.protocol"),
    Case("close-at-once", b"", None, "net.disconnected"),
    Case("close-in-head", b"HTTP/1.1 200 OK\r\nSer", None, "net.disconnected"),
    Case("reset-at-once", cut(b""), None, "net.disconnected"),
    Case("reset-in-body", cut(answer(PAGE, length=999)), 200, "http.truncated", "disconnect", PAGE),
    Case("http-0.9", PAGE, None, "http.protocol"),
    Case("other-protocol", b"SSH-2.0-OpenSSH_9.6\r\n", None, "http.protocol"),
    Case("header-no-name", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", None, "http.protocol"),
    Case("header-nul", b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n", None, "http.protocol"),
    Case("switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", None, "http.protocol"),
    Case("two-answers", answer(PAGE) + answer(b"other"), 200, None, None, PAGE),
    # odd, and yet well meant
    Case("http-1.0", b"HTTP/1.0 200 OK\r\n\r\n" + PAGE, 200, None, None, PAGE),
    Case("bare-lines", b"HTTP/1.1 200 OK\nContent-Length: 4\n\n" + PAGE[:4], 200, None, None, PAGE[:4]),
    Case("no-reason", b"HTTP/1.1 200\r\n\r\n" + PAGE, 200, None, None, PAGE),
    Case("gbk-in-head", "HTTP/1.1 200 成功\r\nServer: 网站\r\n\r\n".encode("gbk") + PAGE, 200, None, None, PAGE),
    Case("folded-header", b"HTTP/1.1 200 OK\r\nServer: a\r\n  b\r\n\r\n" + PAGE, 200, None, None, PAGE),
    Case("length-said-twice", answer(PAGE, f"Content-Length: {len(PAGE)}"), 200, None, None, PAGE),
    Case("early-hints", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(PAGE), 200, None, None, PAGE),
    Case("coding-utf-8", answer(PAGE, "Content-Encoding: utf-8"), 200, None, None, PAGE),
    Case("trailers", chunked(b"2\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n"), 200, None, None, b"ab"),
    # redirects
    Case("loop", moved(b"/loop"), 302, "http.redirect_loop"),
    Case("loop-of-two", moved(b"/loop-of-three"), 302, "http.redirect_loop"),
    Case("loop-of-three", moved(b"loop-of-two?"), 302, "http.redirect_loop"),
    Case("to-nowhere", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", 302, "http.302"),
    Case("to-file", moved(b"file:///etc/hostname"), 302, "net.scheme"),
    Case("to-data", moved(b"data:text/html,<p>x"), 302, "net.scheme"),
    Case("to-script", moved(b"javascript:alert(1)"), 302, "net.scheme"),
    Case("to-other-port", moved(b"http://127.0.0.1:22/"), 302, "net.port"),
    Case("to-no-port", moved(b"http://127.0.0.1:99999/"), 302, "net.url"),
    Case("to-user", moved(b"http://me:secret@127.0.0.1/"), 302, "net.userinfo"),
    Case("to-gbk", moved("/页面?题=通知".encode("gbk")), 200, None, None, "/页面?题=通知".encode("gbk")),
    Case("to-utf-8", moved("/页面?题=通知".encode()), 200, None, None, "/页面?题=通知".encode()),
    Case("to-blanks", moved(b"  /a b\tc "), 200, None, None, b"/a bc"),
    # guards, and servers that ask for patience
    Case("river-412", answer(RIVER, status="412 Precondition Failed"), 412, "http.challenge"),
    Case("river-202", answer(RIVER, status="202 Accepted"), 202, "http.challenge"),
    Case("jiasule-521", answer(JIASULE, "Set-Cookie: __jsluid_h=1", status="521"), 521, "http.challenge"),
    Case("jiasule-200", answer(JIASULE, "Set-Cookie: __jsluid_h=1"), 200, "http.challenge"),
    Case("aliyun-200", answer(b"<script>var arg1='4A';setCookie('acw_sc__v2',x)</script>"), 200, "http.challenge"),
    Case("guarded-but-there", answer(RIVER + PAGE, "Set-Cookie: __jsluid_h=1"), 200, None, None, RIVER + PAGE),
    Case("error-page", answer(PAGE, status="500 Internal\x1b[31m Error"), 500, "http.500", None, PAGE),
]  # fmt: skip


class Rogue:
    """A server that behaves by the table, and says what paths it was asked for."""

    def __init__(self) -> None:
        self.behaviours: dict[str, Behaviour] = {f"/{case.name}": case.behaviour for case in CASES}
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Hangs up on everyone."""
        STOP.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while path := self._request(connection):
                self.asked.append(path)
                behaviour = self.behaviours.get(path.decode().partition("?")[0], _echo(path))
                if isinstance(behaviour, bytes):
                    connection.sendall(behaviour)
                else:
                    behaviour(connection)
                if not path.startswith((b"/length-too-short", b"/two-answers", b"/good", b"/%", b"/to-")):
                    return

    def _request(self, connection: socket.socket) -> bytes | None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (piece := connection.recv(65536)):
                return None
            head += piece
        return head.split(b" ", 2)[1]


def _echo(path: bytes) -> bytes:
    """For a path that is not in the table: the path itself, its escapes undone."""
    return answer(re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), path))


@pytest.fixture(scope="module")
def rogue() -> Iterator[Rogue]:
    """The server."""
    server = Rogue()
    yield server
    server.close()


def fetcher(**changed: object) -> Fetcher:
    """A fetcher of little patience that does not try again."""
    options: dict[str, object] = {"deadline": DEADLINE, "max_bytes": 8 << 20, "allow_private": True, "retries": 0}
    return Fetcher(FetchOptions(**{**options, **changed}))  # type: ignore[arg-type]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_behaviour(rogue: Rogue, case: Case) -> None:
    """Whatever a server does, the fetch ends by its deadline with a problem of that name and what there was of the body."""
    with fetcher() as one:
        began = time.monotonic()
        got = one.fetch(f"{rogue.url}/{case.name}")
        assert time.monotonic() - began < DEADLINE + 0.4
    assert (got.status, got.problem.code if got.problem else None) == (case.status, case.code)
    assert (got.answer.truncated if got.answer else None) == case.truncated
    assert case.content is None or got.content == case.content
    assert got.problem is None or got.problem.detail.isprintable()
    assert "secret" not in repr(got.problem)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("before", ["length-too-short", "two-answers"])
def test_nothing_left_over(rogue: Rogue, before: str) -> None:
    """What a server sends beyond its answer is never taken for the next answer."""
    with fetcher() as one:
        for number in range(3):
            assert one.fetch(f"{rogue.url}/{before}").status == 200
            assert one.fetch(f"{rogue.url}/good{number}").content == b"/good%d" % number


@pytest.mark.usefixtures("engine")
def test_kept_connection(rogue: Rogue) -> None:
    """A connection serves one page after another; one that the server has closed meanwhile costs nothing."""
    with fetcher() as one:
        for path in ("good", "good", "close-at-once", "good", "error-page", "good"):
            got = one.fetch(f"{rogue.url}/{path}")
            assert (got.status, got.tries) == ({"close-at-once": None, "error-page": 500}.get(path, 200), 1)


def test_chain(rogue: Rogue) -> None:
    """A chain of redirects is followed so far and no further, each hop kept."""
    for number in range(20):
        rogue.behaviours[f"/chain-{number}"] = moved(b"/chain-%d" % (number + 1))
    with fetcher(max_redirects=5) as one:
        got = one.fetch(f"{rogue.url}/chain-0")
        assert got.problem
        assert (got.problem.code, len(got.hops)) == ("http.redirects", 6)
        assert one.fetch(f"{rogue.url}/chain-16").content == b"/chain-20"


def retry_after(value: str) -> bytes:
    """A server that is busy."""
    return answer(b"busy", f"Retry-After: {value}", status="503 Service Unavailable")


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        (3600, 3590, 3600),
        (-3600, 0, 0),
        ("31536000", LONGEST_WAIT, LONGEST_WAIT),
        (31_536_000, LONGEST_WAIT, LONGEST_WAIT),
        ("9" * 12, LONGEST_WAIT, LONGEST_WAIT),
    ],
)
def test_retry_after(rogue: Rogue, value: str | int, low: float, high: float) -> None:
    """How long a server asks to wait, in seconds or by a date so far from now, is told in seconds, at most a day."""
    rogue.behaviours["/busy"] = retry_after(
        value if isinstance(value, str) else formatdate(time.time() + value, usegmt=True)
    )
    with fetcher() as one:
        got = one.fetch(f"{rogue.url}/busy")
    assert got.problem
    assert got.problem.code == "http.503"
    assert got.retry_after is not None
    assert low <= got.retry_after <= high


@pytest.mark.parametrize("value", ["soon", "-1", "Wed, 99 Foo 2025", "1e9", ""])
def test_retry_after_garbage(rogue: Rogue, value: str) -> None:
    """What is neither seconds nor a date says nothing."""
    rogue.behaviours["/busy"] = retry_after(value)
    with fetcher() as one:
        assert one.fetch(f"{rogue.url}/busy").retry_after is None


class Flaky:
    """Fails so many times, then is well; notes when it was asked."""

    def __init__(self, failing: Behaviour, times: int) -> None:
        self.failing, self.times = failing, times
        self.asked: list[float] = []

    def __call__(self, connection: socket.socket) -> None:
        self.asked.append(time.monotonic())
        now = self.failing if len(self.asked) <= self.times else answer(PAGE)
        connection.sendall(now) if isinstance(now, bytes) else now(connection)


@pytest.mark.parametrize("failing", [b"", answer(PAGE, length=99), answer(b"", status="502 Bad Gateway"), cut(b"HTTP")])
def test_tried_again(rogue: Rogue, failing: Behaviour) -> None:
    """What may pass is tried again."""
    rogue.behaviours["/flaky"] = flaky = Flaky(failing, 2)
    with fetcher(retries=2, backoff=0.01, deadline=5) as one:
        got = one.fetch(f"{rogue.url}/flaky")
    assert (got.content, got.tries, len(flaky.asked), len(got.hops)) == (PAGE, 3, 3, 1)


@pytest.mark.parametrize(
    "failing", [PAGE, answer(b"", status="404 Not Found"), answer(b"", status="412 No"), moved(b"data:,")]
)
def test_not_tried_again(rogue: Rogue, failing: Behaviour) -> None:
    """What will not pass is asked once."""
    rogue.behaviours["/flaky"] = flaky = Flaky(failing, 1)
    with fetcher(retries=2, backoff=0.01) as one:
        got = one.fetch(f"{rogue.url}/flaky")
    assert got.problem
    assert (got.tries, len(flaky.asked)) == (1, 1)


def test_waits_as_asked(rogue: Rogue) -> None:
    """Another try comes no sooner than the server asks for, and not at all where that is after the deadline."""
    rogue.behaviours["/flaky"] = flaky = Flaky(retry_after("1"), 1)
    with fetcher(retries=2, backoff=0.01, deadline=5) as one:
        assert one.fetch(f"{rogue.url}/flaky").content == PAGE
    assert flaky.asked[1] - flaky.asked[0] >= 1
    rogue.behaviours["/flaky"] = flaky = Flaky(retry_after("9"), 1)
    with fetcher(retries=2, backoff=0.01) as one:
        assert one.fetch(f"{rogue.url}/flaky").retry_after == 9
    assert len(flaky.asked) == 1


def test_conditional(rogue: Rogue) -> None:
    """Validators go out as they came, to the address itself and not to where it redirects; 304 says that all still stands."""
    heads: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        connection.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\n\r\n')

    rogue.behaviours["/same"] = behave
    rogue.behaviours["/moved-same"] = moved(b"/same")
    with fetcher() as one:
        got = one.fetch(f"{rogue.url}/same", etag='W/"1"', last_modified="Wed, 21 Oct 2015 07:28:00 GMT")
        assert (got.unchanged, got.problem, got.etag) == (True, None, '"2"')
        assert got.answer
        heads = [b": ".join(pair) for pair in got.answer.request_headers]
        assert b'If-None-Match: W/"1"' in heads
        assert b"If-Modified-Since: Wed, 21 Oct 2015 07:28:00 GMT" in heads
        assert not one.fetch(f"{rogue.url}/same").unchanged
        assert not one.fetch(f"{rogue.url}/moved-same", etag='"1"').unchanged
        assert b"If-None-Match" not in dict(one.fetch(f"{rogue.url}/good", etag="x\r\ny").hops[0].request_headers)


def test_two_connections(rogue: Rogue) -> None:
    """However many threads ask, a host sees two connections at once."""
    now, most, lock = 0, 0, threading.Lock()

    def behave(connection: socket.socket) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        connection.sendall(answer(PAGE))

    rogue.behaviours["/counted"] = behave
    got: list[Fetched] = []
    with fetcher(deadline=5) as one:
        threads = [threading.Thread(target=lambda: got.append(one.fetch(f"{rogue.url}/counted"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [fetched.problem for fetched in got] == [None] * 8
    assert most == 2


MEASURE = """
import sys
from pathlib import Path
from extractor.edge.fetch import Fetcher, FetchOptions
def held(what): return next(int(l.split()[1]) for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(what))
with Fetcher(FetchOptions(deadline=10, allow_private=True, retries=0)) as fetcher:
    fetcher.fetch(sys.argv[1] + "/good")
    before = held("VmRSS")
    code = fetcher.fetch(sys.argv[1] + sys.argv[2]).problem.code
    print(code, (held("VmHWM") - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured by /proc")
@pytest.mark.parametrize(
    ("path", "code", "most"),
    [
        ("/whole-bomb", "http.bomb", 50),
        ("/brotli-bomb", "http.bomb", 50),
        ("/bomb-in-gzip", "http.bomb", 50),
        ("/header-flood", "http.protocol", 50),
        ("/header-giant", "http.protocol", 50),
        ("/endless-body", "http.too_large", 100),
        ("/endless-chunks", "http.too_large", 100),
        ("/slow-bomb", "http.too_large", 100),
    ],
)
def test_memory(rogue: Rogue, path: str, code: str, most: int) -> None:
    """A bomb of 2 GB costs less than 50 MB at the limits that are usual, an endless body less than 100 MB."""
    rogue.behaviours["/whole-bomb"] = answer(GZIP_BOMB, "Content-Encoding: gzip")
    rogue.behaviours["/slow-bomb"] = answer(
        gzip.compress(os.urandom(1 << 20) + bytes(60 << 20)), "Content-Encoding: gzip"
    )
    child = [sys.executable, "-c", MEASURE, rogue.url, path]
    told = subprocess.run(child, capture_output=True, text=True, check=True).stdout.split()
    assert told[0] == code
    assert int(told[1]) < most


@pytest.mark.usefixtures("engine")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=200), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", answer(PACKED[:-3]), chunked(b"5\r\n")]))
@example(b"Content-Encoding: \xff\r\nContent-Type: \xff;charset=\xff\r\nETag: \xff\r\n\r\n", b"HTTP/1.1 200 OK\r\n")
@example(b"Location: http://[::1\r\n\r\n", b"HTTP/1.1 301 \xff\r\n")
@example(b"Retry-After: \xff\r\n\r\n", b"HTTP/1.1 503 \r\n")
def test_any_bytes(rogue: Rogue, rest: bytes, start: bytes) -> None:
    """No bytes that a server can send make a fetch raise anything."""
    rogue.behaviours["/any"] = start + rest
    with fetcher() as one:
        one.fetch(f"{rogue.url}/any")
