"""Days of the lunar calendar, of festivals and of the cycle of sixty, from tables in data/lexicons. Pure arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from extractor.rules.load import RuleBook

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# The day of a solar term in the 21st and 20th century: int(Y·0.2422 + C) - int(Y/4), Y the year of the century
# (寿星通用公式); by month, the term that the festival table asks for.
_TERMS = {
    2: (3.87, 4.6295),
    3: (20.646, 21.4155),
    4: (4.81, 5.59),
    5: (5.52, 6.318),
    6: (21.37, 22.20),
    8: (7.5, 8.35),
    9: (23.042, 23.822),
    11: (7.438, 8.218),
    12: (21.94, 22.60),
}


class LunarYear(NamedTuple):
    """A year of the lunar calendar: its first day, its leap month (0: none), the days of its months in order."""

    first: date
    leap: int
    days: tuple[int, ...]


@lru_cache(maxsize=4)
def _table(book: RuleBook) -> dict[int, LunarYear]:
    rows = book.lexicon("dates_lunar").rows
    return {
        int(year): LunarYear(date.fromisoformat(first), int(leap), tuple(29 + int(d) for d in days))
        for year, first, leap, days in rows
    }


def lunar_month(book: RuleBook, year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """The first and last day of a lunar month; None outside the table or where the year has no such leap month."""
    found = _table(book).get(year)
    if found is None or not 1 <= month <= 12 or (leap and found.leap != month):
        return None
    index = month - 1 + (leap or 0 < found.leap < month)
    first = found.first + timedelta(days=sum(found.days[:index]))
    return first, first + timedelta(days=found.days[index] - 1)


def lunar_day(book: RuleBook, year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The day of a lunar date. Day 0 of the first month is the eve of the year (除夕)."""
    edges = lunar_month(book, year, month, leap=leap)
    found = edges and edges[0] + timedelta(days=day - 1)
    return found if edges and found and found <= edges[1] else None


def lunar_year(book: RuleBook, year: int) -> tuple[date, date] | None:
    """The first and last day of a lunar year."""
    found = _table(book).get(year)
    return found and (found.first, found.first + timedelta(days=sum(found.days) - 1))


def festival(book: RuleBook, rule: str, year: int) -> date | None:
    """The day that a row of the festival table names, in one year.

    rule: ``MM-DD``; ``L01-15`` a lunar month and day; ``W05-2-7`` the second Sunday of May; ``T04`` the solar term.
    """
    head, numbers = rule[0], [int(part) for part in rule.lstrip("LWT").split("-")]
    if head == "L":
        return lunar_day(book, year, *numbers)
    if head == "W":
        return _nth_weekday(year, *numbers)
    return _term(year, *numbers) if head == "T" else date(year, *numbers)


def of_cycle(stem: str, branch: str, latest: int) -> int | None:
    """The last year up to ``latest`` that the cycle of sixty calls by this stem and branch; None for no such pair.

    >>> of_cycle("癸", "卯", 2023)
    2023
    """
    s, b = _STEMS.index(stem), _BRANCHES.index(branch)
    return next(
        (year for year in range(latest, latest - 60, -1) if (year - 4) % 10 == s and (year - 4) % 12 == b), None
    )


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _term(year: int, month: int) -> date | None:
    if not 1901 <= year <= 2099:
        return None
    of_century = year % 100
    constant = _TERMS[month][0 if year >= 2000 else 1]
    # Terms before March count the leap days up to the year before.
    return date(year, month, int(of_century * 0.2422 + constant) - (of_century - (month < 3)) // 4)
