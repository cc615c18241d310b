"""Lists that stand one entry a line or in tables: where they begin and end, their headings, their entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.extract.rosters.builder import Builder, Stretch
from extractor.extract.rosters.drafts import Draft, Item, Span
from extractor.extract.rosters.headings import Company, headings
from extractor.extract.rosters.joined import trimmed
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.names import items_in, squeezed
from extractor.extract.rosters.rows import Row, beside

_PIECE = re.compile(r"(?:\([^()]{0,60}\)|[^、])+")  # up to a 、 outside brackets; each character is read once
_BETWEEN_COMMAS = re.compile(r"(?:\([^()]{0,60}\)|[^,])+")
_PLACE = 3  # characters of a place's name: 江州市
_INNER = re.compile("[ (、,—《\n]")  # marks of more than a bare name


def drafts_of(stretch: Stretch, text: str, lexis: Lexis) -> list[Draft]:
    """The lists of one stretch: one for each honour that its headings name."""
    rows = list(_merged(stretch.rows, text, lexis))
    marks = headings(rows, lexis)
    builder = Builder(stretch, text, lexis)
    tag = lexis.rule("line").tag
    for row, is_heading in zip(rows, marks, strict=True):
        if row.image:
            builder.picture(row)
        elif row.items:
            builder.add(row, row.items)
        elif is_heading:
            _labelled(builder, row, tag)
        else:
            builder.add(row, _tagged(_entries(row, text, lexis), tag))
    _number(builder.drafts, rows, marks)
    for draft in builder.drafts[-1:]:
        draft.reason = "partial" if stretch.elided else draft.reason
        draft.doubtful = _doubtful(draft, stretch, text, lexis)
    return builder.drafts


def _labelled(builder: Builder, row: Row, tag: str) -> None:
    """A heading, and the names that stand behind it on its line; a body before persons is their unit."""
    items = _tagged(run_items(builder.text, *row.tail, builder.lexis), tag) if row.tail else []
    if (
        items
        and row.kind in ("organisation", "palace")
        and not row.honour
        and row.text not in builder.lexis.regions
        and all(i.kind == "person" for i in items)
    ):
        for item in items:
            item.attributes.setdefault("unit", (row.start, row.end))
        builder.add(row, items)
        return
    if items and row.kind == "organisation" and not row.honour and _of_works(builder):
        tail = row.tail or (row.end, row.end)
        builder.add(row, [Item(*tail, "work", {"unit": (row.start, row.end)}, rule=tag)])
        return
    if items and row.kind in ("organisation", "palace") and not row.honour and not any(i.kind for i in items):
        place = {"address": (items[0].start, items[-1].end)}
        builder.add(row, [Item(row.start, row.end, row.kind, place, rule=tag)])
        return
    builder.heading(row)
    if items:
        builder.add(row, items)


def _of_works(builder: Builder) -> bool:
    """Does the list's title promise works: 优秀案例名单?"""
    title, lexis = builder.stretch.title, builder.lexis
    named = lexis.honours_in(builder.text[slice(*title)]) if title else []
    return any(lexis.honours.get(honour) == "work" for honour in named)


def _entries(row: Row, text: str, lexis: Lexis) -> list[Item]:
    if row.kind and not _INNER.search(row.text):
        return [Item(row.start, row.end, row.kind)]
    several = "、" in row.text and run_names(text, row.start, row.end, lexis)
    return several or items_in(text, row.start, row.end, lexis, glued=row.kind is None)


def _tagged(items: list[Item], tag: str) -> list[Item]:
    for item in items:
        item.rule = tag
    return items


# --- rows that belong together ---------------------------------------------------------------------------------------


def _merged(rows: Sequence[Row], text: str, lexis: Lexis) -> Iterator[Row]:
    """Rows with what belongs to them: a wrapped line's rest, a person's particulars on the next line or word."""
    rows = _by_number(rows)
    company = Company.of(rows, lexis)
    paired = _paired(rows)
    held: Row | None = None
    for at, row in enumerate(rows):
        if held and (_beside(held, row, text) or (paired and at % 2) or _wrapped(rows, at, company)):
            held.end, held.text = row.end, text[held.start : row.end]
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _by_number(rows: Sequence[Row]) -> list[Row]:
    """Entries that stand side by side, in the order of their numbers."""
    numbers = [row.serial.value for row in rows if row.beside and row.serial]
    if not numbers or len(set(numbers)) != len(rows):
        return list(rows)
    return sorted(rows, key=lambda row: row.serial.value if row.serial else 0)


def _paired(rows: Sequence[Row]) -> bool:
    """Do a person and a line that is no person take turns throughout?"""
    if len(rows) < 4 or len(rows) % 2 or any(row.items or row.image or row.label for row in rows):
        return False
    if any(row.style for row in rows[1::2]) or len({row.style for row in rows[::2]}) > 1:
        return False
    return all((row.kind == "person") == (at % 2 == 0) for at, row in enumerate(rows)) and not any(
        r.honour for r in rows
    )


