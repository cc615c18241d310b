"""What a label with a mark behind it governs: how far, and which people, bodies, days or figures stand there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractor.rules.labels.hits import PEOPLE_OR_BODIES, PERSONS, STAMPED
from extractor.rules.names import HAN, Name, Names

LONGEST_REST = 16

_LONGEST_VALUE = 30
_LONGEST_BYNAME = 12
# A stop, a line's end, a label that nobody knows (平台总管:), an upright line between two fields.
_STOP = re.compile(rf"[。;!?\n]|(?<=[ |丨])[{HAN}]{{2,8}}[ ]?:|[ ]*[|丨]")
_BELOW = re.compile(r"[ ]*:?[ ]*\n[ \n]*(?P<words>[^\s:,。;、]{2,24})[ ]*(?=\n|$)")
_BRACKET = re.compile(r"[()\[\]【】〔〕]")
# Who may sign with a by-name; one who takes pictures or reviews is named, or the label is a caption's: 图表:汇价.
_BYNAMED = frozenset(("author", "editor", "responsible_editor"))
_STAMP = re.compile(r"[ ]*(?P<value>(?:19|20)\d\d[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}(?!\d)日?)")
_DATED = re.compile(r"(?:19|20)\d\d[ ]?[-/.年]")
_FIGURE = re.compile(r"[ ]*(?P<value>\d[\d,]*)")
_PIECE = re.compile(r"[^、;,/\n]+")
_WORD = re.compile(r"《[^《》\n]*》|[A-Za-z][\w.&'-]*(?:[ ][A-Za-z][\w.&'-]*)+|[^ ]+")
_NOT_A_VALUE = re.compile(r"\d{4}[ ]?[-/.年]|\d+[-:/.]|\d+$|[【\[(〔<>+—_*#-]|https?:|www\.")
_REMARK = re.compile(r"[ ]*\([^()]*\)$")
# 来源:综合新华社, 来源:据新华社
_LED = re.compile(r"(?:综合自?|整理自|据|转自|转载自|摘自|来自|原载|于|自)(?=[\u4e00-\u9fffA-Z《])(?!整理|自|网络)")
_QUOTES = {"《": "》", "“": "”", '"': '"', "[": "]", "【": "】", "‘": "’"}


def zone_end(text: str, start: int, limit: int) -> int:
    """Where the value that begins at ``start`` must end: at a stop, a line's end, a bracket that closes around it."""
    stop = _STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        depth += 1 if match[0] in "([【〔" else -1
        if depth < 0:
            return match.start()
    return end


class Values:
    """Reads values. ``labels`` are the label words: 来源:打印 has no value."""

    def __init__(self, names: Names, labels: Collection[str]) -> None:
        self.names = names
        self._labels = labels

    def read(self, text: str, roles: frozenset[str], start: int, end: int) -> tuple[Name, ...]:
        """The values of the kind that the roles ask for in ``text[start:end]``, in order."""
        start, end = stripped(text, start, end)
        if not roles or start >= end:
            return ()
        if STAMPED.intersection(roles):
            found = (_FIGURE if "views" in roles else _STAMP).match(text, start, end)
            return (Name(*found.span("value"), "other"),) if found else ()
        if not PERSONS.isdisjoint(roles) or not PEOPLE_OR_BODIES.isdisjoint(roles):
            people, stop = self.names.people(text, start, end)
            if people and self._is_done(text, stop, end):
                return tuple(people)
        if stamp := _DATED.search(text, start + 1, end):
            end = stamp.start()
        if PERSONS.isdisjoint(roles):
            return tuple(self._bodies(text, start, end, also_people=bool(PEOPLE_OR_BODIES & roles)))
        return self._colleagues(text, start, end) or tuple(self._byname(text, roles, start, end))

    def read_below(self, text: str, roles: frozenset[str], end: int, limit: int) -> tuple[Name, ...]:
        """The value on the line below a label that has nothing beside it: one name that is sure to be one, and no more."""
        below = _BELOW.match(text, end, limit)
        if below is None or STAMPED.intersection(roles):
            return ()
        start, stop = below.span("words")
        words = text[start:stop]
        if words in self._labels or not (
            self.names.is_firm(words) or (self.names.is_likely(words) and roles & PERSONS)
        ):
            return ()
        return (Name(start, stop, self.names.entity(words)),)

    def _colleagues(self, text: str, start: int, end: int) -> tuple[Name, ...]:
        """The people behind the body that they work for: 女职工部 闻静."""
        gap = text.find(" ", start, end)
        if gap < 0 or self.names.entity(text[start:gap]) != "organisation":
            return ()
        people, stop = self.names.people(text, gap, end)
        return tuple(people) if stop == end else ()

    def _is_done(self, text: str, stop: int, end: int) -> bool:
        """Whether a row of names is followed by nothing, or by something apart: 王芳 (实习), not 王芳走进车间慰问职工."""
        return end - stop <= LONGEST_REST or text[stop] in " ()[]【】"

    def _bodies(self, text: str, start: int, end: int, *, also_people: bool) -> Iterator[Name]:
        """Bodies between marks; behind a blank only what is a medium or a body by its ending, or a colleague of theirs."""
        for piece in _PIECE.finditer(text, start, end):
            for n, word in enumerate(_WORD.finditer(text, *stripped(text, *piece.span()))):
                value = self._value(text, *word.span())
                if value is None:
                    return
                likely = value.entity == "person" and self.names.is_likely(text[value.start : value.end])
                if n and not self.names.is_firm(text[value.start : value.end]) and not (also_people and likely):
                    return
                if also_people and value.entity == "other":
                    return
                yield value if likely or value.entity != "person" else Name(value.start, value.end, "other")

    def _byname(self, text: str, roles: frozenset[str], start: int, end: int) -> Iterator[Name]:
        """A body, an account, a placeholder or a by-name where a person was asked for; a by-name must stand alone."""
        piece = _PIECE.match(text, start, end)
        word = piece and _WORD.match(text, *piece.span())
        value = self._value(text, *word.span()) if word else None
        if word is None or value is None:
            return
        alone = word.end() == end or text[word.end()] == " "
        named = alone and value.end - value.start <= _LONGEST_BYNAME and not _BYNAMED.isdisjoint(roles)
        if value.entity == "other" and not named:
            return
        yield value

    def _value(self, text: str, start: int, end: int) -> Name | None:
        start, end = _bared(text, start, end)
        words = text[start:end]
        if not 0 < end - start <= _LONGEST_VALUE or _NOT_A_VALUE.match(words):
            return None
        entity = self.names.entity(words)
        return None if words in self._labels and entity == "other" else Name(start, end, entity)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the blanks and marks at both ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(" :·"))
    return start, max(start, start + len(words.strip(" :·")))


def _bared(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotation marks around a value, 《工人日报》, and the remark behind it, 何苗(实习)."""
    remark = _REMARK.search(text, start, end)
    if remark and remark.start() > start:
        end = remark.start()
    if (led := _LED.match(text, start, end)) and end - led.end() > 1:
        start = led.end()
    while end - start > 2 and _QUOTES.get(text[start]) == text[end - 1]:
        start, end = start + 1, end - 1
    return start, end
