"""Navigation: the article before and the article after this one, as the page's own links name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from extractor.model.records import Navigation, Neighbour
from extractor.rules.load import RuleBook
from extractor.rules.match import Matcher
from extractor.text.reading import Reading

_TRIMMED = " \n>»›<«‹|·:)】]》"


@dataclass(frozen=True, slots=True)
class _Label:
    side: str
    start: int
    end: int
    rule: str


def navigation_in(reading: Reading, book: RuleBook) -> Navigation:
    """上一篇 and 下一篇 from the blocks of role ``nav``: title, URL where a link carries it. 没有了 is none."""
    found: dict[str, Neighbour] = {}
    for region in reading.regions(("nav",)):
        labels = list(_labels(reading.text, book, region.start, region.end))
        for label, following in zip_longest(labels, labels[1:]):
            end = following.start if following else region.end
            neighbour = _neighbour(reading, book, label, end)
            if neighbour:
                found.setdefault(label.side, neighbour)
    return Navigation(previous=found.get("previous"), next=found.get("next"))


def _labels(text: str, book: RuleBook, start: int, end: int) -> Iterator[_Label]:
    for hit in _matcher(book).scan(text, start, end):
        side = hit.rule.data.get("side")
        if side:
            yield _Label(side, hit.match.start(), hit.match.end(), hit.rule.tag)


def _neighbour(reading: Reading, book: RuleBook, label: _Label, end: int) -> Neighbour | None:
    """The title behind a label, up to the next label: the first line that says anything."""
    words = reading.text[label.end : end]
    start = label.end + len(words) - len(words.lstrip(_TRIMMED))
    line = reading.text.find("\n", start, end)
    stop = start + len(reading.text[start : line if line >= 0 else end].rstrip(" \n<«‹|"))
    if stop <= start or _none(book).match(reading.text, start, stop):
        return None
    evidence = reading.evidence(start, stop, label.rule)
    return Neighbour(
        title=" ".join(evidence.quote.split()), url=_url(reading, evidence.start, evidence.end), evidence=evidence
    )


def _url(reading: Reading, start: int | None, end: int | None) -> str | None:
    if start is None or end is None:
        return None
    return next((link.url for link in reading.links if link.start < end and start < link.end), None)


@lru_cache(maxsize=8)
def _matcher(book: RuleBook) -> Matcher:
    return Matcher([rule for rule in book.topic("navigation") if "side" in rule.data])


@lru_cache(maxsize=8)
def _none(book: RuleBook) -> re.Pattern[str]:
    return book.rule("navigation.none").pattern
