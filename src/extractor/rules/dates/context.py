"""What a date leans on beside its own words, and how a year that is not said is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from extractor.rules.dates.grammar import grammar
from extractor.rules.dates.hits import DateHit
from extractor.rules.dates.numbers import Groups, clock
from extractor.rules.dates.values import Value
from extractor.rules.load import RuleBook

# What is announced for next year is announced in the last months of this one.
_AUTUMN: Final = 8
_SOON: Final = timedelta(days=100)
_STEP: Final = 4  # so many months lie at most between two steps of a plan
_CARRIERS: Final = frozenset(("plain", "calendar", "today", "stamp"))
_NAMED: Final = frozenset(("year", "year2", "year2_month", "year_word"))
_THIS_YEAR: Final = frozenset(("今年", "本年", "本年度"))
_STOPS: Final = "。!?;\n"
_STOP: Final = re.compile(f"[{_STOPS}]")
_AHEAD: Final = 80  # how far around a date its sentence is read
_WEEKDAY: Final = re.compile("(?<=[日号])[ ]?[(]?(?:星期|周|礼拜)([一二三四五六日天])")
_BEHIND: Final = 5  # (星期日
_BEFORE_WEEKDAYS: Final = frozenset("(星周 ")
_OPENINGS: Final = frozenset(("", *"。!?;\n:"))


class Context:
    """What the words alone do not say: one for each article, whose dates are read in order.

    published: the day of publication, and in ISO 8601 (``today``). opening: the date that this one closes
    (5月4日至6日). plan: the year and month that the text placed last in the days to come.
    at, sentence, block: how far the text has been read, and how many sentences and blocks ended up to there. named: the
    year named last, and in which sentence. leading: the last year that set the time of what followed, and in which
    block. spoken: the year and month spoken of last, and in which block.
    """

    def __init__(self, text: str, book: RuleBook, published: date | None) -> None:
        self.text, self.book = text, book
        self.published, self.today = published, _iso(published) if published else ""
        self.hit: DateHit | None = None
        self.opening: Value | None = None
        self.plan: tuple[int | None, int] | None = None
        self.at = self.sentence = self.block = 0
        self.named: tuple[int, int] | None = None
        self.leading: tuple[int, int] | None = None
        self.spoken: tuple[tuple[int | None, int], int] | None = None

    def reach(self, hit: DateHit) -> None:
        """Read on to a date. Every character is looked at once."""
        text, at, start = self.text, self.at, hit.start
        if _STOP.search(text, at, start):
            self.sentence += 1
            self.block += text.find("\n", at, start) >= 0
        self.at, self.hit = start, hit

    @property
    def year(self) -> int | None:
        """The year named last, where it may still hold: any in the same sentence; behind it one that led its sentence,
        in the same block or not far from the publication."""
        if self.named and self.named[1] == self.sentence:
            return self.named[0]
        if self.leading is None:
            return None
        year, block = self.leading
        near = self.published is None or abs(self.published.year - year) <= 1
        return year if near or block == self.block else None

    @property
    def latest(self) -> tuple[int | None, int] | None:
        """The year and month spoken of last, where they may still hold."""
        if self.spoken and (self.published is None or self.spoken[1] == self.block):
            return self.spoken[0]
        return None

    def ahead(self) -> bool:
        """Whether the words around look ahead; asked only where it matters."""
        return self.hit is not None and _looks_ahead(self.text, self.hit, self.book)

    def remember(self, value: Value, *, title: bool) -> None:
        """Keep what later dates may lean on of the date that was reached."""
        hit = self.hit
        if hit is None or hit.last.form not in _CARRIERS:
            return
        if value.month is not None:
            self.spoken = (value.year, value.month), self.block
            if self.published and value.until > self.today:
                self.plan = value.year, value.month
        if value.year is not None and _names_year(hit) and not _compared(self.text, hit):
            self.named = value.year, self.sentence
            if title or _leads(self.text, hit):
                self.leading = value.year, self.block


def _looks_ahead(text: str, hit: DateHit, book: RuleBook) -> bool:
    """Whether a date is a deadline, or the sentence around it speaks of what is to come."""
    if hit.bound == "until" and text[hit.end - 1] in "前止":
        return True
    first = max(text.rfind(stop, max(0, hit.start - _AHEAD), hit.start) for stop in _STOPS)
    ends = [at for stop in _STOPS if (at := text.find(stop, hit.end, hit.end + _AHEAD)) >= 0]
    first = first + 1 if first >= 0 else max(0, hit.start - _AHEAD)
    return bool(grammar(book).ahead.search(text, first, min(ends, default=hit.end + _AHEAD)))


def _names_year(hit: DateHit) -> bool:
    return any(not _NAMED.isdisjoint(atom.groups) for atom in (hit.first, *hit.others))


def _compared(text: str, hit: DateHit) -> bool:
    """Whether a year only stands beside the one that is spoken of: 比去年, 较上年末, 与2022年同期."""
    first = hit.first.groups
    return text[hit.start - 1 : hit.start] in ("比", "较") or "same" in first or first.get("year_word", "")[:1] == "上"


def _leads(text: str, hit: DateHit) -> bool:
    """Whether a year sets the time of what follows: a whole date, or the first words of its sentence."""
    first = hit.first.groups
    if hit.shape != "point" or hit.bound not in (None, "since") or first.get("year_word", "今年") not in _THIS_YEAR:
        return False
    return "month" in first or text[max(0, hit.start - 2) : hit.start].rstrip(" “(自从在")[-1:] in _OPENINGS


@lru_cache(maxsize=64)
def _iso(day: date) -> str:
    return day.isoformat()


Reader = Callable[[Groups, Context], Value | None]
Build = Callable[[int | None], Value | None]


def infer(build: Build, context: Context) -> Value | None:
    """A date whose year is not said: of the opening date; else of the year named last; else the last one before the
    publication, or the next where the words look ahead; else of a year that stays unknown."""
    if (opening := context.opening) and (opening.year is not None or opening.month is not None):
        value = build(opening.year)
        early = bool(value and opening.start and value.until and value.until < opening.first)
        return build(opening.year + 1) if early and opening.year else value
    if (year := context.year) is not None:
        return _inferred(_on_weekday(build(year), build, context))
    if context.published is None:
        return build(None)
    value = build(context.published.year)
    if not _follows(value, context):
        value = _nearest(value, build, context)
    return _inferred(_on_weekday(value, build, context))


def _on_weekday(value: Value | None, build: Build, context: Context) -> Value | None:
    """Of a day and its neighbours in other years the one whose weekday stands beside it: 4月28日(星期日)."""
    hit = context.hit
    if not (value and value.start and value.year and hit) or "/" in (value.edtf or ""):
        return value
    text = context.text
    if text[hit.end : hit.end + 1] not in _BEFORE_WEEKDAYS and text.find(")", hit.start, hit.end) < 0:
        return value
    said = _WEEKDAY.search(text, hit.start, hit.end + _BEHIND)
    if said is None or (day := "一二三四五六日".index(said[1].replace("天", "日"))) == value.start.weekday():
        return value
    for year in (value.year - 1, value.year + 1):
        other = build(year)
        if other and other.start and other.start.weekday() == day:
            return other
    return value


def _follows(value: Value | None, context: Context) -> bool:
    """Whether a month of this year comes soon after one that the text has just placed in the days ahead: the second
    step of a plan."""
    day, plan = context.published, context.plan
    if not (day and plan and value and value.start) or plan[0] != day.year:
        return False
    return plan[1] <= value.start.month <= plan[1] + _STEP


def _nearest(value: Value | None, build: Build, context: Context) -> Value | None:
    """Of this year's date and its neighbours the one that is meant."""
    published = context.published
    assert published
    if value is None or value.start is None:
        return value if value is not None else build(published.year - 1)
    same_month = "/" in (value.edtf or "") and value.start.month == published.month
    if value.start > published and not same_month:
        past = build(published.year - 1)
        # The last month of a lunar year lies in the next one of ours, and may be still to come.
        if not context.ahead() or (past and past.start and past.start >= published):
            return past
    if published.month <= _AUTUMN or value.start.month >= _AUTUMN or value.until >= context.today:
        return value
    later = build(published.year + 1)
    return later if later and later.start and later.start - published < _SOON and context.ahead() else value


def _inferred(value: Value | None) -> Value | None:
    return value and replace(value, inferred=("year", *value.inferred))


def timed(value: Value | None, groups: Groups) -> Value | None:
    """The value with its clock time; in EDTF as well where the words run on without a gap, as a stamp's do not."""
    said = value and clock(groups)
    if not value or not said:
        return value
    time, full, spans = said
    whole = full and not spans and not groups.get("blank") and value.start and "/" not in (value.edtf or "/")
    return replace(value, time=time, edtf=f"{value.edtf}T{full}+08:00" if whole else value.edtf)
