"""The whole line on a small site: serves fixtures/site on loopback, fetches it over HTTP, extracts, shows what was found.

One page of the site says five stations and lists four, so a check fails there on purpose; the demo is well all the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "fixtures" / "site"
EXTRACTOR = Path(sys.executable).with_name("extractor")
PORT = 8648  # the same at each demo where it is free, since a page's id is made of its address


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the base class's)
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served on loopback."""
    handler = partial(Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def listed_pages(folder: Path) -> list[str]:
    """The pages that the site's index links to, in its order."""
    return re.findall(r'href="([^":]+)"', (folder / "index.html").read_text("utf-8"))


def main() -> int:
    """Runs the demo; the status is the program's own."""
    output = Path(sys.argv[1] if len(sys.argv) > 1 else "output")
    with served(SITE) as address:
        urls = [f"{address}/{page}" for page in listed_pages(SITE)]
        command = [
            str(EXTRACTOR),
            "run",
            *urls,
            "-o",
            str(output),
            "--fail-on",
            "failed",
            "--allow-private",
            "--delay",
            "0.05",
            "--table",
        ]
        print(
            f"{SITE.relative_to(ROOT)} is served at {address}; of its pages one claims more than it lists\n$ extractor run {address}/… -o {output}\n",
            flush=True,
        )
        return subprocess.run(command, env={**os.environ, "NO_PROXY": "127.0.0.1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
