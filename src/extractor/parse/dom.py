"""HTML text to a tree, within bounds: what would hang or break the parser is found and taken away before or after."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from extractor.model.problem import Problem

MAX_MARKUP = 8_000_000  # characters; the largest article page that we know has 2 million
MAX_TAGS = 120_000  # the same page has 20 thousand
MAX_ATTRIBUTES = 2_000  # on one tag: libxml2 compares each with each, 10^5 take 14 seconds

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,1000}\?>")
# Cheap signs that a tag may be flooded with attributes; only then is the page read tag by tag.
_MANY = 20_000  # equal signs on the page
_STRETCH = 20_000  # characters without >
_OPENED = re.compile(r"<[A-Za-z]")
# Scripts and comments as a whole, or a tag with its attributes. Possessive, and open ends run to the end of the page, so
# that each character is read once.
_TOKEN = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<!--.*?(?:-->|\Z)|<([a-z][\w:-]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Both ends of a comment, as browsers see them.
_CLOSED = re.compile(r"--!?>")
_ANY_TAG = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)[^<>]*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_DEEP = "Excessive depth"


def parse_tree(text: str) -> tuple[Any, list[Problem]]:
    """The root element of an HTML page and what had to be done to it; None where nothing of it could be read."""
    text, problems = _tamed(text)
    root, deep = _tree(text)
    if deep:
        root, _ = _tree("<pre>" + _ANY_TAG.sub("\n", text).replace("<", "&lt;"))
        problems.append(
            _problem("too_deep", "tags stand in each other more than 2000 deep; read as lines without structure")
        )
    return root, problems


def _tree(text: str) -> tuple[Any, bool]:
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.LxmlError:  # nothing but comments or blanks
        return None, False
    last = parser.error_log.last_error  # the parser stops there
    return root, bool(last and _DEEP in last.message)


def _tamed(text: str) -> tuple[str, list[Problem]]:
    problems = []
    if len(text) > MAX_MARKUP:
        text = text[:MAX_MARKUP]
        problems.append(_problem("too_long", f"more than {MAX_MARKUP:,} characters; the rest was not read"))
    if len(text) > MAX_TAGS and text.count("<") > MAX_TAGS:
        text = text[: len(text) - len(text.split("<", MAX_TAGS)[-1]) - 1]
        problems.append(_problem("too_long", f"more than {MAX_TAGS:,} tags; the rest was not read"))
    if found := _DECLARATION.match(text):
        text = text[found.end() :]
    opened = text.rfind("<!--")
    if opened >= 0 and not _CLOSED.search(text, opened + 2):
        text = text[:opened] + text[opened + 4 :]
        problems.append(_problem("open_comment", "a comment is never closed; what follows it was read as text"))
    return _without_attribute_floods(text, problems), problems


def _without_attribute_floods(text: str, problems: list[Problem]) -> str:
    many = len(text) > _MANY * 3 and text.count("=") >= _MANY  # a name, the sign and a blank are the least
    if not many and not (_has_stretch(text) and any(map(_flooded, text.split(">")))):
        return text

    def bare(token: re.Match[str]) -> str:
        if not token[1] or len(_QUOTED.sub(" ", token[2]).split(None, MAX_ATTRIBUTES)) <= MAX_ATTRIBUTES:
            return token[0]
        problems.append(_problem("attributes", f"a <{token[1]}> with thousands of attributes; they were left out"))
        return f"<{token[1]}"

    return _TOKEN.sub(bare, text)


def _has_stretch(text: str) -> bool:
    """Whether the page runs on for very long without a >. Looks back from far ahead, so that few places are looked at."""
    at = 0
    while len(text) - at > _STRETCH:
        ahead = text.rfind(">", at, at + _STRETCH)
        if ahead < 0:
            return True
        at = ahead + 1
    return False


def _flooded(stretch: str) -> bool:
    """Whether a stretch without > may hold a tag with too many attributes (and not a script or a style sheet)."""
    if len(stretch) < _STRETCH or not (tag := _OPENED.search(stretch)):
        return False
    return len(stretch[tag.start() :].split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES


def _problem(code: str, detail: str) -> Problem:
    return Problem(stage="parse", code=f"parse.{code}", detail=detail)
