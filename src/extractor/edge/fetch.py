"""One page over HTTP: redirects followed, tries made anew, and all that a server may do told as a problem."""

from __future__ import annotations

import random  # noqa: TID251 (jitter, from a seed that is given)
import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

from extractor.edge.address import Target, redirected, shown, target
from extractor.edge.challenge import challenge
from extractor.edge.decode import Unpacked, accepted, unpack
from extractor.edge.failure import Failure
from extractor.edge.files import MAX_BYTES
from extractor.edge.sockets import SocketOptions
from extractor.edge.wire import Heard, Wire
from extractor.model.capture import Capture
from extractor.model.errors import EdgeError
from extractor.model.exchange import Exchange, Fetched, Headers
from extractor.model.problem import Problem

LONGEST_WAIT = 86_400.0  # seconds of Retry-After that are believed; a server that says a year is asked tomorrow

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset({408, 502, 503, 504})


@dataclass(frozen=True, kw_only=True)
class FetchOptions(SocketOptions):
    """How a page is fetched. deadline: seconds for all of it, redirects, further tries and the waits between them.

    max_bytes: of an answer, on the wire as well as unpacked. retries: further tries after what may pass. backoff: seconds before the first of them, doubled before the next and
    spread by half either way; seed: of that spread. contact: a mail address or page of whoever fetches.
    Raises EdgeError for an agent or contact that no header can hold.
    """

    deadline: float = 60
    max_bytes: int = MAX_BYTES
    max_redirects: int = 5
    retries: int = 2
    backoff: float = 0.5
    seed: int = 0
    agent: str = "union-extractor"
    contact: str | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\x20-\x7e]+", self.user_agent):
            raise EdgeError("options.contact", "the contact must be plain ASCII: a mail address or a web address")

    @property
    def user_agent(self) -> str:
        """The name that servers see, with the contact where there is one."""
        return f"{self.agent} (+{self.contact})" if self.contact else self.agent


_NOTHING = Unpacked(b"")


@dataclass(frozen=True)
class _Last:
    """What one try came to."""

    hops: tuple[Exchange, ...]
    unpacked: Unpacked = _NOTHING
    failure: Failure | None = None
    tls: str | None = None


