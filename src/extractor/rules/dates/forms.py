"""How explicit dates are read: the words that a rule matched, and what is known around them, to a value.

A reader is named by its rule's ``form``. It answers None where the words are no day of any calendar (2月30日).
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from extractor.rules.dates.context import Context, infer, timed
from extractor.rules.dates.numbers import Groups, clock, digits, small
from extractor.rules.dates.parts import PARTS, holiday
from extractor.rules.dates.values import (
    NONE,
    Value,
    about,
    coded,
    in_month,
    in_year,
    last_day,
    of_set,
    of_span,
    on_day,
    one_day_of,
)

_NEEDS_PART: Final = frozenset(("当年", "该年", "当年度", "该年度"))  # alone they are no dates: 当年的老厂房


def plain(groups: Groups, context: Context) -> Value | None:
    """A year, a month or a day and nothing else; the year may be left out."""
    month, day = groups.get("month"), groups.get("day")
    if year := groups.get("year"):
        return _plain(digits(year), month, day)
    return infer(lambda y: _plain(y, month, day), context)


def _plain(year: int | None, month: str | None, day: str | None) -> Value | None:
    if month is None:
        return None if year is None else in_year(year)
    return on_day(year, small(month), small(day)) if day else in_month(year, small(month))


def calendar(groups: Groups, context: Context) -> Value | None:
    """A year, month or day, or a part of a year, with what is not said carried over or inferred."""
    if "year_from" in groups:
        return _years(groups)
    if groups.get("year_word") in _NEEDS_PART and not ("month" in groups or any(name in groups for name, _ in PARTS)):
        return None
    value = _dated(groups, context)
    return timed(value, groups) if "hour" in groups else value


def _dated(groups: Groups, context: Context) -> Value | None:
    """The day, or the longer time, without its clock."""
    year, known = _year(groups, context)
    if known:
        return _unknown(groups, context) if year is None else _part(groups, context, year)
    if word := groups.get("quarter_word"):
        return _near_quarter(word, groups.get("quarter_word_edge"), context)
    if "month_word" in groups:
        return _by_month_word(groups["month_word"], groups, context)
    if "month" not in groups and ("day" in groups or "edge" in groups or "ten" in groups):
        return _by_month(groups, context)
    return infer(lambda y: _part(groups, context, y), context)


def _unknown(groups: Groups, context: Context) -> Value | None:
    """A year word that leans on nothing: null where the publication is not known; no date where no year was named."""
    return None if context.book.lexicon("dates_years").table[groups["year_word"]][0] == "named" else NONE


def _year(groups: Groups, context: Context) -> tuple[int | None, bool]:
    """The year that the words give, and whether they give one."""
    if "year" in groups:
        return digits(groups["year"]), True
    if word := groups.get("year_word"):
        base, shift = context.book.lexicon("dates_years").table[word]
        named = context.opening.year if context.opening else context.year
        published = context.published.year if context.published else None
        from_year = published if base == "published" or (base == "either" and named is None) else named
        return (None if from_year is None else from_year + int(shift)), True
    if text := groups.get("year2") or groups.get("year2_month"):
        two = digits(text)
        soon = 5 if "year2_month" in groups else 0  # 25年底 may still be to come
        latest = context.published.year + soon if context.published else 2029
        return (2000 + two if two < 30 and 2000 + two <= latest else 1900 + two), True
    return None, False


def _years(groups: Groups) -> Value:
    *_, first = listed = [digits(text) for text in groups["year_from"].split("、")]
    last = digits(groups["year"])
    if groups.get("school"):
        return _school(first, last)
    if groups.get("year_and"):
        return of_set([in_year(year) for year in (*listed, last)])
    return of_span(in_year(first), in_year(last))


def _school(first: int, last: int) -> Value:
    opening, closing = in_month(first, 9), in_month(max(last, first + 1), 8)
    assert opening
    assert closing
    return replace(of_span(opening, closing, rough=True), year=first)


def _part(groups: Groups, context: Context, year: int | None) -> Value | None:
    """What the words name of a given year."""
    if "month" in groups:
        return _of_month(groups, year, small(groups["month"]))
    for name, read in PARTS:
        if name in groups:
            return read(groups, context, year)
    return None if year is None else in_year(year)


def _of_month(groups: Groups, year: int | None, month: int) -> Value | None:
    if "months_from" in groups:
        listed = groups["months_from"].split("、")
        return _all([in_month(year, each) for each in (*map(small, listed), month)])
    if "month_from" in groups:
        before = groups["month_from"]
        first = in_month(year, small(before))
        last = in_month(year + 1 if year and small(before) > month else year, month)
        return first and last and of_span(first, last)
    if "day" in groups:
        return _days(groups, year, month)
    if "ten" in groups:
        value = _ten_days(groups["ten"], year, month)
        return value and one_day_of(value) if groups.get("one") else value
    if "edge" in groups:
        return _edge(groups["edge"], year, month)
    value = in_month(year, month)
    return value and replace(value, edtf=f"{value.edtf}-XX") if groups.get("some") and year else value


def _days(groups: Groups, year: int | None, month: int | None) -> Value | None:
    day = on_day(year, month, small(groups["day"]))
    if "day_from" not in groups or day is None:
        return day
    listed = [on_day(year, month, small(text)) for text in groups["day_from"].split("、")]
    if groups.get("day_and"):
        return _all([*listed, day])
    first = listed[-1]
    if first and first.start and day.start and year and month and day.start < first.start:
        day = on_day(*_next_month(year, month), small(groups["day"])) or day  # 1月28日至2日
    return first and of_span(first, day)


def _next_month(year: int, month: int) -> tuple[int, int]:
    return year + month // 12, month % 12 + 1


def _all(values: list[Value | None]) -> Value | None:
    known = [value for value in values if value]
    return of_set(known) if len(known) == len(values) else None


_TENS: Final = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31)}


def _ten_days(ten: str, year: int | None, month: int) -> Value | None:
    first, last = _TENS[ten]
    opening, closing = on_day(year, month, first), on_day(year, month, min(last, last_day(year, month)))
    return opening and closing and of_span(opening, closing)


def _edge(edge: str, year: int | None, month: int) -> Value | None:
    if year is None:
        return in_month(None, month)
    day = {"初": 1, "中": 15}.get(edge, last_day(year, month))
    value = on_day(year, month, day)
    return value and about(value)


def _by_month_word(word: str, groups: Groups, context: Context) -> Value | None:
    base, shift = context.book.lexicon("dates_months").table[word]
    if word in ("当月", "该月") and not any(name in groups for name in ("day", "ten", "edge")):
        return None
    published = context.published
    at = (published.year, published.month) if base == "published" and published else None
    if base == "named":
        at = _named_month(context)
    if at is None:
        return NONE if base == "published" else None
    months = at[0] * 12 + at[1] - 1 + int(shift)
    return _of_month(groups, months // 12, months % 12 + 1)


def _near_quarter(word: str, edge: str | None, context: Context) -> Value:
    """A quarter by its distance from the publication's, or its first or last month."""
    if context.published is None:
        return NONE
    count = context.published.year * 4 + (context.published.month - 1) // 3 + "上本下".index(word) - 1
    year, last = count // 4, count % 4 * 3 + 3
    month = in_month(year, last if edge == "末" else last - 2)
    return replace(about(month), month=None) if edge and month else coded(year, 32 + last // 3, last - 2, last)


def _named_month(context: Context) -> tuple[int, int] | None:
    if context.opening and context.opening.year and context.opening.month:
        return context.opening.year, context.opening.month
    return (context.latest[0], context.latest[1]) if context.latest and context.latest[0] else None


def _by_month(groups: Groups, context: Context) -> Value | None:
    """A day, or a part of a month, without its month."""
    if (opening := context.opening) and opening.month:
        value = _of_month(groups, opening.year, opening.month)
        if opening.year and value and value.until and value.until < opening.first:
            return _of_month(groups, *_next_month(opening.year, opening.month))
        return value
    if context.latest:
        value = _of_month(groups, *context.latest)
        return value and replace(value, inferred=("year", "month"))
    if context.published is None:
        return _days(groups, None, None) if groups.get("day") and not groups.get("day_from") else NONE
    year, month = context.published.year, context.published.month
    value = _of_month(groups, year, month)
    named = context.spoken is not None and context.spoken[0] == (year, month)
    if value is None or (value.start and value.start > context.published and not named and not context.ahead()):
        value = _of_month(groups, year - (month == 1), (month - 2) % 12 + 1)
    return value and replace(value, inferred=("year", "month"))


def stamp(groups: Groups, _context: Context) -> Value | None:
    """A date in figures; its clock, written by a system, stands beside it."""
    day = on_day(*(int(groups[name] or 0) for name in ("year", "month", "day")))
    said = clock(groups)
    return replace(day, time=said[0]) if day and said else day


def stamp_month(groups: Groups, _context: Context) -> Value | None:
    """A year and month in figures."""
    return in_month(int(groups["year"]), int(groups["month"]))


def festival(groups: Groups, context: Context) -> Value | None:
    """A festival without its year."""
    return infer(lambda year: holiday(groups, context, year), context)


def years_bare(groups: Groups, _context: Context) -> Value | None:
    """From one year to another, without the word for a year."""
    return _years(groups)


def every(groups: Groups, _context: Context) -> Value | None:
    """A day or month of every year, or from one to another."""
    month, day = small(groups["month"]), groups.get("day")
    first = on_day(None, month, small(day)) if day else in_month(None, month)
    to_month, to_day = groups.get("to_month"), groups.get("to_day")
    if to_month is None and to_day is None:
        return first
    last_month = small(to_month) if to_month else month
    last = on_day(None, last_month, small(to_day)) if to_day else in_month(None, last_month)
    return first and last and of_span(first, last)


def some(groups: Groups, _context: Context) -> Value | None:
    """A day of a year that the text keeps back."""
    year = digits(groups["year"])
    return replace(in_year(year), edtf=f"{year:04d}-XX-XX")


def vague(_groups: Groups, _context: Context) -> Value | None:
    """Words that name no time."""
    return NONE
