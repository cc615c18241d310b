"""The walk down a page: which lines announce a list, how far it reaches, and what was announced and did not come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.extract.rosters.builder import Stretch
from extractor.extract.rosters.drafts import Draft, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.lists import drafts_of, run_names
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.numbers import value_of
from extractor.extract.rosters.rows import Row, beside, row_of, serial_line
from extractor.extract.rosters.tables import Table
from extractor.model.records import RosterReason
from extractor.text.segments import sentences

_PROSE = re.compile("[。!?;].")
_STOPS = "。!?"
_SPACES = re.compile(" {2,}")
_GOES_ON = re.compile("[和及暨与、]|获得者名单|(?:表彰|获奖|人员|单位)?名单$")
_LONG = 60
_LONG_NUMBERED = 90
_FEW, _NUMBERED, _MANY = 2, 3, 5


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that say that a list is given: its title where they name it, and where it should be."""

    span: Span
    rule: str
    title: Span | None
    sentence: Span | None
    reason: RosterReason | None
    counts: tuple[Mention, ...] = ()


@dataclass
class Walked:
    """What the walk found."""

    drafts: list[Draft] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line or table with its shape; ``match`` where a rule gave it."""

    piece: Line | Table
    shape: str
    match: re.Match[str] | None = None
    rule: str = ""


def walk(pieces: Sequence[Line | Table], text: str, lexis: Lexis) -> Walked:
    """Every list that stands in lines or tables, every promise of one, and the prose between."""
    shaped = [_shape(piece, lexis) for piece in pieces]
    found = Walked()
    at = 0
    while at < len(shaped):
        at = _step(shaped, at, found, text, lexis)
    return found


def _shape(piece: Line | Table, lexis: Lexis) -> Shaped:
    if isinstance(piece, Table):
        return Shaped(piece, "table")
    if piece.image:
        return Shaped(piece, "image")
    hit = lexis.lines.at(piece.text, 0)
    if piece.ends and not (hit and hit.rule.data["shape"] == "image") and not _only_persons(piece.text, lexis):
        return Shaped(piece, "end")
    if hit:
        return Shaped(piece, hit.rule.data["shape"], hit.match, hit.rule.tag)
    return Shaped(piece, "prose" if _is_prose(piece.text, lexis) else "plain")


def _only_persons(text: str, lexis: Lexis) -> bool:
    """Nothing but two names or more: no credit, which has a label, but a line of a list that looks like one."""
    words = _SPACES.split(text)
    return len(words) > 1 and all(lexis.is_person(squeezed(word)) for word in words)


def _is_prose(text: str, lexis: Lexis) -> bool:
    bare = text.rstrip("。;!?,、 ")
    if _particulars(bare, lexis):
        return False
    numbered = bool(lexis.rule("serial").pattern.match(text))
    if text.endswith(tuple(_STOPS)) and not numbered:
        return not lexis.kind(bare) or bool(lexis.rule("award").pattern.search(bare))
    return bool(_PROSE.search(bare)) or len(bare) > (_LONG_NUMBERED if numbered else _LONG)


def _particulars(text: str, lexis: Lexis) -> bool:
    """张海涛,女,汉族,江州机床厂钳工: a person with what a register says of him."""
    words = re.split("[,、]", text, maxsplit=2)
    known = len(words) > 2 and (words[1] in ("男", "女") or words[1] in lexis.peoples)
    return known and lexis.is_person("".join(words[0].split())) and not _PROSE.search(text)


def _step(shaped: list[Shaped], at: int, found: Walked, text: str, lexis: Lexis) -> int:
    """Reads what begins at ``at`` and says where to go on."""
    here = shaped[at]
    if isinstance(here.piece, Line) and here.shape in ("prose", "plain", "title", "reference"):
        found.prose.append(here.piece)
    if here.shape == "reference" or _continues_reference(shaped, at):
        _promise_reference(here, found)
        return at + 1
    cue = _cue(shaped, at, text, lexis)
    if cue is None:
        if here.shape == "prose" or here.shape == "plain":
            _promise_in_prose(here, found, text, lexis)
        return at + 1
    stretch, first = cue
    return _read(shaped, first, stretch, found, text, lexis)


# --- what announces a list -------------------------------------------------------------------------------------------


def _cue(shaped: list[Shaped], at: int, text: str, lexis: Lexis) -> tuple[Stretch, int] | None:
    """The stretch that begins here, without rows as yet, and where its rows begin."""
    here = shaped[at]
    piece = here.piece
    if here.shape == "table":
        return Stretch(piece.start, (piece.start, piece.end), lexis.rule("cell").tag, None), at
    if not isinstance(piece, Line):
        return None
    span = (piece.start, piece.end)
    if here.shape == "title" and here.match:
        title = _whole_title(shaped, at, here.match)
        bare = here.match["title"] in ("名单", "名册", "名录")
        stretch = Stretch(piece.start, title, here.rule, None if bare else title)
        _counted_note(piece, stretch, lexis)
        return stretch, at + 1
    if here.shape == "note" and "序" in piece.text and _rows_follow(shaped, at + 1, text, lexis, 1):
        return Stretch(piece.start, span, here.rule, None), at + 1
    if here.shape in ("prose", "plain"):
        return _cue_in_words(shaped, at, piece, text, lexis)
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
    last = list(sentences(text, piece.start, piece.end))[-1:] or [(piece.start, piece.end)]
    lead = lexis.rule("lead")
    if lead.pattern.search(piece.text):
        return Stretch(piece.end, last[0], lead.tag, None, sentence=last[0]), at + 1
    if shaped[at].shape == "plain":
        row = row_of(piece, lexis)
        counted = row.count is not None or _shape_at(shaped, at + 1) == "count"
        placed = row.kind == "place" or row.text in lexis.regions or row.grade
        placed = placed and (row.label or _honour_at(shaped, at + 1, lexis))
        if (counted or row.honour or placed) and not row.tail and _rows_follow(shaped, at + 1, text, lexis, 1, pictures=True):
            return Stretch(piece.start, (row.start, row.end), lexis.rule("line").tag, None), at
        if _alike(shaped, at, lexis) or _counting(shaped, at, lexis) or _labelled(shaped, at, lexis):
            return Stretch(piece.start, (piece.start, piece.end), lexis.rule("line").tag, None), at
        return None
    awarding = lexis.rule("award").pattern.search(text, *last[0]) and lexis.rule("number").pattern.search(
        text, piece.start, piece.end
    )
    if awarding and _rows_follow(shaped, at + 1, text, lexis, _FEW):
        return Stretch(piece.end, last[0], lexis.rule("award").tag, None, sentence=last[0]), at + 1
    return None


def _shape_at(shaped: list[Shaped], at: int) -> str:
    return shaped[at].shape if at < len(shaped) else ""


def _honour_at(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    here = shaped[at] if at < len(shaped) else None
    return here is not None and here.shape == "plain" and isinstance(here.piece, Line) and row_of(here.piece, lexis).honour


def _rows_follow(shaped: list[Shaped], at: int, text: str, lexis: Lexis, least: int, *, pictures: bool = False) -> bool:
    """Do at least so many lines follow that have the form of entries, two thirds of the stretch?"""
    known = total = 0
    for here in shaped[at : at + 12]:
        if here.shape in ("count", "note"):
            continue
        if here.shape == "table" or (pictures and here.shape in ("image", "script") and not total):
            return True
        if here.shape != "plain" or not isinstance(here.piece, Line):
            break
        row = row_of(here.piece, lexis)
        total += 1
        known += _namely(row, text, lexis)
    return known >= least and known * 3 >= total * 2


def _namely(row: Row, text: str, lexis: Lexis) -> bool:
    """Has the row the form of an entry or of a heading?"""
    if row.kind or row.honour or row.count or row.label or row.text in lexis.regions:
        return True
    return _personal(row.text, lexis) or bool(run_names(text, row.start, row.end, lexis))


def _personal(text: str, lexis: Lexis) -> bool:
    words = text.replace("(", " (").split(" ")
    return any(lexis.is_person(word) for word in (words[0], words[-1], "".join(words[:2])))


def _alike(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Many lines on end with one ending: a list whose heading we could not read."""
    endings = set()
    for here in shaped[at : at + _MANY]:
        if here.shape != "plain" or not isinstance(here.piece, Line):
            return False
        endings.add(lexis.ending(here.piece.text))
    return len(endings) == 1 and None not in endings and len(shaped) - at >= _MANY


