"""EDTF (ISO 8601-2:2019, levels 0 to 2), valid by construction: days, months, years and what is made of them."""

from __future__ import annotations

from calendar import isleap
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

Inferred = tuple[Literal["year", "month"], ...]


class Value(Struct, frozen=True, gc=False):
    """What a date says.

    edtf: the date by itself, None where it names no time. first, last: how it opens and closes an interval. until: the
    last day of it, for what must be done by then. year, month: what a later date may carry over.
    """

    edtf: str | None
    first: str = ""
    last: str = ""
    until: str = ""
    year: int | None = None
    month: int | None = None
    inferred: Inferred = ()
    time: str | None = None
    start: date | None = None


NONE: Final = Value(None)
_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def year_text(year: int | None) -> str:
    """Four digits; ``XXXX`` for a year that nothing says; a minus before the year 0.

    >>> year_text(-220)
    '-0220'
    """
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


@lru_cache(maxsize=1024)
def in_year(year: int) -> Value:
    """A whole year."""
    text = year_text(year)
    return Value(text, text, text, text, year=year, start=_day(year, 1, 1))


@lru_cache(maxsize=1024)
def in_month(year: int | None, month: int) -> Value | None:
    """A whole month; None for a month that the calendar lacks."""
    if not 1 <= month <= 12:
        return None
    text = f"{year_text(year)}-{month:02d}"
    until = f"{text}-{last_day(year, month):02d}"
    return Value(text, text, text, until, year=year, month=month, start=_day(year, month, 1))


@lru_cache(maxsize=4096)
def on_day(year: int | None, month: int | None, day: int) -> Value | None:
    """One day; None for a day that the calendar lacks. A month that nothing says is ``XX``."""
    if not 1 <= day <= (last_day(year, month) if month else 31):
        return None
    text = f"{year_text(year)}-{month:02d}-{day:02d}" if month else f"XXXX-XX-{day:02d}"
    return Value(text, text, text, text, year=year, month=month, start=_day(year, month or 0, day))


def of_date(day: date) -> Value:
    """One day of the calendar."""
    text = day.isoformat()
    return Value(text, text, text, text, year=day.year, month=day.month, start=day)


def of_span(first: Value, last: Value, *, rough: bool = False) -> Value:
    """From the beginning of one date to the end of another, both included; ``rough`` says about then."""
    mark = "~" if rough else ""
    opening, closing = first.first + mark, last.last + mark
    if not opening or not closing:
        return NONE
    return replace(last, edtf=f"{opening}/{closing}", first=opening, last=closing, start=first.start, time=None)


def of_set(values: list[Value]) -> Value:
    """All of several dates."""
    return _members(values, "{}")


def one_of(values: list[Value]) -> Value:
    """One of several dates; which one is not known."""
    return _members(values, "[]")


def one_day_of(span: Value) -> Value:
    """One day of a span; which one is not known."""
    return replace(span, edtf=f"[{span.first}..{span.last}]") if span.edtf and "X" not in span.edtf else span


def _members(values: list[Value], brackets: str) -> Value:
    if any(not value.edtf or not value.edtf.replace("-", "").isdigit() for value in values):
        return NONE
    edtf = ",".join(value.edtf or "" for value in values)
    return replace(
        values[-1], edtf=brackets[0] + edtf + brackets[1], first=values[0].first, start=values[0].start, time=None
    )


def coded(year: int | None, code: int, first: int, last: int) -> Value:
    """A part of a year that has a code of its own (21–24 seasons, 33–36 quarters, 40–41 halves), and its months."""
    if year is None:
        return NONE
    opening, closing = in_month(year, first), in_month(year + (last > 12), (last - 1) % 12 + 1)
    assert opening
    assert closing
    return replace(of_span(opening, closing), edtf=f"{year:04d}-{code}", month=None, year=year)


def about(value: Value) -> Value:
    """The same date, approximately."""
    return _marked(value, "~")


def doubtful(value: Value) -> Value:
    """The same date, uncertainly; with ``about``, both."""
    if value.edtf and value.edtf.endswith("~") and "/" not in value.edtf:
        return replace(value, edtf=f"{value.edtf[:-1]}%")
    return _marked(value, "?")


def since(value: Value) -> Value:
    """From the date on, without an end. EDTF opens no interval at an unknown year: there the date stays as it is."""
    return value if _unbounded(value.first) else replace(value, edtf=f"{value.first}/..")


def until(value: Value) -> Value:
    """Up to the date, which is included; with an unknown year the date as it is."""
    return value if _unbounded(value.until) else replace(value, edtf=f"../{value.until}")


def last_day(year: int | None, month: int) -> int:
    """The number of the month's last day; of February in an unknown year, 29."""
    return 29 if month == 2 and (year is None or isleap(year)) else _DAYS[month]


def _marked(value: Value, mark: str) -> Value:
    """The date with a mark, where EDTF can bear one: a plain year, month or day."""
    if not value.edtf or not value.edtf.lstrip("-").replace("-", "").isdigit() or value.edtf != value.first:
        return value
    text = value.edtf + mark
    return replace(value, edtf=text, first=text, last=text)


def _unbounded(text: str) -> bool:
    return not text or "X" in text


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None
