"""The clock. Nothing else in this project asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def utc_now() -> str:
    """This moment in RFC 3339, UTC, to the second: ``2025-03-04T05:06:07Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251 (this is the one place)


def unix_now() -> float:
    """This moment in seconds since 1970."""
    return time.time()


def monotonic() -> float:
    """Seconds on a clock that only goes forward."""
    return time.monotonic()


def seconds_now() -> float:
    """This moment in seconds since 1970, for what another run is to know; it may go back when the clock is set."""
    return time.time()
