"""What a count counts: the noun to its right up to a verb, 的 or a mark, else the one to its left. No segmentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules.counts import CountHit
from extractor.rules.load import RuleBook

_WINDOW = 16
_HAN = re.compile(r"[\u4e00-\u9fff“”《》·A-Za-z]+")
_SENTENCE = re.compile("[。!?;\n]")
_MARKS = re.compile("[,。!?;:、()\n…—]")
# The kinds whose noun is what comes before: 覆盖率达87.5%, 金额860.5万元, 占地面积5万余平方米.
_LEFT_FIRST = frozenset({"percent", "money", "measure", "duration", "multiple", "fraction", "index", "age"})
_FROM_TO = re.compile(r"送(?P<what>[\u4e00-\u9fff]{1,6}?)[到进下入至][\u4e00-\u9fff]{1,6}$")

Span = tuple[int, int]


@dataclass(frozen=True)
class Nouns:
    """The words that end a noun: verbs and function words to the right, verbs and adverbs to the left."""

    right: re.Pattern[str]
    left: re.Pattern[str]
    subject: re.Pattern[str]

    def of(self, text: str, hit: CountHit, floor: int, ceiling: int) -> Span | None:
        """Where the counted noun stands, in shadow offsets; ``floor`` is the end of the count before."""
        if hit.kind == "duration":
            return self._subject(text, hit, floor)
        if hit.kind in _LEFT_FIRST:
            return self._left(text, hit.start, floor) or self._right(text, hit.end, ceiling)
        return self._right(text, hit.end, ceiling) or self._left(text, hit.start, floor)

    def _right(self, text: str, at: int, ceiling: int) -> Span | None:
        run = _HAN.match(text, at, min(ceiling, at + _WINDOW))
        if run is None:
            return None
        stop = self.right.search(text, at, run.end())
        end = stop.start() if stop else run.end()
        while end > at and text[end - 1] in "“《":
            end -= 1
        return (at, end) if end - at > 1 else None

    def _left(self, text: str, at: int, floor: int) -> Span | None:
        start = self._clause(text, at, floor)
        if sent := _FROM_TO.search(text, start, at):
            return sent.span("what")
        return self._trimmed(text, start, at)

    def _clause(self, text: str, at: int, floor: int) -> int:
        start = max(floor, at - _WINDOW)
        for mark in _MARKS.finditer(text, start, at):
            start = mark.end()
        return start

    def _trimmed(self, text: str, start: int, at: int) -> Span | None:
        """The last noun of a clause: verbs at its end are passed over, then the noun reaches back to the verb before."""
        end, last = at, start
        for verb in self.left.finditer(text, start, at):
            if verb.end() == end and verb.start() > start:
                continue
            last = verb.end()
        for verb in reversed(list(self.left.finditer(text, start, at))):
            if verb.end() == end and verb.start() > last:
                end = verb.start()
        return (last, end) if end - last > 1 else None

    def _subject(self, text: str, hit: CountHit, floor: int) -> Span | None:
        start = self._clause(text, hit.start, floor)
        if found := self._trimmed(text, start, hit.start):
            return found
        opened = start
        for mark in _SENTENCE.finditer(text, max(0, start - 80), hit.start):
            opened = mark.end()
        run = _HAN.match(text, opened, hit.start)
        if run is None:
            return None
        stop = self.subject.search(text, opened, run.end())
        end = stop.start() if stop else run.end()
        return (opened, end) if end - opened > 1 else None


@lru_cache(maxsize=8)
def nouns(book: RuleBook) -> Nouns:
    """The noun finder of a book."""
    rows = book.lexicon("counts_verbs").rows
    return Nouns(*(_alternation([word for word, sides in rows if side in sides]) for side in "rls"))


def _alternation(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)")
