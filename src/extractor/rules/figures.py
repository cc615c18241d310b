"""What figures may be besides a number that counts: asked of what stands before and behind them.

Most figures are neither an identifier nor a date. A look at the character behind them says so sooner than a pattern does.
"""

from __future__ import annotations

import re
from string import ascii_letters
from typing import Final

from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import either

_LONGEST: Final = 4  # no year has more
# What an identifier may begin behind or end before; 〔2023〕, 88号, 电话:12351, 2.0版.
_CALLED: Final = frozenset("〔[(【路街巷弄里村道组屯话线真打电机码编号:")
_NAMED: Final = frozenset(f"号室单栋幢座路次会办教〕])】+×*-—后级届版层系时热专服维咨职信@ {ascii_letters}")
_FRACTION: Final = re.compile(rf"[.,][0-9]{{1,9}}+(?![0-9.,{re.escape(''.join(sorted(_NAMED)))}]|年级)")
# What no identifier begins behind: _12, a5, 3.14.
_WORDED: Final = frozenset(f"_{ascii_letters}")
_POINTS: Final = frozenset(".,")


class Figures:
    """The questions asked of a run of figures ``text[start:end]`` and the character behind it (``follow``, empty at the
    text's end); what is a date is for the rules of a book to say."""

    def __init__(self, book: RuleBook) -> None:
        rules = book.role("dates_frame", "figure")
        self._alone = frozenset(letter for rule in rules for letter in leads(book, rule.data.get("alone", ())))
        self._follow = frozenset(letter for rule in rules for letter in leads(book, rule.data.get("follow", ())))
        self._dated = re.compile(either(rules), re.VERBOSE).match
        self._telling = _NAMED | self._follow | self._alone | _POINTS

    def told(self, text: str, start: int, end: int, follow: str) -> bool:
        """Whether they may be anything but a number that counts."""
        return follow in self._telling or end - start > _LONGEST or text[start - 1] in _CALLED

    def nameable(self, text: str, start: int, end: int, follow: str) -> bool:
        """Whether figures of which so much is told may be an identifier."""
        if follow not in _NAMED and end - start <= _LONGEST and text[start - 1] not in _CALLED:
            if follow in _POINTS:
                if _FRACTION.match(text, end):
                    return False
            elif follow != "年" or text[end + 1 : end + 2] != "级":
                return False
        before = text[start - 1 : start]
        return before not in _WORDED and (before not in _POINTS or not text[start - 2 : start - 1].isdecimal())

    def dateable(self, text: str, start: int, end: int, follow: str) -> bool:
        """Whether they may open a date."""
        if follow in self._alone:
            return end - start < _LONGEST or (follow == "年" and end - start == _LONGEST)
        return follow in self._follow and self._dated(text, start) is not None
