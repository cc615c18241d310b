"""What stands beside a person's name: the unit and the post, parted by what is known of their endings."""

from __future__ import annotations

import re

from extractor.extract.rosters.drafts import Span
from extractor.extract.rosters.lexis import Lexis

_COMMA = re.compile(r"[,、;]")


def employment(text: str, start: int, end: int, lexis: Lexis) -> dict[str, Span]:
    """Unit and post of ``text[start:end]``: 云州机床厂车工,高级技师 -> 云州机床厂 and 车工,高级技师."""
    start, end = stripped(text, start, end)
    if start >= end:
        return {}
    comma = _COMMA.search(text, start, end)
    head = comma.start() if comma else end
    post = lexis.post(text[start:head].rstrip())
    if not post and (last := text.rfind(" ", start, head)) > 0 and not lexis.ending(text[last + 1 : head]):
        return {"unit": (start, len(text[:last].rstrip())), "post": (last + 1, end)} if last > start else {}
    if not post:
        return _unit_and_rest(text, start, head, end, lexis)
    at = len(text[:head].rstrip()) - len(post)
    unit = stripped(text, start, at)
    said: dict[str, Span] = {"post": (at, end)}
    return {"unit": unit, **said} if unit[0] < unit[1] else said


def _unit_and_rest(text: str, start: int, head: int, end: int, lexis: Lexis) -> dict[str, Span]:
    """A post that is in no list stands behind the last ending of a unit: 江州棉麻公司 + 首席织毯匠."""
    if not lexis.ending(text[start:head]):
        for at in range(head - 2, start + 2, -1):
            ending = lexis.ending(text[start:at])
            if ending and (len(ending) > 1 or ending in "厂局所院队矿"):
                return {"unit": (start, at), "post": (at, end)}
    return {"unit": (start, end if head == end else head)}


def stripped(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without marks at either end, and without a bracket that is closed and never opened."""
    while start < end and text[start] in " ,、;:—()":
        start += 1
    while end > start and (text[end - 1] in " ,、;:" or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return start, end
