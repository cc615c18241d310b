"""Where digits say which and not how many: document numbers, phones, addresses, models. Dates and counts keep out of there."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.rules.load import RuleBook
from extractor.rules.match import Matcher

# Where an identifier may begin: the first ASCII letter or digit of a word. Nine words in ten are a bare number between
# words that no rule asks for, and are passed over here. One class leads, so the search skips what cannot begin.
_WORD = re.compile(
    r"""[0-9A-Za-z] (?<![0-9A-Za-z.,_].)
    (?: (?<=[A-Za-z])
      | (?<=[〔\[(【路街巷弄里村道组屯话线真打电机码编号卡证学工税:].)
      | (?! [0-9]{0,3} (?:[.,][0-9]{1,9})? (?![0-9A-Za-z.,号室单路次会办教〕\])】+×*\-—后级届版系时热专服维咨职信@ ]|年级) ) )""",
    re.VERBOSE,
)

Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=4)
def blocked(text: str, book: RuleBook) -> Spans:
    """The stretches of a shadow text that are identifiers, in order and apart from each other."""
    at = _matcher(book).at
    spans: list[tuple[int, int]] = []
    done = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start >= done and (hit := at(text, start)):
            done = hit.match.end()
            spans.append((start, done))
    return tuple(spans)


@lru_cache(maxsize=8)
def _matcher(book: RuleBook) -> Matcher:
    return Matcher(book.topic("identifiers"))
