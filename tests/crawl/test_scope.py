"""How far a crawl goes."""

from __future__ import annotations

import pytest

from extractor.crawl.scope import Scope

SCOPE = Scope.of(["http://a.cn/gh/index.html", "http://b.cn:8080/"])


@pytest.mark.parametrize(
    ("url", "kind", "depth", "code"),
    [
        ("http://a.cn/gh/dt/", "column", 1, None),
        ("http://a.cn/gh/", "column", 3, None),
        ("http://a.cn/gh/dt/", "column", 4, "crawl.scope"),
        ("http://a.cn/other/", "column", 1, "crawl.scope"),
        ("http://a.cn/ghost/", "column", 1, "crawl.scope"),
        ("http://a.cn/other/1.html", "mapped", 1, "crawl.scope"),
        ("http://a.cn/gh/1.html", "mapped", 1, None),
        ("http://a.cn/other/1.html", "article", 1, None),
        ("https://a.cn/other/1.html", "article", 1, None),
        ("http://a.cn:81/1.html", "article", 1, "crawl.scope"),
        ("http://a.cn.evil.example/1.html", "article", 1, "crawl.scope"),
        ("http://b.cn:8080/x", "attachment", 9, None),
        ("http://b.cn:8080", "column", 1, None),
        ("http://a.cn/1.JPG", "article", 1, "crawl.media"),
        ("http://a.cn/1.jpg", "attachment", 1, None),
        ("http://a.cn/x/x/x/", "article", 1, "crawl.trap"),
        ("http://a.cn/a/b/a/b/a/b/", "article", 1, "crawl.trap"),
        ("http://a.cn/2024/2024/1.html", "article", 1, None),
        ("http://a.cn/" + "x" * 2000, "article", 1, "crawl.trap"),
        ("http://a.cn/map.xml", "sitemap", 3, None),
        ("http://a.cn/map.xml", "sitemap", 4, "crawl.trap"),
    ],
)
def test_refusal(url: str, kind: str, depth: int, code: str | None) -> None:
    """Hosts of the seeds, their folders for columns, no circles, nothing without end."""
    refusal = SCOPE.refusal(url, kind, depth)
    assert (refusal and refusal[0]) == code
