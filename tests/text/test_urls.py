"""The name of a page on the web."""

from __future__ import annotations

import pytest

from extractor.text.urls import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.CN:80/a?b=1#top", "http://example.cn/a?b=1"),
        ("https://example.cn", "https://example.cn/"),
        ("https://example.cn:8443/x", "https://example.cn:8443/x"),
        ("fixtures/a.html", None),
        ("http://[broken/", None),
        ("http://example.cn:port/", None),
        ("http:///a", None),
        (None, None),
    ],
)
def test_canonical_url(url: str | None, canonical: str | None) -> None:
    """One page, one name; a path or a broken address has none."""
    assert canonical_url(url) == canonical
