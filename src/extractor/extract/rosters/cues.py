"""What announces a list: a title, a lead, a heading with a count, an order rule, or entries that speak for themselves."""

from __future__ import annotations

import re

from extractor.extract.rosters.builder import Stretch
from extractor.extract.rosters.drafts import Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.lists import run_names
from extractor.extract.rosters.numbers import mention
from extractor.extract.rosters.rows import Row, row_of
from extractor.extract.rosters.shapes import Shaped, personal, shape_at
from extractor.extract.rosters.tables import Table
from extractor.text.segments import sentences

_GOES_ON = re.compile("[和及暨与、]|获得者名单|(?:表彰|获奖|人员|单位)?名单$")
# What stands right below an announcement where its rows do; all that is costly to find out waits for one of these.
_BELOW = frozenset({"plain", "table", "count", "note", "image", "script"})
_LISTS = ("名单", "名册", "名录")
# How many lines it takes: under an awarding sentence, numbered from 1, with one ending and no heading at all.
_FEW, _NUMBERED, _MANY = 2, 3, 5
_AHEAD = 12
_MOST_ABOVE = 500  # so many lines at most does a remark below them make a list of


def cue_at(
    shaped: list[Shaped], at: int, text: str, lexis: Lexis, title: Span | None = None
) -> tuple[Stretch, int] | None:
    """The stretch that begins here, without rows as yet, and where its rows begin.

    title: a title further up that has no list as yet, such as the page's own.
    """
    here = shaped[at]
    piece = here.piece
    if isinstance(piece, Table):
        if not piece.sure and title is None:
            return None
        return Stretch(piece.start, (piece.start, piece.end), lexis.rule("cell").tag, title), at
    if not isinstance(piece, Line):
        return None
    span = (piece.start, piece.end)
    printed = here.shape == "reference" and here.match and not here.match["name"] and "." not in here.match["tail"]
    if here.match and (here.shape == "title" or (printed and _rows_follow(shaped, at + 1, text, lexis, _FEW))):
        title = _whole_title(shaped, at, here.match)
        bare = here.match["title"] in _LISTS
        if "," in here.match["title"]:
            return Stretch(piece.end, span, here.rule, None, sentence=span), at + 1
        stretch = Stretch(piece.start, title, here.rule, None if bare else title)
        stretch.counts.extend(filter(None, [total_in(piece, lexis)]))
        return stretch, at + 1
    if here.shape == "note" and "序" in piece.text and _rows_follow(shaped, at + 1, text, lexis, 1):
        return Stretch(piece.start, span, here.rule, None), at + 1
    if here.shape in ("prose", "plain"):
        return _cue_in_words(shaped, at, piece, text, lexis)
    return None


def named_above(shaped: list[Shaped], at: int, after: int, text: str, lexis: Lexis) -> tuple[Stretch, int] | None:
    """以上3家单位被授予…: the names are the three lines above the remark, if they stand behind ``after``; where they begin."""
    piece = shaped[at].piece
    if not isinstance(piece, Line) or not piece.text.startswith(("以上", "上述")):
        return None
    rule = lexis.rule("number")
    count = mention(rule.pattern.search(piece.text), rule, piece.start)
    verb = lexis.rule("honoured").pattern.search(piece.text)
    if count is None or verb is None or not 1 < count.value <= min(at, _MOST_ABOVE):
        return None
    first = at - count.value
    if not all(
        here.piece.start >= after and (row := here.row(lexis)) and _namely(row, text, lexis)
        for here in reversed(shaped[first:at])
    ):
        return None
    span = (piece.start, piece.end)
    title = next(iter(lexis.honour_spans(text, piece.start + verb.end(), piece.end)), None)
    return Stretch(shaped[first].piece.start, span, lexis.rule("award").tag, title, counts=[count]), first


def total_in(piece: Line, lexis: Lexis) -> Mention | None:
    """The number that a title or a remark below it gives: (48家), (共4名,按姓氏笔画为序)."""
    for rule in (lexis.rule("total"), lexis.rule("counted")):
        if total := mention(rule.pattern.search(piece.text), rule, piece.start):
            return total
    return None


def _whole_title(shaped: list[Shaped], at: int, match: re.Match[str]) -> Span:
    """The title's span; one that begins with 和 or a mere 名单 goes on from the line above."""
    piece = shaped[at].piece
    span = (piece.start + match.start("title"), piece.start + match.end("title"))
    above = shaped[at - 1].piece if at and shaped[at - 1].shape == "plain" else None
    if isinstance(above, Line) and (_GOES_ON.match(match["title"]) or above.text.endswith(("、", "和", "及"))):
        return above.start, span[1]
    return span


