"""Blocks to roles: which is the title, where the article begins and ends, what stands before, between and after."""

from __future__ import annotations

import re

from extractor.model.document import Markup, Role
from extractor.parse.containers import Place
from extractor.parse.lines import Lines
from extractor.parse.titles import find_title, key, speaks_of_article
from extractor.rules.dates.stamps import publication_dates

_CLOCK = re.compile(r"\d{1,2}:\d\d")
_FIGURES = re.compile(r"[\d年月日:/.\- ]{1,20}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CREDIT = re.compile(r"编[ ]{0,4}辑|责编|编审|校对|审核|审校|监制|签发|来[ ]{0,4}源|供稿")
_SET_OFF = re.compile(r"[:丨|/(\[【]")
_META = 120  # characters; a content system's line is no longer
_ABOVE = 16  # blocks over the article that are looked at: breadcrumb, source line, header table
_BELOW = 28  # blocks under it: credits, neighbours, heads of lists
_SOME = 8  # marks of punctuation, that an article has before anything can end it
_LEAST = 0.15  # of the prose, that must stand before what ends it
_RUN = 3  # blocks of links in a row are no part of a text
_ENDS: frozenset[Role] = frozenset({"nav", "related", "boilerplate"})


def assign(lines: Lines, place: Place | None, said: list[Markup]) -> tuple[list[Role], tuple[int, int] | None]:
    """A role for each block, and the range of blocks that print the title.

    place: the article's part of the page; None where nothing is known of it. said: the titles that the markup gives,
    best first. A title that a known container holds as a line of its text keeps the role ``body``.
    """
    zone = [i for i in range(len(lines)) if place is None or place.inside[i]]
    roles: list[Role] = ["boilerplate"] * len(lines)
    if not zone:
        return roles, None
    title = _title(lines, zone, said)
    own = bool(title and place and place.known and place.inside[title[0]] and not lines.is_heading(title[0]))
    begin = max(zone[0], title[1]) if title and not own else zone[0]
    prose = [i for i in zone if i >= begin and lines.is_sentence(i)]
    over = _end(lines, zone, prose)
    prose = [i for i in prose if i < over]
    first = prose[0] if prose else begin
    last = prose[-1] if prose else first - 1
    for i in zone:
        if begin <= i <= last:
            roles[i] = _between(lines, i) if i >= first else _before(lines, i)
    if title and not (place and place.known):
        _not_again(lines, roles, title, range(begin, first))
    _without_links(lines, roles, [i for i in zone if begin <= i <= last])
    _after(lines, [i for i in zone if i > last], roles, over)
    if not prose:
        _unlinked(lines, roles, zone)
    top = min(title[0], zone[0]) if title else zone[0]
    _around(lines, roles, title, zone)
    _dated_figures(lines, roles, list(range(title[1] if title else begin, first)))
    _header_tables(lines, roles, list(range(max(0, top - _ABOVE), first)))
    _without_second_copy(lines, roles)
    if title:
        roles[title[0] : title[1]] = ["body" if own else "title"] * (title[1] - title[0])
    return roles, title


def _not_again(lines: Lines, roles: list[Role], title: tuple[int, int], head: range) -> None:
    words = key(lines.text(title[0]))
    for i in head:
        if roles[i] == "body" and key(lines.text(i)) == words:
            roles[i] = "boilerplate"


def _unlinked(lines: Lines, roles: list[Role], zone: list[int]) -> None:
    """A page without prose may be a list of names, never one of links."""
    for i in zone:
        roles[i] = "related" if lines.is_linked(i) else roles[i]


def _title(lines: Lines, zone: list[int], said: list[Markup]) -> tuple[int, int] | None:
    first = next((i for i in zone if lines.is_sentence(i)), zone[0])
    if found := find_title(lines, first + 1, said):
        return found
    if any(speaks_of_article(field.value) for field in said):
        return None
    unknown = _first_unknown(lines, zone)
    return None if unknown is None else (unknown, unknown + 1)


def _first_unknown(lines: Lines, zone: list[int]) -> int | None:
    """The first line before the first sentence that is none of the page's furniture: a plain page's title."""
    for i in zone:
        if lines.is_sentence(i):
            return None
        if lines.label(i) is None and not lines.is_linked(i) and not _is_meta(lines, i):
            return i
    return None


def _end(lines: Lines, zone: list[int], prose: list[int]) -> int:
    """The block with which the article is over though prose may follow: an editor's line, the pages beside it, the head
    of a list of others, comments."""
    if not prose:
        return len(lines)
    whole = sum(lines.marks(i) for i in prose)
    said = set(prose)
    before = 0
    for i in zone:
        if i < prose[0]:
            continue
        if i in said:
            before += lines.marks(i)
        elif before >= _SOME and before >= whole * _LEAST and _is_over(lines, i):
            return i
    return len(lines)


def _is_over(lines: Lines, i: int) -> bool:
    if label := lines.label(i):
        return label.where == "end"
    text = lines.text(i)
    return len(text) <= _META and bool(_CREDIT.search(text)) and lines.kind(i) is not None


def _before(lines: Lines, i: int) -> Role:
    if label := lines.label(i):
        return label.role
    return "meta" if _is_meta(lines, i) else "body"


def _between(lines: Lines, i: int) -> Role:
    label = lines.label(i)
    return label.role if label and label.where != "edge" else "body"


def _dated_figures(lines: Lines, roles: list[Role], head: list[int]) -> None:
    """A date that is printed in pieces before the article: 2019, 09/07, 19:02."""
    figures = [i for i in head if _FIGURES.fullmatch(lines.text(i))]
    if any(_YEAR.search(lines.text(i)) for i in figures):
        for i in figures:
            roles[i] = "meta"


def _header_tables(lines: Lines, roles: list[Role], head: list[int]) -> None:
    """The table of 索引号, 发文机关 and 成文日期 above a document: labels in some cells, their values in others."""
    tables: dict[int, list[int]] = {}
    for i in head:
        if cell := lines.draft.pieces[i].cell:
            tables.setdefault(cell.table, []).append(i)
    for cells in tables.values():
        if sum(1 for i in cells if (label := lines.label(i)) and label.role == "meta") >= max(2, len(cells) // 4):
            for i in cells:
                roles[i] = "meta"


def _without_second_copy(lines: Lines, roles: list[Role]) -> None:
    """The same body twice, for wide screens and for narrow ones: the second is none of the article."""
    body = [i for i, role in enumerate(roles) if role == "body"]
    words = [lines.raw(i) for i in body]
    opening = next((n for n, text in enumerate(words) if lines.is_prose(body[n])), None)
    if opening is None or words.count(words[opening]) < 2:
        return
    again = words.index(words[opening], opening + 1)
    same = 0
    while again + same < len(words) and words[opening + same] == words[again + same] and opening + same < again:
        same += 1
    if same * 10 >= (again - opening) * 8 and (same > 1 or again == opening + 1):
        for n in range(again, again + same):
            roles[body[n]] = "boilerplate"


def _without_links(lines: Lines, roles: list[Role], span: list[int]) -> None:
    """Runs and tables of links in the midst of the article lead elsewhere."""
    tables: dict[int, list[int]] = {}
    for i in span:
        if cell := lines.draft.pieces[i].cell:
            tables.setdefault(cell.table, []).append(i)
    for cells in tables.values():
        linked = [i for i in cells if lines.is_linked(i)]
        if len(linked) >= _RUN and sum(map(lines.length, linked)) * 2 > sum(map(lines.length, cells)):
            for i in cells:
                roles[i] = "related"
    run: list[int] = []
    for i in [*span, -1]:
        if i >= 0 and lines.is_linked(i):
            run.append(i)
            continue
        if len(run) >= _RUN:
            for j in run:
                roles[j] = "related"
        run = []


def _after(lines: Lines, tail: list[int], roles: list[Role], over: int) -> None:
    """The article's end: its own last lines, credits, the content system's line, then what is not the article."""
    ended = False
    for i in tail:
        role = _last_lines(lines, i)
        ended = ended or i > over
        roles[i] = role or (("related" if lines.is_linked(i) else "boilerplate") if ended else "body")
        if role == "related" or (role == "boilerplate" and _is_over(lines, i)):
            _others(lines, [j for j in tail if j > i], roles)
            return
        ended = ended or role in _ENDS


def _others(lines: Lines, rest: list[int], roles: list[Role]) -> None:
    """What stands under the head of a list of other pages, or under comments: nothing of it speaks of this article
    but an editor's line."""
    for i in rest:
        label = lines.label(i)
        if label:
            roles[i] = "nav" if label.role == "nav" else "boilerplate"
        elif _CREDIT.search(lines.text(i)) and lines.kind(i) == "credit":
            roles[i] = "credit"
        else:
            roles[i] = "related" if lines.is_linked(i) else "boilerplate"


def _last_lines(lines: Lines, i: int) -> Role | None:
    """What a line after the last sentence is by its own words."""
    if label := lines.label(i):
        return label.role
    kind = lines.kind(i)
    if kind == "credit":
        return "credit"
    return "meta" if kind or (_is_stamped(lines, i) and _CLOCK.search(lines.text(i))) else None


def _around(lines: Lines, roles: list[Role], title: tuple[int, int] | None, zone: list[int]) -> None:
    """The lines outside the article's part of the page, near it: the source line beside the title, credits below."""
    top = min(title[0], zone[0]) if title else zone[0]
    for i in range(max(0, top - _ABOVE), zone[0]):
        if label := lines.label(i):
            roles[i] = label.role if label.role == "nav" or not title or i > title[0] - 4 else "boilerplate"
        elif title and i > title[0] - 4 and (_is_meta(lines, i) if i > title[0] else _is_stamped(lines, i)):
            roles[i] = "meta"
    tail = range(zone[-1] + 1, min(len(lines), zone[-1] + 1 + _BELOW))
    for i in tail:
        label = lines.label(i)
        marked = label or _SET_OFF.search(lines.text(i))
        roles[i] = (_last_lines(lines, i) if marked else None) or "boilerplate"
        if roles[i] == "related" or (label and label.where == "end" and label.role != "nav"):
            _others(lines, list(tail[tail.index(i) + 1 :]), roles)
            return


def _is_meta(lines: Lines, i: int) -> bool:
    return _is_stamped(lines, i) or lines.kind(i) is not None or (lines.in_byline(i) and not lines.is_prose(i))


def _is_stamped(lines: Lines, i: int) -> bool:
    text = lines.text(i)
    return len(text) <= _META and "。" not in text and text[:1] != "(" and bool(publication_dates(text))