def _beside(held: Row, row: Row, text: str) -> bool:
    """In a paragraph that holds a whole list, the words behind a person's name are the person's."""
    if held.kind != "person" or row.kind == "person" or row.honour or row.grade or row.items or held.items:
        return False
    return held.end < row.start and not text[held.end : row.start].strip(" ")


def _wrapped(rows: Sequence[Row], at: int, company: Company) -> bool:
    """An unnumbered line between 3 and 4 goes on with 3, unless it is a heading of another kind than the entries."""
    row, above = rows[at], rows[at - 1]
    before, after = above.serial, rows[at + 1].serial if at + 1 < len(rows) else None
    if above.count or above.label or above.honour or above.grade:
        return False  # 1.一等奖(1个) is a heading, and the line below it an entry
    if (
        row.serial
        or row.label
        or row.count
        or row.honour
        or row.grade
        or row.items
        or row.image
        or not before
        or not after
    ):
        return False
    return after.value == before.value + 1 and row.kind in (None, company.kind)


def run_names(text: str, start: int, end: int, lexis: Lexis) -> list[Item]:
    """A line of names joined by 、; nothing where a piece is no name."""
    pieces = list(_split(text, start, end))
    if len(pieces) < 2 or any(lexis.ending(text[a:b]) == text[a:b] for a, b in pieces):
        return []
    items = [item for a, b in pieces for item in items_in(text, a, b, lexis)]
    if not all(item.kind for item in items):
        return []
    unit = items[0].attributes.get("unit")
    if unit and unit[1] <= items[0].start and all(item.kind == "person" for item in items):
        for item in items:
            item.attributes.setdefault("unit", unit)
    return items


def run_items(text: str, start: int, end: int, lexis: Lexis) -> list[Item]:
    """Names behind a label on its line: 江州市:甲工会、乙工会."""
    numbered = beside(Line(start, end, text[start:end]))
    spans = [trimmed(text, line.start, line.end) for line in numbered] if len(numbered) > 1 else []
    spans = spans or list(_split(text, start, end))
    if len(spans) == 1 and "," in text[start:end]:
        parted = [m.span() for m in _BETWEEN_COMMAS.finditer(text, *spans[0])]
        kinds = {lexis.kind(text[a:b]) for a, b in parted}
        # 甲驿站,乙驿站 are two; 张海涛,江州机床厂钳工 is one with what he is.
        spans = parted if len(kinds) == 1 and None not in kinds else spans
    items: list[Item] = []
    for a, b in spans:
        items += items_in(text, a, b, lexis, glued=True)
    return items


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    for piece in _PIECE.finditer(text, start, end):
        if bare := piece[0].strip(" ,;。"):
            begin = piece.start() + piece[0].index(bare)
            yield begin, begin + len(bare)


def _number(drafts: Sequence[Draft], rows: Sequence[Row], marks: Sequence[bool]) -> None:
    """A last 序号 is a number that the list declares, where the numbers run through it without starting again."""
    if len(drafts) != 1 or drafts[0].counts:
        return
    serials = [row.serial for row, heading in zip(rows, marks, strict=True) if row.serial and not heading]
    values = [serial.value for serial in serials]
    if len(values) > 1 and values == sorted(set(values)) and values[0] == 1:
        drafts[0].counts.append(serials[-1])


def _signs(row: Row, lexis: Lexis) -> bool:
    return row.style is None and bool(lexis.rule("issuer").pattern.search(row.text))


def _cosigns(row: Row, last: Row, stretch: Stretch, lexis: Lexis) -> bool:
    """江州市总工会 above 江州市人社局: a body of the signer's own place, with another ending than the entries have."""
    endings = Counter(lexis.ending(other.text) for other in stretch.rows)
    return row.text[:_PLACE] == last.text[:_PLACE] and lexis.ending(row.text) != endings.most_common(1)[0][0]


def _doubtful(draft: Draft, stretch: Stretch, text: str, lexis: Lexis) -> int:
    """How many of the last entries may be no entries: the signer above a date, the sub-heading above the next paragraph."""
    items = draft.items
    if not items or not stretch.rows or stretch.rows[-1].items:
        return 0
    names = [squeezed(text[item.start : item.end]) for item in items]
    numbered = sum(row.style is not None for row in stretch.rows) * 2 > len(stretch.rows)
    last = stretch.rows[-1]
    if stretch.before == "date" and _signs(last, lexis):
        signers = list(takewhile(lambda row: _signs(row, lexis), reversed(stretch.rows)))
        draft.spare = len(signers)
        return 1 + sum(1 for _ in takewhile(lambda row: _cosigns(row, last, stretch, lexis), signers[1:]))
    if numbered:
        return 0
    for back in (1, 2, 3):
        if len(names) > back and names[-back] in names[:-back] and not items[-back].attributes:
            return back
    return 1 if stretch.before == "prose" and items[-1].kind is None and len(items) > 1 else 0
