"""What only the markup says: meta tags, the comments of content systems, the figures that scripts print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain, islice
from typing import Any

from extractor.model.document import Markup

_NAMES = ("name", "property", "itemprop", "http-equiv")
_SKIPPED = frozenset({"viewport", "content-type", "x-ua-compatible", "renderer", "robots", "refresh"})
_MOST = 1000  # fields of a page; more than any page needs
_LONGEST = 400  # characters of a value that is worth keeping
# 方正: <!--enpproperty <articleid>1</articleid><date>2019-05-06 …</date><author>…</author>…/enpproperty-->
_ENPPROPERTY = re.compile(r"<(\w{1,20})>([^<>]{1,400})</\1>")
_LINKED_DATA = re.compile(r'"(datePublished|pubDate)"\s*:\s*"([^"]{8,40})"')
# WeChat prints its date by script: var ct = "1700812345"; or create_time: '1700812345'
_EPOCH = re.compile(
    r"\b(?:var\s+(?:ct|oriCreateTime|svr_time_article)|ori_create_time|create_time)\s*[=:]\s*[\"']?(\d{10})\b"
)
_EPOCHS = ("var ct", "oriCreateTime", "create_time", "svr_time_article")
_CHINA = timezone(timedelta(hours=8))


def read_markup(root: Any, marks: list[tuple[str, int]], scripts: list[str]) -> list[Markup]:
    """Every field of the markup that may matter, in page order, names in lower case."""
    found = chain(_metas(root), _title(root), _comments(marks), _scripts(scripts))
    return list(islice(found, _MOST))


def _metas(root: Any) -> Iterator[Markup]:
    for node in root.iter("meta"):
        key = next((key for key in _NAMES if node.get(key)), "")
        value = " ".join((node.get("content") or "").split())
        name = node.get(key).strip().lower() if key else ""
        if name and value and name not in _SKIPPED:
            yield Markup(name=name, value=value[:_LONGEST], path=f"//meta[@{key}='{node.get(key)}']/@content")


def _title(root: Any) -> Iterator[Markup]:
    for node in islice(root.iter("title"), 1):
        if words := " ".join((node.text or "").split()):
            yield Markup(name="title", value=words[:_LONGEST], path="//title")


def _comments(marks: list[tuple[str, int]]) -> Iterator[Markup]:
    for comment, _ in marks:
        if comment.startswith("enpproperty"):
            for name, value in _ENPPROPERTY.findall(comment):
                yield Markup(
                    name=f"enpproperty.{name.lower()}",
                    value=value.strip(),
                    path="//comment()[contains(., 'enpproperty')]",
                )


def _scripts(scripts: list[str]) -> Iterator[Markup]:
    for script in scripts:
        for name, value in _LINKED_DATA.findall(script) if '"@context"' in script else ():
            yield Markup(name=f"ld.{name.lower()}", value=value, path=f"//script[contains(., '{name}')]")
        if any(word in script for word in _EPOCHS):
            for found in _EPOCH.finditer(script):
                day = datetime.fromtimestamp(int(found[1]), _CHINA).date()
                yield Markup(name="script.ct", value=day.isoformat(), path=f"//script[contains(., '{found[1]}')]")
                break
