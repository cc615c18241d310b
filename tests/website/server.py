"""The test site: run as a program it prints the ports of its hosts, and answers until it is stopped.

Host 0 is the union's site: two columns of 150 articles over several pages, UTF-8 and GB18030, files, an article over three
pages, what robots.txt forbids, a page behind a challenge. Host 1 is short of breath (503 with Retry-After, drips, a bomb).
``/_log`` tells each request with its time and status; ``/_change`` gives ten articles another text.
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
STOPS = ["海州", "云台", "赣榆", "灌云", "东海", "连岛"]


class Site:
    """What all requests share: the log, and which articles have changed."""

    log: list[dict[str, Any]]
    changed: bool

    def __init__(self) -> None:
        self.log, self.changed, self.asked = [], False, 0
        self.lock = threading.Lock()


def article(number: int, *, changed: bool) -> str:
    """An article from a template, with figures of its own."""
    place = STOPS[number % len(STOPS)]
    extra = f"<p>另有职工之家{number + 7}个在建设之中。</p>" if changed and number < 10 else ""
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
                    "/files/1.pdf",
                    f"{other}/x.html",
                )
            )
    else:
        pager = f"<div><a href='/b/index_{page + 1}.html'>下一页</a></div>" if page + 1 < pages else ""
    return f"<html><head><title>工会动态</title></head><body><ul>{items}</ul>{pager}</body></html>"


ROBOTS = "\ufeffUser-agent: *\nDisallow: /secret/\n"


class Handler(BaseHTTPRequestHandler):
    """Answers for one host."""

    protocol_version = "HTTP/1.1"
    site: Site
    part: int

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
        status = self._answer()
        with self.site.lock:
            self.site.log.append(
                {"host": self.part, "path": self.path, "began": began, "ended": time.monotonic(), "status": status}
            )

    def _answer(self) -> int:
        if self.path == "/robots.txt":
            return self._send(ROBOTS.encode(), kind="text/plain") if self.part == 0 else self._send(b"", status=404)
        return self._union() if self.part == 0 else self._breathless()

    def _union(self) -> int:
        name = self.path.strip("/").removesuffix(".html")
        folder, _, leaf = name.partition("/")
        if folder in ("c", "b") and (leaf in ("", "index") or leaf.startswith("index_")):
            page = int(leaf.partition("_")[2] or 0)
            other = f"http://127.0.0.1:{PORTS[1]}"
            return self._send(column(folder == "b", page, other).encode())
        if folder == "a" and leaf.startswith("7_"):
            return self._send(further(int(leaf[2:])).encode())
        if folder == "a" and leaf.isdecimal() and int(leaf) < ARTICLES:
            text = article(int(leaf), changed=self.site.changed)
            return (
                self._send(text.encode("gb18030"), kind="text/html; charset=gb2312")
                if int(leaf) % 2
                else self._send(text.encode())
            )
        if folder == "files":
            return self._send(b"%PDF-1.4 " + leaf.encode(), kind="application/pdf")
        if folder == "k":
            return self._send(column(0, 0, "").split("<script>")[0].encode())
        if name in ("moved", "loop"):
            return self._send(b"", status=302, Location="/a/3.html" if name == "moved" else "/loop.html")
        if name == "guarded":
            return self._send(b"<script>$_ts={}</script>", status=412)
        return self._send(b"nothing", status=404)

    def _breathless(self) -> int:
        if self.path == "/busy.html":
            self.site.asked += 1
            if self.site.asked == 1:
                return self._send(b"busy", status=503, Retry_After="1")
            return self._send(article(299, changed=False).encode())
        if self.path == "/bomb.html":
            return self._send(gzip.compress(bytes(30_000_000), mtime=0), Content_Encoding="gzip")
        if self.path == "/drip.html":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for wait in (0, 0.05, 0.05, 5):
                time.sleep(wait)
                self.wfile.write(b"x")
            self.close_connection = True
            return 200
        return self._send(b"nothing", status=404)

    def _send(self, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> int:
        etag = f'"{md5(body).hexdigest()}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for key, value in {"Content-Type": kind, "ETag": etag, "Content-Length": str(len(body)), **headers}.items():
            if status != 304 or key != "Content-Length":
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


PORTS: list[int] = []


def main() -> None:
    """Serves two hosts until standard input ends."""
    site = Site()
    for part in range(2):
        handler = type("HostHandler", (Handler,), {"site": site, "part": part})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        PORTS.append(server.server_port)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    print(*PORTS, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
