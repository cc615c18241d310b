"""What a count counts: the noun to its right up to a verb, 的 or a mark, else the one to its left. No segmentation.

The words that end a noun stand in counts_verbs.tsv, each with the side on which it does. Both sides are walked a
character at a time over a short window, with one table look-up a character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules.counts import CountHit
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook

_WINDOW = 16
_LONGEST = 8  # no word that ends a noun is longer
_HAN = re.compile(r"[\u4e00-\u9fff“”《》·A-Za-z]{1,16}")
_STOP = frozenset("。!?;\n")
_CLAUSE = re.compile(r"[^。!?;\n,:、()…—/0-9%]{2,}")
# The kinds whose noun is what comes before: 覆盖率达87.5%, 金额860.5万元, 占地面积5万余平方米.
_LEFT_FIRST = frozenset({"percent", "money", "measure", "multiple", "fraction", "index", "age"})
_FROM_TO = re.compile(r"送(?P<what>[\u4e00-\u9fff]{1,6}?)[到进下入至][\u4e00-\u9fff]{1,6}$")
_LOOK_BACK = 80
_LASTING = re.compile("持续|历时|连续|已有|长达|耗时|用时|为期|坚持")

Span = tuple[int, int]


@dataclass(frozen=True)
class Nouns:
    """The words that end a noun: to the right of a number, to its left, and behind the subject of a sentence."""

    right: re.Pattern[str]
    left: re.Pattern[str]  # the last noun of a clause, read from its end
    subject: re.Pattern[str]

    def of(self, text: str, hit: CountHit, floor: int, ceiling: int) -> Span | None:
        """Where the counted noun stands, in shadow offsets; ``floor`` is the end of the count before."""
        if hit.kind == "duration":
            return self._lasting(text, hit, floor, ceiling)
        if hit.kind in _LEFT_FIRST or hit.tag.startswith("count.bare"):
            found = self._left(text, hit.start, floor) or self._right(text, hit.end, ceiling)
        else:
            found = self._right(text, hit.end, ceiling) or self._left(text, hit.start, floor)
        if found is None and text[hit.end : hit.end + 1] == "的":
            return self._right(text, hit.end + 1, ceiling)
        return found

    def _lasting(self, text: str, hit: CountHit, floor: int, ceiling: int) -> Span | None:
        """What lasts: the noun before, the subject of the sentence, or what follows 两年来."""
        if named := self._left(text, hit.start, floor):
            return named
        since = text[hit.end : hit.end + 1] == "来"
        named = (
            self._subject(text, hit.start)
            if since or _LASTING.search(text, max(0, hit.start - 4), hit.start + 4)
            else None
        )
        return named or (self._right(text, _behind(text, hit.end), ceiling) if since else None)

    def _right(self, text: str, at: int, ceiling: int) -> Span | None:
        run = _HAN.match(text, at, ceiling)
        end = _until(text, at, run.end(), self.right) if run else at
        while end > at and (text[end - 1] in "“《" or (text[end - 1] in "”》" and not text.count("“", at, end))):
            end -= 1
        return (at, end) if end - at > 1 else None

    def _left(self, text: str, at: int, floor: int) -> Span | None:
        """The last noun of the clause: verbs at its end are passed over, and it reaches back to the verb before."""
        backwards = text[max(floor, at - _WINDOW) : at][::-1]
        clause = _CLAUSE.match(backwards)
        if clause is None:
            return None
        length = clause.end()
        if "送" in backwards and (sent := _FROM_TO.search(text, at - length, at)):
            return sent.span("what")
        noun = self.left.match(backwards, 0, length)
        if noun is None:
            return None
        behind, before = noun.span("noun")
        return _trimmed(text, at - before, at - behind) if before - behind > 1 else None

    def _subject(self, text: str, at: int) -> Span | None:
        """The first noun of the sentence: 文化宫 in 文化宫成立于1950年,73年来."""
        start, lowest = at, max(0, at - _LOOK_BACK)
        while start > lowest and text[start - 1] not in _STOP:
            start -= 1
        run = _HAN.match(text, start, at)
        end = _until(text, start, run.end(), self.subject) if run else start
        return (start, end) if end - start > 1 else None


def _behind(text: str, at: int) -> int:
    """Where the words go on behind 来 and its comma: 两年来,服务站坚持开放."""
    return at + (2 if text[at + 1 : at + 2] == "," else 1)


def _until(text: str, start: int, end: int, words: re.Pattern[str]) -> int:
    """Where the first of the words begins in ``text[start:end]``; ``end`` where none does."""
    found = words.search(text, start, end + _LONGEST)
    return min(found.start(), end) if found else end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A noun without what only leads to it."""
    while start < end and text[end - 1] in " “《":
        end -= 1
    while start < end and (text[start] == " " or (text[start] == "“" and text.find("”", start, end) < 0)):
        start += 1
    if text[start - 1 : start] == "每":
        start += 1  # 每篇文章: the measure word is no part of the noun
    closed = text.rfind("”", start, end)
    if closed >= 0 and text.find("“", start, closed) < 0:
        start = closed + 1  # of “送万福、进万家”活动 only 活动 stands on this side of the comma
    if text.startswith("占", start, end) and not text.startswith("占地", start):
        start += 1
    return (start, end) if end - start > 1 else None


@lru_cache(maxsize=8)
def nouns(book: RuleBook) -> Nouns:
    """The noun finder of a book."""
    rows = book.lexicon("counts_verbs").rows
    right, left, end, subject = ([row[0] for row in rows if side in row[1]] for side in "rles")
    last = f"(?:{_backwards(left + end)})*+(?P<noun>.*?)(?:{_backwards(left)}|\\Z)"
    return Nouns(re.compile(tree(right)), re.compile(last), re.compile(tree(subject)))


def _backwards(words: Sequence[str]) -> str:
    """The words as they stand in a text read from its end; one class leads, which turns most places away."""
    turned = {word[::-1] for word in words}
    return f"(?=[{''.join(sorted({word[0] for word in turned}))}]){tree(turned)}"
