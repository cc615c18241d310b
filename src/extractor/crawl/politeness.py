"""What a server asks of its visitors, said in robots.txt or by how it answers: where not to go, how long to wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from protego import Protego

AGENT = "union-extractor"  # the name by which robots.txt may speak to us

TRIES = 3
_LONGEST_DELAY = 60.0  # seconds; a robots.txt that asks for more gets this much, and so does a server that pushes back
_LONGEST_WAIT = 300.0  # seconds; who says Retry-After with more is asked again by the next run
_READ = 500 * 1024  # bytes of robots.txt that are read (RFC 9309, 2.5)
# Codes of what may pass: the server was busy, or the way to it was. All else is an answer.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PASSING_NET = frozenset({"net.timeout", "net.disconnected", "net.connect", "net.refused", "http.truncated"})


@dataclass(frozen=True)
class Robots:
    """The rules of one host. text: its robots.txt; None where nothing is forbidden, or (``closed``) everything is."""

    text: str | None = None
    closed: bool = False

    @classmethod
    def read(cls, status: int | None, content: bytes) -> Robots:
        """The rules that an answer to /robots.txt makes (RFC 9309, 2.3.1): none where there is no such file.

        Everything is closed where the server cannot say: unreachable (status None), 5xx, and 429.

        >>> Robots.read(200, b"\\xef\\xbb\\xbfUser-agent: *\\nDisallow: /a").allows("http://x.cn/a")
        False
        """
        if status is None or status >= 500 or status == 429:
            return cls(closed=True)
        if status >= 300:
            return cls()
        return cls(content[:_READ].decode("utf-8-sig", "replace"))

    def allows(self, url: str) -> bool:
        """Whether an address may be asked for."""
        return not self.closed and (self._rules is None or self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """The seconds between two requests that the file asks for, up to a minute; 0 where it does not ask."""
        said = self._rules.crawl_delay(AGENT) if self._rules else None
        return min(max(float(said or 0), 0.0), _LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the sitemaps that the file names."""
        return tuple(self._rules.sitemaps) if self._rules else ()

    @cached_property
    def _rules(self) -> Protego | None:
        return Protego.parse(self.text) if self.text is not None else None


@dataclass(frozen=True)
class Pace:
    """The seconds from the end of one answer to the next request: never less than ``least``, more where a server is slow."""

    least: float
    delay: float = 0.0

    def eased(self, seconds: float) -> Pace:
        """After a good answer that took so many seconds: a slow server gets as long to rest, up to ten seconds."""
        return replace(self, delay=max(self.least, self.delay / 2, min(seconds, 10.0)))

    def pushed(self) -> Pace:
        """After an answer that says too much, or none: twice as long, a second at least, a minute at most."""
        return replace(self, delay=min(max(2 * self.delay, 1.0, self.least), max(_LONGEST_DELAY, self.least)))


def tries_again(code: str, tries: int, retry_after: float | None) -> bool:
    """Whether what went wrong (``http.503``, ``net.timeout``) is worth another try in this run. tries: made so far.

    >>> tries_again("http.503", 1, 5.0), tries_again("http.404", 1, None), tries_again("http.503", 1, 86400.0)
    (True, False, False)
    """
    if tries >= (TRIES if is_pushing(code) else 2) or (retry_after or 0) > _LONGEST_WAIT:
        return False
    return code in _PASSING_NET or is_pushing(code)


def is_pushing(code: str) -> bool:
    """Whether the server says that it is asked too much, or is in trouble."""
    family, _, status = code.partition(".")
    return family == "http" and status.isdecimal() and int(status) in _PASSING
