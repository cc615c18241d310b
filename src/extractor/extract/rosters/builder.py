"""Rows one after another into lists: one for each honour, with the headings of places and grades as groups."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.extract.rosters.drafts import Draft, Heading, Item, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.rows import Row

_REGIONS = ("province", "city", "county")
_SYSTEM = ("直", "机关", "企业", "工会", "单位")  # 市直, 省属企业: beside the cities, not above them
_PROVINCE = ("省", "自治区")
_COUNTY = ("县", "区", "旗", "镇", "乡", "街道")
_HONOUR = "honour"


@dataclass(slots=True)
class Stretch:
    """Rows that stand together under one announcement, and what comes after them."""

    start: int
    lead: Span
    rule: str
    title: Span | None
    rows: list[Row] = field(default_factory=list)
    counts: list[Mention] = field(default_factory=list)
    before: str = ""  # the shape of the line that ends it: prose, date …
    sentence: Span | None = None
    elided: bool = False  # a line of dots: there are more
    serial: Mention | None = None  # a number on a line of its own, whose entry comes next


@dataclass(slots=True)
class _Level:
    """An open heading and how it ranks. ``used``: entries stand directly below it. ``groups``: its group in each draft."""

    rank: str
    row: Row
    used: bool = False
    groups: dict[int, int] = field(default_factory=dict)


class Builder:
    """The open headings of a stretch, and the drafts that its entries go to. Groups are made when they are needed."""

    def __init__(self, stretch: Stretch, text: str, lexis: Lexis) -> None:
        self.stretch, self.text, self.lexis = stretch, text, lexis
        self.drafts: list[Draft] = []
        self._levels: list[_Level] = []
        self._open: Draft | None = None  # of the honour whose heading stands open
        self._own: Draft | None = None  # of what stands under no honour

    def heading(self, row: Row) -> None:
        """Opens a heading and closes those that cannot hold it."""
        rank = _rank(row, self.lexis)
        self._close(rank)
        self._levels.append(_Level(rank, row))
        if rank == _HONOUR:
            self._open = self._of_honour(row)

    def add(self, row: Row, items: list[Item]) -> None:
        """Entries under the headings that stand open."""
        draft = self._current()
        group = self._group(draft)
        for item in items:
            item.group = group if item.group is None else item.group
        draft.items.extend(items)
        draft.counts.extend(row.counts)
        if items:
            draft.reason = None  # a picture above the names adorns them
        if self._levels and items:
            self._levels[-1].used = True

    def picture(self, row: Row) -> None:
        """A picture where entries should stand."""
        draft = self._current()
        self._group(draft)
        draft.reason = "script" if row.image == "script" else "image"

    def _close(self, rank: str) -> None:
        levels = self._levels
        at = next((i for i, level in enumerate(levels) if _not_above(level.rank, rank)), len(levels))
        # A place between two honours opens the second: 甲市 奖状 … 奖章 … 乙市 奖状 …
        levels[at:] = [level for level in levels[at + 1 :] if rank == _HONOUR and not level.used]
        if rank == _HONOUR and levels and levels[-1].used:
            levels.clear()
        while levels and levels[-1].used and (levels[-1].rank != _HONOUR or levels[-1].row.tail):
            levels.pop()  # of an honour whose entries stand behind it on its line, the next line is no group
        if not any(level.rank == _HONOUR for level in levels):
            self._open = None

    def _current(self) -> Draft:
        if self._open:
            return self._open
        if self._own is None:
            self._own = self._new(self.stretch.title)
            if self._levels and len(self.drafts) > 1:  # after a list of an honour, it stands where its own heading does
                self._own.start = self._levels[0].row.start
            self._own.counts.extend(self.stretch.counts)
        return self._own

    def _of_honour(self, row: Row) -> Draft:
        words = squeezed(row.text)
        known = next((d for d in self.drafts if d.title and squeezed(self.text[slice(*d.title)]) == words), None)
        draft = known or self._new((row.start, row.end))
        if known is None and row.count:
            draft.counts.append(row.count)
        return draft

    def _new(self, title: Span | None) -> Draft:
        stretch = self.stretch
        start = title[0] if title else stretch.start
        draft = Draft(start, title or stretch.lead, stretch.rule, title, sentence=stretch.sentence)
        self.drafts.append(draft)
        return draft

    def _group(self, draft: Draft) -> int | None:
        """The innermost open heading as a group of the draft, its parents before it."""
        parent: int | None = None
        for level in self._levels:
            if level.rank != _HONOUR:
                if id(draft) not in level.groups:
                    level.groups[id(draft)] = self._heading(draft, parent, level.row)
                parent = level.groups[id(draft)]
        return parent

    def _heading(self, draft: Draft, parent: int | None, row: Row) -> int:
        """The heading above once more, where each line names its place, or a new one."""
        last = len(draft.headings) - 1
        if last >= 0 and row.count is None and draft.headings[last].parent == parent:
            above = draft.headings[last]
            if squeezed(self.text[above.start : above.end]) == squeezed(row.text):
                return last
        draft.headings.append(Heading(row.start, row.end, parent, row.count))
        return last + 1


def _rank(row: Row, lexis: Lexis) -> str:
    if row.honour:
        return _HONOUR
    if row.grade:
        return "grade"
    if row.text.endswith(_PROVINCE) or (row.text in lexis.regions and not row.text.endswith(_SYSTEM)):
        return "province"
    if row.text.endswith(_SYSTEM):
        return "city" if row.text in lexis.regions else row.style or "plain"
    if row.kind == "place":
        return "county" if row.text.endswith(_COUNTY) else "city"
    return row.style or "plain"


def _not_above(open_rank: str, rank: str) -> bool:
    """Is a heading of ``open_rank`` no parent of one of ``rank``?"""
    if open_rank in _REGIONS and rank in _REGIONS:
        return _REGIONS.index(open_rank) >= _REGIONS.index(rank)
    return open_rank == rank
