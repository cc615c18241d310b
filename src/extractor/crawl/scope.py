"""How far a crawl goes: the hosts of its seeds, and for columns the folders that the seeds stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST = 2000  # characters of an address
_DEEPEST = 3  # columns of columns, sitemaps of sitemaps
_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|css|js|mp[34]|avi|flv|wmv|exe|apk)$", re.IGNORECASE)
# /a/b/a/b/a/b/: a page that links to itself with a relative address, again and again
_LOOP = re.compile(r"(/[^/]+(?:/[^/]+)?)\1\1(?:/|$)")


@dataclass(frozen=True)
class Scope:
    """Which addresses belong. hosts: names with ports; folders: ``host/path/`` of each seed."""

    hosts: frozenset[str]
    folders: tuple[str, ...]

    @classmethod
    def of(cls, seeds: Iterable[str]) -> Scope:
        """What the seeds span.

        >>> Scope.of(["http://a.cn/gh/index.html"]).folders
        ('a.cn/gh/',)
        """
        parts = [urlsplit(seed) for seed in seeds]
        folders = [part.netloc + (part.path.rpartition("/")[0] or "") + "/" for part in parts]
        return cls(frozenset(part.netloc for part in parts), tuple(dict.fromkeys(folders)))

    def refusal(self, url: str, kind: str, depth: int) -> tuple[str, str] | None:
        """Why an address is left out (code and detail); None where it belongs.

        Articles, their pages and files may stand anywhere on the host; columns under the folder of a seed.
        """
        parts = urlsplit(url)
        if parts.netloc not in self.hosts:
            return "crawl.scope", f"stands on another host, {parts.netloc}; give it as an input of its own"
        if len(url) > _LONGEST or _LOOP.search(parts.path):
            return "crawl.trap", "the address goes in circles; look whether the site links to itself by mistake"
        if kind in ("column", "mapped") and (depth > _DEEPEST or not self._inside(url)):
            return "crawl.scope", "is a column outside of what was given; give it as an input of its own"
        if kind == "sitemap" and depth > _DEEPEST:
            return "crawl.trap", "a sitemap of sitemaps without end; tell its owner"
        if kind in ("column", "mapped", "article", "page") and _MEDIA.search(parts.path):
            return "crawl.media", "is a picture, film or program; nothing to read there"
        return None

    def _inside(self, url: str) -> bool:
        parts = urlsplit(url)
        return (parts.netloc + (parts.path or "/")).startswith(self.folders)
