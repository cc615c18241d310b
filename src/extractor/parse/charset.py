"""Bytes to text. Knows encodings and how Chinese servers get them wrong; knows nothing of markup but ``charset=``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.model.problem import Problem

# A label is read as the widest encoding that it is used for: pages that say gb2312 hold GBK and GB18030, pages that say
# Big5 hold Big5-HKSCS (https://encoding.spec.whatwg.org/#names-and-labels does the same).
_WIDER = {
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gbk", "gb18030", "cp936", "ms936", "x-gbk", "chinese", "csgb2312"), "gb18030"
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "x-x-big5", "cn-big5", "cp950", "big-5"), "big5hkscs"),
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8", "utf_8", "u8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf16", "utf-16le", "unicode", "ucs-2"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    "hz-gb-2312": "hz",
}
# Encodings of other tongues, read as Python knows them. (It also knows some that are no encodings of pages at all.)
_FOREIGN = re.compile(r"(?:iso-?8859|windows-?125|cp\d|shift|sjis|euc|koi8|johab|tis|macintosh|iso-?2022)")
# What servers and templates say when nobody chose: no word on the page at hand.
_DEFAULTS = frozenset({"iso-8859-1", "latin1", "latin-1", "windows-1252", "us-ascii", "ascii"})
_NAMES = {"big5hkscs": "big5-hkscs", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be", "hz": "hz-gb-2312"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,30})", re.IGNORECASE
)
_HEAD = 4096
_SAMPLE = 1 << 16

# The commonest characters of Chinese prose, in both scripts: they make a quarter of any page, and next to nothing of
# a page that was read in the wrong encoding. Made up from general knowledge; only the proportion matters.
_COMMON = re.compile(
    "[的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經部新市全进進月日、。，：]"
)


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding that it was read with; what was doubtful on the way."""

    text: str
    charset: str
    problems: tuple[Problem, ...] = ()


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """The text of a page's bytes, byte order mark dropped. Never raises.

    declared: the charset of the HTTP header, where there is one. A mark decides; then strict UTF-8, unless something
    else is declared; then whichever of header, meta, UTF-8, GB18030 and Big5-HKSCS reads most like Chinese.
    """
    for mark, marked in _BOMS:
        if content.startswith(mark):
            return _read(content[len(mark) :], marked)
    if sniffed := wide(content):
        return _read(content, sniffed)
    labels = [codec for label in (declared, _in_markup(content)) if (codec := _codec(label))]
    if all(codec == "utf-8" for codec in labels) or content.isascii():
        try:
            return Decoded(content.decode("utf-8"), "utf-8") if "hz" not in labels else _read(content, "hz")
        except UnicodeDecodeError:
            pass
    best = _most_chinese(content, labels)
    read = _read(content, best)
    if labels and best not in labels:
        detail = f"the page says {_name(labels[0])} and is {_name(best)}; read as what it is"
        return Decoded(
            read.text, read.charset, (Problem(stage="parse", code="charset.mismatch", detail=detail), *read.problems)
        )
    return read


def _most_chinese(content: bytes, labels: list[str]) -> str:
    """The encoding whose reading has fewest holes and most common characters; the first of equals wins."""
    sample = content[:_SAMPLE]
    candidates = dict.fromkeys([*labels, "utf-8", "gb18030", "big5hkscs", "utf-16-le"])
    return max(candidates, key=lambda codec: _likeness(sample, codec))


def _likeness(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    foreign = sum(1 for c in text if c > "\x7f") or 1
    return round((len(_COMMON.findall(text)) - 3 * text.count("\N{REPLACEMENT CHARACTER}")) / foreign, 2)


def _read(content: bytes, codec: str) -> Decoded:
    try:
        return Decoded(content.decode(codec), _name(codec))
    except UnicodeDecodeError:
        return Decoded(*_mended(content, codec))


def _mended(content: bytes, codec: str) -> tuple[str, str, tuple[Problem, ...]]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    text = decoder.decode(content)
    rest = bool(decoder.getstate()[0])
    holes = text.count("\N{REPLACEMENT CHARACTER}")
    return text, _name(codec), tuple(_doubts(_name(codec), holes, rest))


def _doubts(name: str, holes: int, rest: bool) -> Iterator[Problem]:
    if holes:
        detail = f"{holes} places are no {name} and were replaced by \N{REPLACEMENT CHARACTER}; save the page again if you can"
        yield Problem(stage="parse", code="charset.replaced", detail=detail)
    if rest:
        detail = "the page ends inside a character; it was cut off, fetch it again"
        yield Problem(stage="parse", code="charset.truncated", detail=detail)


def wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII is zero, and hardly any of the others."""
    head = content[: _HEAD - _HEAD % 2]
    even, odd = head[::2], head[1::2]
    zeros, others = (odd, even) if odd.count(0) > even.count(0) else (even, odd)
    few = max(2, len(head) // 256)
    if zeros.count(0) < few or others.count(0) * 8 > zeros.count(0):
        return None
    partners = [other for zero, other in zip(zeros, others, strict=False) if not zero]
    if sum(0x20 <= other < 0x7F or other in b"\t\r\n" for other in partners) * 8 < len(partners) * 7:
        return None
    return "utf-16-le" if zeros is odd else "utf-16-be"


def _in_markup(content: bytes) -> str | None:
    found = _DECLARED.search(content, 0, _HEAD)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    if not name or name in _DEFAULTS:
        return None
    if name in _WIDER:
        return _WIDER[name]
    try:
        return codecs.lookup(name).name if _FOREIGN.match(name) else None
    except LookupError:
        return None


def _name(codec: str) -> str:
    return _NAMES.get(codec, codec)
