"""Times by their distance from the publication: days, weeks, seasons, so many years ago."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from extractor.rules.dates.context import Context, infer, timed
from extractor.rules.dates.numbers import Groups, small
from extractor.rules.dates.parts import SEASONS
from extractor.rules.dates.values import (
    NONE,
    Value,
    about,
    coded,
    in_month,
    in_year,
    last_day,
    of_date,
    of_span,
    on_day,
    since,
)


def today(groups: Groups, context: Context) -> Value | None:
    """A day by its distance from the publication."""
    shift = int(context.book.lexicon("dates_days").table[groups["day_word"]][0])
    if context.published is None:
        return NONE
    return timed(of_date(context.published + timedelta(days=shift)), groups)


def week(groups: Groups, context: Context) -> Value | None:
    """A week, its end or one of its days; weeks begin on Monday."""
    if context.published is None:
        return NONE
    word = groups.get("week") or "本"
    shift = -word.count("上") + word.count("下")
    monday = context.published + timedelta(weeks=shift, days=-context.published.weekday())
    weekday = groups.get("weekday")
    if weekday is None or weekday == "末":
        first = monday + timedelta(days=5 if weekday else 0)
        return of_span(of_date(first), of_date(monday + timedelta(days=6)))
    return timed(of_date(monday + timedelta(days="一二三四五六日".index(weekday.replace("天", "日")))), groups)


def ago(groups: Groups, context: Context) -> Value | None:
    """So many years, months or days before or after the publication, to the grain of the unit; three years after 2008,
    where the text has just named that year."""
    amount = small(groups["amount"].replace("两", "二"))
    sign = -1 if "前" in groups["side"] else 1
    year = context.year or (context.latest and context.latest[0])
    if sign > 0 and groups["unit"] == "年" and year:
        return about(in_year(year + amount))
    if context.published is None:
        return NONE
    return _shifted(context.published, sign * amount, groups["unit"])


def _shifted(day: date, amount: int, unit: str) -> Value | None:
    if unit == "年":
        return about(in_year(day.year + amount)) if day.year + amount > 0 else NONE
    if unit == "个月":
        months = day.year * 12 + day.month - 1 + amount
        month = in_month(months // 12, months % 12 + 1)
        return month and about(month)
    days = of_date(day + timedelta(days=amount * (7 if unit == "周" else 1)))
    return about(days) if unit == "周" else days


def recent(groups: Groups, context: Context) -> Value | None:
    """The years or months up to the publication, or after it."""
    if context.published is None:
        return NONE
    day, amount = context.published, small(groups["amount"].replace("两", "二"))
    ahead = groups["side"] in ("未来", "今后")
    months = day.year * 12 + day.month - 1 + (1 if ahead else -1) * amount * (12 if groups["unit"] == "年" else 1)
    year, month = months // 12, months % 12 + 1
    edge = on_day(year, month, min(day.day, last_day(year, month)))
    if edge is None:
        return NONE
    edge, here = about(edge), of_date(day)
    return of_span(here, edge) if ahead else of_span(edge, here)


def season(groups: Groups, context: Context) -> Value | None:
    """A season without a year, or from one to the next; winters begin in December."""
    published = context.published
    if inside := groups.get("season_in"):
        value = infer(lambda year: in_month(year, SEASONS[inside][1]), context)
        value = value and replace(about(value), month=None)
        return value and since(value) if groups.get("during") else value
    if alone := groups.get("season_alone"):
        return infer(lambda year: coded(year, *SEASONS[alone]), context)
    if published is None:
        return NONE
    name, shift = groups["season"], {"去": -1, "今": 0, "明": 1}[groups["season_year"]]
    winter = name == "冬" and published.month < 3
    first = coded(published.year + shift - winter, *SEASONS[name])
    if to_name := groups.get("season_to"):
        last = coded(published.year + {"今": 0, "明": 1}[groups["season_to_year"]] - winter, *SEASONS[to_name])
        return of_span(first, last, rough=True)
    return first
