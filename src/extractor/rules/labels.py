"""The label grammar: which words of a text say who had which part in it, and whom they name.

A label (来源, 责任编辑, 通讯员 …) is found by one scan a rule; what it governs runs to the next label, the line's end, a
stop or the bracket that closes around it. A label with a mark behind it is believed and its value read as it stands; one
without must be followed by names and nothing else, so that 记者从市总工会获悉 is prose.

Both parse (which lines are credits) and extract (the credits) read it. All offsets are the shadow text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractor.rules.load import RuleBook
from extractor.rules.names import HAN, Name, Names

Part = tuple[str, int | None]  # a role and its grade
SILENT = "-"

# A label's own front: 本报记者, 中江报·中江网记者, 江报融媒编辑. Read backwards from the label, so it is short.
_FRONT = 24
_STRONG = ("记者", "编辑", "通讯员", "责编", "校对", "审核", "主编")
_PERSONS = frozenset(
    "author reporter correspondent photographer designer editor responsible_editor proofreader reviewer".split()
)
_BODY_ROLES = frozenset({"contributor", "producer", "photographer"})
_LINE_OPENS = re.compile(r"[ \n()\[\]【】〔〕|丨/:;,。、!?□■▲●◎○◆◇★☆△▼※>》”…—\-\d·]")
_STOP = re.compile(rf"[。;!?\n]|(?<=[ |丨])[{HAN}]{{2,8}}[ ]?:|[ ]*[|丨]")
_BRACKET = re.compile(r"[()\[\]【】〔〕]")
_STAMP = re.compile(r"[ ]*(?P<value>(?:19|20)\d\d[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}日?)")
_FIGURE = re.compile(r"[ ]*(?P<value>\d[\d,]*)")
_PIECE = re.compile(r"[^、;,/\n]+")
_WORD = re.compile(r"[A-Za-z][\w.&'-]*(?:[ ][A-Za-z][\w.&'-]*)+|[^ ]+")
_NOT_A_VALUE = re.compile(r"(?:19|20)\d\d[ ]?[-/.年]|\d{1,2}:\d\d|[【\[(〔<>+—-]|https?:|www\.")
_REMARK = re.compile(r"[ ]*\([^()]*\)$")
_FILLER = re.compile(r"[\s(){}\[\]【】〔〕:;,.。、/|丨&·—\-□■▲●◎○◆★△※>《》“”]*")
_LONGEST_VALUE = 30
_LONGEST_REST = 10


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label and what it governs. ``label`` is None where the place alone says the role; ``values`` may be empty."""

    rule: str
    parts: tuple[Part, ...]
    start: int
    end: int
    label: tuple[int, int] | None
    values: tuple[Name, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the label gives; none for a label that gives no credit."""
        return frozenset(role for role, _ in self.parts)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A label before its value is read. ``start`` includes the label's front, ``open`` is where its value begins."""

    rule: str
    parts: tuple[Part, ...]
    start: int
    label: tuple[int, int]
    open: int
    set_off: bool
    kind: Literal["before", "after"] = "before"


_Held = tuple[_Anchor, LabelHit]
LineKind = Literal["credit", "meta"]


def line_kind(text: str, book: RuleBook) -> LineKind | None:
    """What a line of shadow text is that holds nothing but labels and names: ``meta`` where a content system printed it
    (a publication time or a visit count among them, or a source beside a date), else ``credit``; None for any other line.

    >>> from extractor.rules.shipped import shipped_book
    >>> line_kind("通讯员:何苗", shipped_book()), line_kind("来源:新华社 时间:2023-05-04", shipped_book())
    ('credit', 'meta')
    """
    hits = scan_labels(text, book)
    if not hits or all(not hit.parts for hit in hits):
        return None
    at = 0
    for hit in hits:
        if not _FILLER.fullmatch(text, at, max(at, hit.start)):
            return None
        at = max(at, hit.end)
    if not _FILLER.fullmatch(text, at):
        return None
    printed = {"published", "views"} & frozenset().union(*(hit.roles for hit in hits))
    return "meta" if printed or any(hit.rule.startswith("label.beside_date") for hit in hits) else "credit"


def is_credit_line(text: str, book: RuleBook) -> bool:
    """Whether a line of shadow text is nothing but labels and the names of those who made the article."""
    return line_kind(text, book) == "credit"


def is_meta_line(text: str, book: RuleBook) -> bool:
    """Whether a line of shadow text is a content system's: nothing but labels, with a time or a visit count."""
    return line_kind(text, book) == "meta"


def scan_labels(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[LabelHit]:
    """Every label of ``text[start:end]`` (shadow text) with what it governs, in order and without overlaps."""
    return _Grammar.of(book).scan(text, start, len(text) if end is None else end)


class _Grammar:
    """The label rules of one book, ready to scan."""

    def __init__(self, book: RuleBook) -> None:
        self.names = Names.of(book)
        self.rules = {rule.id: rule for rule in book.topic("labels")}
        tables = (book.lexicon("labels"), book.lexicon("labels_short"))
        self.parts = {row[0]: _parts(row[1], row[2]) for table in tables for row in table.rows}
        self.parts_after = {row[0]: _parts(row[1], "0") for row in book.lexicon("labels_after").rows}
        words = "|".join(map(re.escape, book.lexicon("label_modifiers").longest_first)) or "(?!)"
        self.front = re.compile(rf"(?:{words}){{1,4}}$")
        media = [row[0] for row in book.lexicon("organisation_endings").rows if row[1] == "media"]
        names = "|".join(map(re.escape, sorted({*media, *book.lexicon("media").words}, key=lambda w: (-len(w), w))))
        self.outlet = re.compile(rf"[{HAN}A-Za-z·/]{{0,16}}?(?:{names})(?:{words}){{0,3}}$" if names else r"(?!)")

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> _Grammar:
        return _Grammar(book)

    def scan(self, text: str, start: int, end: int) -> list[LabelHit]:
        """Anchors from right to left, so that a label's value ends where the next label that holds begins."""
        anchors = self._anchors(text, start, end)
        held: list[_Held] = []
        for i in reversed(range(len(anchors))):
            floor = max([start, *(a.label[1] for a in anchors[max(0, i - 3) : i])])
            self._hold(text, anchors[i], floor, end, held)
        hits = [hit for _, hit in reversed(held)]
        return sorted([*hits, *self._unlabelled(text, start, end, hits)], key=lambda hit: hit.start)

    # --- where labels stand ---------------------------------------------------------------------------------------

    def _anchors(self, text: str, start: int, end: int) -> list[_Anchor]:
        found = [*self._before(text, start, end), *self._after(text, start, end)]
        found.sort(key=lambda a: (a.label[0], -a.label[1]))
        kept: list[_Anchor] = []
        for anchor in found:
            if not kept or anchor.label[0] >= kept[-1].label[1]:
                kept.append(anchor)
            elif anchor.kind == "after" and not kept[-1].set_off:
                kept[-1] = anchor
        return kept

    def _before(self, text: str, start: int, end: int) -> Iterator[_Anchor]:
        floor = start
        for name in ("label.said", "label.short", "label.spaced"):
            if (rule := self.rules.get(name)) is None:
                continue
            floor = start
            for match in rule.pattern.finditer(text, start, end):
                words, gap = match["label"], match["gap"]
                parts = self._parts_of(words)
                if parts is None:
                    continue
                begin = self._begin(text, match.start("label"), max(floor, start), words, bool(gap))
                if begin is not None:
                    yield _Anchor(rule.tag, parts, begin, match.span("label"), match.end(), bool(gap))
                    floor = match.end()

    def _after(self, text: str, start: int, end: int) -> Iterator[_Anchor]:
        if rule := self.rules.get("label.after"):
            for match in rule.pattern.finditer(text, start, end):
                parts = self.parts_after[match["label"]]
                yield _Anchor(rule.tag, parts, match.start(), match.span(), match.end(), False, "after")

    def _parts_of(self, words: str) -> tuple[Part, ...] | None:
        whole = self.parts.get("".join(words.split()))
        if whole is not None:
            return whole
        pieces = [self.parts.get(piece.strip()) for piece in re.split(r"[/、&丨|+]", words)]
        if None in pieces:
            return None
        return tuple(dict.fromkeys(part for piece in pieces for part in piece or ()))

    def _begin(self, text: str, at: int, floor: int, words: str, set_off: bool) -> int | None:
        """Where a label begins, its front included; None where it stands inside a word."""
        head = text[max(floor, at - _FRONT) : at]
        line = head[head.rfind("\n") + 1 :]
        if not line or _LINE_OPENS.match(line[-1]):
            return at
        for front in (self.front, self.outlet):
            found = front.search(line)
            if found and (found.start() == 0 or _LINE_OPENS.match(line[found.start() - 1])):
                return at - len(found[0])
        if set_off and words.endswith(_STRONG):
            own = re.search(rf"[{HAN}A-Za-z0-9]+$", line)
            if own and len(own[0]) <= 6:
                return at - len(own[0])
        return at if floor > 0 and self._runs_on(text, at, floor, set_off) else None

    def _runs_on(self, text: str, at: int, floor: int, set_off: bool) -> bool:
        """Whether an earlier label of this line is still open: 作者:何苗来源:工人日报, 记者何苗通讯员田野."""
        return set_off or bool(self.names.split(text[floor:at].strip(" :")))

    # --- what they govern -----------------------------------------------------------------------------------------

    def _hold(self, text: str, anchor: _Anchor, floor: int, end: int, held: list[_Held]) -> None:
        """Read what an anchor governs; what holds is added to ``held``, or joined with the label that follows at once."""
        if anchor.kind == "after":
            if hit := self._behind(text, anchor, floor):
                held.append((anchor, hit))
            return
        limit = held[-1][1].start if held else end
        zone = _zone(text, anchor.open, limit)
        if held and zone == limit and not held[-1][0].set_off and not text[anchor.open : zone].strip(" :"):
            if anchor.parts:
                held[-1] = (anchor, _joined(anchor, *held[-1]))
            return
        if hit := self._loose(text, anchor, zone) if anchor.set_off else self._strict(text, anchor, zone):
            held.append((anchor, hit))

    def _behind(self, text: str, anchor: _Anchor, floor: int) -> LabelHit | None:
        """The names before a word such as 摄 or 供稿, back to the last stop, bracket or label."""
        begin = max([floor, *(text.rfind(c, floor, anchor.start) + 1 for c in "\n。;,!?([【〔”:")])
        people = self.names.people_before(text, begin, anchor.start)
        if not people and _BODY_ROLES & {role for role, _ in anchor.parts}:
            at, stop = _stripped(text, begin, anchor.start)
            entity = self.names.entity(text[at:stop])
            people = [Name(at, stop, entity)] if entity == "organisation" and " " not in text[at:stop] else []
        if not people:
            return None
        return LabelHit(anchor.rule, anchor.parts, people[0].start, anchor.label[1], anchor.label, tuple(people))

    def _strict(self, text: str, anchor: _Anchor, zone: int) -> LabelHit | None:
        """A label without a mark: names must follow, and nothing after them."""
        roles = {role for role, _ in anchor.parts}
        if not roles or (
            anchor.open == anchor.label[1] and text[anchor.open : anchor.open + 1] != " " and not roles & _PERSONS
        ):
            return None
        if not roles & _PERSONS:
            hit = self._loose(text, anchor, zone)
            sure = hit.values and hit.end == zone and all(self._is_sure(text, roles, value) for value in hit.values)
            return hit if sure else None
        people, stop = self.names.people(text, anchor.open, zone)
        if not people or any(name.entity != "person" for name in people[:1]):
            return None
        rest = text[stop:zone]
        opens = anchor.start == 0 or text[anchor.start - 1] in "\n([【〔讯电 □■▲●◎○◆★"
        if rest.strip(" )]】〕,、。") and not (opens and rest[0] in " )" and roles & {"reporter", "correspondent"}):
            return None
        return LabelHit(anchor.rule, anchor.parts, anchor.start, people[-1].end, anchor.label, tuple(people))

    def _is_sure(self, text: str, roles: set[str], value: Name) -> bool:
        return bool(roles & {"published", "views"}) or self.names.is_medium(text[value.start : value.end])

    def _loose(self, text: str, anchor: _Anchor, zone: int) -> LabelHit:
        """A label with a mark behind it: its value is read as it stands, of the kind that its role asks for."""
        roles = {role for role, _ in anchor.parts}
        values = self._values(text, roles, *_stripped(text, anchor.open, zone))
        stop = values[-1].end if values else anchor.open
        rest = text[stop:zone]
        end = zone if not roles or len(rest.strip()) <= _LONGEST_REST else stop
        return LabelHit(anchor.rule, anchor.parts, anchor.start, end, anchor.label, values)

    def _values(self, text: str, roles: set[str], start: int, end: int) -> tuple[Name, ...]:
        if roles & {"published", "views"}:
            found = (_STAMP if "published" in roles else _FIGURE).match(text, start, end)
            return (Name(*found.span("value"), "other"),) if found else ()
        people, stop = (
            self.names.people(text, start, end) if roles & (_PERSONS | {"producer", "contributor"}) else ([], start)
        )
        if people:
            return tuple(people)
        return tuple(self._bodies(text, start, end, several=not roles & _PERSONS)) if roles else ()

    def _bodies(self, text: str, start: int, end: int, *, several: bool) -> Iterator[Name]:
        """Bodies and by-names between marks; behind a blank only what is a medium or a body by its ending."""
        for piece in _PIECE.finditer(text, start, end):
            at, stop = _stripped(text, *piece.span())
            for n, word in enumerate(_WORD.finditer(text, at, stop)):
                a, b = _bared(text, *word.span())
                entity = self.names.entity(text[a:b])
                if (
                    b <= a
                    or b - a > _LONGEST_VALUE
                    or _NOT_A_VALUE.match(text, a, b)
                    or (n and entity != "organisation")
                ):
                    return
                yield Name(a, b, entity)
                if not several:
                    return

    # --- what has no label ----------------------------------------------------------------------------------------

    def _unlabelled(self, text: str, start: int, end: int, hits: list[LabelHit]) -> Iterator[LabelHit]:
        for name in ("label.names_lead", "label.names_tail", "label.names_last"):
            rule = self.rules.get(name)
            for match in rule.pattern.finditer(text, start, end) if rule else ():
                a, b = match.span("names")
                people, stop = self.names.people(text, a, b)
                if (
                    not people
                    or text[stop:b].strip()
                    or any(h.start < b and a < h.end for h in hits)
                    or people[0].entity != "person"
                ):
                    continue
                if name != "label.names_last" or not text[match.end() : end].strip():
                    yield LabelHit(rule.tag, (("author", None),), match.start(), match.end(), None, tuple(people))
        yield from self._beside_date(text, start, end, hits)
        yield from self._datelines(text, start, end)

    def _beside_date(self, text: str, start: int, end: int, hits: list[LabelHit]) -> Iterator[LabelHit]:
        rule = self.rules.get("label.beside_date")
        for match in rule.pattern.finditer(text, start, end) if rule else ():
            a, b = match.span("before" if match["before"] else "after")
            if self.names.is_medium(text[a:b]) and not any(h.start < b and a < h.end for h in hits):
                yield LabelHit(
                    rule.tag, (("source", None),), match.start(), match.end(), None, (Name(a, b, "organisation"),)
                )

    def _datelines(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        rule = self.rules.get("label.dateline")
        for match in rule.pattern.finditer(text, start, end) if rule else ():
            a, b = match.span("agency")
            if self.names.is_medium(text[a:b]):
                yield LabelHit(
                    rule.tag, (("agency", None),), a, match.end(), match.span("label"), (Name(a, b, "organisation"),)
                )


def _joined(anchor: _Anchor, after: _Anchor, hit: LabelHit) -> LabelHit:
    """Two labels over the same names: 通讯员 何苗 摄, 文:本报记者 何苗, 记者 何苗 文/图.

    One who took the picture is its photographer; of author and reporter the reporter is the more exact word.
    """
    first, second = (anchor.parts, hit.parts)
    roles = {role for role, _ in first}
    if after.kind == "after" and second == (("photographer", None),):
        parts, label = second, hit.label
    elif after.kind == "after":
        parts, label = (
            (*first, *(p for p in second if p[0] == "photographer" and "photographer" not in roles)),
            anchor.label,
        )
    elif roles & {"author", "reporter"}:
        parts, label = (*second, *(p for p in first if p[0] not in ("author", "reporter"))), hit.label
    else:
        parts, label = first, anchor.label
    return replace(hit, parts=tuple(dict.fromkeys(parts)), label=label, start=anchor.start)


def _zone(text: str, start: int, limit: int) -> int:
    """Where the value that begins at ``start`` must end: at a stop, a line's end, a bracket that closes around it."""
    stop = _STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        depth += 1 if match[0] in "([【〔" else -1
        if depth < 0:
            return match.start()
    return end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip(" :"))
    return start, max(start, start + len(words.strip(" :")))


def _bared(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the marks around a value: 《工人日报》, “江州发布”, and the remark behind it."""
    if remark := _REMARK.search(text, start, end):
        end = remark.start() if remark.start() > start else end
    while end - start > 2 and text[start] in '《“"[【' and text[end - 1] in '》”"]】':
        start, end = start + 1, end - 1
    return start, end


def _parts(roles: str, grade: str) -> tuple[Part, ...]:
    return () if roles == SILENT else tuple((role, int(grade) or None) for role in roles.split("+"))
