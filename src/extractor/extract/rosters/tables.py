"""Tables as rows of entries: HTML tables, tables drawn with | or blanks, and tables flattened to one cell a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.extract.rosters.drafts import Item, Mention, Span
from extractor.extract.rosters.employment import employment
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Grid, Line, Piece
from extractor.extract.rosters.lists import run_names
from extractor.extract.rosters.names import items_in
from extractor.extract.rosters.rows import Row, row_of

_NAMING = ("person", "name", "unit")
_BODY = re.compile("单位|企业|公司|工会|学校|机构|组织")
_SHOWN = {"unit": "unit", "post": "post", "sex": "sex", "ethnicity": "ethnicity", "alias": "alias", "grade": "grade"}
_SHOWN |= {"honour": "honour", "region": "region"}
_PHONE = re.compile("电话|手机|联系方式")  # whom to call is a list only under a title
_TOTAL = re.compile("[合总共小]计(?:[:0-9].*)?$")
_HEAD_ROWS = 4  # a table's head stands in one of its first rows, under its title
_DIGITS = re.compile(r"[0-9]{1,5}[.、]?$")
_CELL = re.compile(r"[^|]+")
_WORD = re.compile(r"(?:[^ ()]|\([^()]*\))+")
_RULE = re.compile(r"^[|+ :=-]+$")

Cells = Sequence[Line | None]


@dataclass(frozen=True)
class Table:
    """A table whose head says which column names the entries; its rows are ready."""

    start: int
    end: int
    rows: tuple[Row, ...]
    sure: bool  # the head says that its rows are names; a list of units alone may be a table of figures


def tabled(pieces: Sequence[Piece], text: str, lexis: Lexis) -> list[Line | Table]:
    """The pieces with every table read; a table without a head is given back as its cells, a line each."""
    out: list[Line | Table] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, Grid):
            out.extend(_read(piece.rows, text, lexis) or piece.lines)
            at += 1
        elif found := _laid_out(pieces, at, piece, text, lexis):
            table, at = found
            out.extend(table)
        else:
            out.append(piece)
            at += 1
    return out


def _laid_out(
    pieces: Sequence[Piece], at: int, head: Line, text: str, lexis: Lexis
) -> tuple[list[Line | Table], int] | None:
    """The table of plain lines that begins with ``head``: cells parted by |, or heads of columns."""
    if "|" in head.text and (drawn := _drawn(pieces, at, text, lexis)):
        return drawn
    if " " in head.text and (spaced := _spaced(pieces, at, text, lexis)):
        return spaced
    return _flat(pieces, at, text, lexis) if lexis.header(head.text) is not None else None


# --- the four layouts ------------------------------------------------------------------------------------------------


def _drawn(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> tuple[list[Line | Table], int] | None:
    """Lines of cells parted by |."""
    lines = _while(pieces, at, lambda line: line.text.count("|") > 1)
    if len(lines) < 2:
        return None
    rows = [[*_cells(line, _CELL)] for line in lines if not _RULE.match(line.text)]
    read = _read(rows, text, lexis)
    return (read, at + len(lines)) if read else None


def _spaced(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> tuple[list[Line | Table], int] | None:
    """A line of column heads parted by blanks, and the lines below it that have as many words."""
    head = pieces[at]
    if not isinstance(head, Line) or " " not in head.text or lexis.header(head.text.split(" ", 1)[0]) is None:
        return None
    cells = list(_cells(head, _WORD))
    roles = [lexis.header(cell.text) for cell in cells]
    if len(cells) < 2 or None in roles or not {"serial", "person", "name"} & set(roles):
        return None
    lines = _while(pieces, at + 1, lambda line: _in_table(line, len(cells), lexis))
    rows = [_filled(line, len(cells)) or list(_cells(line, _WORD)) for line in lines if not _shape(line, lexis)]
    read = _read([cells, *rows], text, lexis) if rows else None
    return (read, at + 1 + len(lines)) if read else None


def _in_table(line: Line, width: int, lexis: Lexis) -> bool:
    if shape := _shape(line, lexis):
        return shape == "note"
    return _filled(line, width) is not None or lexis.header(line.text.split(" ")[0]) is not None


def _shape(line: Line, lexis: Lexis) -> str | None:
    hit = lexis.line(line.text)
    return hit.rule.data["shape"] if hit else None


def _flat(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> tuple[list[Line | Table], int] | None:
    """A table flattened to one cell a line: its heads one after another, then its cells."""
    heads = _while(pieces, at, lambda line: lexis.header(line.text) is not None)
    roles = [lexis.header(line.text) for line in heads]
    if len(heads) < 2 or not ({"serial", "person"} & set(roles)):
        return None
    cells = _while(pieces, at + len(heads), lambda line: len(line.text) <= 40 and not _barrier(line, lexis))
    rows = _records(cells, roles, lexis)
    read = _read([heads, *rows], text, lexis) if rows else None
    return (read, at + len(heads) + sum(map(len, rows))) if read else None


def _while(pieces: Sequence[Piece], at: int, test) -> list[Line]:  # type: ignore[no-untyped-def]
    lines: list[Line] = []
    while at < len(pieces):
        piece = pieces[at]
        if not isinstance(piece, Line) or piece.image or piece.ends or not test(piece):
            break
        lines.append(piece)
        at += 1
    return lines


def _barrier(line: Line, lexis: Lexis) -> bool:
    hit = lexis.line(line.text)
    return bool(re.search("[。!?;]", line.text)) or (hit is not None and hit.rule.data["shape"] != "note")


def _cells(line: Line, pattern: re.Pattern[str]) -> Iterator[Line]:
    for match in pattern.finditer(line.text):
        bare = match[0].strip()
        start = line.start + match.start() + len(match[0]) - len(match[0].lstrip())
        if bare or pattern is _CELL:
            yield Line(start, start + len(bare), bare)


def _filled(line: Line, width: int) -> list[Line] | None:
    """The line's words as ``width`` cells; a name spread over single characters is one of them."""
    cells = list(_cells(line, _WORD))
    while len(cells) > width:
        at = next((i for i in range(len(cells) - 1) if _letter(cells[i]) and _letter(cells[i + 1])), None)
        if at is None:
            return None
        a, b = cells[at], cells[at + 1]
        cells[at : at + 2] = [Line(a.start, b.end, line.text[a.start - line.start : b.end - line.start])]
    return cells if len(cells) == width else None


