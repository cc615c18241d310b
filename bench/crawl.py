"""What crawling costs a page, with and without an archive, beside other programs, and whether a hundred hosts get their time.

    python bench/crawl.py [--pages N] [--hosts N] [--seconds N] [--latency SECONDS]...

One server (a process of its own) has a column and its articles, on every address of 127.0.0.0/8. Each program asks for the
same articles one after another without a delay, in a process of its own; CPU is that process's and its children's, start
and imports left out. Rates are ratios to plain httpx, or where that is absent to our own fetcher. After that, so many hosts
are crawled with one second between an answer and the next request; the server tells how much later than that second each
request came. Programs that are absent are named: pip install httpx scrapy, apt-get install wget.
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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

RUNS = 3
WARM_UP = 20
START = 3  # seconds in which every host is asked for robots.txt and its column
SENTENCE = "海州市总工会召开会议，部署职工文化阵地建设，全市现有职工书屋120家，去年接待职工3万余人次。"


def article(path: str) -> bytes:
    """A page of 20 KB, as articles of such sites are with their frame."""
    frame = "".join(f'<li><a href="/about/{n}.html">机关部门{n}</a></li>' for n in range(60))
    body = f"<p>{SENTENCE}</p>\n" * 100
    return (
        f"<html><head><title>海州市总工会部署第{path}项职工文化工作</title></head><body><ul>{frame}</ul>"
        f"<h1>海州市总工会部署第{path}项职工文化工作</h1><div>发布时间：2024-03-12 来源：海州市总工会</div><div>{body}</div></body></html>"
    ).encode()


def column(pages: int) -> bytes:
    """The list of so many articles."""
    rows = (
        f'<li><a href="/a/{n}.html">海州市总工会部署第{n}项职工文化工作</a><span>2024-03-12</span></li>'
        for n in range(pages)
    )
    return f"<html><head><title>工会动态</title></head><body><ul>{''.join(rows)}</ul></body></html>".encode()


class Server(asyncio.Protocol):
    """Answers every request; notes when it came and when its answer went, by the address that was asked."""

    log: dict[str, list[tuple[float, float]]]
    latency: float

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._host = transport.get_extra_info("sockname")[0]
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            came, path = time.monotonic(), request.split(b" ", 2)[1].decode()
            if path == "/_log":
                self._send(json.dumps(self.log).encode())
            elif self.latency:
                asyncio.get_running_loop().call_later(self.latency, self._answer, path, came)
            else:
                self._answer(path, came)

    def _answer(self, path: str, came: float) -> None:
        number = path.removeprefix("/c/")
        body = column(int(number)) if number.isdecimal() else article(path)
        self.log.setdefault(self._host, []).append((came, time.monotonic()))
        self._send(body, status=b"404 Not Found" if path == "/robots.txt" else b"200 OK")

    def _send(self, body: bytes, status: bytes = b"200 OK") -> None:
        head = b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % (status, len(body)) + body)


def serve(port: Any, latency: float) -> None:
    """Serves until it is stopped; tells its port."""

    async def forever() -> None:
        kind = type("LoggingServer", (Server,), {"log": {}, "latency": latency})
        server = await asyncio.get_running_loop().create_server(kind, "0.0.0.0", 0, backlog=512)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


@contextmanager
def served(latency: float = 0.0) -> Iterator[int]:
    """The port of a server. latency: seconds before each answer."""
    port, tells = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(tells, latency), daemon=True)
    server.start()
    try:
        yield port.recv()
    finally:
        server.terminate()
        server.join()


def articles(origin: str, pages: int) -> list[str]:
    """The addresses of the articles."""
    return [f"{origin}/a/{number}.html" for number in range(pages)]


def with_fetcher(origin: str, pages: int, _: Path) -> None:
    """Our fetcher alone: no robots, no state, no archive."""
    from extractor.edge.fetch import Fetcher, FetchOptions

    with Fetcher(FetchOptions(allow_private=True)) as fetcher:
        for url in articles(origin, pages):
            assert fetcher.fetch(url).status == 200


def with_crawl(*, follow: bool) -> Callable[[str, int, Path], None]:
    """The job of ``extractor fetch``, or of ``extractor crawl``, which reads every page for where it leads."""

    def run(origin: str, pages: int, folder: Path) -> None:
        from extractor.jobs.crawl import CrawlOptions
        from extractor.jobs.fetch import archive
        from extractor.jobs.pages import PageOptions

        names = [f"{origin}/c/{pages}"] if follow else articles(origin, pages)
        found = archive(names, folder, PageOptions(allow_private=True), CrawlOptions(delay=0, follow=follow))
        assert sum(one.status == "ok" for one in found.outcomes) == pages

    return run


def with_httpx(origin: str, pages: int, _: Path) -> None:
    """httpx as it comes, over one kept connection."""
    with importlib.import_module("httpx").Client(trust_env=False) as client:
        for url in articles(origin, pages):
            assert client.get(url).status_code == 200


def with_scrapy(origin: str, pages: int, _: Path) -> None:
    """Scrapy: one request at a time, robots.txt obeyed, the column's links followed."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    came = []

    class Pages(Spider):  # type: ignore[misc]
        name = "pages"
        start_urls = (f"{origin}/c/{pages}",)

        def parse(self, response: Any) -> Any:
            came.append(response.url)
            if "/c/" in response.url:
                yield from response.follow_all(response.css("li a"), self.parse)

    settings = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0}
    process = CrawlerProcess({**settings, "ROBOTSTXT_OBEY": True})
    process.crawl(Pages)
    process.start()
    assert len(came) == pages + 1


