"""Which union a page means by 市总 or 省总: the one whose full name it prints most often."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from extractor.rules.gazetteer import gazetteer
from extractor.rules.load import RuleBook

_UNION = "总工会"
_SHORT = re.compile(r"(?P<level>[省市区县州旗])总(?!工会|体|部|量|值|公司|经理|署|局|台|理|会)")
_LONGEST_PLACE = 12


class Unions:
    """The unions that a page names in full."""

    def __init__(self, text: str, book: RuleBook) -> None:
        self._text = text
        self._book = book

    def full(self, words: str) -> str | None:
        """The words with the short form of a union written out; None where there is none or the page does not say which.

        市总宣教网络部 is 青岛市总工会宣教网络部 on a page that speaks of 青岛市总工会.
        """
        short = _SHORT.match(words)
        place = short and _place(self._text, self._book, short["level"])
        return f"{place}{_UNION}{words[short.end() :]}" if short and place else None


@lru_cache(maxsize=16)
def _place(text: str, book: RuleBook, level: str) -> str | None:
    places: Counter[str] = Counter()
    for match in re.finditer(level + _UNION, text):
        before = text[max(0, match.start() - _LONGEST_PLACE) : match.start() + 1]
        names = (before[i:] for i in range(len(before) - 2))
        places.update(name for name in names if any(end == len(name) for end, _, _ in gazetteer(book).at(name, 0)))
    return places.most_common(1)[0][0] if places else None
