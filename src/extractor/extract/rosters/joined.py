"""Names joined by 、 in a sentence: where the run ends, what number follows it, and where 和 joins two names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.extract.rosters.drafts import Heading, Item, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.names import items_in
from extractor.extract.rosters.numbers import SIGNS, Claim, mention

_MARKS = re.compile(r"\([^()]{0,60}\)|[、,]")
# Up to a mark outside brackets, or to where one quotation ends and the next begins (《甲》《乙》); each character is read once.
_WHOLE = re.compile(r"(?:\([^()]{0,60}\)|[^、,;》”]|[》”](?![《“]))*(?:[》”](?=[《“]))?")
_TRIM = " :、,。;!?“”\"'"
_NUMBER = re.compile(
    rf"[ ]*(?:[(\[][0-9一二三四五六七八九十]{{1,3}}[)\]]|[0-9]{{1,3}}[ ]*[.、)](?![0-9])|[{SIGNS}][ ]*[、.]?)[ ]*"
)
_COMRADE = ("同志", "先生", "女士", "老师")
_NEXT_NUMBER = re.compile(rf" (?=[0-9]{{1,3}}[.、)](?![0-9])|[{SIGNS}])")
_AND = re.compile("以及|[和与及]")


@dataclass(frozen=True, slots=True)
class Run:
    """Names found in a sentence. ``cited``: the number behind them. ``etc``: 等 says that there are more.

    closed: words of the award follow (等3人, 为全国…, “…”称号). grade: the heading before them.
    """

    items: list[Item]
    start: int
    end: int
    cited: Mention | None
    etc: bool
    closed: bool = False
    grade: Heading | None = None


def run_at(text: str, start: int, end: int, claims: list[Claim], lexis: Lexis) -> Run | None:
    """The names from ``start`` on, as far as they are names."""
    rest = lexis.rule("rest")
    pieces: list[Span] = []
    cited: Mention | None = None
    etc = closed = False
    at = start
    while at < end:
        piece_match = _WHOLE.match(text, at, end)
        stop = piece_match.end() if piece_match else end
        close = rest.pattern.search(text, at, min(stop + 1, end))  # with the mark, which tells “甲”、 from “甲”。
        close = close if close and close.start() < stop else None
        piece = trimmed(text, at, close.start() if close else stop)
        if piece[0] < piece[1] and not (pieces and text[at - 1] in ",;" and not _names(text, piece, lexis)):
            pieces.append(piece)
        elif pieces or not close:
            break
        if close:
            closed = True
            etc, cited = close[0].startswith(("等", "…")), mention(close, rest)
            at = close.end()
            break
        at = stop + (text[stop : stop + 1] not in ("《", "“"))
    found = _checked(text, pieces, cited, etc, min(at, end), claims, lexis)
    return found and replace(found, closed=closed)


def run_before(text: str, start: int, end: int, claims: list[Claim], lexis: Lexis) -> Run | None:
    """The names that end at ``end``: from the last comma before which no name stands."""
    end = trimmed(text, start, end)[1]
    begin = start
    for mark in _MARKS.finditer(text, start, end):
        clause = trimmed(text, begin, mark.start())
        if mark[0] == "," and (_says(text, clause, lexis) or not _names(text, clause, lexis)):
            begin = mark.end()
    lead = lexis.rule("lead_in").pattern.match(text, begin, end)
    return run_at(text, lead.end() if lead else begin, end, claims, lexis)


def _says(text: str, clause: Span, lexis: Lexis) -> bool:
    """Does a clause speak of a number or an award, so that it is no name?"""
    return any(lexis.rule(name).pattern.search(text, *clause) for name in ("number", "awarded"))


def _checked(
    text: str, pieces: list[Span], cited: Mention | None, etc: bool, end: int, claims: list[Claim], lexis: Lexis
) -> Run | None:
    wanted = {cited.value} if cited else {claim.mention.value for claim in claims}
    pieces = _parted(text, [part for piece in pieces for part in _at_numbers(text, piece)], wanted, lexis)
    items = [item for piece in pieces for item in items_in(text, *piece, lexis, glued=True)]
    known = sum(item.kind is not None for item in items)
    if not items or known * 3 < len(items) * 2 or all(lexis.header(text[i.start : i.end]) for i in items):
        return None  # 公示内容包括姓名、单位、职务: what a table has, not who
    if cited is not None and cited.value > 1 and len(items) == 1:
        return None
    return Run(items, pieces[0][0], end, cited, etc)


def _at_numbers(text: str, piece: Span) -> list[Span]:
    """1.甲 2.乙 3.丙 with nothing but blanks between."""
    cuts = [match.start() for match in _NEXT_NUMBER.finditer(text, *piece)]
    bounds = [piece[0], *cuts, piece[1]]
    return [trimmed(text, a, b) for a, b in pairwise(bounds)]


def _parted(text: str, pieces: list[Span], wanted: set[int], lexis: Lexis) -> list[Span]:
    """Pieces parted at 和 as well, where a name stands on both sides and the declared number asks for it."""
    if len(pieces) in wanted:
        return pieces
    parted = [_halves(text, piece, lexis) or [piece] for piece in pieces]
    if wanted and sum(map(len, parted)) not in wanted:
        # The joint that counts stands in the last piece: 甲、乙和丙.
        last = [[piece] for piece in pieces[:-1]] + parted[-1:]
        parted = last if sum(map(len, last)) in wanted else parted
    return [half for halves in parted for half in halves]


def _halves(text: str, piece: Span, lexis: Lexis) -> list[Span] | None:
    for joint in _AND.finditer(text, piece[0] + 1, piece[1] - 1):
        left, right = trimmed(text, piece[0], joint.start()), trimmed(text, joint.end(), piece[1])
        if _names(text, left, lexis) and _names(text, right, lexis):
            return [left, *(_halves(text, right, lexis) or [right])]
    return None


def _names(text: str, piece: Span, lexis: Lexis) -> bool:
    return piece[0] < piece[1] and all(item.kind for item in items_in(text, *piece, lexis, glued=True))


def numbered(text: str, at: int) -> bool:
    """Does a number of an enumeration stand here: ①, (1), 1.?"""
    return _NUMBER.match(text, at) is not None


def trimmed(text: str, start: int, end: int) -> Span:
    """Without marks, numbers and forms of address at either end."""
    if number := _NUMBER.match(text, start, end):
        start = number.end()
    while start < end and text[start] in _TRIM and not (text[start] == "“" and "”" in text[start:end]):
        start += 1
    while end - start > 3 and text.startswith(_COMRADE, end - 2):
        end -= 2
    while end > start and text[end - 1] in _TRIM and not (text[end - 1] == "”" and "“" in text[start:end]):
        end -= 1
    if text[start : start + 1] == "“" and text.find("”", start, end) == end - 1:
        return start + 1, end - 1
    return start, end
