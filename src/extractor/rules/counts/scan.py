"""Where counts stand: one pass over the number tokens of a shadow text.

Identifiers and dates are shut first; then the character behind each number says which rules of counts.toml are tried,
the words to its left and right set its bounds, and names and idioms are dropped. No rule is tried where the character
behind the number does not ask for it, which is what makes the pass cheap.
"""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import mypyc_attr

from extractor.model.records import CountKind
from extractor.rules.counts.bounds import Modifiers, limits
from extractor.rules.counts.grammar import CLOSED, DIGITS, OPENED, Grammar, Tries, Try, grammar
from extractor.rules.counts.quantities import COINS
from extractor.rules.counts.said import Place, Said, more
from extractor.rules.load import RuleBook
from extractor.rules.survey import Figure, Survey, survey
from extractor.text.numerals import Number, numeral

_NEUTRAL: Final = frozenset(("", "exact", "change"))  # what words before a number do that set no bound
_SHARES: Final = frozenset(("percent", "fraction"))
_DOUBTFUL: Final = frozenset("元年")  # units of plain counts that need a look at what stands before
_SPACED: Final = re.compile("[0-9] [0-9](?![0-9.,])")  # 1 2 0 人: figures set apart; at least not 0


@mypyc_attr(acyclic=True)
class CountHit:
    """A count of the shadow text: ``start`` to ``end`` is what says it, modifier and bound included.

    floor, ceiling: where the count, date or identifier before it ends, and where the next date or identifier begins.
    """

    def __init__(
        self,
        start: int,
        end: int,
        value: Number | None,
        lower: Number | None,
        upper: Number | None,
        lower_inclusive: bool | None,
        upper_inclusive: bool | None,
        modifier: str | None,
        kind: CountKind,
        unit: str | None,
        unit_code: str | None,
        tag: str,
    ) -> None:
        self.start, self.end, self.tag = start, end, tag
        self.value, self.lower, self.upper = value, lower, upper
        self.lower_inclusive, self.upper_inclusive, self.modifier = lower_inclusive, upper_inclusive, modifier
        self.kind, self.unit, self.unit_code = kind, unit, unit_code
        self.floor, self.ceiling = start, end


def scan_counts(text: str, book: RuleBook) -> list[CountHit]:
    """Every count of a shadow text from left to right; they overlap neither each other, a date nor an identifier."""
    return counted(text, survey(text, book), grammar(book), 0, len(text))


def counted(text: str, places: Survey, rules: Grammar, start: int, end: int) -> list[CountHit]:
    """The counts of ``text[start:end]``, at the places that the pass over the text has found."""
    found: list[CountHit] = []
    for gap in places.gaps:
        if gap.first < gap.last and gap.start < end and gap.end > start:
            figures = places.figures[gap.first : gap.last]
            _between(text, figures, max(gap.start, start), min(gap.end, end), rules, found)
    return found


def _between(text: str, figures: list[Figure], floor: int, ceiling: int, rules: Grammar, found: list[CountHit]) -> None:
    """Find the counts of a stretch without dates and identifiers."""
    free = last = floor
    for figure in figures:
        at, behind = figure.start, figure.end
        if at < free:
            continue
        before, follow, digits = text[at - 1 : at], text[behind : behind + 1], text[at] in DIGITS
        if not digits or follow in CLOSED or before in OPENED:
            behind, free = rules.token(text, at, behind, ceiling, before, follow)
            follow = text[behind : behind + 1]
        if behind == at or (before == " " and _SPACED.match(text, at - 2)):
            continue
        hit = None
        if digits and (plain := rules.plain[follow]):
            hit = _plain(text, at, behind, floor, ceiling, rules, plain[0])
        if hit is None:
            hit, floor = _at(text, at, behind, follow, floor, ceiling, rules)
        if hit:
            hit.floor, hit.ceiling = last, ceiling
            found.append(hit)
            floor = last = hit.end
        free = max(free, floor)


