"""Credits without a label, which only their place gives away: (何苗 田野) at the end, 工人日报 beside a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.rules.gazetteer import gazetteer
from extractor.rules.labels.hits import LabelHit
from extractor.rules.load import RuleBook
from extractor.rules.names import HAN, Name, Names

_SENTENCE_ENDS = "。!?”…"
_CLOSED = re.compile(r"[)】\]][ ]*(?=\n|$)")
_DAY_LINE = re.compile(r"[讯电]|消息")
_HAN_ONLY = re.compile(rf"[{HAN}]{{2,24}}")
_WORD = re.compile(r"[^ 、]+")
# A bare body behind the last stop is a signature; in brackets or behind a square it is a byline.
_WHERE_BODIES_SIGN = ("label.names_tail", "label.names_bullet", "label.names_lead")
_FIGURES = re.compile(r"^\d|\d{3}|\d次|\d人")
_LONGEST_DATELINE = 40
# A line of prose is longer than any that a content system prints above an article.
_LONGEST_STAMP_LINE = 100
_BEFORE_STAMP = re.compile(r"(?:^|[ |(])(?P<name>《[^《》]{2,20}》|[\u4e00-\u9fffA-Za-z0-9·-]{2,20})[ |(]{0,8}$")


class Bare:
    """The rules of one book for credits without a label."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self.names = Names.of(book)
        self._labels = book.lexicon("labels").words | book.lexicon("furniture").words
        self.rules = {rule.id.removeprefix("label."): rule for rule in book.topic("labels")}

    def find(self, text: str, start: int, end: int, known: Sequence[LabelHit], *, by_system: bool) -> list[LabelHit]:
        """What stands without a label in ``text[start:end]``, where no known label already speaks."""
        found = [
            *self._lead(text, start, end),
            *self._bullets(text, start, end),
            *self._tails(text, start, end),
            *self._last(text, start, end, known),
            *self._datelines(text, start, end),
            *self._beside_dates(text, start, end, by_system),
        ]
        return [hit for hit in found if not any(k.start < hit.end and hit.start < k.end for k in known)]

    def _lead(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        if rule := self.rules.get("names_lead"):
            for match in rule.pattern.finditer(text, start, end):
                yield from self._authors(text, match, rule.tag)

    def _bullets(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        if rule := self.rules.get("names_bullet"):
            for match in rule.pattern.finditer(text, start, end):
                if not _line(text, match.start(), start, end)[2].strip(" "):
                    yield from self._authors(text, match, rule.tag)

    def _tails(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        rule = self.rules.get("names_tail")
        for closed in _CLOSED.finditer(text, start, end) if rule else ():
            first = _line(text, closed.start(), start, end)[0]
            opened = max(text.rfind(c, first, closed.start()) for c in "(【[")
            before = text[first:opened].rstrip(" ") if opened >= 0 else "-"
            if rule and (not before or before[-1] in _SENTENCE_ENDS):
                if match := rule.pattern.match(text, opened, closed.start() + 1):
                    yield from self._authors(text, match, rule.tag)
                yield from self._according(text, opened, closed.start() + 1)

    def _according(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        rule = self.rules.get("according")
        match = rule.pattern.match(text, start, end) if rule else None
        if rule and match and self.names.is_medium(match["medium"]):
            source = Name(*match.span("medium"), "organisation")
            yield LabelHit(rule.tag, (("source", None),), match.start(), match.end(), match.span("label"), (source,))

    def _last(self, text: str, start: int, end: int, known: Sequence[LabelHit]) -> Iterator[LabelHit]:
        """A bare name at the end of the last line that no label governs."""
        spoken = {text.rfind("\n", start, hit.start) for hit in known}
        while (first := text.rfind("\n", start, end)) in spoken or not text[max(first + 1, start) : end].strip(" "):
            if first < 0:
                return
            end = first
        rule = self.rules.get("names_last")
        first = max(start, first + 1)
        end = first + len(text[first:end].rstrip(" "))
        stop = max(text.rfind(c, first, end) for c in _SENTENCE_ENDS)
        if rule and stop >= 0 and (match := rule.pattern.match(text, stop + 1, end)):
            yield from self._authors(text, match, rule.tag)

    def _authors(self, text: str, match: re.Match[str], tag: str) -> Iterator[LabelHit]:
        """The people in brackets, or the bodies; a body before people is where they work: (市总工会 何苗)."""
        a, b = match.span("names")
        first = match["names"].split(" ", 1)[0]
        a += len(first) if len(first) < b - a and self.names.entity(first) == "organisation" else 0
        names, stop = self.names.people(text, a, b)
        likely = all(self.names.is_likely(text[name.start : name.end]) for name in names)
        if not names or not likely or text[stop:b].strip():
            names = self._bodies(text, *match.span("names")) if tag.startswith(_WHERE_BODIES_SIGN) else []
        if names:
            yield LabelHit(tag, (("author", None),), match.start(), match.end(), None, tuple(names))

    def _bodies(self, text: str, start: int, end: int) -> list[Name]:
        """The bodies that these words name, where they name nothing else: (市总工会宣教部、办公室)."""
        found = [Name(*word.span(), "organisation") for word in _WORD.finditer(text, start, end)]
        words = [text[name.start : name.end] for name in found]
        return found if all(_HAN_ONLY.fullmatch(word) and self.names.is_firm(word) for word in words) else []

    def _datelines(self, text: str, start: int, end: int) -> Iterator[LabelHit]:
        rule = self.rules.get("dateline")
        done = -1
        for hint in _DAY_LINE.finditer(text, start, end) if rule else ():
            first, last, before = _line(text, hint.start(), start, end)
            first += len(before) - len(before.lstrip(" (【"))
            if not rule or first == done or hint.start() - first > _LONGEST_DATELINE:
                continue
            done = first
            match = rule.pattern.match(text, first, last)
            if match and self.names.is_medium(match["agency"]):
                agency = Name(*match.span("agency"), "organisation")
                parts = (("agency", None),)
                yield LabelHit(rule.tag, parts, match.start(), match.end(), match.span("label"), (agency,))

    def _beside_dates(self, text: str, start: int, end: int, by_system: bool) -> Iterator[LabelHit]:
        rule = self.rules.get("beside_date")
        for match in rule.pattern.finditer(text, start, end) if rule else ():
            first, last, _ = _line(text, match.start(), start, end)
            if rule and last - first <= _LONGEST_STAMP_LINE:
                yield from self._beside_date(text, match, rule.tag, (first, last), by_system)

    def _beside_date(
        self, text: str, match: re.Match[str], tag: str, line: tuple[int, int], by_system: bool
    ) -> Iterator[LabelHit]:
        """The word beside a stamp: a medium; a body that shares its line with a date in figures and nothing else."""
        start, end = line
        spans = [match.span("after")] if match["after"] else []
        if before := _BEFORE_STAMP.search(text[start : match.start()]):
            spans.append((start + before.start("name"), start + before.end("name")))
        figures = "年" not in match[0]
        found: list[tuple[bool, Name, tuple[int, int]]] = []
        for a, b in spans:
            whole = min(a, match.start()), max(b, match.end())
            alone = figures and not (text[start : whole[0]] + text[whole[1] : end]).strip(" |")
            if name := self._beside(text, a, b, alone, by_system):
                found.append((not self.names.is_medium(text[name.start : name.end]), name, whole))
        if found:
            _, name, whole = min(found, key=lambda one: one[0])
            role = "author" if name.entity == "person" else "source"
            yield LabelHit(tag, ((role, None),), *whole, None, (name,))

    def _beside(self, text: str, a: int, b: int, alone: bool, by_system: bool) -> Name | None:
        if text[a] == "《":
            a, b = a + 1, b - 1
        words = text[a:b]
        entity = self.names.entity(words)
        if self.names.is_medium(words) or (entity == "organisation" and (alone or by_system)):
            return Name(a, b, "organisation")
        if not by_system or _FIGURES.search(words) or words in self._labels or self._is_place(words):
            return None
        return Name(a, b, "other" if entity == "person" and len(words) > 3 else entity)

    def _is_place(self, words: str) -> bool:
        return any(end == len(words) for end, _, _ in gazetteer(self._book).at(words, 0))


def _line(text: str, at: int, start: int, end: int) -> tuple[int, int, str]:
    """The line that holds ``at``, within ``start`` and ``end``: where it begins and ends, and its words before ``at``."""
    first = max(start, text.rfind("\n", start, at) + 1)
    last = text.find("\n", at, end)
    return first, last if last >= 0 else end, text[first:at]
