"""Where counts stand: one pass over the number tokens of a shadow text.

Identifiers and dates are shut first; then the character behind each number says which rules of counts.toml are tried,
the words to its left and right set its bounds, and names and idioms are dropped. No rule is tried where the character
behind the number does not ask for it, which is what makes the pass cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize
from typing import NamedTuple

from msgspec import Struct

from extractor.model.records import CountKind
from extractor.rules.counts.bounds import Modifiers, limits, modifiers
from extractor.rules.counts.frame import Frame, frame
from extractor.rules.counts.names import NumberNames, number_names
from extractor.rules.counts.readers import READERS
from extractor.rules.counts.said import Place, Reader, Said
from extractor.rules.dates import scanned
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import Rule
from extractor.text.numerals import Number

# What a number begins with, what it goes on with, and what a rule may ask for behind its last character.
_OPENS = "0-9〇零一二两三四五六七八九十百千万亿几数壹贰叁肆伍陆柒捌玖拾佰仟"
_GOES_ON = f"[{_OPENS}.余多点来]*+"
_CLOSES = ".,点千两余多来万亿"
_GLUED = "第A-Za-z0-9."  # no number begins right behind one of these
_NEUTRAL = frozenset(("", "exact", "change"))  # what words before a number do that set no bound
_DIGITS = frozenset("0123456789")
_ROW = re.compile(r"[张项段席米单][\u4e00-\u9fff]{1,2}(?:[ \n]|\Z)")  # 1 张明 男: the number of a row, and a name
_SPACED = re.compile("[0-9] [0-9](?![0-9.,])")  # 1 2 0 人: figures set apart; at least not 0
_SCALES = frozenset("万亿多余")
_PLAIN = 15  # so many figures are a number as they stand


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


class _Try(NamedTuple):
    """A rule, ready to be tried: at the number, or ``behind`` it where the pattern opens with any number."""

    behind: bool
    match: Callable[[str, int, int], re.Match[str] | None]
    read: Reader
    tag: str


Tries = tuple[_Try, ...]


class _Table(dict[str, Tries]):
    """Which rules to try at a character, in their order; compiled for a character when it is first met.

    key: what a rule's data calls these characters; ``@name`` stands for the first ones of a lexicon.
    """

    def __init__(self, book: RuleBook, key: str) -> None:
        super().__init__()
        self._book = book
        self._rules = [(leads(book, rule.data.get(key, ())), rule) for rule in book.topic("counts")]
        self.letters = frozenset(letter for letters, _ in self._rules for letter in letters)

    def __missing__(self, letter: str) -> Tries:
        if letter not in self.letters:
            return ()
        tries = self[letter] = tuple(
            _tried(self._book, rule, letter) for letters, rule in self._rules if letter in letters
        )
        return tries


def _tried(book: RuleBook, rule: Rule, letter: str) -> _Try:
    """A rule at one character. A pattern that opens with any number is narrowed to what can follow there."""
    read, head = READERS[rule.data["kind"]], f"(?P<num>{book.rule('count.number').source})"
    if not rule.source.startswith(head):
        return _Try(False, rule.pattern.match, read, rule.tag)
    source = rule.source.removeprefix(head)
    for name in _BEHIND if letter != "+" else ():
        words = book.lexicon(name)
        source = source.replace(words.pattern, tree(word for word in words.words if word[0] == letter), 1)
    return _Try(True, re.compile(source, re.VERBOSE).match, read, rule.tag)


# The lexicons that stand right behind a number, whose words are narrowed to the character that is seen there.
_BEHIND = ("counts_words", "counts_classifiers", "counts_currencies", "counts_units")
_NEVER = (maxsize, maxsize)  # the stretch behind the last one


@dataclass(frozen=True)
class _Grammar:
    """What a book says about counts, compiled once. ``follow``, ``lead`` and ``joint`` say which rules to try where."""

    run: re.Pattern[str]
    number: Callable[[str, int, int], re.Match[str] | None]
    follow: _Table  # by the character behind the number
    scaled: Tries  # what is tried last behind a number in figures with 万 or 亿
    lead: _Table  # by the character that a rule begins with where it is not a number
    joint: _Table  # by the character behind a shorter match
    words: Modifiers
    names: NumberNames
    frame: Frame

    def tries(self, text: str, at: int, behind: int, end: int) -> tuple[int, Tries]:
        """Where the number ends that opens the run ``text[at:behind]``, and which rules to try there."""
        if text[at] in self.lead.letters:
            return behind, self.lead[text[at]]
        if behind - at > _PLAIN or not text[at:behind].isdecimal():
            token = self.number(text, at, end)
            if token is None:
                return behind, ()  # 千米 and 千瓦 without a number before them
            behind = token.end()
        follow = text[behind : behind + 1]
        if follow == " " and (tries := self.follow[text[behind + 1 : behind + 2]]):
            return (behind, ()) if _is_row(text, at, behind) else (behind + 1, tries)  # 300 名职工
        tries = self.follow[follow]
        return behind, tries + self.scaled if text[behind - 1] in _SCALES and text[at] in _DIGITS else tries


@lru_cache(maxsize=8)
def _grammar(book: RuleBook) -> _Grammar:
    follow, lead, joint = (_Table(book, key) for key in ("follow", "lead", "joint"))
    number = book.rule("count.number").pattern.match
    run = _run(lead.letters, follow.letters)
    scaled = (_tried(book, book.rule("count.scaled"), "+"),)
    return _Grammar(run, number, follow, scaled, lead, joint, modifiers(book), number_names(book), frame(book))


def _is_row(text: str, at: int, behind: int) -> bool:
    """Whether a number before a blank is that of a row: 1 张明 男, 02 间谍片."""
    return (text[at] == "0" and text[at + 1].isdecimal()) or _ROW.match(text, behind + 1) is not None


def _run(lead: Iterable[str], follow: Iterable[str]) -> re.Pattern[str]:
    """A run of what numbers are made of, with something behind it that a rule asks for, or a character that a count may
    begin with instead. One class leads, so that the search skips from run to run; 统一, 第一书记 and 12351 are passed by;
    数 is a numeral in 数百, and the end of a word in 人数300."""
    led, asked = (re.escape("".join(sorted(letters))) for letters in (lead, follow))
    spelled = _OPENS.removeprefix("0-9")
    return re.compile(
        f"[{_OPENS}{led}](?<![{_GLUED}].)(?:(?<=[{led}])"
        f"|(?:(?<=[0-9])(?<![〇零十百千万亿两几].){_GOES_ON}(?:,(?=[0-9]{{3}}){_GOES_ON})*+(?:[ ](?=[余多万亿])(?<=[0-9].){_GOES_ON})?+"
        f"|(?<![{_OPENS.replace('数', '')}].)(?:(?<!数)|(?=[十百千万亿]))(?<!数九)[{spelled}余多点来]*+)"
        rf"(?:(?=[{asked}])|(?<=[{_CLOSES}])|\Z))",
        re.DOTALL,
    )


def scan_counts(text: str, book: RuleBook, start: int = 0, end: int | None = None) -> list[CountHit]:
    """Every count of ``text[start:end]`` from left to right; they overlap neither each other, a date nor an identifier."""
    grammar, shut = _grammar(book), iter(scanned(text, book).shut)
    end = len(text) if end is None else end
    opens, closes = next(shut, _NEVER)
    found: list[CountHit] = []
    done = start
    for run in grammar.run.finditer(text, start, end):
        at, behind = run.span()
        while closes <= at:
            done = max(done, closes)
            opens, closes = next(shut, _NEVER)
        if at < done or opens <= at or (text[at - 1 : at] == " " and _SPACED.match(text, at - 2)):
            continue
        behind, tries = grammar.tries(text, at, behind, end)
        if tries:
            hit, done = _at(text, at, behind, done, min(opens, end), tries, grammar)
            if hit:
                found.append(hit)
    return found


def _at(
    text: str, at: int, behind: int, floor: int, ceiling: int, tries: Tries, grammar: _Grammar
) -> tuple[CountHit | None, int]:
    """The count whose number is ``text[at:behind]``, if one stands there, and where the search goes on."""
    place: Place | None = None
    for from_behind, match, read, tag in tries:
        found = match(text, behind if from_behind else at, ceiling)
        if found is None:
            continue
        if place is None:
            place = Place(text, at, text[at:behind].replace(" ", ""), *_before(text, at, floor, grammar), grammar.frame)
        said, end = read(found, place), found.end()
        longer = grammar.joint[text[end : end + 1]]
        if said is None and not longer:
            continue
        if text[at] not in _DIGITS:
            if name_end := grammar.names.at(text, at):
                return None, name_end
            if said and said.code and grammar.names.person(text, at):
                return None, floor
        hit = _longer(longer, end, behind, place, ceiling, grammar) if longer else None
        if hit is None and said:
            hit = _hit(tag, end, said, place, grammar)
        if hit:
            return hit, hit.end
    return None, floor


def _before(text: str, at: int, floor: int, grammar: _Grammar) -> tuple[int, str]:
    """Where the words before a number begin, and what they do; a blank may stand between: 超过 300 人."""
    if at == floor or text[at - 1] != " ":
        return grammar.words.chain(text, at, floor)
    start, does = grammar.words.chain(text, at - 1, floor)
    return (start if does else at), does


def _longer(tries: Tries, end: int, behind: int, place: Place, ceiling: int, grammar: _Grammar) -> CountHit | None:
    """The count that goes on from a shorter one: 3小时42分 from 3小时, 5000元至8000元 from 5000元."""
    for from_behind, match, read, tag in tries:
        whole = match(place.text, behind if from_behind else place.at, ceiling)
        if whole and whole.end() > end and (said := read(whole, place)):
            return _hit(tag, whole.end(), said, place, grammar)
    return None


def _hit(tag: str, end: int, said: Said, place: Place, grammar: _Grammar) -> CountHit:
    bound = grammar.words.after.get(said.bound, "") if said.bound else ""
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
