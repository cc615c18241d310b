"""What a match of counts.toml says, as a value: number, kind, unit, factor, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mypy_extensions import mypyc_attr

from extractor.model.records import CountKind
from extractor.rules.counts.frame import Frame
from extractor.text.numerals import Number, Numeral


@mypyc_attr(acyclic=True, free_list_len=1)
class Said:
    """The reading of one match, before the words around it are weighed. ``bound`` stands behind the unit."""

    def __init__(
        self,
        numeral: Numeral,
        kind: CountKind,
        unit: str | None = None,
        code: str | None = None,
        factor: float = 1,
        bound: str | None = None,
        more: str = "",
        step: Number = 1,
    ) -> None:
        self.numeral, self.kind, self.unit, self.code, self.factor = numeral, kind, unit, code, factor
        self.bound, self.more, self.step = bound, more, step


_ENDS: Final = frozenset("0123456789℃度C")  # what the first number of a range ends with


@mypyc_attr(acyclic=True, free_list_len=1)
class Place:
    """Where a match stands: the text, its number token from ``at`` on, the start of the words before, what they do.

    A match may begin behind the number (its rule opens with one, which is not read twice) or at ``at``.
    """

    def __init__(self, text: str, at: int, digits: str, start: int, does: str, frame: Frame) -> None:
        self.text, self.at, self.digits, self.start, self.does, self.frame = text, at, digits, start, does, frame

    @property
    def minus(self) -> bool:
        """Whether a minus stands right before the number, and not the dash of a range."""
        at, text = self.start, self.text
        return text[at - 1 : at] in ("-", "\N{MINUS SIGN}") and text[at - 2 : at - 1] not in _ENDS


Reader = Callable[[re.Match[str], Place], Said | None]


def more(digits: str, said: Numeral) -> str:
    """The 余 or 多 that stands inside a numeral or at its end; nothing where none does."""
    return ("余" if "余" in digits else "多") if said.more else ""