def _cue_in_words(shaped: list[Shaped], at: int, piece: Line, text: str, lexis: Lexis) -> tuple[Stretch, int] | None:
    lead, heads = lexis.rule("lead"), shape_at(shaped, at + 1) in _BELOW
    if lexis.may("lead", text, piece.start, piece.end) and lead.pattern.search(piece.text):
        last = _last_sentence(piece, text)
        owed = lexis.rule("owed").pattern.search(text, *last)
        if owed or (heads and _rows_follow(shaped, at + 1, text, lexis, 1, pictures=True)):
            return Stretch(piece.end, last, lead.tag, None, sentence=last), at + 1
    row = shaped[at].row(lexis) if heads or lexis.may("title", text, piece.start, piece.end) else None
    if row and (own := _cue_of_row(shaped, at, piece, row, text, lexis)):
        return own
    return _cue_in_award(shaped, at, piece, text, lexis) if heads else None


def _last_sentence(piece: Line, text: str) -> Span:
    return [(piece.start, piece.end), *sentences(text, piece.start, piece.end)][-1]


def _cue_of_row(
    shaped: list[Shaped], at: int, piece: Line, row: Row, text: str, lexis: Lexis
) -> tuple[Stretch, int] | None:
    """A heading with a count, an honour or a place right above names, or lines that are names by their own form."""
    if row.tail and "、" not in piece.text and lexis.rule("title").pattern.match(row.text):
        return _titled(row, text, lexis), at + 1
    counted = row.count is not None or shape_at(shaped, at + 1) == "count"
    place = row.kind == "place" or row.text in lexis.regions or row.grade
    heads = counted or row.honour or (place and (row.label or _honour_at(shaped, at + 1, lexis)))
    tag = lexis.rule("line").tag
    if heads and not row.tail and _rows_follow(shaped, at + 1, text, lexis, 1, pictures=True):
        return Stretch(piece.start, (row.start, row.end), tag, None), at
    if any(test(shaped, at, lexis) for test in (_alike, _counting, _labelled)):
        return Stretch(piece.start, (piece.start, piece.end), tag, None), at
    return None


def _cue_in_award(shaped: list[Shaped], at: int, piece: Line, text: str, lexis: Lexis) -> tuple[Stretch, int] | None:
    """A sentence that awards, with a number, right above lines that are names."""
    last = _last_sentence(piece, text)
    awarding = lexis.rule("award").pattern.search(text, *last) and lexis.rule("number").pattern.search(
        text, piece.start, piece.end
    )
    if awarding and _rows_follow(shaped, at + 1, text, lexis, _FEW):
        return Stretch(piece.end, last, lexis.rule("award").tag, None, sentence=last), at + 1
    return None


def _titled(row: Row, text: str, lexis: Lexis) -> Stretch:
    """表彰名单:甲 乙 丙, all on one line."""
    start, end = row.tail or (row.end, row.end)
    rows = [row_of(Line(start, end, text[start:end]), lexis)]
    return Stretch(row.start, (row.start, row.end), lexis.rule("title").tag, (row.start, row.end), rows)


def _honour_at(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    row = shaped[at].row(lexis) if at < len(shaped) else None
    return row is not None and row.honour


def _rows_follow(shaped: list[Shaped], at: int, text: str, lexis: Lexis, least: int, *, pictures: bool = False) -> bool:
    """Do at least so many lines follow that have the form of entries, two thirds of the stretch?"""
    known = total = 0
    for here in shaped[at : at + _AHEAD]:
        if here.shape in ("count", "note"):
            continue
        if here.shape == "table" or (pictures and here.shape in ("image", "script") and not total):
            return True
        row = here.row(lexis)
        if row is None:
            break
        total += 1
        known += _namely(row, text, lexis)
    return known >= least and known * 3 >= total * 2


def _namely(row: Row, text: str, lexis: Lexis) -> bool:
    """Has the row the form of an entry or of a heading?"""
    if row.kind or row.honour or row.text.endswith("》") or row.count or row.label or row.text in lexis.regions:
        return True
    if personal(row.text, lexis) or personal(row.text.split(",")[0], lexis):
        return True
    return bool(run_names(text, row.start, row.end, lexis))


def _alike(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Many lines on end with one ending: a list whose heading we could not read."""
    stretch = shaped[at : at + _MANY]
    if len(stretch) < _MANY or any(here.shape != "plain" for here in stretch):
        return False
    endings = {lexis.ending(here.piece.text) for here in stretch if isinstance(here.piece, Line)}
    return len(endings) == 1 and None not in endings


def _counting(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Lines numbered from 1 that are names: a list whose heading is a sentence or stands far above."""
    known = 0
    for n, here in enumerate(shaped[at : at + _NUMBERED], 1):
        row = here.row(lexis)
        if (
            row is None
            or row.serial is None
            or row.serial.value != n
            or (row.style in ("han", "hanparen") and not row.kind)
        ):
            break
        known += bool(row.kind) or personal(row.text, lexis)
    return known >= _NUMBERED


def _labelled(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Two lines on end in which a place, a grade or an honour labels names: 江州市:甲、乙."""
    labels = [
        row
        for row in (here.row(lexis) for here in shaped[at : at + _FEW])
        if row
        and row.tail
        and (row.grade or row.honour or row.count or row.kind == "place" or row.text in lexis.regions)
    ]
    return len(labels) == _FEW
