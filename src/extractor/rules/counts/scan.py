"""The grammar of counts: from number tokens to values with bounds, over the shadow text. Nouns are found elsewhere.

One pass over the digits: identifiers and dates are shut first, then the rules of counts.toml are tried at each number,
the words to its left and right set its bounds, and names and idioms are dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from extractor.model.records import CountKind
from extractor.rules.counts import quantities
from extractor.rules.counts.bounds import Limits, Modifiers, limits, modifiers, scaled
from extractor.rules.counts.names import NumberNames, number_names
from extractor.rules.dates import scan_dates
from extractor.rules.identifiers import Spans, blocked
from extractor.rules.load import RuleBook
from extractor.rules.match import Hit, Matcher
from extractor.text.numerals import Number

# A run of digits, Arabic or Chinese, or a word that a count may begin with. Runs are bounded by what they hold, and each
# is looked at once, so the search is linear.
_RUN = re.compile(r"[0-9][0-9.,]*|[〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟]+|[第首翻半过¥$€£]")
_WORD_BEFORE = re.compile(r"[0-9A-Za-z第]")


@dataclass(frozen=True, slots=True)
class CountHit:
    """A count of the shadow text: ``start`` to ``end`` is what says it, modifier and bound included."""

    start: int
    end: int
    value: Number | None
    limits: Limits
    modifier: str | None
    kind: CountKind
    unit: str | None
    unit_code: str | None
    tag: str


def scan_counts(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[CountHit]:
    """Every count of ``text[start:end]`` from left to right; they overlap neither each other nor a date."""
    return _Scan(text, book, start, len(text) if end is None else end).hits()


@dataclass(frozen=True)
class _Grammar:
    """What a book says about counts, compiled once."""

    first: Matcher
    second: Matcher  # without ranges, for numbers that only look like one
    words: Modifiers
    names: NumberNames
    units: quantities.Units


@lru_cache(maxsize=8)
def _grammar(book: RuleBook) -> _Grammar:
    rules = book.topic("counts")
    return _Grammar(
        Matcher(rules),
        Matcher([rule for rule in rules if rule.data.get("kind") != "range"]),
        modifiers(book),
        number_names(book),
        quantities.units(book),
    )


class _Scan:
    """One walk over one stretch of text."""

    def __init__(self, text: str, book: RuleBook, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.grammar = _grammar(book)
        dates = [(hit.start, hit.end) for hit in scan_dates(text, book, start, end)]
        self.shut: Spans = tuple(sorted([*dates, *blocked(text, book)]))

    def hits(self) -> list[CountHit]:
        found: list[CountHit] = []
        done, shut, i = self.start, self.shut, bisect_left(self.shut, (self.start, 0))
        for run in _RUN.finditer(self.text, self.start, self.end):
            at = run.start()
            while i < len(shut) and shut[i][1] <= at:
                done = max(done, shut[i][1])
                i += 1
            if at < done or (i < len(shut) and shut[i][0] <= at):
                continue
            ceiling = shut[i][0] if i < len(shut) else self.end
            taken = self._at(at, done, ceiling)
            if isinstance(taken, CountHit):
                found.append(taken)
                done = taken.end
            elif taken:
                done = taken
        return found

    def _at(self, at: int, floor: int, ceiling: int) -> CountHit | int | None:
        """The count whose number begins at ``at``; the end of a name that stands there; or nothing."""
        text, grammar = self.text, self.grammar
        hit = grammar.first.at(text, at, ceiling)
        if hit is None or (at and _WORD_BEFORE.match(text, at - 1)):
            return None
        if name_end := grammar.names.at(text, at):
            return name_end
        start, does = grammar.words.chain(text, at, floor)
        said = quantities.read(hit, text, grammar.units, start, does)
        if said is None and hit.rule.data["kind"] == "range" and (hit := grammar.second.at(text, at, ceiling)):
            said = quantities.read(hit, text, grammar.units, start, does)
        return self._count(hit, said, start, does) if hit and said else None

    def _count(self, hit: Hit, said: quantities.Said, start: int, does: str) -> CountHit:
        at, end = hit.match.span()
        words = self.grammar.words
        bound = words.after.get(said.bound, "") if said.bound else ""
        word = does if does not in ("", "exact", "change") else bound or does
        before = self.text[start:at]
        modifier = said.more or (before if word == does or not bound else said.bound)
        return CountHit(
            start,
            end,
            None if said.numeral.value is None else scaled(said.numeral.value, said.factor),
            limits(said.numeral, word, more=said.step if said.more else None, factor=said.factor),
            modifier or None,
            said.kind,
            said.unit,
            said.code,
            hit.rule.tag,
        )
