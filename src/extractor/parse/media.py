"""What kind of page it is: by what the server said, by its name, by a look at its beginning."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from extractor.parse.charset import wide

MediaType = Literal["text/html", "text/plain"]

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF file"),
)
_NOT_TEXT = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|octet-stream|msword|vnd\.|x-rar|x-7z|gzip)")
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b") + b"\x7f"
_TAG = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|script|style|div|span|p|br|table|tr|td|ul|ol|li|a|h[1-6]|img|font|center|section|article)(?=[\s/>]))",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_NAME = re.compile(r"\.(?:txt|text|md|csv|tsv|wet)(?:$|[?#])", re.IGNORECASE)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 1 << 14


def binary(content: bytes, media_type: str | None) -> str | None:
    """What the content is where it is no text at all, in words; None where it may be a page."""
    for magic, words in _MAGIC:
        if content.startswith(magic):
            return words
    head = content[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > len(head) and not head.startswith(_WIDE_MARKS) and not wide(head):
        return "binary data"
    if media_type and _NOT_TEXT.match(media_type.strip().lower()) and not head.lstrip().startswith(b"<"):
        return media_type.strip().lower() if controls else None
    return None


def media_type_of(text: str, said: str | None, name: str | None) -> MediaType:
    """HTML or text. A page that opens as HTML is HTML whatever is said; one without a tag is text.

    said: the Content-Type; name: URL or path.
    """
    if _WHOLE.match(text):
        return "text/html"
    if not _TAG.search(text):
        return "text/plain"
    kind = (said or "").partition(";")[0].strip().lower()
    if kind:
        return "text/html" if "html" in kind or "xml" in kind else "text/plain"
    return "text/plain" if name and _TEXT_NAME.search(name) else "text/html"
