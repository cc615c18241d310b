"""What servers ask of their visitors (RFC 9309), and how long they are left alone."""

from __future__ import annotations

import pytest

from extractor.crawl.politeness import TRIES, Pace, Robots, is_pushing, tries_again

PAGE = "http://a.cn/x/page.html"


@pytest.mark.parametrize(
    ("status", "content", "allowed", "closed"),
    [
        (200, b"User-agent: *\nDisallow: /x/", False, False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /x/", False, False),
        (200, b"User-agent: *\r\nDisallow: /x/\r\nAllow: /x/page\r\n", True, False),  # the longer rule counts
        (200, b"User-agent: other\nDisallow: /", True, False),
        (200, b"User-agent: *\nAllow: /\n\nUser-agent: union-extractor\nDisallow: /x", False, False),
        (200, b"User-agent: *\nDisallow: /*.html$", False, False),
        (200, b"User-agent: *\nDisallow:", True, False),
        (200, b"<html><body>404</body></html>", True, False),
        (200, b"\x00\xff\xfe" * 1000, True, False),
        (200, b"", True, False),
        (302, b"", True, False),  # led nowhere within five redirects
        (404, b"User-agent: *\nDisallow: /", True, False),
        (403, b"", True, False),
        (401, b"", True, False),
        (429, b"", False, True),
        (500, b"", False, True),
        (503, b"User-agent: *\nAllow: /", False, True),
        (None, b"", False, True),
    ],
)
def test_robots(status: int | None, content: bytes, allowed: bool, closed: bool) -> None:
    """What an answer to /robots.txt allows (RFC 9309, 2.2 and 2.3.1)."""
    robots = Robots.read(status, content)
    assert (robots.allows(PAGE), robots.closed) == (allowed, closed)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("2.5", 2.5), ("0", 0.0), ("86400", 60.0), ("1e99", 60.0), ("inf", 0.0), ("-3", 0.0), ("nan", 0.0), ("soon", 0.0), ("", 0.0)],
)  # fmt: skip
def test_crawl_delay(said: str, seconds: float) -> None:
    """A delay is kept up to a minute, and what is no number is none."""
    assert Robots.read(200, f"User-agent: *\nCrawl-delay: {said}".encode()).delay == seconds


def test_sitemaps() -> None:
    """Sitemaps are named for every visitor."""
    assert Robots.read(200, b"Sitemap: http://a.cn/1.xml\nUser-agent: x\nSitemap: /2.xml").sitemaps == (
        "http://a.cn/1.xml",
        "/2.xml",
    )


def test_long_robots() -> None:
    """Of a file without end the first 500 KiB count (RFC 9309, 2.5)."""
    rules = b"User-agent: *\nDisallow: /first\n" + b"# filler\n" * 100_000 + b"Disallow: /x\n"
    robots = Robots.read(200, rules)
    assert (robots.allows("http://a.cn/first"), robots.allows(PAGE)) == (False, True)


def test_wildcards_do_not_run_away() -> None:
    """A rule of nothing but stars over an address of nothing but hits is judged at once."""
    robots = Robots.read(200, b"User-agent: *\nDisallow: /" + b"*a" * 50 + b"*b")
    assert robots.allows("http://a.cn/" + "a" * 1900)


def test_pace() -> None:
    """A slow server rests as long as it took, up to ten seconds; one that pushes back twice as long, up to a minute."""
    pace = Pace(1.0, 1.0)
    assert [pace.eased(seconds).delay for seconds in (0.1, 3.0, 50.0)] == [1.0, 3.0, 10.0]
    assert Pace(1.0, 8.0).eased(0.1).delay == 4.0
    delays = []
    for _ in range(8):
        pace = pace.pushed()
        delays.append(pace.delay)
    assert delays == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    assert Pace(0.0, 0.0).pushed().delay == 1.0


@pytest.mark.parametrize(
    ("code", "tries", "wait", "again"),
    [
        ("http.503", 1, None, True),
        ("http.503", TRIES, None, False),
        ("http.429", 2, 300.0, True),
        ("http.429", 1, 301.0, False),  # asked again by the next run
        ("http.500", 1, None, True),
        ("http.404", 1, None, False),
        ("http.challenge", 1, None, False),
        ("net.timeout", 1, None, True),
        ("net.timeout", 2, None, False),
        ("net.private", 1, None, False),
        ("http.truncated", 1, None, True),
        ("", 1, None, False),
    ],
)
def test_tries_again(code: str, tries: int, wait: float | None, again: bool) -> None:
    """What may pass is tried again a few times, what will not is not."""
    assert tries_again(code, tries, wait) is again


def test_pushing() -> None:
    """Only statuses push; a code that merely looks like one does not."""
    assert [is_pushing(code) for code in ("http.503", "http.429", "http.404", "http.bomb", "net.503", "")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
