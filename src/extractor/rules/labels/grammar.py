"""Labels and what they govern, put together from right to left, so that a value ends where the next label begins."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from extractor.rules.labels.anchors import Anchors
from extractor.rules.labels.bare import Bare
from extractor.rules.labels.hits import PEOPLE_OR_BODIES, PERSONS, STAMPED, Anchor, LabelHit
from extractor.rules.labels.values import LONGEST_REST, Values, zone_end
from extractor.rules.load import RuleBook
from extractor.rules.names import HAN, Name

LineKind = Literal["credit", "meta"]

_FILLER = re.compile(r"[\s(){}\[\]【】〔〕:;,.。、/|丨&·—\-_□■▲●◎○◆◇★☆△▼※>《》“”]*")
_STAMP = re.compile(r"(?:19|20)\d\d[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}日?(?:[ T]*\d{1,2}:\d\d(?::\d\d)?)?")
# A label that nobody knows, with a short value, in a line of others: 平台总监:闻静.
_UNKNOWN = re.compile(rf"(?<![^\s(\[【|丨])[{HAN}]{{2,6}}[ ]?[:丨|][ ]?[{HAN}·、]{{2,8}}(?![^\s)\]】|丨])")
_OF_PEOPLE = PERSONS | PEOPLE_OR_BODIES
_BODIES_BEFORE = frozenset(("contributor", "producer", "photographer"))
_LONGEST_ZONE = 400  # characters that a label may govern
_LONGEST_ROW = 80  # characters of names before 摄
_ENDS = ("", "\n", ")", "]", "】", "〕", "。", " ", ":")
_BEFORE_NAMES = "\n。;,!?([【〔”:由"
# What may stand right before a label without a mark whose names are followed by prose: a line's or dateline's lead.
_LEADS_IN = "\n([【〔讯电 □■▲●◎○◆★"
_Held = tuple[Anchor, LabelHit]


def scan_labels(
    text: str, book: RuleBook, start: int = 0, end: int | None = None, *, by_system: bool = False
) -> list[LabelHit]:
    """Every label of ``text[start:end]`` (shadow text) with what it governs, in order and without overlaps.

    by_system: the stretch is known to be a content system's line, where the bare word beside a stamp is the source.
    """
    return _Grammar.of(book).scan(text, start, len(text) if end is None else end, by_system)


def line_kind(text: str, book: RuleBook) -> LineKind | None:
    """What a line of shadow text is that holds nothing but labels and names: ``meta`` where a content system printed it
    (a publication time or a visit count among them, or a source beside a date), else ``credit``; None for any other line.

    >>> from extractor.rules.shipped import shipped_book
    >>> line_kind("通讯员:何苗", shipped_book()), line_kind("来源:新华社 时间:2023-05-04", shipped_book())
    ('credit', 'meta')
    """
    hits = scan_labels(text, book)
    if not any(hit.parts for hit in hits):
        return None
    ends = [0, *accumulate((hit.end for hit in hits), max)]
    between = [text[end : max(end, hit.start)] for end, hit in zip(ends, hits, strict=False)]
    rest, stamps = _STAMP.subn("", _UNKNOWN.sub("", "\n".join((*between, text[ends[-1] :]))))
    if not _FILLER.fullmatch(rest):
        return None
    by_system = stamps or any(hit.roles & {"published", "views"} or "beside_date" in hit.rule for hit in hits)
    return "meta" if by_system else "credit"


def is_credit_line(text: str, book: RuleBook) -> bool:
    """Whether a line of shadow text is nothing but labels and the names of those who made the article."""
    return line_kind(text, book) == "credit"


def is_meta_line(text: str, book: RuleBook) -> bool:
    """Whether a line of shadow text is a content system's: nothing but labels, with a time or a visit count."""
    return line_kind(text, book) == "meta"


