"""The shadow of a text: the same words in one spelling, with the way back to the raw text.

Normalising happens here and nowhere else. Two steps, each of which can be retraced:

* ``normalise`` folds look-alike characters one for one (full-width forms, blanks, dashes, dots, CJK radicals and
  compatibility ideographs, Traditional forms that have exactly one Simplified form) and drops invisible characters;
* ``unspace`` closes up letter-spaced words (编　辑, 王 芳), which is right for labels and names and wrong for table
  rows, so it is a step of its own.

Not NFKC: it reads ``12①`` as ``121``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from extractor.text._variants import PLAIN, VARIANTS

_INVISIBLE: Final = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}\u202a-\u202e\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
_BLANKS: Final = "\N{NO-BREAK SPACE}\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\N{IDEOGRAPHIC SPACE}\t"

# What is printed -> what rules see, one character for one.
_FOLDS: Final = {
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},  # full-width ASCII
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys("\N{EN DASH}\N{HORIZONTAL BAR}\N{BOX DRAWINGS LIGHT HORIZONTAL}", "\N{EM DASH}"),
    **dict.fromkeys(
        "\N{BULLET}\N{KATAKANA MIDDLE DOT}\N{HALFWIDTH KATAKANA MIDDLE DOT}\N{HYPHENATION POINT}\N{DOT OPERATOR}\N{BULLET OPERATOR}",
        "\N{MIDDLE DOT}",
    ),
    "\N{WAVE DASH}": "~",
    "\N{FULLWIDTH YEN SIGN}": "\N{YEN SIGN}",
    "\N{RATIO}": ":",
    "\N{PRESENTATION FORM FOR VERTICAL COLON}": ":",
    **dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞", ",、.;:?!(){}〔〕", strict=True)),
    **dict(zip(VARIANTS, PLAIN, strict=True)),
}
_TABLE: Final = str.maketrans(_FOLDS)
_HIDDEN: Final = re.compile(f"[{_INVISIBLE}]+")
# Full-width marks stand in every sentence, all else that is folded or dropped in few texts: the marks are replaced one
# by one, and the table, which looks at every character, is only asked where the class finds something for it.
_MARKS: Final = "，：；（）！？"
_RARE: Final = re.compile(f"[{_INVISIBLE}{''.join(_FOLDS.keys() - set(_MARKS))}]")

# What a squeezed text cannot hold; most quotes hold nothing of it.
_LOOSE: Final = re.compile(f"[{_INVISIBLE}{''.join(_FOLDS)}\\s]")

# One character a word, blanks between: 编 辑, 王 芳. The run is bounded by blanks, marks or the line's end, and each
# character is tried once, so the search is linear.
_HAN: Final = "\N{IDEOGRAPHIC NUMBER ZERO}\u3400-\u4dbf\u4e00-\u9fff"
_SPACED: Final = re.compile(rf"(?<![^\s:;,、|/丨(\[【])[{_HAN}](?:[ ]+[{_HAN}])+(?![^\s:;,、|/丨)\]】])")
_GAP: Final = re.compile("[ ]+")


class Shadow:
    """A raw text and its normalised form. ``cuts`` are the stretches of the raw text that the form leaves out."""

    def __init__(self, raw: str, text: str, cuts: tuple[tuple[int, int], ...] = ()) -> None:
        self.raw, self.text, self.cuts = raw, text, cuts
        # For each cut, how many characters are gone up to its end, and where it stands in the text.
        self._lost: tuple[int, ...] = ()
        self._kept: tuple[int, ...] = ()
        if cuts:
            self._lost = tuple(accumulate(b - a for a, b in cuts))
            self._kept = tuple(b - gone for (_, b), gone in zip(cuts, self._lost, strict=True))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The place in the raw text of ``text[start:end]``; what was dropped at either edge stays outside."""
        if not self.cuts:
            return start, end
        if start == end:
            return (at := self._raw(start)), at
        return self._raw(start), self._raw(end - 1) + 1

    def forth(self, offset: int) -> int:
        """Where the raw text's ``offset`` stands in ``text``; a dropped character stands where the next kept one does."""
        if not self.cuts:
            return offset
        i = bisect_right(self.cuts, offset, key=lambda cut: cut[0])
        if i and self.cuts[i - 1][1] > offset:
            return self._kept[i - 1]
        return offset - (self._lost[i - 1] if i else 0)

    def _raw(self, offset: int) -> int:
        i = bisect_right(self._kept, offset)
        return offset + (self._lost[i - 1] if i else 0)


def normalise(text: str) -> Shadow:
    """The shadow of a text. Applied to its own result it changes nothing.

    >>> normalise("来源：青岛").text
    '来源:青岛'
    """
    if text.isascii():
        return (
            _cut(text, text, [m.span() for m in _HIDDEN.finditer(text)])
            if "\t" not in text
            else _cut(text, text.replace("\t", " "), [])
        )
    folded = text.replace("，", ",").replace("：", ":").replace("；", ";").replace("（", "(").replace("）", ")")
    folded = folded.replace("！", "!").replace("？", "?")
    if _RARE.search(folded) is None:
        return Shadow(text, folded)
    return _cut(text, folded.translate(_TABLE), [m.span() for m in _HIDDEN.finditer(text)])


def unspace(shadow: Shadow) -> Shadow:
    """The shadow with letter-spaced words closed up; spans of the result still go back to the raw text.

    >>> unspace(normalise("编　辑：王 芳")).text
    '编辑:王芳'
    """
    gaps = [gap.span() for run in _SPACED.finditer(shadow.text) for gap in _GAP.finditer(shadow.text, *run.span())]
    if not gaps:
        return shadow
    inner = _cut(shadow.text, shadow.text, gaps)
    cuts = _merge(shadow.cuts, [(shadow._raw(a), shadow._raw(b - 1) + 1) for a, b in gaps])
    return Shadow(shadow.raw, inner.text, tuple(cuts))


def squeeze(text: str) -> str:
    """The normalised text without any blank: what names and identities are compared by."""
    return text if _LOOSE.search(text) is None else "".join(normalise(text).text.split())


def _cut(raw: str, folded: str, cuts: list[tuple[int, int]]) -> Shadow:
    if not cuts:
        return Shadow(raw, folded)
    edges = [0, *(edge for cut in cuts for edge in cut), len(folded)]
    kept = "".join(folded[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return Shadow(raw, kept, tuple(cuts))


def _merge(one: tuple[tuple[int, int], ...], other: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted([*one, *other]):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged
