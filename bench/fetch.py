"""What fetching a page costs, beside other clients where they are installed, all asking the same server on loopback.

    python bench/fetch.py [--pages N] [--hosts N] [--seconds N]

Each client asks for the same pages one after another over one kept connection, in a process of its own; CPU is that
process's and its children's, start and imports left out. Rates are given as ratios to the first client. After that, so
many hosts (addresses of 127.0.0.0/8) are asked for one page a second each, and how late the answers come is told.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import math
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

PAGE = ("<p>海州市总工会召开会议，部署职工文化阵地建设。</p>\n" * 600).encode()  # 43 KB, as the pages of such sites are
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
    len(PAGE),
    PAGE,
)
WARM_UP = 50
RUNS = 5


class Server(asyncio.Protocol):
    """Answers every request with the page."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for _ in requests:
            self._transport.write(ANSWER)  # type: ignore[attr-defined]


def serve(port: Any) -> None:
    """Serves until it is stopped, on every address of this machine; tells its port."""

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "0.0.0.0", 0, backlog=512)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


def with_extractor(urls: list[str], _: Path) -> None:
    """This project's fetcher."""
    from extractor.edge.fetch import Fetcher, FetchOptions

    with Fetcher(FetchOptions(allow_private=True)) as fetcher:
        for url in urls:
            assert fetcher.fetch(url).content == PAGE


def with_archive(urls: list[str], folder: Path) -> None:
    """The same, each exchange written into a web archive."""
    from extractor.edge.fetch import Fetcher, FetchOptions
    from extractor.edge.warc import ArchiveWriter

    archive = ArchiveWriter(folder, software="bench")
    with Fetcher(FetchOptions(allow_private=True)) as fetcher:
        for url in urls:
            for exchange in fetcher.fetch(url).hops:
                archive.add(exchange)
    archive.close()


def with_client(name: str) -> Callable[[list[str], Path], None]:
    """httpx or httpx2 as they come."""

    def run(urls: list[str], _: Path) -> None:
        with importlib.import_module(name).Client(trust_env=False) as client:
            for url in urls:
                assert client.get(url).content == PAGE

    return run


def with_scrapy(urls: list[str], _: Path) -> None:
    """Scrapy, one request at a time and everything off that does not fetch."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    class Pages(Spider):  # type: ignore[misc]
        name = "pages"
        start_urls = urls

        def parse(self, response: Any) -> None:
            assert response.body == PAGE

    settings = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS": 1, "ROBOTSTXT_OBEY": False}
    process = CrawlerProcess(settings | {"DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter"})
    process.crawl(Pages)
    process.start()


def with_wget(*options: str) -> Callable[[list[str], Path], None]:
    """wget with a list of addresses."""

    def run(urls: list[str], folder: Path) -> None:
        (folder / "urls").write_text("\n".join(urls))
        subprocess.run(["wget", "-q", "-i", "urls", "-O", "/dev/null", *options], cwd=folder, check=True)

    return run


CLIENTS: dict[str, tuple[bool, Callable[[list[str], Path], None]]] = {
    "extractor": (True, with_extractor),
    "extractor, WARC": (find_spec("warcio") is not None, with_archive),
    "httpx2": (find_spec("httpx2") is not None, with_client("httpx2")),
    "httpx": (find_spec("httpx") is not None, with_client("httpx")),
    "Scrapy": (find_spec("scrapy") is not None, with_scrapy),
    "wget": (shutil.which("wget") is not None, with_wget()),
    "wget, WARC": (shutil.which("wget") is not None, with_wget("--warc-file=pages")),
}


def spent() -> float:
    """Seconds of CPU of this process and its children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(client: str, origin: str, pages: int) -> None:
    """Tells what a client takes: seconds and seconds of CPU a page, as JSON."""
    run = CLIENTS[client][1]
    with tempfile.TemporaryDirectory() as folder:
        if client != "Scrapy":  # which starts once a process
            run([f"{origin}/warm-{number}" for number in range(WARM_UP)], Path(folder))
        began, cpu = time.perf_counter(), spent()
        run([f"{origin}/{number}" for number in range(pages)], Path(folder))
        print(json.dumps([(time.perf_counter() - began) / pages, (spent() - cpu) / pages]))


def compare(origin: str, pages: int) -> None:
    """The table of clients: the best of five runs each, in turns, so that what else the machine does falls on all."""
    best: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name in (name for name, (there, _) in CLIENTS.items() if there):
            child = [sys.executable, __file__, "--client", name, "--origin", origin, "--pages", str(pages)]
            told = json.loads(subprocess.run(child, capture_output=True, check=True).stdout)
            best[name] = [min(pair) for pair in zip(told, best.get(name, told), strict=True)]
    wall, cpu = best["extractor"]
    print(f"{'client':<18}{'ms/page':>9}{'pages/s':>9}{'ratio':>7}{'CPU ms/page':>13}{'ratio':>7}")
    for name, (its_wall, its_cpu) in best.items():
        print(
            f"{name:<18}{its_wall * 1000:>9.2f}{1 / its_wall:>9.0f}{wall / its_wall:>7.2f}"
            f"{its_cpu * 1000:>13.2f}{its_cpu / cpu:>7.2f}"
        )
    print(
        *(f"{name:<18} is not installed" for name in CLIENTS if name not in best),
        sep="\n",
        end="\n" * (best.keys() < CLIENTS.keys()),
    )


def keep_time(port: int, hosts: int, seconds: int) -> None:
    """Asks every host once a second and tells how long after its time each answer was there."""
    from extractor.edge.fetch import Fetcher, FetchOptions

    late: list[float] = []
    began, cpu = time.monotonic() + 1, spent()
    with Fetcher(FetchOptions(allow_private=True)) as fetcher:

        def ask(host: int) -> None:
            for turn in range(seconds):
                due = began + turn + host / hosts
                time.sleep(max(0.0, due - time.monotonic()))
                assert fetcher.fetch(f"http://127.0.{1 + host // 250}.{1 + host % 250}:{port}/").content == PAGE
                late.append(time.monotonic() - due)

        threads = [threading.Thread(target=ask, args=(host,)) for host in range(hosts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    late.sort()
    p99 = late[math.ceil(len(late) * 0.99) - 1]
    cores = (spent() - cpu) / (time.monotonic() - began)
    print(
        f"{hosts} hosts, one page a second each for {seconds} s: {len(late)} pages, answered {median(late) * 1000:.1f} ms"
        f" after their time (median), {p99 * 1000:.1f} ms (p99), {late[-1] * 1000:.1f} ms (most); {cores:.2f} cores"
    )


def main() -> None:
    """Runs the comparison, or, as a child of itself, one client."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--origin", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.client:
        measure(given.client, given.origin, given.pages)
        return
    port, tells = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(tells,), daemon=True)
    server.start()
    number = port.recv()
    try:
        compare(f"http://127.0.0.1:{number}", given.pages)
        keep_time(number, given.hosts, given.seconds)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
