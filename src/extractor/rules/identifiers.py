"""Where digits say which and not how many: document numbers, phones, addresses, models. Dates and counts keep out of there."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.rules.load import RuleBook

# Where an identifier may begin: the first ASCII letter or digit of a word. Nine words in ten are a bare number between
# words that no rule asks for, and are passed over here. One class leads, so the search skips what cannot begin.
_WORD = re.compile(
    r"""[0-9A-Za-z] (?<![0-9A-Za-z_].) (?<![0-9][.,].)
    (?: (?<=[A-Za-z])
      | (?<=[〔\[(【路街巷弄里村道组屯话线真打电机码编号:].)
      | (?! [0-9]{0,3} (?:[.,][0-9]{1,9})? (?![0-9A-Za-z.,号室单栋幢座路次会办教〕\])】+×*\-—后级届版系时热专服维咨职信@ ]|年级) ) )""",
    re.VERBOSE,
)

Span = tuple[int, int]
Spans = tuple[Span, ...]


@lru_cache(maxsize=4)
def blocked(text: str, book: RuleBook) -> Spans:
    """The stretches of a shadow text that are identifiers, in order and apart from each other."""
    identifier = _identifier(book).match
    spans: list[tuple[int, int]] = []
    done = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start >= done and (found := identifier(text, start)):
            done = found.end()
            spans.append((start, done))
    return tuple(spans)


@lru_cache(maxsize=8)
def _identifier(book: RuleBook) -> re.Pattern[str]:
    """Every rule as one pattern, in order; which of them spoke is of no interest here."""
    return re.compile("|".join(f"(?:{rule.source}\n)" for rule in book.topic("identifiers")) or "(?!)", re.VERBOSE)
