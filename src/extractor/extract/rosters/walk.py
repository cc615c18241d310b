"""The walk down a page: which lines announce a list, how far it reaches, and what was announced and did not come."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.extract.rosters.builder import Stretch
from extractor.extract.rosters.cues import cue_at, named_above, total_in
from extractor.extract.rosters.drafts import Draft, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.lists import drafts_of
from extractor.extract.rosters.numbers import mention
from extractor.extract.rosters.rows import Row, beside, row_of, serial_line
from extractor.extract.rosters.shapes import Shaped, personal, shape, shape_at
from extractor.extract.rosters.tables import Table
from extractor.model.records import RosterReason
from extractor.text.segments import sentences

_REASONS: dict[str, RosterReason] = {"image": "image", "script": "script"}
_SPEAKING = frozenset({"prose", "plain", "title", "reference", "note", "table"})  # shapes that may announce a list
_NEXT = ("title", "reference")  # another list's title: the picture under it is not this list's
_NEAR = 3  # lines under an announcement in which a picture may stand


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


def walk(pieces: Sequence[Line | Table], text: str, lexis: Lexis) -> Walked:
    """Every list that stands in lines or tables, every promise of one, and the prose between."""
    shaped = [shape(piece, lexis) for piece in pieces]
    found = Walked()
    at = 0
    while at < len(shaped):
        at = _step(shaped, at, found, text, lexis)
    return found


def _step(shaped: list[Shaped], at: int, found: Walked, text: str, lexis: Lexis) -> int:
    """Reads what begins at ``at`` and says where to go on."""
    here = shaped[at]
    if here.shape not in _SPEAKING:
        return at + 1
    if isinstance(here.piece, Line) and here.shape in ("prose", "plain", "title", "reference"):
        found.prose.append(here.piece)
    waiting = _waiting(found) if isinstance(here.piece, Table) else None
    cue = None if _continues_reference(shaped, at) else cue_at(shaped, at, text, lexis, waiting)
    if cue is None and here.shape == "note":
        _honoured_below(shaped, at, found, text, lexis)
    if cue is None:
        if here.shape in ("reference", "title"):
            _promise_reference(here, found)
        if here.shape in ("prose", "plain"):
            _promise_in_prose(here, found, text, lexis)
        return at + 1
    stretch, first = cue
    if isinstance(here.piece, Table) and stretch.title:
        found.promises.pop()
    return max(_read(shaped, first, stretch, found, text, lexis), at + 1)


def _honoured_below(shaped: list[Shaped], at: int, found: Walked, text: str, lexis: Lexis) -> None:
    """A remark that gives the lines above it an honour makes a list of them, where they are none as yet."""
    last = found.drafts[-1] if found.drafts else None
    after = last.items[-1].end if last and last.items else 0
    if cue := named_above(shaped, at, after, text, lexis):
        stretch, first = cue
        for here in shaped[first:at]:
            _take(here, stretch, 0, lexis)
        kept = _kept(stretch, text, lexis)
        for draft in kept:
            draft.start = stretch.start
        found.drafts.extend(kept)


def _waiting(found: Walked) -> Span | None:
    """The title that was announced last and has no list as yet."""
    last = found.promises[-1] if found.promises else None
    waiting = last and last.reason is None and not any(draft.start > last.span[0] for draft in found.drafts)
    return last.title if last and waiting else None


# --- how far it reaches ----------------------------------------------------------------------------------------------


def _read(shaped: list[Shaped], at: int, stretch: Stretch, found: Walked, text: str, lexis: Lexis) -> int:
    first = at
    while at < len(shaped) and _take(shaped[at], stretch, at - first, lexis):
        at += 1
    stretch.before = shape_at(shaped, at)
    if not any(not row.image for row in stretch.rows):
        return _unkept(shaped, first, stretch, found)
    found.drafts.extend(_kept(stretch, text, lexis))
    return max(at, first)


def _take(here: Shaped, stretch: Stretch, depth: int, lexis: Lexis) -> bool:
    """Takes a line or table into the stretch; False where the stretch ends before it. ``depth``: lines since its heading."""
    piece = here.piece
    if isinstance(piece, Table):
        stretch.rows.extend(piece.rows)
    elif here.shape == "plain":
        return _take_line(piece, stretch, lexis)
    elif here.shape in _REASONS:
        stretch.rows.append(Row(piece.start, piece.end, "", image=here.shape))
    elif here.shape == "elided":
        stretch.elided = True
    elif here.shape == "count":
        _count(here, stretch, lexis)
    elif here.shape == "note":
        _take_total(stretch, piece, lexis)
    else:
        # The dateline between the page's title and its list belongs to neither.
        return here.shape == "end" and _is_meta(here) and not stretch.rows and bool(stretch.title) and depth < _NEAR
    return True


def _take_line(piece: Line, stretch: Stretch, lexis: Lexis) -> bool:
    if number := serial_line(piece, lexis):
        stretch.serial = number
        return True
    if _sub_heading(piece, lexis):
        return False
    stretch.rows.extend(_rows(piece, stretch.serial, lexis))
    stretch.serial = None
    return True


def _is_meta(here: Shaped) -> bool:
    return isinstance(here.piece, Line) and here.piece.ends


def _rows(piece: Line, serial: Mention | None, lexis: Lexis) -> list[Row]:
    lines = beside(piece)
    rows = [row_of(line, lexis, serial) for line in lines]
    for row in rows:
        row.beside = len(rows) > 1
    return rows


def _kept(stretch: Stretch, text: str, lexis: Lexis) -> list[Draft]:
    drafts = drafts_of(stretch, text, lexis)
    return [draft for draft in drafts if draft.items or draft.reason]


def _sub_heading(piece: Line, lexis: Lexis) -> bool:
    """A line with a comma that no person opens is the heading of a section, not an entry: 阵地升级,增值提效."""
    if "," not in piece.text or piece.text[:1].isdigit() or ":" in piece.text.split(",")[0]:
        return False
    return not personal(piece.text.split(",")[0], lexis)


def _count(here: Shaped, stretch: Stretch, lexis: Lexis) -> None:
    """A line that is a count belongs to the heading above it, or to the list itself."""
    count = mention(here.match, lexis.rule("count"), here.piece.start)
    if count and stretch.rows and not stretch.rows[-1].items:
        stretch.rows[-1].count = stretch.rows[-1].count or count
    elif count and not stretch.rows:
        stretch.counts.append(count)


def _take_total(stretch: Stretch, piece: Line, lexis: Lexis) -> None:
    """(共4名,按姓氏笔画为序) under the title: the remark holds the list's number."""
    total = total_in(piece, lexis)
    if total and not stretch.rows and not stretch.counts:
        stretch.counts.append(total)


# --- what was promised -----------------------------------------------------------------------------------------------


def _unkept(shaped: list[Shaped], first: int, stretch: Stretch, found: Walked) -> int:
    """An announcement without entries below it: a promise, and where the list is instead, as far as the next lines say."""
    near = itertools.takewhile(lambda here: here.shape not in _NEXT, shaped[first : first + _NEAR])
    reason = next((_REASONS[here.shape] for here in near if here.shape in _REASONS), None)
    counts = tuple(stretch.counts)
    found.promises.append(Promise(stretch.lead, stretch.rule, stretch.title, stretch.sentence, reason, counts))
    return first


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
    if not lexis.may("announcement", text, here.piece.start, here.piece.end):
        return
    for begin, end in sentences(text, here.piece.start, here.piece.end):
        if match := rule.pattern.search(text, begin, end):
            reason: RosterReason | None = "attachment" if "附" in match[0] else None
            found.promises.append(Promise(match.span(), rule.tag, None, (begin, end), reason))
