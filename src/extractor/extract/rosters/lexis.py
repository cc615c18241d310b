"""The words of rosters, compiled once for a rule book: what an organisation, an honour, a post or a person's name looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from extractor.model.records import RosterKind
from extractor.rules.load import RuleBook
from extractor.rules.match import Hit, Matcher
from extractor.rules.rule import Rule

_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{2,30})[”」』\"]")
_HEAD = 80  # characters of a column's head at most, blanks and a bracket with them
_BRACKETS = re.compile(r" ?\([^()]{0,40}\)$")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_DOTTED = re.compile(rf"[{_HAN}]{{1,10}}(?:·[{_HAN}]{{1,10}}){{1,4}}$")
_SHORT = re.compile(rf"[{_HAN}]{{2,8}}$")
_CALLED = ("称号", "荣誉", "奖", "“")
# Characters that end the names of places and bodies and no one's own name.
_NEVER_LAST = frozenset("省市县区镇乡村旗州盟厂班站所局院科室部处队组店馆社库矿段司校系届期")


@dataclass(frozen=True, slots=True)
class _Endings:
    """Words looked for at the end of others, by their last character."""

    by_last: dict[str, frozenset[str]]
    longest: dict[str, int]

    @classmethod
    def of(cls, words: Iterable[str]) -> _Endings:
        groups: dict[str, set[str]] = {}
        for word in words:
            groups.setdefault(word[-1], set()).add(word)
        return cls({c: frozenset(g) for c, g in groups.items()}, {c: max(map(len, g)) for c, g in groups.items()})

    def of_text(self, text: str, shortest: int = 1) -> str | None:
        """The longest of the words that ``text`` ends with."""
        words = self.by_last.get(text[-1:])
        if words is None:
            return None
        for length in range(min(self.longest[text[-1]], len(text)), shortest - 1, -1):
            if text[-length:] in words:
                return text[-length:]
        return None


@dataclass(frozen=True, eq=False)
class Lexis:
    """The book's word lists in the form in which they are asked."""

    book: RuleBook
    endings: dict[str, RosterKind]
    honours: dict[str, str]
    headers: dict[str, str]
    peoples: frozenset[str]
    regions: frozenset[str]
    surnames: frozenset[str]
    ending_words: _Endings
    honour_words_last: _Endings
    post_words: _Endings
    common: frozenset[str]
    given_names: tuple[str, ...]
    lines: Matcher
    unanchored_lines: Matcher
    line_anchors: re.Pattern[str]
    honour_words: re.Pattern[str]
    rules: dict[str, Rule]
    anchors: dict[str, re.Pattern[str]]

    def rule(self, name: str) -> Rule:
        """The rule ``roster.<name>``."""
        return self.rules[name]

    def line(self, text: str) -> Hit | None:
        """The first of the line rules that matches ``text``; those with an anchor are asked where one stands in it."""
        return (self.lines if self.line_anchors.search(text) else self.unanchored_lines).at(text, 0)

    def may(self, name: str, text: str, start: int, end: int) -> bool:
        """Can the rule match within ``text[start:end]``? A rule's ``anchor`` stands in all that it matches."""
        anchor = self.anchors.get(name)
        return anchor is None or anchor.search(text, start, end) is not None

    def ending(self, text: str) -> str | None:
        """The longest known ending of an organisation, place or work that ``text`` has; brackets at its end aside.

        An ending of one character (所, 站, 市) counts only after three others at least: 王站 is a person.
        """
        bare = _unbracketed(text).rstrip('”」"')
        found = self.ending_words.of_text(bare)
        return found if found and (len(found) > 1 or len(bare) > 3 or self.endings[found] == "place") else None

    def kind(self, text: str) -> RosterKind | None:
        """The kind of roster that a name of this form stands in; None where the form says nothing."""
        if text.startswith("《"):
            return "work"
        if self.is_person(text):
            return "person"
        ending = self.ending(text)
        return self.endings[ending] if ending else None

    def is_person(self, text: str) -> bool:
        """Has this the form of a person's name: a surname and one or two characters, or parts joined by dots?"""
        if _DOTTED.match(text):
            return not self.ending(text)
        if not _SHORT.match(text) or text in self.regions or self.honour(text) or self.ending_words.of_text(text, 2):
            return False
        if len(text) > 2 and text[-1] in _NEVER_LAST:
            return False
        return self.surname(text) is not None or (len(text) > 2 and text.startswith(self.given_names))

    def surname(self, text: str, *, common: bool = False) -> str | None:
        """The surname that a name of two to four characters begins with, if the rest can be a given name."""
        for length in (2, 1):
            if text[:length] in (self.common if common else self.surnames) and 1 <= len(text) - length <= 2:
                return text[:length]
        return None

    def post(self, text: str) -> str | None:
        """The longest post that ``text`` ends with: 副主任, 高级工程师."""
        return self.post_words.of_text(text)

    def honour(self, text: str) -> str | None:
        """The honour that ``text`` ends with, brackets and quotation marks aside: 全国五一劳动奖章 -> 五一劳动奖章."""
        return self.honour_words_last.of_text(_unbracketed(text).rstrip('”」"、:'))

    def honours_in(self, text: str) -> list[str]:
        """Every honour that ``text`` speaks of: the known ones, and what stands in quotation marks."""
        quoted = [m[1] for m in _QUOTED.finditer(text)]
        return quoted + [m[0] for m in self.honour_words.finditer(text) if not any(m[0] in q for q in quoted)]

    def honour_spans(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where ``text[start:end]`` names an honour: what stands in quotation marks, else a known one, in order."""
        quoted = [m.span(1) for m in _QUOTED.finditer(text, start, end) if self._is_honour(text, *m.span(1))]
        yield from quoted or (m.span() for m in self.honour_words.finditer(text, start, end))

    def speaks_of_honour(self, text: str, start: int, end: int) -> bool:
        """Can ``text[start:end]`` name an honour?"""
        if self.honour_words.search(text, start, end) or text.find('"', start, end) >= 0:
            return True
        return any(self._is_honour(text, *quoted.span(1)) for quoted in _QUOTED.finditer(text, start, end))

    def _is_honour(self, text: str, start: int, end: int) -> bool:
        """Do the words in quotation marks name an honour, by their ending or by the words around them?"""
        if self.honour(text[start:end]) or text.startswith(_CALLED, end + 1):
            return True
        return bool(self.rule("distinction").pattern.search(text[max(0, start - 13) : start - 1]))

    def header(self, text: str) -> str | None:
        """What a table's column holds by its head; None where the words are no head."""
        if len(text) > _HEAD:
            return None
        bare = "".join(text.split())
        if role := self.headers.get(bare) or self.headers.get(_BRACKETS.sub("", bare)):
            return role
        if 3 <= len(bare) <= 12:
            return next((role for tail, role in _TAILS if bare.endswith(tail)), None)
        return None


_TAILS = (("名称", "name"), ("姓名", "person"), ("及职务", "unit_post"), ("职称", "post"), ("职务", "post"))


def _unbracketed(text: str) -> str:
    return _BRACKETS.sub("", text) if text.endswith(")") else text


@lru_cache(maxsize=8)
def lexis_of(book: RuleBook) -> Lexis:
    """The words of a book."""
    honours, surnames = book.lexicon("rosters_honours"), book.lexicon("surnames")
    rules = book.topic("rosters")
    lines = [rule for rule in rules if "shape" in rule.data]
    return Lexis(
        book=book,
        endings={word: cast(RosterKind, kind) for word, kind in book.lexicon("rosters_endings").rows},
        honours={word: row[0] for word, row in honours.table.items()},
        headers={word: row[0] for word, row in book.lexicon("rosters_headers").table.items()},
        peoples=book.lexicon("rosters_peoples").words,
        regions=book.lexicon("rosters_regions").words,
        surnames=frozenset(word for word, row in surnames.table.items() if row[0] != "0"),
        ending_words=_Endings.of(book.lexicon("rosters_endings").words),
        honour_words_last=_Endings.of(honours.words),
        post_words=_Endings.of(book.lexicon("rosters_posts").words),
        common=frozenset(word for word, row in surnames.table.items() if row[0] == "2"),
        given_names=book.lexicon("given_names").longest_first,
        lines=Matcher(lines),
        unanchored_lines=Matcher([rule for rule in lines if "anchor" not in rule.data]),
        line_anchors=_any_of([rule.data["anchor"] for rule in lines if "anchor" in rule.data]),
        honour_words=re.compile("|".join(map(re.escape, honours.longest_first)) or "(?!)"),
        rules={rule.id.removeprefix("roster."): rule for rule in rules},
        anchors={r.id.removeprefix("roster."): _any_of([r.data["anchor"]]) for r in rules if "anchor" in r.data},
    )


def _any_of(anchors: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(anchors) or "(?!)", re.VERBOSE)
