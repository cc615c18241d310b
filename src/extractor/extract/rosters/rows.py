"""Lines under a list's heading as rows: serial number, count, label, words. Which rows are headings is decided in their company."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.extract.rosters.drafts import Item, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.numbers import value_of
from extractor.model.records import RosterKind

_SERIAL = re.compile(
    r"""(?: (?P<circled> [①-⑳] ) | (?P<paren> \( [ ]* [0-9]{1,4} [ ]* \) | [0-9]{1,4} [ ]* \) )
      | (?P<arabic> [0-9]{1,5} [ ]* (?: [、，,] | [.](?![0-9]) ) | [0-9]{1,5} (?= [ ] ) )
      | (?P<hanparen> \( [ ]* [一二三四五六七八九十]{1,3} [ ]* \) ) | (?P<han> [一二三四五六七八九十]{1,3} [ ]* [、.] ) ) [ ]*""",
    re.VERBOSE,
)
_BARE = re.compile(r"[0-9]{1,5}$")
_LABEL = re.compile(r"^(?P<label>[^:。;!?]{1,30}):[ ]*(?P<tail>.*)$")
_BRACKETED = re.compile(r"^[【\[〔<][ ]*(?P<label>[^【】\[\]〔〕]{1,30}?)[ ]*[】\]〕>]$")
_CLOSING = re.compile("[])】]")
_ENDS = " ;。,、."
_PAIR = re.compile(r"(?P<serial>[0-9]{1,4})(?:[ ]*[.、)]|(?= ))[ ]*(?P<name>[^0-9 ][^0-9]*?)(?=[ ]+[0-9]{1,4}(?:[ ]*[.、)]|[ ])|$)[ ]*")


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
    row = Row(start, end, "", style or ("arabic" if serial else None), own or serial)
    _take_count(row, line, lexis)
    words = line.text[row.start - line.start : row.end - line.start]
    row.end -= len(words) - len(words.rstrip(_ENDS))
    row.text = line.text[row.start - line.start : row.end - line.start]
    _take_brackets(row)
    _take_label(row)
    _take_region(row, lexis)
    row.kind, row.grade = lexis.kind(row.text.replace(" ", "")), bool(lexis.rule("grade").pattern.match(row.text))
    row.honour = _is_honour(row, lexis)
    return row


def beside(line: Line) -> list[Line]:
    """The numbered entries that stand side by side on one line: 1 张三  4 李四. One line where it is one entry."""
    pairs = list(_PAIR.finditer(line.text))
    if len(pairs) < 2 or pairs[0].start() or "".join(pair[0] for pair in pairs) != line.text:
        return [line]
    return [Line(line.start + p.start(), line.start + p.end("name"), line.text[p.start() : p.end("name")]) for p in pairs]


def serial_line(line: Line, lexis: Lexis) -> Mention | None:
    """A line that is nothing but a number."""
    if _BARE.match(line.text):
        return Mention(int(line.text), line.start, line.end, lexis.rule("serial").tag)
    return None


@dataclass(frozen=True)
class Company:
    """What the rows of a stretch have in common, so that the odd ones can be told."""

    rows: Sequence[Row]
    kinds: Counter[str]
    styles: Counter[str]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Company:
        """The company of these rows."""
        plain = [row for row in rows if row.text and not row.items and not row.image]
        kinds = Counter(
            row.kind for row in plain if row.kind and not row.honour and row.count is None and not row.label
        )
        return cls(plain, Counter(kinds), Counter(row.style for row in plain if row.style))

    @property
    def kind(self) -> str | None:
        """The kind that most rows have."""
        return self.kinds.most_common(1)[0][0] if self.kinds else None

    def rare(self, share: float) -> bool:
        """Is this at most half of the rows?"""
        return share * 2 <= max(len(self.rows), 1)


def headings(rows: Sequence[Row], lexis: Lexis) -> list[bool]:
    """For each row: is it a heading of what follows?"""
    company = Company.of(rows)
    tests = _tests(company, lexis)
    found = [not row.items and not row.image and any(test(row) for test in tests) for row in rows]
    return _settled(found, rows)


def _settled(found: list[bool], rows: Sequence[Row]) -> list[bool]:
    """A list has entries: where every row looks like a heading, those without a count are its entries."""
    if all(is_heading or row.image for is_heading, row in zip(found, rows, strict=True)):
        return [row.count is not None or row.label or (row.honour and _followed(rows, i)) for i, row in enumerate(rows)]
    return found


def _followed(rows: Sequence[Row], at: int) -> bool:
    return at + 1 < len(rows) and (rows[at + 1].image is not None or not rows[at + 1].honour)


def _tests(company: Company, lexis: Lexis):  # type: ignore[no-untyped-def]
    honours = sum(row.honour for row in company.rows)
    places = company.kinds["place"]
    regions = sum(row.text in lexis.regions for row in company.rows)
    numbered = sum(row.style in ("arabic", "paren", "circled") for row in company.rows)
    outer = sum(row.style in ("han", "hanparen") for row in company.rows)
    bodies = company.kind in ("organisation", "palace")
    return (
        lambda row: row.count is not None or row.label,
        lambda row: row.style in ("han", "hanparen") and company.rare(outer),
        lambda row: row.grade and not row.style,
        lambda row: row.honour and company.rare(honours) and row.style not in ("arabic", "paren", "circled"),
        lambda row: row.text in lexis.regions and company.rare(regions) and row.style is None,
        lambda row: row.kind == "place" and company.kind != "place" and company.rare(places) and row.style is None,
        lambda row: numbered * 2 > len(company.rows) - outer and row.style is None and len(row.text) <= 30,
        lambda row: bodies and row.style is None and len(row.text) <= 4 and row.kind in (None, "person"),
    )


def _serial(line: Line, lexis: Lexis) -> tuple[str | None, Mention | None]:
    match = _SERIAL.match(line.text)
    if not match or match.end() == len(line.text):
        return None, None
    digits = re.search(r"[0-9]+|[一二三四五六七八九十]+|[①-⑳]", match[0])
    value = (ord(digits[0]) - 0x245F if match["circled"] else value_of(digits[0])) if digits else None
    if digits is None or value is None:
        return None, None
    at = line.start + digits.start()
    return match.lastgroup, Mention(value, at, at + len(digits[0]), lexis.rule("serial").tag)


def _take_count(row: Row, line: Line, lexis: Lexis) -> None:
    """A count at a heading's end: 先进集体(3个), 模范职工之家--35家--, 江州省 共4家."""
    rule = lexis.rule("counted")
    match = rule.pattern.search(line.text, row.start - line.start) if _CLOSING.search(line.text) else None
    if match and (value := value_of(match["value"])) is not None:
        row.count = Mention(value, line.start + match.start("value"), line.start + match.end("unit"), rule.tag)
        row.end = line.start + match.start()
        tail = line.text[match.end() :].strip()
        if tail:
            row.tail, row.label = (line.end - len(tail), line.end), True


def _take_brackets(row: Row) -> None:
    """【江州市】 is a label."""
    if match := _BRACKETED.match(row.text):
        row.start, row.end = row.start + match.start("label"), row.start + match.end("label")
        row.text, row.label = match["label"], True


def _take_region(row: Row, lexis: Lexis) -> None:
    """江州市  江州机床厂: a place parted from a name by blanks labels it."""
    first, blank, rest = row.text.partition(" ")
    if row.label or not blank or len(first) > 10 or not (first in lexis.regions or lexis.kind(first) == "place"):
        return
    tail = rest.lstrip()
    if len(tail) > 2 and lexis.ending(tail) != tail and (lexis.kind(tail.split(" ")[0]) in ("organisation", "palace", "person")):
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
    if not honour or len(row.text) > 40 or lexis.is_person(row.text.replace(" ", "")[:4]) and " " in row.text:
        return False
    ending = lexis.ending(row.text)
    return not ending or len(honour) >= len(ending)
