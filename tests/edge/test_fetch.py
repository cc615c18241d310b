"""One page over HTTP, from a real server that behaves well and badly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from extractor.edge.fetch import Fetcher, FetchOptions
from extractor.model.errors import EdgeError


@pytest.fixture
def fetcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    """A fetcher of small appetite."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    options = FetchOptions(max_bytes=1_000_000, agent="extractor-test", contact="a@example.org")
    with Fetcher(options) as fetcher:
        yield fetcher


def test_capture(fetcher: Fetcher, web: str) -> None:
    """A capture holds the bytes as sent, the address, the time, and what the server said of them."""
    got = fetcher.fetch(f"{web}/gb")
    assert isinstance(got.content, bytes)
    assert "工会" in got.content.decode("gb18030")
    assert (got.url, got.final_url, got.status, got.kind) == (f"{web}/gb", f"{web}/gb", 200, "http")
    assert (got.media_type, got.charset) == ("text/html", "gb2312")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", got.fetched_at or "")


def test_no_charset(fetcher: Fetcher, web: str) -> None:
    """A charset that the server does not name stays unnamed."""
    got = fetcher.fetch(f"{web}/plain")
    assert (got.media_type, got.charset) == ("text/plain", None)


def test_user_agent(fetcher: Fetcher, web: str) -> None:
    """Servers are told who asks, and whom to write to."""
    assert fetcher.fetch(f"{web}/agent").content == b"extractor-test (+a@example.org)"


def test_redirect(fetcher: Fetcher, web: str) -> None:
    """A redirect is followed, and both addresses are kept."""
    got = fetcher.fetch(f"{web}/moved")
    assert (got.url, got.final_url) == (f"{web}/moved", f"{web}/page")


@pytest.mark.parametrize("path", ["gzip", "deflate", "raw-deflate"])
def test_unpacked(fetcher: Fetcher, web: str, path: str) -> None:
    """A packed answer gives the same bytes as a plain one, also where deflate comes without its envelope."""
    assert fetcher.fetch(f"{web}/{path}").content == fetcher.fetch(f"{web}/page").content


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing", "http.404"),
        ("status/403", "http.403"),
        ("status/503", "http.503"),
        ("status/304", "http.304"),
        ("loop", "fetch.redirects"),
        ("to-file", "fetch.scheme"),
        ("big", "fetch.too_big"),
        ("bomb", "fetch.too_big"),
        ("short", "fetch.protocol"),
        ("no-http", "fetch.protocol"),
        ("not-gzip", "fetch.coding"),
        ("brotli", "fetch.coding"),
        ("half-gzip", "fetch.truncated"),
    ],
)
def test_refused(fetcher: Fetcher, web: str, path: str, code: str) -> None:
    """Whatever a server does wrong ends in time as one line that names the address."""
    with pytest.raises(EdgeError) as error:
        fetcher.fetch(f"{web}/{path}")
    assert error.value.code == code
    assert str(error.value).startswith(f"{web}/{path}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("path", ["drip-body", "drip-head"])
def test_drip(monkeypatch: pytest.MonkeyPatch, web: str, path: str) -> None:
    """A server that sends a byte now and then is given up at the deadline, and the next page comes in as ever."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Fetcher(FetchOptions(deadline=2)) as hasty:
        with pytest.raises(EdgeError, match="not complete after 2 seconds") as error:
            hasty.fetch(f"{web}/{path}")
        assert error.value.code == "fetch.deadline"
        assert hasty.fetch(f"{web}/page").status == 200


def test_closed_port(fetcher: Fetcher, closed: str) -> None:
    """Where nothing listens the error says so."""
    with pytest.raises(EdgeError) as error:
        fetcher.fetch(f"{closed}/page")
    assert error.value.code == "fetch.refused"


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a:99999999/", "http://\u200b/"])
def test_no_address(fetcher: Fetcher, url: str) -> None:
    """What is no address is refused before anything is asked."""
    with pytest.raises(EdgeError):
        fetcher.fetch(url)


def test_goes_on(fetcher: Fetcher, web: str) -> None:
    """After a failure the next page comes in as ever."""
    with pytest.raises(EdgeError):
        fetcher.fetch(f"{web}/short")
    assert fetcher.fetch(f"{web}/page").status == 200


def test_empty(fetcher: Fetcher, web: str) -> None:
    """An empty answer is a capture of no bytes; what to think of it is the parser's business."""
    assert fetcher.fetch(f"{web}/empty").content == b""
