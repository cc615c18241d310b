"""URLs as names of pages."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str | None) -> str | None:
    """The form of a web address under which a page is known: host in lower case, no default port, no fragment.

    None where the text is no web address (a path, say).

    >>> canonical_url("HTTP://Example.CN:80/a?b=1#top")
    'http://example.cn/a?b=1'
    """
    if not is_web(url):
        return None
    assert url is not None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return None
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def is_web(url: str | None) -> bool:
    """Whether a text is an http or https address."""
    return bool(url) and url.strip().lower().startswith(("http://", "https://"))  # type: ignore[union-attr]
