"""Where counts stand: one pass over the number tokens of a shadow text.

Identifiers and dates are shut first; then the character behind each number says which rules of counts.toml are tried,
the words to its left and right set its bounds, and names and idioms are dropped. No rule is tried where the character
behind the number does not ask for it, which is what makes the pass cheap.
"""

from __future__ import annotations

import re
from sys import maxsize

from msgspec import Struct

from extractor.model.records import CountKind
from extractor.rules.counts.bounds import Modifiers, bounded, limits, scaled
from extractor.rules.counts.grammar import DIGITS, Grammar, Tries, grammar
from extractor.rules.counts.quantities import COINS
from extractor.rules.counts.said import Place, Said
from extractor.rules.dates import scanned
from extractor.rules.load import RuleBook
from extractor.text.numerals import Number, numeral

_NEUTRAL = frozenset(("", "exact", "change"))  # what words before a number do that set no bound
_SPACED = re.compile("[0-9] [0-9](?![0-9.,])")  # 1 2 0 人: figures set apart; at least not 0
_NEVER = (maxsize, maxsize)  # the stretch behind the last one


class CountHit(Struct, frozen=True, gc=False):
    """A count of the shadow text: ``start`` to ``end`` is what says it, modifier and bound included."""

    start: int
    end: int
    value: Number | None
    lower: Number | None
    upper: Number | None
    lower_inclusive: bool | None
    upper_inclusive: bool | None
    modifier: str | None
    kind: CountKind
    unit: str | None
    unit_code: str | None
    tag: str


def scan_counts(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[CountHit]:
    """Every count of ``text[start:end]`` from left to right; they overlap neither each other, a date nor an identifier."""
    rules, places = grammar(book), scanned(text, book)
    end = len(text) if end is None else end
    shut = iter(places.shut)
    opens, closes = next(shut, _NEVER)
    found: list[CountHit] = []
    done = passed = start
    for at, digits in places.numbers:
        while closes <= at:
            done = max(done, closes)
            opens, closes = next(shut, _NEVER)
        if at < done or at < passed or opens <= at or at >= end:
            continue
        behind, passed = rules.token(text, at, digits, end)
        if behind == at or (text[at - 1 : at] == " " and _SPACED.match(text, at - 2)):
            continue
        ceiling = min(end, opens)
        if hit := _plain(text, at, behind, done, ceiling, rules):
            done = hit.end
        else:
            hit, done = _at(text, at, behind, done, ceiling, rules)
        if hit:
            found.append(hit)
    return found


def _plain(text: str, at: int, behind: int, floor: int, ceiling: int, rules: Grammar) -> CountHit | None:
    """The count of a number in figures with a unit that means one thing, and nothing around that must be weighed."""
    tries = rules.plain[text[behind : behind + 1]]
    if not tries or text[at] not in DIGITS:
        return None
    _, match, _, tag = tries[0]
    found, said = match(text, behind, ceiling), numeral(text[at:behind])
    if found is None or said is None or said.value is None or said.more:
        return None
    words = rules.words
    start, does = _before(text, at, floor, words) if text[at - 1 : at] in words.closing else (at, "")
    if text.find("每", start - 4 if start > 4 else 0, start) >= 0:
        return None
    unit = found["unit"]
    if unit == "元" and text[start - 1 : start] in COINS:
        return None
    kind, code, factor = rules.frame.units[unit]
    value = said.value if factor == 1 else scaled(said.value, factor)
    modifier = text[start:at].rstrip() if start < at else None
    return CountHit(start, found.end(), *bounded(value, does), modifier, kind, unit, code, tag)


def _at(text: str, at: int, behind: int, floor: int, ceiling: int, rules: Grammar) -> tuple[CountHit | None, int]:
    """The count whose number is ``text[at:behind]``, if one stands there, and where the search goes on."""
    place: Place | None = None
    behind, tries = rules.tries(text, at, behind)
    for from_behind, match, read, tag in tries:
        found = match(text, behind if from_behind else at, ceiling)
        if found is None:
            continue
        if place is None:
            before = _before(text, at, floor, rules.words)
            place = Place(text, at, text[at:behind].replace(" ", ""), *before, rules.frame)
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
    does, start = place.does, place.start
    word = bound or does if does in _NEUTRAL else does
    modifier = said.more or (said.bound if bound and word != does else place.text[start : place.at].rstrip())
    if said.numeral.most < 0 and place.minus:
        start -= 1  # -30℃: the sign is part of what says it
    return CountHit(
        start,
        end,
        *limits(said.numeral, word, said.step if said.more else None, said.factor),
        modifier or None,
        said.kind,
        said.unit,
        said.code,
        tag,
    )