def _counting(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Lines numbered from 1 that are names: a list whose heading is a sentence or stands far above."""
    known = 0
    for n, here in enumerate(shaped[at : at + _NUMBERED], 1):
        row = row_of(here.piece, lexis) if here.shape == "plain" and isinstance(here.piece, Line) else None
        if row is None or row.serial is None or row.serial.value != n or row.style in ("han", "hanparen"):
            break
        known += bool(row.kind) or _personal(row.text, lexis)
    return known >= _NUMBERED


def _labelled(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """Two lines on end in which a place, a grade or an honour labels names: 江州市:甲、乙."""
    rows = [
        row_of(here.piece, lexis) for here in shaped[at : at + _FEW] if here.shape == "plain" and isinstance(here.piece, Line)
    ]
    labels = [row for row in rows if row.tail and (row.grade or row.honour or row.kind == "place" or row.text in lexis.regions)]
    return len(labels) == _FEW


# --- how far it reaches ----------------------------------------------------------------------------------------------


def _read(shaped: list[Shaped], at: int, stretch: Stretch, found: Walked, text: str, lexis: Lexis) -> int:
    serial: Mention | None = None
    first = at
    while at < len(shaped):
        here = shaped[at]
        piece = here.piece
        if isinstance(piece, Table):
            stretch.rows.extend(piece.rows)
        elif here.shape == "plain" and (number := serial_line(piece, lexis)):
            serial = number
        elif here.shape == "plain" and not _sub_heading(shaped, at, lexis):
            stretch.rows.extend(_rows(piece, serial, lexis))
            serial = None
        elif here.shape == "elided":
            stretch.elided = True
        elif here.shape == "count":
            _count(here, stretch)
        elif here.shape in ("image", "script"):
            stretch.rows.append(Row(piece.start, piece.end, "", image=here.shape))
        elif here.shape == "note":
            _counted_note(here.piece, stretch, lexis)
        else:
            break
        at += 1
    stretch.before = _shape_at(shaped, at)
    if not any(not row.image for row in stretch.rows):
        return _unkept(shaped, first, stretch, found)
    found.drafts.extend(_kept(stretch, text, lexis))
    return max(at, first)


def _rows(piece: Line, serial: Mention | None, lexis: Lexis) -> list[Row]:
    lines = beside(piece)
    rows = [row_of(line, lexis, serial) for line in lines]
    for row in rows:
        row.beside = len(rows) > 1
    return rows


def _counted_note(piece: Line, stretch: Stretch, lexis: Lexis) -> None:
    """(共4名,按姓氏笔画为序) under the title: the remark holds the list's number."""
    for rule in (lexis.rule("total"), lexis.rule("counted")):
        match = rule.pattern.search(piece.text)
        value = value_of(match["value"]) if match else None
        if match and value is not None and not stretch.rows and not stretch.counts:
            span = (piece.start + match.start("value"), piece.start + match.end("unit"))
            stretch.counts.append(Mention(value, *span, rule.tag))


def _kept(stretch: Stretch, text: str, lexis: Lexis) -> list[Draft]:
    drafts = drafts_of(stretch, text, lexis)
    return [draft for draft in drafts if draft.items or draft.reason]


def _sub_heading(shaped: list[Shaped], at: int, lexis: Lexis) -> bool:
    """A line with a comma that no person opens is the heading of a section, not an entry: 阵地升级,增值提效."""
    piece = shaped[at].piece
    return (
        isinstance(piece, Line)
        and "," in piece.text
        and not piece.text[:1].isdigit()
        and not _personal(piece.text.split(",")[0], lexis)
    )


def _count(here: Shaped, stretch: Stretch) -> None:
    """A line that is a count belongs to the heading above it, or to the list itself."""
    match = here.match
    value = value_of(match["value"]) if match else None
    if match is None or value is None:
        return
    start = here.piece.start
    mention = Mention(value, start + match.start("value"), start + match.end("unit"), here.rule)
    if stretch.rows and not stretch.rows[-1].items:
        stretch.rows[-1].count = stretch.rows[-1].count or mention
    elif not stretch.rows:
        stretch.counts.append(mention)


# --- what was promised -----------------------------------------------------------------------------------------------


def _unkept(shaped: list[Shaped], first: int, stretch: Stretch, found: Walked) -> int:
    """An announcement without entries below it: a promise, and where the list is instead, as far as the next lines say."""
    reasons: dict[str, RosterReason] = {"image": "image", "script": "script"}
    reason = next((reasons[s.shape] for s in shaped[first : first + 3] if s.shape in reasons), None)
    found.promises.append(Promise(stretch.lead, stretch.rule, stretch.title, stretch.sentence, reason, tuple(stretch.counts)))
    if isinstance(shaped[first - 1].piece, Line) and shaped[first - 1].piece not in found.prose:
        found.prose.append(shaped[first - 1].piece)
    return max(first, 1)


def _continues_reference(shaped: list[Shaped], at: int) -> bool:
    """附件:1.甲名单 on one line, 2.乙名单 on the next."""
    here = shaped[at]
    return (
        here.shape == "title"
        and at > 0
        and (shaped[at - 1].shape == "reference" or _continues_reference(shaped, at - 1))
        and isinstance(here.piece, Line)
        and here.piece.text[:1].isdigit()
    )


def _promise_reference(here: Shaped, found: Walked) -> None:
    match = here.match
    if match is None:
        return
    group = "title" if match.groupdict().get("title") is not None else "name"
    start = here.piece.start
    title = (start + match.start(group), start + match.end(group))
    found.promises.append(Promise(title, here.rule, title, (start, here.piece.end), "attachment"))


def _promise_in_prose(here: Shaped, found: Walked, text: str, lexis: Lexis) -> None:
    rule = lexis.rule("announcement")
    for begin, end in sentences(text, here.piece.start, here.piece.end):
        if match := rule.pattern.search(text, begin, end):
            reason: RosterReason | None = "attachment" if "附" in match[0] else None
            found.promises.append(Promise(match.span(), rule.tag, None, (begin, end), reason))