def _letter(cell: Line) -> bool:
    return all(len(part) == 1 and not part.isascii() for part in cell.text.split("(")[0].split(" "))


def _records(cells: list[Line], roles: list[str | None], lexis: Lexis) -> list[list[Line | None]]:
    """Cells as rows: each serial number opens one, without numbers every so many cells are one."""
    width = _period(roles)
    period = roles[:width]
    if "serial" not in period:
        return [list(cells[i : i + width]) for i in range(0, len(cells) - width + 1, width)]
    rows: list[list[Line | None]] = []
    for cell in cells:
        if _DIGITS.match(cell.text) and (len(rows) == 0 or len(rows[-1]) > 1) and not _numeric(period, rows):
            rows.append([cell])
        elif rows and len(rows[-1]) < width:
            rows[-1].append(cell)
        elif rows or lexis.header(cell.text) is None:
            break
    return [_aligned(row, period, lexis) for row in rows if len(row) > 1]


def _numeric(period: Sequence[str | None], rows: list[list[Line | None]]) -> bool:
    """Is a number here a cell like any other (an age, a score)? Only in a table with such a column, inside a row."""
    return "note" in period and bool(rows) and len(rows[-1]) < len(period)


def _aligned(row: list[Line | None], period: Sequence[str | None], lexis: Lexis) -> list[Line | None]:
    """A row with fewer cells than heads lacks a merged one: the person's name finds its own column."""
    missing = len(period) - len(row)
    if missing <= 0 or "person" not in period:
        return row
    at = next((i for i, cell in enumerate(row) if cell and i and lexis.is_person("".join(cell.text.split()))), None)
    want = period.index("person")
    return row if at is None or at >= want else [*row[:at], *[None] * (want - at), *row[at:]]


# --- rows ------------------------------------------------------------------------------------------------------------


def _read(rows: Sequence[Cells], text: str, lexis: Lexis) -> list[Line | Table] | None:
    """What stands above the head as lines, then the table; None where no row is a head that names entries."""
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        roles = _roles(row, lexis)
        if roles and (naming := _naming(roles, row)) is not None:
            head = {line.start for line in _distinct(row)}
            titles = (cells for cells in map(_distinct, rows[:at]) if not any(line.start in head for line in cells))
            above = [line for cells in titles for line in cells]  # a head may take two rows
            table = _table(rows[at + 1 :], roles, naming, text, lexis)
            if table and any(_PHONE.search(line.text) for line in _distinct(row)):
                table = replace(table, sure=False)
            return [*above, table] if table else None
    return None


