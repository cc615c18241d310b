"""What kind of page it is."""

from __future__ import annotations

import pytest

from extractor.parse.media import binary, media_type_of

KINDS = [
    ("<!DOCTYPE html><p>一", None, None, "text/html", "it opens as HTML"),
    ("<!-- 一 --><html>", "text/plain", "a.txt", "text/html", "it opens as HTML, whatever is said"),
    ("来源：<b>江州日报</b><br>", None, "a.html", "text/html", "tags and a name"),
    ("一<br>二", "text/html; charset=gbk", None, "text/html", "tags and a header"),
    ("一<br>二", "text/plain", None, "text/plain", "tags in what the server calls text"),
    ("一<br>二", None, "页面.TXT", "text/plain", "tags in what is named text"),
    ("一\n二", "text/html", "a.html", "text/plain", "no tag at all"),
    ("3 < 5 且 a<b", None, None, "text/plain", "a sign that is no tag"),
]


@pytest.mark.parametrize(("text", "said", "name", "kind"), [row[:-1] for row in KINDS], ids=[row[-1] for row in KINDS])
def test_kind(text: str, said: str | None, name: str | None, kind: str) -> None:
    """A look at the page decides where it can, then the header, then the name."""
    assert media_type_of(text, said, name) == kind


def test_binary() -> None:
    """Archives, pictures and programs are told by their first bytes; UTF-16 is text."""
    assert binary(b"PK\x03\x04", None) == "a ZIP or Office file"
    assert binary(b"\x00\x01\x02\x03" * 50, None) == "binary data"
    assert binary("一页 with words".encode("utf-16"), None) is None
    assert binary("一页 with words and more words".encode("utf-16-le"), "text/html") is None
    assert binary("职工".encode(), "text/html") is None
