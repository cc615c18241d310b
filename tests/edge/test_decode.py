"""Bodies unpacked: what was packed comes back, and nothing that was not makes trouble."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.edge.decode import accepted, unpack

MOST = 1 << 20


def bare(body: bytes) -> bytes:
    """Deflate without its envelope."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare": ("deflate", bare),
    "brotli": ("br", brotli.compress),
    "twice": ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    "identity": ("identity", bytes),
    "nothing": ("", bytes),
    "mistaken": ("UTF-8", bytes),
}


@given(st.binary(max_size=300).map(lambda part: part * 300), st.sampled_from(sorted(PACKERS)))
def test_there_and_back(body: bytes, name: str) -> None:
    """What a server packs is what is unpacked, whichever way."""
    coding, pack = PACKERS[name]
    got = unpack(pack(body), coding, MOST)
    assert (got.content, got.failure) == (body, None)


@given(st.binary(min_size=1, max_size=300), st.sampled_from(sorted(PACKERS)), st.data())
def test_cut(body: bytes, name: str, data: st.DataObject) -> None:
    """What is cut off anywhere gives a beginning of the whole, and says that it is no more."""
    coding, pack = PACKERS[name]
    packed = pack(body * 99)
    got = unpack(packed[: data.draw(st.integers(1, len(packed) - 1))], coding, MOST)
    assert (body * 99).startswith(got.content)
    assert (got.failure is None) == (pack is bytes)


@given(
    st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip,gzip", "zstd", "\xff", ",,", "gzip;q=1"])
)
@example(b"\x1f\x8b", "gzip")
@example(b"\x00", "br")
def test_any_bytes(body: bytes, coding: str) -> None:
    """Any bytes under any name are unpacked or refused with a name."""
    got = unpack(body, coding, MOST)
    assert got.failure is None or got.failure.code in ("http.coding", "http.truncated", "http.bomb", "http.too_large")


@pytest.mark.parametrize("name", ["gzip", "deflate", "bare", "brotli", "twice"])
def test_limit(name: str) -> None:
    """A body as large as may be comes whole; of a larger one there is as much as may be, and it is refused."""
    coding, pack = PACKERS[name]
    body = bytes(MOST)
    assert unpack(pack(body), coding, MOST).content == body
    got = unpack(pack(body + b"1"), coding, MOST)
    assert (got.content, got.failure and got.failure.code) == (body, "http.too_large")


@pytest.mark.parametrize("name", ["gzip", "deflate", "bare", "brotli", "twice"])
def test_bomb(name: str) -> None:
    """What unpacks to hundreds of times its size is given up long before the limit."""
    coding, pack = PACKERS[name]
    got = unpack(pack(bytes(32 << 20)), coding, 1 << 30)
    assert (got.content, got.failure and got.failure.code) == (b"", "http.bomb")


def test_accepted() -> None:
    """What is asked for is what can be unpacked."""
    assert accepted() == "gzip, deflate, br"
