"""Relative addresses made absolute, quickly: a page has hundreds of links, and most of them are simple."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractor.text.urls import is_web

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")


class Addresses:
    """What the addresses of one page start from: its ``<base>``, else its own URL."""

    def __init__(self, root: Any, page: str | None) -> None:
        base = page if is_web(page) else None
        node = root.find("head/base") if root is not None else None
        said = (node.get("href") or "").strip() if node is not None else ""
        self.base = _joined(base or "", said) if said else base
        parts = urlsplit(self.base) if self.base else None
        self.scheme = f"{parts.scheme}:" if parts and parts.netloc else ""
        self.origin = f"{self.scheme}//{parts.netloc}" if parts and parts.netloc else ""
        self.folder = self.origin + parts.path.rpartition("/")[0] + "/" if parts and self.origin else ""

    def absolute(self, href: str) -> str | None:
        """The absolute form of an address; as printed where the page's own is unknown; None for what leads nowhere."""
        if href.startswith(("http://", "https://")):
            return href.rstrip()
        href = href.strip()
        if not href or href[0] == "#" or href.startswith("javascript:"):
            return None
        if _SCHEME.match(href):
            return href if is_web(href) else None
        if not self.origin:
            return href
        if href.startswith("//"):
            return self.scheme + href
        if _DOTS.search(href) or href[0] == "?":
            return _joined(self.base or "", href)
        return (self.origin if href[0] == "/" else self.folder) + href


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # a host that is none, such as http://[
        return href
