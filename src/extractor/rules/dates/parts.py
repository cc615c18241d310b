"""The parts of a year: quarters, halves, seasons, holidays, its beginning and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from extractor.rules.dates import calendars
from extractor.rules.dates.context import Context
from extractor.rules.dates.numbers import Groups, small
from extractor.rules.dates.values import NONE, Value, about, coded, in_month, in_year, of_date, of_span, on_day


def _quarter(groups: Groups, _context: Context, year: int | None) -> Value | None:
    first = small(groups["quarter"])
    last = small(groups.get("quarter_to") or str(first))
    if edge := groups.get("quarter_edge"):
        month = in_month(year, 3 * last if edge == "末" else 3 * first - 2)
        return month and replace(about(month), month=None)
    if first == last:
        return coded(year, 32 + first, 3 * first - 2, 3 * first)
    return _months(year, 3 * first - 2, 3 * last)


def _first_quarter(_groups: Groups, _context: Context, year: int | None) -> Value | None:
    return coded(year, 33, 1, 3)


def _quarters(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return _so_far(year, 3 * small(groups["quarters"]))


def _first_months(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return _so_far(year, small(groups["months"]))


def _so_far(year: int | None, last: int) -> Value | None:
    """The first months of a year, of which one speaks when they are over: in January 前三季度 are those of last year."""
    value, closing = _months(year, 1, last), in_month(year, last)
    return value and closing and replace(value, start=closing.start)


def _months(year: int | None, first: int, last: int) -> Value | None:
    opening, closing = in_month(year, first), in_month(year, last)
    return opening and closing and of_span(opening, closing)


def _half(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return coded(year, 40, 1, 6) if groups["half"] == "上" else coded(year, 41, 7, 12)


SEASONS: Final = {"春": (21, 3, 5), "夏": (22, 6, 8), "秋": (23, 9, 11), "冬": (24, 12, 14)}


def _season(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return coded(year, *SEASONS[groups["season"]])


def _vacation(groups: Groups, _context: Context, year: int | None) -> Value | None:
    first, last = (1, 2) if groups["vacation"] == "寒假" else (7, 8)
    opening, closing = in_month(year, first), in_month(year, last)
    return NONE if year is None else opening and closing and of_span(opening, closing, rough=True)


_YEAR_EDGES: Final = {"初": 1, "中": 6, "底": 12, "末": 12, "终": 12}
_WHOLE: Final = frozenset("内年")  # 年内, 开年以来


def _year_edge(groups: Groups, _context: Context, year: int | None) -> Value | None:
    edge = groups["edge_year"][-1]
    if year is None or edge in _WHOLE:
        return NONE if year is None else in_year(year)
    month = in_month(year, _YEAR_EDGES[edge])
    # 年底 is this year's from spring on, and last year's before that.
    begun = date(year, 3, 1) if edge in "底末终" and year > 0 else month and month.start
    return month and replace(about(month), month=None, start=begun)


def holiday(groups: Groups, context: Context, year: int | None) -> Value | None:
    """A festival or holiday of a given year."""
    name = "dates_festivals" if groups.get("festival") else "dates_festivals_short"
    rule = context.book.lexicon(name).table[groups.get("festival") or groups["short"]][0]
    if year is None:
        return _fixed(rule)
    day = calendars.festival(context.book, rule, year)
    if day is None:
        return NONE
    if groups.get("eve"):  # its window is the week before
        return replace(about(of_date(day - timedelta(days=1))), month=None, start=day - timedelta(days=7))
    value = replace(of_date(day), month=None)
    return about(value) if groups.get("around") or groups.get("during") else value


def _fixed(rule: str) -> Value | None:
    """A festival of an unknown year: its month and day where the calendar fixes them."""
    if not rule[0].isdigit():
        return NONE
    month, day = (int(part) for part in rule.split("-"))
    return on_day(None, month, day)


PARTS: Final[tuple[tuple[str, Callable[[Groups, Context, int | None], Value | None]], ...]] = (
    ("quarter", _quarter),
    ("quarter_first", _first_quarter),
    ("quarters", _quarters),
    ("months", _first_months),
    ("half", _half),
    ("season", _season),
    ("festival", holiday),
    ("short", holiday),
    ("vacation", _vacation),
    ("edge_year", _year_edge),
)