def _plain(text: str, at: int, behind: int, floor: int, ceiling: int, rules: Grammar, plain: Try) -> CountHit | None:
    """The count of a number in figures with a unit that means one thing, and nothing around that must be weighed."""
    found = plain.match(text, behind, ceiling)
    if found is None:
        return None
    digits, unit, end = text[at:behind], found[1], found.end()
    said = numeral(digits)
    if said is None or said.value is None:
        return None
    start, does, modifier = at, "", ""
    if text[at - 1 : at] in rules.words.closing:
        start, does = _before(text, at, floor, rules.words)
        modifier = text[start:at].rstrip()
    unit, kind, code, factor = rules.frame.units[unit]
    if kind == "cardinal":
        if "每" in text[start - 4 if start > 4 else 0 : start]:
            return None
    elif kind == "percent" and text[at - 1 : at] == "的":
        start, does, modifier = rules.words.of_share(text, at, floor)
    elif unit in _DOUBTFUL and _doubtful(text, start, unit, digits, rules):
        return None
    if said.more:
        modifier = more(digits, said)
    value, lower, upper, from_it, to_it = limits(said, does, said.step if said.more else None, factor)
    return CountHit(start, end, value, lower, upper, from_it, to_it, modifier or None, kind, unit, code, plain.tag)


def _doubtful(text: str, start: int, unit: str, digits: str, rules: Grammar) -> bool:
    """Whether a currency may stand before the sum (港币50元), or four figures before 年 be a year."""
    if unit == "年":
        return len(digits) == 4
    return text[start - 1 : start] in COINS and text[start - 2 if start > 2 else 0 : start] in rules.frame.units


def _at(
    text: str, at: int, behind: int, follow: str, floor: int, ceiling: int, rules: Grammar
) -> tuple[CountHit | None, int]:
    """The count whose number is ``text[at:behind]``, if one stands there, and where the search goes on."""
    place: Place | None = None
    behind, tries = rules.tries(text, at, behind, follow)
    for from_behind, match, read, tag in tries:
        found = match(text, behind if from_behind else at, ceiling)
        if found is None:
            continue
        if place is None:
            start, does = _before(text, at, floor, rules.words)
            place = Place(text, at, text[at:behind].replace(" ", ""), start, does, rules.frame)
        said, end = read(found, place), found.end()
        longer = rules.joint[text[end : end + 1]]
        if said is None and not longer:
            continue
        if text[at] not in DIGITS:
            if name_end := rules.names.at(text, at):
                return None, name_end
            if said and said.code and rules.names.person(text, at):
                return None, floor
        hit = _longer(longer, end, behind, place, ceiling, rules) if longer else None
        if hit is None and said:
            hit = _hit(tag, end, said, place, rules)
        if hit:
            return hit, hit.end
    return None, floor


def _before(text: str, at: int, floor: int, words: Modifiers) -> tuple[int, str]:
    """Where the words before a number begin, and what they do; a blank may stand between: 超过 300 人."""
    if at == floor or text[at - 1] != " ":
        return words.chain(text, at, floor)
    start, does = words.chain(text, at - 1, floor)
    return (start if does else at), does


def _longer(tries: Tries, end: int, behind: int, place: Place, ceiling: int, rules: Grammar) -> CountHit | None:
    """The count that goes on from a shorter one: 3小时42分 from 3小时, 5000元至8000元 from 5000元."""
    for from_behind, match, read, tag in tries:
        whole = match(place.text, behind if from_behind else place.at, ceiling)
        if whole and whole.end() > end and (said := read(whole, place)):
            return _hit(tag, whole.end(), said, place, rules)
    return None


def _hit(tag: str, end: int, said: Said, place: Place, rules: Grammar) -> CountHit:
    bound = rules.words.after.get(said.bound, "") if said.bound else ""
    does, start, apart = place.does, place.start, ""
    if not does and said.kind in _SHARES and place.text[start - 1 : start] == "的":
        start, does, apart = rules.words.of_share(place.text, start)
    word = bound or does if does in _NEUTRAL else does
    modifier = said.more or (said.bound if bound and word != does else apart or place.text[start : place.at].rstrip())
    if said.numeral.most < 0 and place.minus:
        start -= 1  # -30℃: the sign is part of what says it
    step = said.step if said.more else None
    value, lower, upper, from_it, to_it = limits(said.numeral, word, step, said.factor)
    words = modifier or None
    return CountHit(start, end, value, lower, upper, from_it, to_it, words, said.kind, said.unit, said.code, tag)
