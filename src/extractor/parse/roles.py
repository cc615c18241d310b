"""Blocks to roles: which is the title, where the article begins and ends, what stands before, between and after."""

from __future__ import annotations

import re

from extractor.model.document import Role
from extractor.parse.lines import Lines

_STAMP = re.compile(r"(?<!\d)(?:19|20)\d\d[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}(?!\d)")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_META = 120  # characters; a content system's line is no longer
_ENDS: frozenset[Role] = frozenset({"nav", "related", "boilerplate"})


def assign(lines: Lines, inside: list[bool] | None, title: int | None) -> list[Role]:
    """A role for each block.

    inside: which blocks stand in the part of the page that holds the article; None where nothing is known of it.
    title: the block that is the title; None leaves that to the lines.
    """
    zone = [i for i in range(len(lines)) if inside is None or inside[i]]
    roles: list[Role] = [_outside(lines, i) for i in range(len(lines))]
    if title is None and inside is None:
        title = first_unknown(lines, zone)
    prose = [i for i in zone if i != title and (title is None or i > title) and _is_article(lines, i)]
    first = prose[0] if prose else next((i for i in zone if title is not None and i > title), len(lines))
    last = prose[-1] if prose else first - 1
    for i in zone:
        if title is not None and i < title:
            continue
        if i < first:
            roles[i] = _before(lines, i)
        elif i <= last:
            roles[i] = _between(lines, i)
    _after(lines, [i for i in zone if i > last and i != title and (title is None or i > title)], roles)
    if title is not None:
        roles[title] = "title"
    return roles


def first_unknown(lines: Lines, zone: list[int]) -> int | None:
    """The first line before the first sentence that is none of the page's furniture: a plain page's title."""
    for i in zone:
        if _is_article(lines, i):
            return None
        if lines.label(i) is None and _meta_like(lines, i) is None:
            return i
    return None


def _is_article(lines: Lines, i: int) -> bool:
    label = lines.label(i)
    return lines.is_prose(i) and not (label and (label.anywhere or label.role == "boilerplate"))


def _outside(lines: Lines, i: int) -> Role:
    label = lines.label(i)
    return label.role if label and label.role in ("nav", "related") else "boilerplate"


def _before(lines: Lines, i: int) -> Role:
    if label := lines.label(i):
        return label.role
    return "meta" if _meta_like(lines, i) else "body"


def _between(lines: Lines, i: int) -> Role:
    label = lines.label(i)
    return label.role if label and label.anywhere else "body"


def _after(lines: Lines, tail: list[int], roles: list[Role]) -> None:
    """The article's end: its own last lines, credits, the content system's line, then what is not the article."""
    ended = False
    for i in tail:
        label = lines.label(i)
        kind = None if label else lines.kind(i)
        if label:
            roles[i] = label.role
        elif kind:
            roles[i] = "meta" if kind == "meta" else "credit"
        elif ended:
            roles[i] = "related" if lines.is_linked(i) else "boilerplate"
        elif _stamped_footer(lines, i):
            roles[i] = "meta"
        else:
            roles[i] = "body"
        ended = ended or bool(label and label.role in _ENDS)


def _meta_like(lines: Lines, i: int) -> str | None:
    text = lines.texts[i]
    if len(text) <= _META and "。" not in text and _STAMP.search(text):
        return "meta"
    return lines.kind(i)


def _stamped_footer(lines: Lines, i: int) -> bool:
    text = lines.texts[i]
    return len(text) <= _META and "。" not in text and bool(_STAMP.search(text) and _CLOCK.search(text))
