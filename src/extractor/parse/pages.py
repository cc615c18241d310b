"""Further pages of the same article, and the files that a page offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from extractor.model.document import Attachment, Role
from extractor.parse.addresses import Addresses
from extractor.parse.draft import Draft
from extractor.parse.lines import Lines

_NUMBER = re.compile(r"[【\[(第]?\d{1,3}[】\])页]?|下一?页|余下全文|[>»›]")
# TRS: createPageHTML(3, 0, "t20231124_123", "html"); page n of it is t20231124_123_n.html
_CREATE = re.compile(
    r"createPageHTML\(\s*[\"']?(\d{1,3})[\"']?\s*,\s*[\"']?(\d{1,3})[\"']?\s*,\s*[\"']([^\"']{1,200})[\"']\s*,\s*[\"'](\w{1,8})[\"']"
)
_WRITTEN = re.compile(
    r"href=\\?[\"']([^\"'\\<>]{1,300}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv))\\?[\"'][^<>]{0,200}>([^<>]{1,120})<",
    re.IGNORECASE,
)
_BELOW = 12  # blocks under the article where its files may be listed

_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "csv": "text/csv",
    "txt": "text/plain",
}


def further_pages(lines: Lines, roles: list[Role], here: str | None) -> tuple[str, ...]:
    """The addresses of the article's other pages, in order, this one left out.

    here: this page's own address.
    """
    draft = lines.draft
    spans = [draft.pieces[i] for i, role in enumerate(roles) if role == "nav" and lines.is_pager(i)]
    found = [
        link.url
        for piece in spans
        for link in draft.links
        if piece.start <= link.start < piece.end and _NUMBER.fullmatch(link.text)
    ]
    found += _created(draft, here)
    return tuple(url for url in dict.fromkeys(found) if url != here)


def _created(draft: Draft, here: str | None) -> Iterator[str]:
    for script in draft.scripts:
        if "createPageHTML" in script and (found := _CREATE.search(script)):
            count, current, name, ending = int(found[1]), int(found[2]), found[3], found[4]
            addresses = Addresses(None, here)
            for n in range(count):
                url = addresses.absolute(f"{name}.{ending}" if n == 0 else f"{name}_{n}.{ending}")
                if n != current and url:
                    yield url


def attachments_of(draft: Draft, roles: list[Role], here: str | None) -> list[Attachment]:
    """The files that a page links to in its article or soon after, each once, with the words of the link for a name."""
    found: dict[str, Attachment] = {}
    body = [i for i, role in enumerate(roles) if role == "body"]
    if not body:
        return []
    first, last = draft.pieces[body[0]], draft.pieces[min(body[-1] + _BELOW, len(roles) - 1)]
    for link in draft.links:
        if first.start <= link.start <= last.end and (kind := _type_of(link.url)):
            found.setdefault(
                link.url, Attachment(url=link.url, name=link.text or _file_name(link.url), media_type=kind)
            )
    for script in draft.scripts:
        if "document.write" in script and "href" in script:
            for href, words in _WRITTEN.findall(script):
                if url := Addresses(None, here).absolute(href):
                    found.setdefault(url, Attachment(url=url, name=words.strip(), media_type=_type_of(url)))
    return list(found.values())


def _type_of(url: str) -> str | None:
    ending = url[-6:].rpartition(".")[2].lower()
    if ending in _TYPES:
        return _TYPES[ending] if "/" in url.partition("//")[2] or "//" not in url else None
    if "?" in url or "#" in url:
        try:
            path = urlsplit(url).path
        except ValueError:
            return None
        return _TYPES.get(path.rpartition(".")[2].lower()) if "." in path[-6:] else None
    return None


def _file_name(url: str) -> str:
    return unquote(url.rpartition("/")[2].partition("?")[0])
