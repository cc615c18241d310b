"""One page over HTTP, from a real server: what is kept of it, and what the jobs are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from extractor.edge.fetch import Fetcher, FetchOptions
from extractor.model.errors import EdgeError


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher of little patience and small appetite."""
    options = FetchOptions(
        deadline=0.5,
        max_bytes=1_000_000,
        agent="extractor-test",
        contact="a@example.org",
        allow_private=True,
        backoff=0.01,
    )
    with Fetcher(options) as fetcher:
        yield fetcher


def test_capture(fetcher: Fetcher, web: str) -> None:
    """A capture holds the bytes as sent, the address, the time, and what the server said of them."""
    got = fetcher.capture(f"{web}/gb")
    assert isinstance(got.content, bytes)
    assert "工会" in got.content.decode("gb18030")
    assert (got.url, got.final_url, got.status, got.kind) == (f"{web}/gb", f"{web}/gb", 200, "http")
    assert (got.media_type, got.charset) == ("text/html", "gb2312")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", got.fetched_at or "")


def test_exchange(fetcher: Fetcher, web: str) -> None:
    """An exchange holds what was sent and what came, byte for byte, and who answered."""
    fetched = fetcher.fetch(f"{web}/gzip?页=1#top")
    exchange = fetched.answer
    assert exchange
    assert (exchange.url, exchange.request_target) == (f"{web}/gzip?%E9%A1%B5=1", "/gzip?%E9%A1%B5=1")
    assert (exchange.ip, exchange.method, exchange.http_version, exchange.reason) == (
        "127.0.0.1",
        "GET",
        "HTTP/1.1",
        "OK",
    )
    sent = dict(exchange.request_headers)
    assert sent[b"Host"] == web.removeprefix("http://").encode()
    assert exchange.response_headers[0][0] == b"Server"
    assert exchange.header("content-encoding") == "gzip"
    assert exchange.body.startswith(b"\x1f\x8b")
    assert fetched.content == fetcher.fetch(f"{web}/page").content


def test_no_charset(fetcher: Fetcher, web: str) -> None:
    """A charset that the server does not name stays unnamed."""
    got = fetcher.capture(f"{web}/plain")
    assert (got.media_type, got.charset) == ("text/plain", None)


def test_user_agent(fetcher: Fetcher, web: str) -> None:
    """Servers are told who asks, and whom to write to."""
    assert fetcher.capture(f"{web}/agent").content == b"extractor-test (+a@example.org)"


def test_contact_in_a_header() -> None:
    """A contact that would break out of its header is refused before anything is asked."""
    with pytest.raises(EdgeError):
        FetchOptions(contact="a@example.org\r\nCookie: x")


def test_redirect(fetcher: Fetcher, web: str) -> None:
    """A redirect is followed, and both addresses and both exchanges are kept."""
    got = fetcher.fetch(f"{web}/moved")
    assert (got.url, got.final_url) == (f"{web}/moved", f"{web}/page")
    assert [hop.status for hop in got.hops] == [301, 200]


@pytest.mark.parametrize("path", ["gzip", "deflate", "raw-deflate"])
def test_unpacked(fetcher: Fetcher, web: str, path: str) -> None:
    """A packed answer gives the same bytes as a plain one, also where deflate comes without its envelope."""
    assert fetcher.capture(f"{web}/{path}").content == fetcher.capture(f"{web}/page").content


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing", "http.404"),
        ("status/403", "http.403"),
        ("status/503", "http.503"),
        ("status/304", "http.304"),
        ("loop", "http.redirect_loop"),
        ("to-file", "net.scheme"),
        ("drip-body", "net.timeout"),
        ("big", "http.too_large"),
        ("short", "http.truncated"),
        ("no-http", "http.protocol"),
        ("not-gzip", "http.coding"),
        ("half-gzip", "http.truncated"),
    ],
)
def test_refused(fetcher: Fetcher, web: str, path: str, code: str) -> None:
    """Whatever a server does wrong ends in time as one line that names the address."""
    with pytest.raises(EdgeError) as error:
        fetcher.capture(f"{web}/{path}")
    assert error.value.code == code
    assert str(error.value).startswith(f"{web}/{path}: ")
    assert "\n" not in str(error.value)


def test_closed_port(fetcher: Fetcher, closed: str) -> None:
    """Where nothing listens the error says so, after further tries."""
    fetched = fetcher.fetch(f"{closed}/page")
    assert fetched.problem
    assert (fetched.problem.code, fetched.hops, fetched.tries) == ("net.refused", (), 3)


def test_goes_on(fetcher: Fetcher, web: str) -> None:
    """After a failure the next page comes in as ever."""
    assert fetcher.fetch(f"{web}/drip-body").problem
    assert fetcher.fetch(f"{web}/page").status == 200


def test_forgets_hosts(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections to hosts that were not asked for long are closed, so that a long run does not use up all sockets."""
    monkeypatch.setattr("extractor.edge.wire._MOST_HOSTS", 3)
    port = web.rpartition(":")[2]
    with Fetcher(FetchOptions(allow_private=True, resolve=lambda *_: ["127.0.0.1"])) as fetcher:
        for host in (*range(8), *range(8)):
            assert fetcher.fetch(f"http://host-{host}.test:{port}/page").status == 200
        assert len(fetcher._wire._pools) == 3


def test_jitter(closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits between tries grow and are spread, by a seed: the same for the same."""
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    for seed in (1, 1, 2):
        with Fetcher(FetchOptions(seed=seed, allow_private=True)) as fetcher:
            fetcher.fetch(closed)
    assert waits[:2] == waits[2:4] != waits[4:]
    assert all(
        0.25 <= first <= 0.75 and 0.5 <= second <= 1.5 for first, second in zip(waits[::2], waits[1::2], strict=True)
    )


def test_empty(fetcher: Fetcher, web: str) -> None:
    """An empty answer is a capture of no bytes; what to think of it is the parser's business."""
    assert fetcher.capture(f"{web}/empty").content == b""