class Fetcher:
    """Fetches one page after another over connections that are kept; may be used by several threads."""

    def __init__(self, options: FetchOptions | None = None) -> None:
        self.options = options or FetchOptions()
        self._wire = Wire(self.options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._wire.close()

    def capture(self, url: str) -> Capture:
        """The page at an address. Raises EdgeError, whose text names the address and the remedy."""
        fetched = self.fetch(url)
        if fetched.problem:
            raise EdgeError(fetched.problem.code, f"{shown(url)}: {fetched.problem.detail}")
        return as_capture(fetched)

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What comes of asking for an address. Raises nothing, whatever the server does, and ends by the deadline.

        etag, last_modified: of the copy that is at hand, as its server gave them; an answer of 304 says it still stands.
        They go to the address itself and not to where it redirects.
        """
        ends = time.monotonic() + self.options.deadline
        chance = random.Random(f"{self.options.seed} {url}".encode("utf-8", "surrogatepass"))  # noqa: S311 (spreads load, guards nothing)
        conditions = _conditions(etag, last_modified)
        for count in range(self.options.retries + 1):
            last = self._try(url, conditions, ends)
            wait = self._wait(last, count, chance)
            if wait is None or count == self.options.retries or time.monotonic() + wait >= ends:
                break
            time.sleep(wait)
        return _told(url, last, count + 1)

    def _try(self, url: str, conditions: Headers, ends: float) -> _Last:
        hops: list[Exchange] = []
        try:
            place = target(url)
            heard = self._ask(place, conditions, ends)
            while _leads_on(heard):
                hops.append(_answer(heard))
                place = self._next(hops)
                heard = self._ask(place, (), ends)
        except Failure as failure:
            return _Last(tuple(hops), failure=failure)
        return self._read(hops, heard, conditional=bool(conditions) and not hops)

    def _ask(self, place: Target, conditions: Headers, ends: float) -> Heard:
        """One exchange. Raises Failure where not even the head of an answer came."""
        heard = self._wire.exchange(place, self._headers(place) + conditions, ends, self.options.max_bytes)
        if heard.exchange is None:
            assert heard.failure
            raise heard.failure
        return heard

    def _next(self, hops: list[Exchange]) -> Target:
        if len(hops) > self.options.max_redirects:
            raise Failure("http.redirects", "redirects too often; open it in a browser and give the address it ends at")
        here = hops[-1]
        place = redirected(here.url, _location(here))
        if any(place.url == hop.url for hop in hops):
            raise Failure("http.redirect_loop", "redirects in a circle; open it in a browser, perhaps it wants cookies")
        return place

    def _headers(self, place: Target) -> Headers:
        headers = {
            "Host": place.authority,
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": accepted(),
            "Connection": "keep-alive",
        }
        return tuple((name.encode(), value.encode()) for name, value in headers.items())

    def _read(self, hops: list[Exchange], heard: Heard, *, conditional: bool) -> _Last:
        answer = _answer(heard)
        coding = ",".join(_all(answer, b"content-encoding"))
        unpacked = unpack(answer.body, coding, self.options.max_bytes)
        failure = _refused(answer, unpacked.content, conditional=conditional) or heard.failure or unpacked.failure
        return _Last((*hops, answer), unpacked, failure, heard.tls)

    def _wait(self, last: _Last, count: int, chance: random.Random) -> float | None:
        """Seconds to wait before another try; None where none may help."""
        if not (last.failure and last.failure.passing):
            return None
        asked = _retry_after(last.hops[-1]) if last.hops else None
        return max(asked or 0.0, self.options.backoff * 2.0**count * chance.uniform(0.5, 1.5))


def as_capture(fetched: Fetched) -> Capture:
    """What was fetched, as the parser takes it."""
    answer = fetched.answer
    return Capture(
        content=fetched.content,
        url=fetched.url,
        final_url=fetched.final_url,
        fetched_at=answer.requested_at if answer else None,
        status=fetched.status,
        media_type=fetched.media_type,
        charset=fetched.charset,
        kind="http",
    )


def _conditions(etag: str | None, last_modified: str | None) -> Headers:
    given = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
    sendable = ((name, value) for name, value in given if value and re.fullmatch(r"[\x20-\x7e\xa0-\xff]+", value))
    return tuple((name, value.strip().encode("latin-1")) for name, value in sendable)


def _answer(heard: Heard) -> Exchange:
    assert heard.exchange
    return heard.exchange


def _leads_on(heard: Heard) -> bool:
    return _answer(heard).status in _REDIRECTS and bool(_location(_answer(heard)))


def _location(exchange: Exchange) -> bytes:
    return next((value for name, value in exchange.response_headers if name.lower() == b"location"), b"")


def _all(exchange: Exchange, wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in exchange.response_headers if name.lower() == wanted]


def _refused(answer: Exchange, content: bytes, *, conditional: bool) -> Failure | None:
    """What an answer refuses, by its status and by what its page turns out to be."""
    if guard := challenge(answer, content):
        return Failure(
            "http.challenge", f"asks for proof of a person ({guard}); ask its owner, or save it from a browser"
        )
    status = answer.status
    if 200 <= status < 300 or (status == 304 and conditional):
        return None
    detail = f"the server answers {status} {_plain(answer.reason)}".rstrip()
    return Failure(f"http.{status}", f"{detail}; {_remedy(status, _retry_after(answer))}", passing=status in _MAY_PASS)


def _remedy(status: int, wait: float | None) -> str:
    if status in (404, 410):
        return "check the address"
    if status in (401, 403, 407, 451):
        return "it does not let programs in, ask its owner"
    if wait is not None:
        return f"try again in {wait:g} seconds"
    if status in (408, 429) or status >= 500:
        return "try again later"
    return "open it in a browser to see why"


def _plain(text: str) -> str:
    """A server's words as they may stand in a log: short, printable, on one line."""
    return " ".join("".join(character if character.isprintable() else " " for character in text[:60]).split())


def _retry_after(answer: Exchange) -> float | None:
    """Seconds that the server asks to wait, from now, at most a day; given as seconds or as a date (RFC 9110, 10.2.3)."""
    value = (answer.header("retry-after") or "").strip()
    if re.fullmatch(r"\d{1,12}", value):
        return min(float(value), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return min(max(wait, 0.0), LONGEST_WAIT)


def _told(url: str, last: _Last, tries: int) -> Fetched:
    answer = last.hops[-1] if last.hops else None
    kind = (answer.header("content-type") or "").lower() if answer else ""
    charset = re.search(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", kind)
    return Fetched(
        url=shown(url),
        hops=last.hops,
        content=last.unpacked.content,
        media_type=kind.split(";")[0].strip() or None,
        charset=charset[1] if charset else None,
        problem=_problem(last.failure) if last.failure else None,
        warnings=(_OLD_TLS,) if last.tls in _OLD_VERSIONS else (),
        retry_after=_retry_after(answer) if answer else None,
        etag=answer.header("etag") if answer else None,
        last_modified=answer.header("last-modified") if answer else None,
        tries=tries,
    )


def _problem(failure: Failure) -> Problem:
    return Problem(stage="fetch", code=failure.code, detail=failure.detail)


_OLD_VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1")
_OLD_TLS = Problem(
    stage="fetch", code="net.old_tls", detail="came over a TLS so old that anyone on the way could have changed it"
)
