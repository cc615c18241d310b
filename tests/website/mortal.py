"""The program, killed at an instant that is counted and not timed: ``python mortal.py COUNT extractor-arguments...``

Counted are the moments before and after each touch of the disk, the database, the archive or the network by the thread
that decides; at the given one the process sends itself SIGKILL. With a COUNT of 0 it lives, and tells on standard output
how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from io import BytesIO, StringIO
from types import FrameType
from typing import Any

from extractor.cli import main

_TOUCHES = frozenset({"close", "execute", "executescript", "flush", "get", "mkdir", "open", "put", "rename", "replace", "truncate", "unlink", "write"})  # fmt: skip
_ELSEWHERE = (str, bytes, dict, BytesIO, StringIO)


class Countdown:
    """A profile function that counts, and kills."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.count = fatal, 0

    def __call__(self, _: FrameType, event: str, function: Any) -> None:
        """One moment of the program."""
        if not event.startswith("c_") or function.__name__ not in _TOUCHES:
            return
        if isinstance(getattr(function, "__self__", None), _ELSEWHERE):
            return
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def run() -> None:
    """Runs the program under the countdown."""
    countdown = Countdown(int(sys.argv.pop(1)))
    sys.argv[0] = "extractor"
    sys.setprofile(countdown)
    try:
        main()
    finally:
        sys.setprofile(None)
        print(countdown.count)


if __name__ == "__main__":
    run()
