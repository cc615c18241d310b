"""Bytes to text: six encodings, ten faults each, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.parse.charset import Decoded, decode

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "charset.tsv"
ROWS = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
LABELS = {
    "utf-8": "utf-8",
    "utf-8-sig": "UTF8",
    "utf-16-le": "utf-16",
    "gbk": "gb2312",
    "gb18030": "GBK",
    "big5": "Big5",
}
WRONG = {
    "utf-8": "gbk",
    "utf-8-sig": "gb2312",
    "utf-16-le": "utf-8",
    "gbk": "utf-8",
    "gb18030": "big5",
    "big5": "utf-8",
}

Fault = Callable[[str, str], tuple[bytes, str | None, str]]


def page(text: str, label: str = "") -> str:
    said = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return f"<html><head>{said}<title>江州</title></head><body><p>{text}</p>\n<p>{text}</p></body></html>"


def stray(encoding: str) -> bytes:
    return b"\x00\xd8" if encoding == "utf-16-le" else b"\xff"


def in_header(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text).encode(encoding), LABELS[encoding], text


def in_meta(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text, LABELS[encoding]).encode(encoding), None, text


def nowhere(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text).encode(encoding), None, text


def wrong_header(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text).encode(encoding), WRONG[encoding], text


def wrong_meta(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text, WRONG[encoding]).encode(encoding), None, text


def at_odds(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text, WRONG[encoding]).encode(encoding), LABELS[encoding], text


def default_header(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text, LABELS[encoding]).encode(encoding), "ISO-8859-1", text


def unknown_label(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    return page(text, "x-user-defined").encode(encoding), "none", text


def cut_inside_a_character(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    raw = page(text).encode(encoding)
    return raw[: raw.rindex("会".encode(encoding.removesuffix("-sig"))) + 1] if "会" in text else raw[:-25], None, text


def stray_byte(encoding: str, text: str) -> tuple[bytes, str | None, str]:
    raw = page(text, LABELS[encoding]).encode(encoding)
    mark = "</p>".encode(encoding.removesuffix("-sig"))
    at = raw.rindex(mark) + len(mark)
    return raw[:at] + stray(encoding) + raw[at:], None, text


FAULTS: list[Fault] = [
    in_header,
    in_meta,
    nowhere,
    wrong_header,
    wrong_meta,
    at_odds,
    default_header,
    unknown_label,
    cut_inside_a_character,
    stray_byte,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize(("encoding", "text"), [row[:2] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_encoding_is_read_under_every_fault(encoding: str, text: str, fault: Fault) -> None:
    """A page in any of the six encodings is read as it was written, whatever is said of it and wherever it breaks off."""
    raw, header, expected = fault(encoding, text)
    assert expected in decode(raw, header).text


def codes(decoded: Decoded) -> set[str]:
    return {problem.code for problem in decoded.problems}


def test_a_wrong_declaration_is_told() -> None:
    """A page that says one encoding and is in another gives a problem that names both."""
    raw, header, _ = wrong_header("gbk", ROWS[3][1])
    decoded = decode(raw, header)
    assert decoded.charset == "gb18030"
    assert codes(decoded) == {"charset.mismatch"}


def test_a_hole_is_told() -> None:
    """Bytes that are no character become U+FFFD, and a problem counts them."""
    raw, header, _ = stray_byte("utf-8", ROWS[0][1])
    assert codes(decode(raw, header)) == {"charset.replaced"}


def test_a_broken_end_is_told() -> None:
    """A page that ends inside a character says so."""
    raw = ROWS[0][1].encode() * 3
    assert "charset.truncated" in codes(decode(raw[:-4]))


def test_short_gbk_is_not_taken_for_utf8() -> None:
    """Two words of GBK that are valid UTF-8 by chance are GBK where the page says so."""
    assert decode("联通".encode("gbk"), "gb2312").text == "联通"


@given(st.text())
def test_utf8_is_read_as_written(text: str) -> None:
    """Undeclared UTF-8 comes back as it was written, whatever it says."""
    if not text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}") and "\0" not in text:
        try:
            raw = text.encode("utf-8")
        except UnicodeEncodeError:
            return
        assert decode(raw).text == text


@given(st.binary(max_size=300))
def test_no_bytes_break_it(raw: bytes) -> None:
    """Any bytes give a text and never an error."""
    assert isinstance(decode(raw).text, str)
