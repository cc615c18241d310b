"""A line under a list's heading as a row: serial number, count, label, words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.extract.rosters.drafts import Item, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.numbers import SIGNS, mention, value_of
from extractor.model.records import RosterKind

_SERIAL = re.compile(
    rf"""(?: (?P<circled> [{SIGNS}] [ ]* [、.]? ) | (?P<paren> [(\[] [ ]* [0-9]{{1,4}} [ ]* [)\]] | [0-9]{{1,4}} [ ]* \) )
      | (?P<arabic> [0-9]{{1,5}} [ ]* (?: [、，,] | [.](?![0-9]) ) | [0-9]{{1,5}} (?= [ ] ) )
      | (?P<hanparen> \( [ ]* [一二三四五六七八九十]{{1,3}} [ ]* \) ) | (?P<han> [一二三四五六七八九十]{{1,3}} [ ]* [、.] ) ) [ ]*""",
    re.VERBOSE,
)
_BARE = re.compile(r"[0-9]{1,5}$")
_LABEL = re.compile(r"^(?P<label>(?:[^:。;!?()]|\([^()]{0,30}\)){1,30}):[ ]*(?P<tail>.*)$")
_BRACKETED = re.compile(r"^[【\[〔<][ ]*(?P<label>[^【】\[\]〔〕]{1,30}?)[ ]*[】\]〕>]$")
_CLOSING = re.compile("[])】:—-]|共")
_SAYING = re.compile(
    "授予|决定|被|命名为|评为|获评|荣获|以下|下列|等[0-9一二三四五六七八九十]"
)  # words of a sentence about an honour, not of its name
_COMRADE = ("同志", "先生", "女士")
_ENDS = " ;。,、.—"
_PAIR = re.compile(
    r"(?P<serial>[0-9]{1,4})(?:[ ]*[.、)]|(?= ))[ ]*(?P<name>[^0-9 ][^0-9]*?)(?=[ ]+[0-9]{1,4}(?:[ ]*[.、)]|[ ])|$)[ ]*"
)


@dataclass(slots=True)
class Row:
    """A line under a list's heading; offsets are the shadow's. ``items`` where a table has said already what it holds."""

    start: int
    end: int
    text: str
    style: str | None = None
    serial: Mention | None = None
    count: Mention | None = None
    label: bool = False
    tail: Span | None = None
    image: str | None = None
    beside: bool = False
    kind: RosterKind | None = None
    honour: bool = False
    grade: bool = False
    items: list[Item] = field(default_factory=list)
    counts: list[Mention] = field(default_factory=list)


def row_of(line: Line, lexis: Lexis, serial: Mention | None = None) -> Row:
    """A line as a row; ``serial`` is the number that stood on the line before it."""
    start, end = line.start, line.end
    style, own = _serial(line, lexis)
    if own:
        start += len((_SERIAL.match(line.text) or [""])[0])
    if 0 < (stop := line.text.find("。")) < len(line.text) - 1:  # what a person has done stands behind what he is
        end = line.start + stop
        line = Line(line.start, end, line.text[:stop])
    row = Row(start, end, "", style or ("arabic" if serial else None), own or serial)
    _take_count(row, line, lexis)
    words = line.text[row.start - line.start : row.end - line.start]
    row.end -= len(words) - len(words.rstrip(_ENDS))
    row.end -= 2 if len(words) > 3 and words.rstrip(_ENDS).endswith(_COMRADE) else 0
    row.text = line.text[row.start - line.start : row.end - line.start]
    if row.text.startswith("“") and row.text.endswith("”") and row.text.count("“") == 1:
        row.start, row.end, row.text = row.start + 1, row.end - 1, row.text[1:-1]
    _take_brackets(row)
    _take_label(row)
    _take_region(row, lexis)
    row.kind, row.grade = lexis.kind(row.text.replace(" ", "")), bool(lexis.rule("grade").pattern.match(row.text))
    row.honour = _is_honour(row, lexis)
    return row


def beside(line: Line) -> list[Line]:
    """The numbered entries that stand side by side on one line: 1 张三  4 李四. One line where it is one entry."""
    pairs = list(_PAIR.finditer(line.text)) if line.text[:1].isdigit() else []
    if len(pairs) < 2 or pairs[0].start() or "".join(pair[0] for pair in pairs) != line.text:
        return [line]
    return [
        Line(line.start + p.start(), line.start + p.end("name"), line.text[p.start() : p.end("name")]) for p in pairs
    ]


def serial_line(line: Line, lexis: Lexis) -> Mention | None:
    """A line that is nothing but a number."""
    if _BARE.match(line.text):
        return Mention(int(line.text), line.start, line.end, lexis.rule("serial").tag)
    return None


def _serial(line: Line, lexis: Lexis) -> tuple[str | None, Mention | None]:
    match = _SERIAL.match(line.text)
    if not match or match.end() == len(line.text):
        return None, None
    digits = re.search(rf"[0-9]+|[一二三四五六七八九十]+|[{SIGNS}]", match[0])
    value = value_of(digits[0]) if digits else None
    if digits is None or value is None:
        return None, None
    at = line.start + digits.start()
    return match.lastgroup, Mention(value, at, at + len(digits[0]), lexis.rule("serial").tag)


def _take_count(row: Row, line: Line, lexis: Lexis) -> None:
    """A count at a heading's end: 先进集体(3个), 模范职工之家--35家--, 江州省 共4家."""
    rule = lexis.rule("counted")
    match = rule.pattern.search(line.text, row.start - line.start) if _CLOSING.search(line.text) else None
    row.count = mention(match, rule, line.start)
    if match and row.count:
        row.end = line.start + match.start()
        if tail := line.text[match.end() :].strip():
            row.tail, row.label = (line.end - len(tail), line.end), True


def _take_brackets(row: Row) -> None:
    """【江州市】 is a label."""
    if match := _BRACKETED.match(row.text):
        row.start, row.end = row.start + match.start("label"), row.start + match.end("label")
        row.text, row.label = match["label"], True


def _take_region(row: Row, lexis: Lexis) -> None:
    """江州市  江州机床厂: a place parted from a name by blanks labels it."""
    first, blank, rest = row.text.partition(" ")
    if row.label or not blank or len(first) > 10:
        return
    if not (first in lexis.regions or lexis.kind(first) == "place" or lexis.rule("grade").pattern.match(first)):
        return
    tail = rest.lstrip()
    if (
        len(tail) > 2
        and lexis.ending(tail) != tail
        and (lexis.kind(tail.split(" ")[0]) in ("organisation", "palace", "person"))
    ):
        row.label, row.tail = True, (row.end - len(tail), row.end)
        row.end, row.text = row.start + len(first), first


def _take_label(row: Row) -> None:
    if not (match := _LABEL.match(row.text)):
        row.label = row.label or row.text.endswith(":")
        return
    row.label = True
    if tail := match["tail"].rstrip(_ENDS):
        at = row.start + match.start("tail")
        row.tail = (at, at + len(tail))
    row.end = row.start + match.end("label")
    row.text = match["label"].rstrip()


def _is_honour(row: Row, lexis: Lexis) -> bool:
    """Is the row an honour's name, and no body's? 江州市模范职工之家 is one, 江州市爱心驿站 is not."""
    honour = lexis.honour(row.text)
    if not honour or len(row.text) > 40 or (lexis.is_person(row.text.replace(" ", "")[:4]) and " " in row.text):
        return False
    if _SAYING.search(row.text):
        return False
    ending = lexis.ending(row.text)
    return not ending or len(honour) >= len(ending)
