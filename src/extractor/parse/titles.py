"""The article's title: the printed line that the markup's title speaks of, else a heading, else the line before the article."""

from __future__ import annotations

import re

from extractor.model.document import Markup
from extractor.parse.lines import Lines
from extractor.text.normal import squeeze

_MARKS = re.compile(r"[\W_]+")
_PARTS = re.compile(
    r"[ ]*[_|丨»>]+[ ]*|[ ]+[-—–·][ ]*|[ ]*[-—–·][ ]+|(?<=[\u4e00-\u9fff!?”》])[-—–]+(?=[\u4e00-\u9fff])"
)
_HEADINGS = {"h1": 2.0, "h2": 1.6, "h3": 1.2, "h4": 0.8, "h5": 0.6, "h6": 0.4, "ucaptitle": 2.0}
_NAMED = re.compile(r"title|headline|biaoti|(?:^|[ _-])(?:bt|tit|h1)(?:$|[ _-])", re.IGNORECASE)
_GENERAL = re.compile(r"(?:网站?|首页|主页|门户|官网|总工会|工会|页面?|详情|正文|内容|信息|新闻|公告|动态|文章)$")
_SHORTEST = 6  # characters
_LONGEST = 140  # characters
_BEFORE = 100  # blocks before the article in which its title is looked for
_ENOUGH = 1.5


def key(text: str) -> str:
    """A title as titles are compared: letters, digits and characters alone."""
    return _MARKS.sub("", squeeze(text)).lower()


def said_titles(markup: list[Markup], fields: dict[str, tuple[str, ...]]) -> list[Markup]:
    """What the markup gives for a title, best first."""
    found = [field for field in markup if fields.get(field.name, ("",))[0] == "title" and key(field.value)]
    return sorted(found, key=lambda field: int(fields[field.name][1]))


def speaks_of_article(title: str) -> bool:
    """Whether a title may be an article's; not one that every page of a site bears, such as 页面 or 江州市总工会门户网站."""
    return len(key(title)) >= _SHORTEST and not _GENERAL.search(title)


def stems(title: str) -> list[str]:
    """What a page's ``<title>`` may mean by the article's title: it whole, and it less one after another of its tails."""
    cuts = [found.start() for found in _PARTS.finditer(title)]
    return [title, *(title[:cut].strip() for cut in reversed(cuts) if title[:cut].strip())]


def find_title(lines: Lines, upto: int, said: list[Markup]) -> tuple[int, int] | None:
    """The blocks that print the title, as a range; None where no line before block ``upto`` does.

    said: the markup's titles, best first.
    """
    wholes = [key(field.value) for field in said]
    exact = {key(stem) for field in said for stem in stems(field.value)}
    blob = "\n".join(f"{field.value}\n{squeeze(field.value)}" for field in said)
    best, found = 0.0, None
    likely = []
    for i in range(max(0, upto - _BEFORE), upto):
        said_so = lines.raw(i)[:2] in blob
        if said_so:
            likely.append(i)
        if (said_so or lines.is_heading(i)) and (score := _score(lines, i, upto, exact, wholes)) > best:
            best, found = score, (i, i + 1)
    if joined := _joined(lines, upto, likely, exact):
        return joined
    return found if best >= _ENOUGH else None


def _score(lines: Lines, i: int, upto: int, exact: set[str], wholes: list[str]) -> float:
    piece = lines.draft.pieces[i]
    length = piece.end - piece.start
    if length < 2 or length > _LONGEST:
        return 0.0
    words = key(lines.text(i))
    if not words:
        return 0.0
    frames = lines.draft.frames
    score = _HEADINGS.get(_heading_of(lines, i), 0.0)
    if words in exact:
        score += 4.0 if len(words) >= 4 else 1.0
    elif len(words) >= 6 and any(whole.startswith(words) or words.startswith(whole[:60]) for whole in wholes):
        score += 3.0
    elif len(words) >= 8 and any(words in whole for whole in wholes):
        score += 1.0
    if score and _NAMED.search(frames.hint(piece.frame)):
        score += 0.6
    if piece.linked * 2 > length or (lines.label(i) and words not in exact):
        score -= 2.5
    return score - 0.004 * (upto - i)


def _heading_of(lines: Lines, i: int) -> str:
    """The heading element that block i stands in, two steps up at most."""
    frames, frame = lines.draft.frames, lines.draft.pieces[i].frame
    for _ in range(3):
        if frame < 0:
            return ""
        if (tag := frames.tag(frame)) in _HEADINGS:
            return tag
        frame = frames.parents[frame]
    return ""


def _joined(lines: Lines, upto: int, likely: list[int], exact: set[str]) -> tuple[int, int] | None:
    """Two to four lines of one element that make up the title together."""
    pieces = lines.draft.pieces
    for i in likely:
        words = key(lines.text(i))
        if len(words) < 4 or not any(whole.startswith(words) and whole != words for whole in exact):
            continue
        for j in range(i + 1, min(i + 4, upto)):
            if pieces[j].frame != pieces[i].frame:
                break
            words += key(lines.text(j))
            if words in exact:
                return i, j + 1
    return None
