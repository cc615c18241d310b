"""What went over the wire: each request with its answer, as an archive keeps it, and what a fetch came to."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.model.problem import Problem

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]
Truncated = Literal["length", "time", "disconnect", "unspecified"]  # the words of WARC-Truncated (WARC 1.1, 5.13)


class Exchange(Struct, frozen=True, kw_only=True):
    """One request and its answer.

    ``url`` is the address that was asked, without its fragment; ``ip`` the address of the machine that answered;
    ``requested_at`` RFC 3339 in UTC. Headers stand in their order with their names as sent and as received. ``body``
    is without the framing of the transfer (no chunks) and otherwise as on the wire: still packed where
    ``Content-Encoding`` says so. ``truncated`` says why there is less of it than the server meant to send.
    ``seconds`` went by between the request and the last byte.
    """

    url: str
    ip: str
    requested_at: str
    method: str = "GET"
    request_target: str
    request_headers: Headers
    http_version: str = "HTTP/1.1"
    status: int
    reason: str = ""  # Latin-1, so that it goes back to the bytes it was
    response_headers: Headers = ()
    body: bytes = b""
    truncated: Truncated | None = None
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first answer header of that name, read as Latin-1; None where there is none.

        >>> Exchange(url="http://a.cn/", ip="1.2.3.4", requested_at="2025-03-04T05:06:07Z", request_target="/",
        ...          request_headers=(), status=200, response_headers=((b"ETag", b'"1"'),)).header("etag")
        '"1"'
        """
        wanted = name.lower().encode("latin-1")
        return next((value.decode("latin-1") for key, value in self.response_headers if key.lower() == wanted), None)


class Fetched(Struct, frozen=True, kw_only=True):
    """What came of fetching one address.

    ``hops`` are the exchanges in order, redirects first; the last is the answer, or the last that was heard where
    nothing more came (a redirect to a place that is refused; empty where no server spoke). A try that was followed by
    a better one is not among them. ``content`` is the body of the answer unpacked: whole where ``problem`` is None,
    else what there was of it.
    ``media_type`` and ``charset`` are what the server said, in lower case. ``retry_after`` are seconds from now, never
    more than a day. ``problem`` has stage ``fetch`` and a code that is stable: ``http.404``, ``net.timeout``,
    ``http.truncated``; None means that the page is there, or unchanged. ``warnings`` say what is doubtful about it all
    the same. ``tries`` were made.
    """

    url: str
    hops: tuple[Exchange, ...] = ()
    content: bytes = b""
    media_type: str | None = None
    charset: str | None = None
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    retry_after: float | None = None
    etag: str | None = None
    last_modified: str | None = None
    tries: int = 1

    @property
    def answer(self) -> Exchange | None:
        """The last exchange, if any server spoke."""
        return self.hops[-1] if self.hops else None

    @property
    def final_url(self) -> str:
        """The address that answered last."""
        return self.hops[-1].url if self.hops else self.url

    @property
    def status(self) -> int | None:
        """The status of the last exchange."""
        return self.hops[-1].status if self.hops else None

    @property
    def unchanged(self) -> bool:
        """Whether the server says that what was known of the page still stands (304 to a conditional request)."""
        return self.problem is None and self.status == 304