def with_wget(*options: str) -> Callable[[str, int, Path], None]:
    """wget with a list of addresses."""

    def run(origin: str, pages: int, folder: Path) -> None:
        (folder / "urls").write_text("\n".join(articles(origin, pages)))
        subprocess.run(["wget", "-q", "-i", "urls", "-O", "/dev/null", *options], cwd=folder, check=True)

    return run


_WGET = shutil.which("wget") is not None
PROGRAMS: dict[str, tuple[bool, Callable[[str, int, Path], None]]] = {
    "httpx": (find_spec("httpx") is not None, with_httpx),
    "our fetcher": (True, with_fetcher),
    "our fetch, WARC": (True, with_crawl(follow=False)),
    "our crawl, WARC": (True, with_crawl(follow=True)),
    "Scrapy": (find_spec("scrapy") is not None, with_scrapy),
    "wget": (_WGET, with_wget()),
    "wget, WARC": (_WGET, with_wget("--warc-file=pages")),
}


def spent() -> float:
    """Seconds of CPU of this process and its children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(program: str, origin: str, pages: int) -> None:
    """Tells what a program takes: seconds and seconds of CPU a page, as JSON."""
    run = PROGRAMS[program][1]
    with tempfile.TemporaryDirectory() as warm, tempfile.TemporaryDirectory() as folder:
        if program != "Scrapy":  # which starts once a process
            run(origin, WARM_UP, Path(warm))
        began, cpu = time.perf_counter(), spent()
        run(origin, pages, Path(folder))
        print(json.dumps([(time.perf_counter() - began) / pages, (spent() - cpu) / pages]))


def compare(origin: str, pages: int) -> None:
    """The table of programs: the best of three runs each, in turns, so that what else the machine does falls on all."""
    best: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name in (name for name, (there, _) in PROGRAMS.items() if there):
            child = [sys.executable, __file__, "--program", name, "--origin", origin, "--pages", str(pages)]
            told = json.loads(subprocess.run(child, stdout=subprocess.PIPE, check=True).stdout)
            best[name] = [min(pair) for pair in zip(told, best.get(name, told), strict=True)]
    wall, cpu = next(iter(best.values()))
    print(f"{'program':<18}{'ms/page':>9}{'pages/s':>9}{'ratio':>7}{'CPU ms/page':>13}{'ratio':>7}")
    for name, (its_wall, its_cpu) in best.items():
        print(
            f"{name:<18}{its_wall * 1000:>9.2f}{1 / its_wall:>9.0f}{wall / its_wall:>7.2f}"
            f"{its_cpu * 1000:>13.2f}{its_cpu / cpu:>7.2f}"
        )
    for name in PROGRAMS.keys() - best.keys():
        print(f"{name:<18} is not installed")


def keep_time(port: int, hosts: int, seconds: int, folder: Path) -> None:
    """Crawls many hosts at once; tells the share of a core that it took, as JSON."""
    from extractor.jobs.crawl import CrawlOptions
    from extractor.jobs.fetch import archive
    from extractor.jobs.pages import PageOptions

    names = [f"http://127.0.0.{host}:{port}/c/{seconds}" for host in range(1, hosts + 1)]
    began, cpu = time.monotonic(), spent()
    archive(names, folder, PageOptions(allow_private=True), CrawlOptions(delay=1.0))
    print(json.dumps((spent() - cpu) / (time.monotonic() - began)))


def lateness(port: int) -> list[list[float]]:
    """For each host, seconds from a second after each answer to the next request, by the server's clock, in their order."""
    import urllib.request

    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/_log") as answer:
        log = json.load(answer)
    return [[later[0] - earlier[1] - 1.0 for earlier, later in pairwise(times)] for times in log.values()]


def told(late: list[float]) -> str:
    """Lateness in milliseconds."""
    late = sorted(late)
    p99 = late[math.ceil(len(late) * 0.99) - 1]
    return f"{median(late) * 1000:.1f} ms (median), {p99 * 1000:.1f} ms (p99), {late[-1] * 1000:.1f} ms (most), {late[0] * 1000:.1f} ms (least)"


def many_hosts(hosts: int, seconds: int, latency: float) -> None:
    """Tells how late the requests of many hosts come. All begin at once, so that the first seconds are told by themselves."""
    with served(latency) as port, tempfile.TemporaryDirectory() as folder:
        child = [sys.executable, __file__, "--port", str(port), "--folder", folder]
        child += ["--hosts", str(hosts), "--seconds", str(seconds)]
        cores = json.loads(subprocess.run(child, stdout=subprocess.PIPE, check=True).stdout)
        late = lateness(port)
    print(
        f"{hosts} hosts, {seconds} articles each, answered after {latency:g} s, a second between answer and request; {cores:.2f} cores\n"
        f"late in the first {START} seconds: {told([one for times in late for one in times[:START]])}\n"
        f"late after that: {told([one for times in late for one in times[START:]])}"
    )


def main() -> None:
    """Runs the comparison, or, as a child of itself, one part of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument(
        "--latency", type=float, action="append", metavar="SECONDS", help="before each answer (0 and 0.3)"
    )
    parser.add_argument("--program", choices=PROGRAMS, help=argparse.SUPPRESS)
    parser.add_argument("--origin", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.program:
        measure(given.program, given.origin, given.pages)
    elif given.port:
        keep_time(given.port, given.hosts, given.seconds, given.folder)
    else:
        with served() as port:
            compare(f"http://127.0.0.1:{port}", given.pages)
        for latency in given.latency or (0.0, 0.3):
            many_hosts(given.hosts, given.seconds, latency)


if __name__ == "__main__":
    main()
