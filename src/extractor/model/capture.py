"""What was archived: the bytes of one page and where they come from."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CaptureKind = Literal["http", "file", "warc", "wet"]


class CaptureInfo(Struct, frozen=True, kw_only=True, gc=False):
    """A capture as the record describes it.

    A local file has ``fetched_at`` null and its path, as given, for ``url``. ``charset`` is the encoding that the
    text was read with (null where text came in that was decoded already); ``sha256`` is over the bytes as archived.
    """

    url: str | None
    final_url: str | None
    fetched_at: str | None
    status: int | None
    media_type: str | None
    charset: str | None
    sha256: str
    kind: CaptureKind | None
    record_id: str | None


class Capture(Struct, frozen=True, kw_only=True):
    """The bytes of one page, with what is known of them before they are read.

    ``content`` may be text where the caller has decoded it already. ``media_type`` and ``charset`` are what the server
    or the caller said; what they turn out to be stands in the ``CaptureInfo`` of the page. ``fetched_at`` is
    RFC 3339 in UTC.
    """

    content: bytes | str
    url: str | None = None
    final_url: str | None = None
    fetched_at: str | None = None
    status: int | None = None
    media_type: str | None = None
    charset: str | None = None
    kind: CaptureKind | None = None
    record_id: str | None = None
