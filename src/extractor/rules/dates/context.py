"""What a date leans on beside its own words, and how a year that is not said is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from extractor.rules.dates.numbers import Groups, clock
from extractor.rules.dates.values import Value
from extractor.rules.load import RuleBook

# What is announced for next year is announced in the last months of this one.
_AUTUMN = 8
_SOON = timedelta(days=100)
_STEP = 4  # so many months lie at most between two steps of a plan


class Context(Struct, frozen=True, gc=False):
    """What the words alone do not say.

    published: the day of publication. year: the year that the text named last. latest: the year and month that it
    spoke of last. plan: the year and month that it placed last in the days to come. ahead: tells whether the words
    around look ahead; asked only where it matters. opening: the date that this one closes (5月4日至6日).
    """

    book: RuleBook
    published: date | None = None
    year: int | None = None
    latest: tuple[int | None, int] | None = None
    ahead: Callable[[], bool] = bool
    opening: Value | None = None
    plan: tuple[int | None, int] | None = None


Reader = Callable[[Groups, Context], Value | None]
Build = Callable[[int | None], Value | None]


def infer(build: Build, context: Context) -> Value | None:
    """A date whose year is not said: of the opening date; else of the year named last; else the last one before the
    publication, or the next where the words look ahead; else of a year that stays unknown."""
    if (opening := context.opening) and (opening.year is not None or opening.month is not None):
        value = build(opening.year)
        early = bool(value and opening.start and value.until and value.until < opening.first)
        return build(opening.year + 1) if early and opening.year else value
    if context.year is not None:
        return _inferred(build(context.year))
    if context.published is None:
        return build(None)
    value = build(context.published.year)
    if _follows(value, context):
        return _inferred(value)
    return _inferred(_nearest(build, context.published, ahead=context.ahead))


def _follows(value: Value | None, context: Context) -> bool:
    """Whether a month of this year comes soon after one that the text has just placed in the days ahead: the second
    step of a plan."""
    day, plan = context.published, context.plan
    if not (day and plan and value and value.start) or plan[0] != day.year:
        return False
    return plan[1] <= value.start.month <= plan[1] + _STEP


def _nearest(build: Build, published: date, *, ahead: Callable[[], bool]) -> Value | None:
    value = build(published.year)
    if value is None or value.start is None:
        return value if value is not None else build(published.year - 1)
    same_month = "/" in (value.edtf or "") and value.start.month == published.month
    if value.start > published and not same_month and not ahead():
        return build(published.year - 1)
    if published.month <= _AUTUMN or value.start.month >= _AUTUMN:
        return value
    later = build(published.year + 1)
    return later if later and later.start and later.start - published < _SOON and ahead() else value


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
