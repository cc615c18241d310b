"""How well the article is isolated, and what that costs, beside other readers where they are installed.

    python bench/body.py [FOLDER] [--only NAME,NAME]

FOLDER holds ``index.jsonl`` (a line a page: id, kind, url or null), ``html/<id>.html`` as fetched, and ``gold/<id>.json``:
body (the article's text) and lists of titles, dates, sources and editors that are right (empty: not asked). Without
FOLDER our own pages under fixtures/body are read.

Body: F1 over runs of four letters, marks and blanks left out. Cost: each reader's time over that of parsing the same text
with lxml, the best of three runs each, median over the pages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

import lxml.html

OWN = Path(__file__).parent.parent / "fixtures" / "body"
RUNS = 3
GRAM = 4
FIELDS = ("title", "date", "source", "editor")

_MARKS = re.compile(r"[\W_]+")
_DAY = re.compile(r"(\d{4})\D{0,3}(\d{1,2})\D{0,3}(\d{1,2})")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class Sample:
    """One page with what is right about it."""

    id: str
    kind: str
    url: str | None
    html: str
    gold: dict[str, Any]


@dataclass
class Found:
    """What a reader says of one page."""

    body: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)


Reader = Callable[[str, str | None], Found]


def ours() -> Reader:
    """This project: the whole record, so that sources and editors count too."""
    from extractor.api import extract

    def read(html: str, url: str | None) -> Found:
        page = extract(html, url=url, media_type="text/html")
        text, article = page.document.text, page.article
        body = "\n".join(text[block.start : block.end] for block in page.document.blocks if block.role == "body")
        named = {role: [c.value for c in page.attribution if c.role in role.split("|")] for role in _ROLES.values()}
        return Found(
            body,
            {
                "title": [article.title.value] if article.title else [],
                "date": [article.published.edtf] if article.published else [],
                "source": named[_ROLES["source"]],
                "editor": named[_ROLES["editor"]],
            },
        )

    return read


_ROLES = {"source": "source|reprinted_from", "editor": "editor|responsible_editor"}


def ours_body() -> Reader:
    """This project's front half: the labelled document, no records."""
    from extractor.api import isolate

    def read(html: str, url: str | None) -> Found:
        page = isolate(html, url=url, media_type="text/html")
        text = page.document.text
        return Found("\n".join(text[block.start : block.end] for block in page.document.blocks if block.role == "body"))

    return read


def trafilatura_reader() -> Reader:
    """trafilatura, its own choice of options, comments left out."""
    import trafilatura

    def read(html: str, url: str | None) -> Found:
        found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
        if found is None:
            return Found()
        values = found.as_dict() if hasattr(found, "as_dict") else found
        named = {"title": values.get("title"), "date": values.get("date"), "source": values.get("sitename")}
        return Found(values.get("text") or "", {name: [value] for name, value in named.items() if value})

    return read


def readability_reader() -> Reader:
    """readability-lxml: the summary's text, the short title."""
    from readability import Document

    def read(html: str, _url: str | None) -> Found:
        document = Document(html)
        summary = document.summary(html_partial=True)
        root: Any = lxml.html.fromstring(summary) if summary.strip() else None
        text = "" if root is None else root.text_content()
        return Found(text, {"title": [document.short_title()]})

    return read


def resiliparse_reader() -> Reader:
    """resiliparse: plain text of the main content."""
    from resiliparse.extract.html2text import extract_plain_text

    def read(html: str, _url: str | None) -> Found:
        return Found(extract_plain_text(html, main_content=True, alt_texts=False, links=False))

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "isolate": ours_body,
    "extract": ours,
    "trafilatura": trafilatura_reader,
    "readability-lxml": readability_reader,
    "resiliparse": resiliparse_reader,
}


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of a folder, decoded: UTF-8 where it is, else GB18030."""
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        raw = (folder / "html" / f"{row['id']}.html").read_bytes()
        try:
            html = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            html = raw.decode("gb18030", "replace")
        gold = json.loads((folder / "gold" / f"{row['id']}.json").read_text("utf-8"))
        yield Sample(row["id"], row["kind"], row.get("url"), _DECLARATION.sub("", html), gold)


def bare(text: str) -> str:
    """What is compared: letters, digits and characters in one width and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def grams(text: str) -> Counter[str]:
    """The runs of four, with how often each occurs."""
    words = bare(text)
    return Counter(words[i : i + GRAM] for i in range(max(1, len(words) - GRAM + 1)) if words)


def f1(gold: str, found: str) -> float:
    """Harmonic mean of precision and recall over runs of four."""
    right, given = grams(gold), grams(found)
    both = (right & given).total()
    return 2 * both / (right.total() + given.total()) if both else 0.0


def is_right(name: str, gold: list[str], found: list[str]) -> bool:
    """Whether one of the values found is one of those that are right; a day is compared as a day."""
    if name == "date":
        return any(_day(value) in map(_day, gold) for value in found)
    if name == "title":
        return any(bare(value) == bare(right) for value in found for right in gold)
    return any(bare(right) and bare(right) in bare(value) for value in found for right in gold)


def _day(text: str) -> tuple[int, ...] | None:
    found = _DAY.search(text)
    return tuple(map(int, found.groups())) if found else None


def best_time(call: Callable[[], object]) -> float:
    """Seconds of the quickest of a few runs."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


def row(name: str, reader: Reader, pages: list[Sample]) -> str:
    """One line of the table."""
    found = [reader(page.html, page.url) for page in pages]
    scores = [f1(page.gold["body"], one.body) for page, one in zip(pages, found, strict=True)]
    costs = [
        best_time(lambda page=page: reader(page.html, page.url))  # type: ignore[misc]
        / best_time(lambda page=page: lxml.html.document_fromstring(page.html))  # type: ignore[misc]
        for page in pages
    ]
    cells = [
        f"{mean(scores):6.3f}",
        f"{sum(score >= 0.95 for score in scores) / len(scores):6.2f}",
        f"{median(costs):8.1f}",
    ]
    for name_of in FIELDS:
        asked = [(page.gold.get(f"{name_of}s") or [], one) for page, one in zip(pages, found, strict=True)]
        right = [is_right(name_of, gold, one.fields.get(name_of, [])) for gold, one in asked if gold]
        given = any(one.fields.get(name_of) for one in found)
        cells.append(f"{mean(right):7.3f}" if right and given else "      -")
    return f"{name:18}" + " ".join(cells)


def main(arguments: list[str]) -> int:
    """Prints the table; readers that are not installed are named and left out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=OWN)
    parser.add_argument("--only", default="", help="names of readers, between commas")
    options = parser.parse_args(arguments)
    pages = list(samples(options.folder))
    print(f"{len(pages)} pages of {options.folder}")
    print(f"{'':18}    F1  >=.95  x parse   title    date  source  editor")
    for name in options.only.split(",") if options.only else READERS:
        try:
            reader = READERS[name]()
        except ImportError as error:
            print(f"{name:18}not installed ({error.name}); pip install '.[bench]'")
            continue
        print(row(name, reader, pages), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
