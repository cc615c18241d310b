"""The test site: run as a program it prints the addresses of its hosts, and answers until it is stopped.

``union``: two columns of 150 articles over several pages, UTF-8 and GB18030, files, an article over three pages, what
robots.txt forbids, pages behind challenges; knows ETags. ``busy`` is short of breath: 503 with Retry-After, drips, a bomb.
``dated`` knows Last-Modified alone, and only its packed sitemaps lead to half of its articles. ``bare`` knows neither, wants
a delay, and its robots.txt has moved to another host. ``/_log`` tells each request with its time and status; ``/_change``
gives ten articles another text; ``/_refuse?PATH`` forbids a path of ``union``.
"""

from __future__ import annotations

import gzip
import json
import sys
import threading
import time
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ARTICLES = 300
PER_PAGE = 30
SMALL = 12  # articles of the small column, and of each of the two small hosts
CHANGING = {0, 1, 2, 3, 4, 5, 6, 7, 400, 500}
STOPS = ["海州", "云台", "赣榆", "灌云", "东海", "连岛"]


class Site:
    """What all requests share: the log, and which articles have changed."""

    def __init__(self) -> None:
        self.log: list[dict[str, Any]] = []
        self.changed = False
        self.refused: set[str] = set()  # paths
        self.asked = 0
        self.hosts: dict[str, str] = {}  # name -> address
        self.lock = threading.Lock()


def article(number: int, *, changed: bool) -> str:
    """An article from a template, with figures of its own."""
    place = STOPS[number % len(STOPS)]
    extra = f"<p>另有职工之家{number + 7}个在建设之中。</p>" if changed and number in CHANGING else ""
    files = f'<p>附件：<a href="/files/{number}.pdf">名单{number}.pdf</a></p>' if number % 50 == 0 else ""
    more = (
        "<div class='page'><span>1</span> <a href='/a/7_1.html'>2</a> <a href='/a/7_2.html'>3</a> <a href='/a/7_1.html'>下一页</a></div>"
        if number == 7
        else ""
    )
    return (
        f"<html><head><title>{place}区总工会部署第{number}项职工文化工作</title></head><body><h1>{place}区总工会部署第{number}项职工文化工作</h1>"
        f"<div>发布时间：2024-03-{number % 28 + 1:02} 来源：{place}区总工会</div><div class='content'><p>3月1日，{place}区总工会召开会议，部署全区职工文化工作。"
        f"会议指出，全区现有职工书屋{100 + number}家，去年接待职工{number + 2}万余人次，各级工会要把职工文化阵地建设好、管理好、使用好。</p>"
        f"<p>会议要求，各单位要在6月底前完成自查，并将情况报送总工会宣传教育部，继续办好职工运动会和职工艺术节，让广大职工享受文化服务。"
        f"各级工会要把这项工作摆上重要日程，明确责任，细化措施，抓好落实，推动职工文化繁荣发展。</p>{extra}{files}</div>{more}</body></html>"
    )


def further(number: int) -> str:
    """A further page of article 7."""
    return (
        f"<html><head><title>连岛区总工会部署第7项职工文化工作</title></head><body><h1>云台区总工会部署第7项职工文化工作</h1><div class='content'>"
        f"<p>第{number + 1}部分：全市共有工人文化宫{number + 20}家，俱乐部{number + 30}个，去年举办活动{number + 400}场，各级工会要继续办好职工运动会。"
        "会议强调，要加强队伍建设，提高服务水平，让广大职工就近就便享受文化服务，为经济社会发展凝聚力量。</p></div>"
        "<div class='page'><a href='/a/7.html'>1</a> <a href='/a/7_1.html'>2</a> <a href='/a/7_2.html'>3</a></div></body></html>"
    )


def column(part: int, page: int, other: str) -> str:
    """A page of a column: dated titles, and the pager."""
    first = part * ARTICLES // 2 + page * PER_PAGE
    items = "".join(
        f"<li><a href='/a/{n}.html'>{STOPS[n % len(STOPS)]}区总工会部署第{n}项职工文化工作</a><span>2024-03-{n % 28 + 1:02}</span></li>"
        for n in range(first, first + PER_PAGE)
    )
    pages = ARTICLES // 2 // PER_PAGE
    if part == 0:
        pager = f'<script>createPageHTML({pages}, {page}, "index", "html");</script>'
        if page == 0 and other:
            items += "".join(
                f"<li><a href='{url}'>职工文化工作的另一篇报道</a><span>2024-03-05</span></li>"
                for url in (
                    "/secret/1.html",
                    "/gone.html",
                    "/moved.html",
                    "/loop.html",
                    "/guarded.html",
                    "/asked.html",
                    "/files/1.pdf",
                    f"{other}/x.html",
                )
            )
    else:
        pager = f"<div><a href='/b/index_{page + 1}.html'>下一页</a></div>" if page + 1 < pages else ""
    return f"<html><head><title>工会动态</title></head><body><ul>{items}</ul>{pager}</body></html>"


