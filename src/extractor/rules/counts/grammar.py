"""The rules of counts, compiled once for each book: where a number stands, and which rules to try there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, digits
from typing import Final, NamedTuple

from extractor.rules.anchors import NUMERALS, STUCK
from extractor.rules.counts.bounds import Modifiers, modifiers
from extractor.rules.counts.frame import Frame, frame
from extractor.rules.counts.names import NumberNames, number_names
from extractor.rules.counts.readers import READERS
from extractor.rules.counts.said import Reader
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import Rule

# What a number begins with, what it goes on with, and what a rule may ask for behind its last character.
_OPENS: Final = f"0-9{NUMERALS}"
_GOES_ON: Final = f"[{_OPENS}.余多点来]*+"
_REST: Final = re.compile(f"[0-9]{_GOES_ON}(?:,(?=[0-9]{{3}}){_GOES_ON})*+")
_CLOSES: Final = ".,点千两余多来万亿"
DIGITS: Final = frozenset(digits)
# Digits that stand between others than these are a number as they stand.
OPENED: Final = frozenset(f"第.{ascii_letters}〇零十百千万亿两几")
_RUNS: Final = DIGITS | {"数"}  # what may not be a number by itself
_GLUED: Final = frozenset(f"第.{digits}{ascii_letters}")
_JOINED: Final = _GLUED | frozenset(NUMERALS)  # a numeral behind one of these is part of what stands before it
CLOSED: Final = frozenset(f".,余多点来 {NUMERALS}")
# 1 张明 男: the number of a row, and a name.
_ROW: Final = re.compile(r"[张项段席米单][\u4e00-\u9fff]{1,2}(?:[ \n]|\Z)")
_SCALES: Final = frozenset("万亿多余")
_LARGE: Final = frozenset("万亿")
# The lexicons that stand right behind a number, whose words are narrowed to the character that is seen there.
_BEHIND: Final = ("counts_words", "counts_classifiers", "counts_currencies", "counts_units")


class Try(NamedTuple):
    """A rule, ready to be tried: at the number, or ``behind`` it where the pattern opens with any number."""

    behind: bool
    match: Callable[[str, int, int], re.Match[str] | None]
    read: Reader
    tag: str


Tries = tuple[Try, ...]


class _Table(dict[str, Tries]):
    """Which rules to try at a character, in their order; compiled for a character when it is first met.

    key: what a rule's data calls these characters; ``@name`` stands for the first ones of a lexicon.
    """

    def __init__(self, book: RuleBook, key: str, rules: Iterable[Rule]) -> None:
        super().__init__()
        self._book = book
        self._rules = [(leads(book, rule.data.get(key, ())), rule) for rule in rules]
        self.letters = frozenset(letter for letters, _ in self._rules for letter in letters)

    def __missing__(self, letter: str) -> Tries:
        tries = self[letter] = tuple(
            _tried(self._book, rule, letter) for letters, rule in self._rules if letter in letters
        )
        return tries


def _tried(book: RuleBook, rule: Rule, letter: str) -> Try:
    """A rule at one character. A pattern that opens with any number is narrowed to what can follow there."""
    read, head = READERS[rule.data["kind"]], f"(?P<num>{book.rule('count.number').source})"
    if not rule.source.startswith(head):
        return Try(False, rule.pattern.match, read, rule.tag)
    source = rule.source.removeprefix(head)
    for name in _BEHIND if letter != "+" else ():
        words = book.lexicon(name)
        source = source.replace(words.pattern, tree(word for word in words.words if word[0] == letter), 1)
    return Try(True, re.compile(source, re.VERBOSE).match, read, rule.tag)


@dataclass(frozen=True)
class Grammar:
    """What a book says about counts, compiled once. ``follow``, ``lead`` and ``joint`` say which rules to try where."""

    run: re.Pattern[str]
    number: Callable[[str, int, int], re.Match[str] | None]
    plain: _Table  # by the character behind a number in figures: what most counts are
    follow: _Table  # by the character behind the number
    scaled: Tries  # what is tried last behind a number with 万 or 亿
    lead: _Table  # by the character that a rule begins with where it is not a number
    led: frozenset[str]  # which these are
    joint: _Table  # by the character behind a shorter match
    words: Modifiers
    names: NumberNames
    frame: Frame

    def token(self, text: str, at: int, behind: int, end: int, before: str, follow: str) -> tuple[int, int]:
        """Where the number ends that begins at ``at``, and up to where none else may begin; ``at`` where there is none,
        as in 千米 and 千瓦. behind: the end of the numeral or the digits that stand there, between ``before`` and
        ``follow``."""
        letter = text[at]
        if letter in self.led:
            return at + (before not in _GLUED), at + 1
        if letter in _RUNS or follow in CLOSED or before in _JOINED:
            run = self.run.match(text, at, end)
            if run is None:
                # No rule asks for what follows, and so none of the figures in it begins another run.
                rest = None if before in _JOINED else _REST.match(text, at, end)
                return at, rest.end() if rest else at
            behind = run.end()
        if behind - at == 1 and letter != "千":
            return behind, behind
        token = self.number(text, at, end)
        return (token.end() if token else at), behind

    def tries(self, text: str, at: int, behind: int, follow: str) -> tuple[int, Tries]:
        """Where the number ``text[at:behind]`` before ``follow`` ends, a blank behind it included, and which rules to try
        there."""
        if text[at] in self.led:
            return behind, self.lead[text[at]]
        if follow == " " and (tries := self.follow[text[behind + 1 : behind + 2]]):
            return (behind, ()) if _is_row(text, at, behind) else (behind + 1, tries)  # 300 名职工
        tries = self.follow[follow]
        if text[behind - 1] in _SCALES and (text[at] in DIGITS or (behind - at > 2 and text[behind - 1] in _LARGE)):
            return behind, tries + self.scaled  # 6.8亿用户, 八十万大军
        return behind, tries


@lru_cache(maxsize=8)
def grammar(book: RuleBook) -> Grammar:
    """The rules of a book, compiled at their first use."""
    rules = [rule for rule in book.topic("counts") if rule.data.get("kind") != "plain"]
    plain = [rule for rule in book.topic("counts") if rule.data.get("kind") == "plain"]
    follow, lead, joint = (_Table(book, key, rules) for key in ("follow", "lead", "joint"))
    return Grammar(
        run=_run(lead.letters, follow.letters),
        number=book.rule("count.number").pattern.match,
        plain=_Table(book, "follow", plain),
        follow=follow,
        scaled=(_tried(book, book.rule("count.scaled"), "+"),),
        lead=lead,
        led=lead.letters,
        joint=joint,
        words=modifiers(book),
        names=number_names(book),
        frame=frame(book),
    )


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
        f"[{_OPENS}{led}](?<![{STUCK}].)(?:(?<=[{led}])(?<![A-Za-z].)"
        f"|(?:(?<=[0-9])(?<![A-Za-z〇零十百千万亿两几].){_GOES_ON}(?:,(?=[0-9]{{3}}){_GOES_ON})*+(?:[ ](?=[余多万亿])(?<=[0-9].){_GOES_ON})?+"
        f"|(?<=[{spelled}])(?<![{_OPENS.replace('数', '')}].)(?:(?<!数)|(?=[十百千万亿]))(?<!数九)[{spelled}余多点来]*+)"
        rf"(?:(?=[{asked}])|(?<=[{_CLOSES}])|\Z))",
        re.DOTALL,
    )
