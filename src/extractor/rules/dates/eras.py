"""How long or distant times are read: decades and centuries, plans, eras, the lunar calendar, years before Christ."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from extractor.rules.dates import calendars
from extractor.rules.dates.context import Context, infer
from extractor.rules.dates.numbers import Groups, digits, small
from extractor.rules.dates.parts import SEASONS
from extractor.rules.dates.values import NONE, Value, about, coded, in_month, in_year, of_date, of_span, on_day, since

# The years of a decade and of a century that 初, 中 and 末 stand for: thirds of a decade, and of a century its first,
# middle and last years.
_DECADE: Final = {"初": (0, 3), "前": (0, 3), "早": (0, 3), "中": (4, 6), "中后": (4, 9), "末": (7, 9), "后": (7, 9)}
_CENTURY: Final = {
    "初": (0, 9),
    "前": (0, 33),
    "早": (0, 33),
    "中": (40, 59),
    "中后": (40, 99),
    "末": (90, 99),
    "后": (67, 99),
}


def decade(groups: Groups, context: Context) -> Value | None:
    """A decade or century, or a third of it."""
    if text := groups.get("year_x"):
        return _unspecified(int(text) * 10, 10)
    if text := groups.get("some_decade"):
        return _unspecified(1900 + 10 * small(text), 10)
    edge = (
        (groups.get("edge") or groups.get("edge2") or groups.get("edge3") or "").removesuffix("期").removesuffix("叶")
    )
    if whole := groups.get("decade4"):
        return _within(int(whole), 10, _DECADE, edge)
    base = _century(groups, context)
    tens = groups.get("decade") or groups.get("decade2")
    if base is None:
        base = _own_century(small(tens or "0"), context)
    if not tens:
        return _within(base, 100, _CENTURY, edge)
    before = groups.get("decade_from") or groups.get("decade2_from")
    if before:
        return of_span(in_year(base + 10 * small(before)), in_year(base + small(tens) + 9))
    return _within(base + small(tens), 10, _DECADE, edge)


def _within(base: int, length: int, edges: dict[str, tuple[int, int]], edge: str) -> Value:
    if not edge:
        return _unspecified(base, length)
    first, last = edges[edge]
    return of_span(in_year(base + first), in_year(base + last), rough=True)


def _unspecified(base: int, length: int) -> Value:
    span = of_span(in_year(base), in_year(base + length - 1))
    digits_said = 3 if length == 10 else 2
    return replace(span, edtf=f"{base:04d}"[:digits_said] + "X" * (4 - digits_said), year=None)


def _century(groups: Groups, context: Context) -> int | None:
    if number := groups.get("century"):
        return (small(number) - 1) * 100
    this = (context.published.year if context.published else 2000) // 100 * 100
    word = groups.get("century_word")
    return None if word is None else this - 100 * word.startswith("上")


def _own_century(tens: int, context: Context) -> int:
    """The century of a decade without one: that of the last such decade."""
    latest = context.published.year if context.published else 2029
    return latest // 100 * 100 - (100 if latest // 100 * 100 + tens > latest else 0)


def plan(groups: Groups, context: Context) -> Value | None:
    """The years of a five-year plan, or its first or last ones."""
    first, last = (int(year) for year in context.book.lexicon("dates_plans").table[groups["plan"]])
    during, edge = groups.get("during"), (groups.get("edge") or " ")[0]
    if during == "以来":
        return since(in_year(first))
    if during in ("开局之年", "收官之年"):
        return in_year(first if during == "开局之年" else last)
    if edge != " ":
        return about(in_year({"初": first, "前": first, "中": first + 2}.get(edge, last)))
    return of_span(in_year(first), in_year(last))


def era(groups: Groups, context: Context) -> Value | None:
    """A year of the Republic era, whose months are Gregorian, or of an emperor's reign, whose months are lunar."""
    number, name = small(groups["era_year"]), groups.get("era")
    year = number + (1911 if name is None else int(context.book.lexicon("dates_eras").table[name][0]) - 1)
    if season := groups.get("season"):
        return coded(year, *SEASONS[season])
    if month := groups.get("month"):
        day = groups.get("day")
        return on_day(year, small(month), small(day)) if day else in_month(year, small(month))
    if "lunar_month" in groups and (value := _lunar(groups, context, year)):
        return value
    return in_year(year) if name is None else about(in_year(year))


def ancient(groups: Groups, _context: Context) -> Value | None:
    """A year before Christ, counted as astronomers do, or a year that 公元 names."""
    year = int(groups["year"] or 0)
    return in_year(1 - year if groups.get("before") else year)


def cycle(groups: Groups, context: Context) -> Value | None:
    """A lunar year by its place in the cycle of sixty: the last one that has begun."""
    if context.published is None and context.year is None:
        return NONE
    latest = context.year if context.year is not None else context.published.year if context.published else 0
    begun = calendars.lunar_year(context.book, latest)
    if begun and context.year is None and context.published and begun[0] > context.published and not context.ahead():
        latest -= 1
    year = calendars.of_cycle(groups["stem"], groups["branch"], latest)
    if year is None:
        return None
    edges = calendars.lunar_year(context.book, year)
    return of_span(of_date(edges[0]), of_date(edges[1])) if edges else about(in_year(year))


def lunar(groups: Groups, context: Context) -> Value | None:
    """A month or day of the lunar calendar."""
    if text := groups.get("year") or groups.get("year_before") or groups.get("year_of"):
        return _lunar(groups, context, digits(text))
    value = infer(lambda year: NONE if year is None else _lunar(groups, context, year), context)
    return _of_spoken(value, groups, context)


def _of_spoken(value: Value | None, groups: Groups, context: Context) -> Value | None:
    """The day of the month that was just spoken of, where a lunar year that ends in it has it: 2025年1月7日,农历腊月初八."""
    spoken = context.spoken and context.spoken[0]
    if not (value and value.start and spoken and spoken[0]) or (value.start.year, value.start.month) == spoken:
        return value
    other = _lunar(groups, context, value.start.year - 2 if value.start.month < 3 else value.start.year - 1)
    if other and other.start and (other.start.year, other.start.month) == spoken:
        return replace(other, inferred=value.inferred)
    return value


def _lunar(groups: Groups, context: Context, year: int) -> Value | None:
    name = groups.get("lunar_month") or groups["lunar_month_word"]
    month = {"正": 1, "冬": 11, "腊": 12}.get(name) or small(name)
    leap = bool(groups.get("leap"))
    if text := groups.get("lunar_day") or groups.get("lunar_day_word"):
        day = calendars.lunar_day(context.book, year, month, small(text), leap=leap)
        return of_date(day) if day else None
    edges = calendars.lunar_month(context.book, year, month, leap=leap)
    return of_span(of_date(edges[0]), of_date(edges[1])) if edges else None