def _roles(row: Cells, lexis: Lexis) -> list[str | None] | None:
    cells = [cell for cell in row if cell]
    roles = [lexis.header(cell.text) if cell else None for cell in row]
    known = sum(role is not None for role in roles)
    return roles if len(_distinct(row)) > 1 and known * 3 >= len(cells) * 2 else None


def _naming(roles: list[str | None], row: Cells) -> str | None:
    """The role that names the entries: a person before a body, a work or a palace before its people."""
    if "person" in roles and "name" in roles:
        head = row[roles.index("name")]
        return "person" if head and _BODY.search(head.text) else "name"
    return next((role for role in _NAMING if role in roles), None)


def _period(roles: Sequence[str | None]) -> int:
    """How many columns one entry takes: a head that repeats itself holds several entries side by side."""
    for width in range(1, len(roles) // 2 + 1):
        if len(roles) % width == 0 and list(roles) == list(roles[:width]) * (len(roles) // width) and width > 1:
            return width
    return len(roles)


def _table(rows: Sequence[Cells], roles: list[str | None], naming: str, text: str, lexis: Lexis) -> Table | None:
    width = _period(roles)
    period = roles[:width]
    parts = [row[i : i + width] for row in rows for i in range(0, max(len(row), 1), width)]
    read = _numbered([part for part in parts if any(part)], period, len(roles) > width)
    made: list[Row] = []
    seen: set[int] = set()
    serials: list[Mention] = []
    for part in read:
        if row := _row(part, period, naming, text, lexis, seen):
            made.append(row)
            if row.serial:
                serials.append(row.serial)
    if not any(row.items for row in made):
        return None
    if _running(serials):
        made[-1].counts.append(serials[-1])
    return Table(made[0].start, max(row.end for row in made), tuple(made), naming != "unit")


def _running(serials: list[Mention]) -> bool:
    values = [serial.value for serial in serials]
    return bool(values) and values[0] == 1 and all(a < b for a, b in itertools.pairwise(values))


def _numbered(parts: list[Cells], period: Sequence[str | None], beside: bool) -> list[Cells]:
    """Columns side by side are read by their numbers."""
    if not beside or "serial" not in period:
        return parts
    at = period.index("serial")
    numbers = [number for part in parts if (number := _number(part, at)) is not None]
    if len(numbers) < len(parts):
        return parts
    return [part for _, part in sorted(zip(numbers, parts, strict=True), key=lambda pair: pair[0])]


def _number(part: Cells, at: int) -> int | None:
    cell = part[at] if at < len(part) else None
    return int(re.sub("[.、]", "", cell.text)) if cell and _DIGITS.match(cell.text) else None


def _row(part: Cells, period: Sequence[str | None], naming: str, text: str, lexis: Lexis, seen: set[int]) -> Row | None:
    cells = {role: cell for role, cell in zip(period, part, strict=False) if role and cell}
    distinct = _distinct(part)
    if len(distinct) == 1 and len(period) > 1:
        line = distinct[0]
        heading = row_of(line, lexis)
        heading.label = True
        return heading
    name = cells.get(naming)
    if any(_TOTAL.match("".join(line.text.split())) for line in distinct):
        return None
    if name is None or name.start in seen or lexis.header(name.text) is not None:
        return None
    seen.add(name.start)
    several = "、" in name.text and run_names(text, name.start, name.end, lexis)
    named = several or items_in(text, name.start, name.end, lexis)
    items = [_item(item, cells, naming, text, lexis) for item in named]
    row = Row(name.start, max(line.end for line in distinct), "", items=items)
    number = cells.get("serial")
    if number and _DIGITS.match(number.text):
        digits = re.match("[0-9]+", number.text)
        size = len(digits[0]) if digits else 0
        row.serial = Mention(int(number.text[:size]), number.start, number.start + size, lexis.rule("serial").tag)
    return row


def _item(item: Item, cells: dict[str, Line], naming: str, text: str, lexis: Lexis) -> Item:
    said: dict[str, Span] = dict(item.attributes)
    for role, cell in cells.items():
        if role != naming and cell.text and role in _SHOWN:
            said[_SHOWN[role]] = (cell.start, cell.end)
    if naming != "person" and (person := cells.get("person")):
        said["author" if item.kind == "work" else "person"] = (person.start, person.end)
    if both := cells.get("unit_post"):
        said.update(employment(text, both.start, both.end, lexis))
    kind = "person" if naming == "person" else item.kind
    return replace(item, attributes=said, kind=kind, rule=lexis.rule("cell").tag)


def _distinct(row: Cells) -> list[Line]:
    seen = {cell.start: cell for cell in row if cell and cell.text}
    return list(seen.values())