def small(first: int, *more: str) -> str:
    """A column of a few articles on one page, and of other addresses."""
    items = "".join(
        f"<li><a href='{url}'>{STOPS[n % len(STOPS)]}区总工会部署第{n}项职工文化工作</a><span>2024-03-{n % 28 + 1:02}</span></li>"
        for n, url in enumerate((*(f"/a/{n}.html" for n in range(first, first + SMALL)), *more), first)
    )
    return f"<html><head><title>工会动态</title></head><body><ul>{items}</ul></body></html>"


def rows(page: int) -> str:
    """A list without an end, as a page loads it while one scrolls: thirty articles, then empty pages."""
    listed = [
        {"docTitle": f"{STOPS[n % len(STOPS)]}区总工会部署第{n}项职工文化工作", "docPubUrl": f"/a/{n}.html"}
        for n in range(10 * page - 10, min(10 * page, 30))
    ]
    return json.dumps({"code": 0, "data": {"rows": listed}}, ensure_ascii=False)


def sitemap(*urls: str, index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps, packed as a file."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    body = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    return gzip.compress(f'<?xml version="1.0"?><{outer}>{body}</{outer}>'.encode(), mtime=0)


ADDRESSES = {"union": "127.0.0.1", "busy": "127.0.0.1", "dated": "127.0.0.2", "bare": "127.0.0.3"}
MOVES = {"moved": "/a/3.html", "loop": "/loop.html", "there": "/back.html", "back": "/there.html"}
ROBOTS = "\ufeffUser-agent: *\nDisallow: /secret/\n"


class Handler(BaseHTTPRequestHandler):
    """Answers for one host."""

    protocol_version = "HTTP/1.1"
    site: Site
    name: str

    def do_GET(self) -> None:
        """Answers, and notes when and how."""
        began = time.monotonic()
        if self.path == "/_log":
            self._send(json.dumps(self.site.log).encode())
            return
        if self.path == "/_change":
            self.site.changed = True
            self._send(b"changed")
            return
        if self.path.startswith("/_refuse?"):
            self.site.refused.add(self.path.partition("?")[2])
            self._send(b"refused")
            return
        refused = self.name == "union" and self.path in self.site.refused
        status = self._send(b"no", status=403) if refused else self._answer()
        with self.site.lock:
            self.site.log.append(
                {"host": self.name, "path": self.path, "began": began, "ended": time.monotonic(), "status": status}
            )

    def _answer(self) -> int:
        return {"union": self._union, "busy": self._busy, "dated": self._dated, "bare": self._bare}[self.name]()

    def _union(self) -> int:
        name = self.path.strip("/").removesuffix(".html")
        folder, _, leaf = name.partition("/")
        if self.path == "/robots.txt":
            return self._send(ROBOTS.encode(), kind="text/plain")
        if folder in ("c", "b") and (leaf in ("", "index") or leaf.startswith("index_")):
            page = int(leaf.partition("_")[2] or 0)
            return self._send(column(folder == "b", page, self.site.hosts["busy"]).encode())
        if folder == "a" and leaf.startswith("7_"):
            return self._send(further(int(leaf[2:])).encode())
        if folder == "a" and leaf.isdecimal() and int(leaf) < ARTICLES:
            return self._article(int(leaf))
        return self._other(name, folder, leaf)

    def _other(self, name: str, folder: str, leaf: str) -> int:
        if folder == "files":
            return self._send(b"%PDF-1.4 " + leaf.encode(), kind="application/pdf")
        if folder == "j":
            return self._send(rows(int(leaf.partition("=")[2])).encode(), kind="application/json")
        if folder == "k":
            return self._send(column(0, 0, "").split("<script>")[0].encode())
        if folder == "s":
            return self._send(
                small(0, "/secret/1.html", "/moved.html", "/there.html", "/loop.html", "/guarded.html").encode()
            )
        if name in MOVES:
            return self._send(b"", status=302, Location=MOVES[name])
        if name == "elsewhere":
            return self._send(b"", status=301, Location=f"{self.site.hosts['dated']}/")
        if name in ("guarded", "asked"):
            return self._send(b"<script>$_ts={}</script>", status=412 if name == "guarded" else 521)
        return self._send(b"nothing", status=404)

    def _article(self, number: int, *, modified: str = "", bare: bool = False) -> int:
        text = article(number, changed=self.site.changed)
        if number % 2:
            return self._send(text.encode("gb18030"), kind="text/html; charset=gb2312", modified=modified, bare=bare)
        return self._send(text.encode(), modified=modified, bare=bare)

    def _busy(self) -> int:
        if self.path == "/busy.html":
            self.site.asked += 1
            if self.site.asked % 2:  # every other time
                return self._send(b"busy", status=503, Retry_After="1")
            return self._article(299)
        if self.path == "/rules-of-bare.txt":
            return self._send(b"User-agent: *\nCrawl-delay: 0.05\nDisallow: /closed/\n", kind="text/plain")
        if self.path == "/bomb.html":
            return self._send(gzip.compress(bytes(30_000_000), mtime=0), Content_Encoding="gzip")
        if self.path == "/drip.html":
            self.close_connection = True
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(200):
                time.sleep(0.2)
                self.wfile.write(b"x")
            return 200
        return self._send(b"nothing", status=404)

    def _dated(self) -> int:
        here, number = self.site.hosts["dated"], self._number(400)
        at = "Tue, 12 Mar 2024 08:00:00 GMT"
        if self.path == "/robots.txt":
            return self._send(f"Sitemap: {here}/map.xml.gz\n".encode(), kind="text/plain")
        if self.path == "/map.xml.gz":
            return self._send(sitemap(f"{here}/more.xml.gz", index=True), kind="application/x-gzip", modified=at)
        if self.path == "/more.xml.gz":
            urls = (f"{here}/a/{n}.html" for n in range(400 + SMALL // 2, 400 + SMALL))
            return self._send(sitemap(*urls), kind="application/x-gzip", modified=at)
        if self.path == "/":
            half = small(400).split(f"<li><a href='/a/{400 + SMALL // 2}.html'>")[0]
            return self._send(f"{half}</ul></body></html>".encode(), modified=at)
        if number is not None:
            later = self.site.changed and number in CHANGING
            return self._article(number, modified=at.replace("08", "09") if later else at)
        return self._send(b"nothing", status=404)

    def _bare(self) -> int:
        number = self._number(500)
        if self.path == "/robots.txt":
            return self._send(b"", status=301, Location=f"{self.site.hosts['busy']}/rules-of-bare.txt")
        if self.path == "/":
            return self._send(small(500, "/closed/1.html").encode(), bare=True)
        return self._send(b"nothing", status=404) if number is None else self._article(number, bare=True)

    def _number(self, first: int) -> int | None:
        """The number of the article of a small host that is asked for."""
        leaf = self.path.removeprefix("/a/").removesuffix(".html")
        return int(leaf) if leaf.isdecimal() and first <= int(leaf) < first + SMALL else None

    def _send(
        self, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", modified: str = "", bare: bool = False,
        **headers: str,
    ) -> int:  # fmt: skip
        """Answers. modified: known by that date; bare: known by nothing; else known by an ETag."""
        known, etag = False, f'"{md5(body).hexdigest()}"'
        if modified:
            headers["Last-Modified"] = modified
            known = self.headers.get("If-Modified-Since") == modified
        elif not bare:
            headers["ETag"] = etag
            known = self.headers.get("If-None-Match") == etag
        if status == 200 and known:
            status, body = 304, b""
        self.send_response(status)
        for key, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            if status != 304 or not key.startswith("Content-"):
                self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        return status

    def handle(self) -> None:
        """A client that hangs up has its reasons."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


def main() -> None:
    """Serves the hosts until standard input ends."""
    site = Site()
    for name, address in ADDRESSES.items():
        handler = type("HostHandler", (Handler,), {"site": site, "name": name})
        server = ThreadingHTTPServer((address, 0), handler)
        server.daemon_threads = True
        site.hosts[name] = f"http://{address}:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    print(json.dumps(site.hosts), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