class _Grammar:
    """The label rules of one book, ready to scan."""

    def __init__(self, book: RuleBook) -> None:
        self.anchors = Anchors(book)
        self.names = self.anchors.names
        self.values = Values(self.names, self.anchors.parts)
        self.bare = Bare(book)

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> _Grammar:
        return _Grammar(book)

    def scan(self, text: str, start: int, end: int, by_system: bool) -> list[LabelHit]:
        anchors = self.anchors.find(text, start, end)
        held: list[_Held] = []
        for i in range(len(anchors) - 1, -1, -1):
            floor = max([start, *(anchor.label[1] for anchor in anchors[max(0, i - 3) : i])])
            self._hold(text, anchors[i], floor, end, held)
        hits = _settled(text, [hit for _, hit in reversed(held)])
        return sorted([*hits, *self.bare.find(text, start, end, hits, by_system=by_system)], key=lambda hit: hit.start)

    def _hold(self, text: str, anchor: Anchor, floor: int, end: int, held: list[_Held]) -> None:
        """Read what an anchor governs; what holds is added to ``held``, or joined with the label that follows at once."""
        if anchor.kind == "after":
            hit = self._behind(text, anchor, floor)
        else:
            limit = min(held[-1][1].start if held else end, anchor.open + _LONGEST_ZONE)
            zone = zone_end(text, anchor.open, limit)
            if held and zone == limit and self._share(text[anchor.open : zone], anchor, held[-1][0]):
                held[-1] = (anchor, _joined(anchor, *held[-1]))
                return
            loose = anchor.set_off
            hit = self._loose(text, anchor, zone, limit) if loose else self._strict(text, anchor, zone)
        if hit:
            held.append((anchor, hit))

    def _share(self, between: str, anchor: Anchor, after: Anchor) -> bool:
        """Whether two labels in a row govern the same names: both of people, one of them without a mark."""
        if between.strip(" :") or not anchor.parts or not anchor.roles <= _OF_PEOPLE:
            return False
        return not after.set_off or (not anchor.set_off and after.roles <= PERSONS)

    def _behind(self, text: str, anchor: Anchor, floor: int) -> LabelHit | None:
        """The names before a word such as 摄 or 供稿, back to the last stop, bracket or label.

        Where no blank parts them, the word must end its line or bracket: 赵昌文、杜江 are two people and no author.
        """
        start, end = anchor.start, anchor.label[1]
        if text[start - 1 : start] not in (" ", "") and start == anchor.label[0] and text[end : end + 1] not in _ENDS:
            return None
        floor = max(floor, start - _LONGEST_ROW)
        begin = max([floor, *(text.rfind(c, floor, start) + 1 for c in _BEFORE_NAMES)])
        people = self.names.people_before(text, begin, start)
        labelled = begin == floor and text[floor - 1 : floor] not in ("", "\n")
        if not labelled and not all(self.names.is_likely(text[name.start : name.end]) for name in people):
            return None
        if not people and anchor.roles & _BODIES_BEFORE:
            body = text[begin:start].strip(" ")
            at = begin + text[begin:start].rfind(body)
            known = body and " " not in body and self.names.is_firm(body)
            people = [Name(at, at + len(body), "organisation")] if known else []
        return (
            LabelHit(anchor.rule, anchor.parts, people[0].start, end, anchor.label, tuple(people)) if people else None
        )

    def _loose(self, text: str, anchor: Anchor, zone: int, limit: int) -> LabelHit:
        """A label with a mark behind it: its value is read as it stands. A short rest belongs to it (次, 10:20)."""
        values = self.values.read(text, anchor.roles, anchor.open, zone)
        if not values and not text[anchor.open : zone].strip(" :"):
            values = self.values.read_below(text, anchor.roles, anchor.open, limit)
            zone = max(zone, values[-1].end) if values else zone
        stop = values[-1].end if values else anchor.open
        rest = len(text[stop:zone].strip())
        belongs = not anchor.parts or not rest or (rest <= LONGEST_REST and (values or anchor.roles & STAMPED))
        end = zone if belongs else stop
        return LabelHit(anchor.rule, anchor.parts, anchor.start, end, anchor.label, values)

    def _strict(self, text: str, anchor: Anchor, zone: int) -> LabelHit | None:
        """A label without a mark: names must follow and nothing after them; a medium or a day where the role asks so."""
        if not anchor.roles & PERSONS:
            hit = self._loose(text, anchor, zone, zone)
            whole = text[anchor.start - 1 : anchor.start] in ("", "\n") and text[zone : zone + 1] in ("", "\n")
            known = self.names.is_firm if whole else self.names.is_medium
            sure = anchor.roles & STAMPED or all(known(text[value.start : value.end]) for value in hit.values)
            return hit if hit.values and hit.end == zone and sure else None
        people, stop = self.names.people(text, anchor.open, zone)
        if not people or people[0].entity != "person" or not self._ends(text, anchor, people[0], stop, zone):
            return None
        return LabelHit(anchor.rule, anchor.parts, anchor.start, people[-1].end, anchor.label, tuple(people))

    def _ends(self, text: str, anchor: Anchor, first: Name, stop: int, zone: int) -> bool:
        """Whether nothing follows a row of names; behind a byline's lead, 本报讯 记者闻静 近日, prose may."""
        rest = text[stop:zone]
        if not rest.strip(" )]】〕,、。/|丨"):
            return True
        leads = anchor.start == 0 or text[anchor.start - 1] in _LEADS_IN
        byline = leads and rest[0] in " )" and not anchor.roles.isdisjoint(("reporter", "correspondent"))
        return byline and self.names.is_likely(text[first.start : first.end])


def _joined(anchor: Anchor, after: Anchor, hit: LabelHit) -> LabelHit:
    """Two labels over the same names: 通讯员 何苗 摄, 文:本报记者 何苗, 记者 何苗 文/图.

    One who took the picture is its photographer; of author and reporter the reporter is the more exact word.
    """
    parts, label = anchor.parts, anchor.label
    if after.set_off:
        return replace(hit, parts=tuple(dict.fromkeys((*parts, *hit.parts))), start=anchor.start)
    behind = after.kind == "after"
    if behind and hit.roles == {"photographer"}:
        parts, label = hit.parts, hit.label or anchor.label
    elif behind:
        parts += tuple(part for part in hit.parts if part[0] == "photographer")
    elif anchor.roles & {"author", "reporter"}:
        parts, label = (
            (*hit.parts, *(p for p in parts if p[0] not in ("author", "reporter"))),
            hit.label or anchor.label,
        )
    return replace(hit, parts=tuple(dict.fromkeys(parts)), label=label, start=anchor.start)


def _settled(text: str, hits: list[LabelHit]) -> list[LabelHit]:
    """时间 and 日期 are the day of publication where another credit stands on their line, else an event's."""
    settled = []
    for n, hit in enumerate(hits):
        if "time" in hit.roles:
            beside = [h for h in (*hits[max(0, n - 1) : n], *hits[n + 1 : n + 2]) if h.roles - {"time"}]
            same = any("\n" not in text[min(h.start, hit.start) : max(h.end, hit.end)] for h in beside)
            hit = replace(hit, parts=(("published", None),) if same else ())
        settled.append(hit)
    return settled
