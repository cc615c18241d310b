"""How each form of date is read: the words that a rule matched, and what the text around them says, to a value.

A reader is named by its rule's ``form``. It answers None where the words are no day of any calendar (2月30日).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from extractor.rules.dates import calendars
from extractor.rules.dates.numbers import Groups, clock, digits, small
from extractor.rules.dates.values import (
    NONE,
    Value,
    about,
    coded,
    in_month,
    in_year,
    last_day,
    of_date,
    of_set,
    of_span,
    on_day,
    one_day_of,
    since,
)
from extractor.rules.load import RuleBook

_NEEDS_PART = frozenset(("当年", "该年", "当年度", "该年度"))  # alone they are no dates: 当年的老厂房
_AUTUMN = 8
_SOON = timedelta(days=100)  # what is announced for next year is announced in its last months


class Context(Struct, frozen=True, gc=False):
    """What the words alone do not say.

    published: the day of publication. year: the year that the text named last. latest: the year and month that it
    spoke of last. ahead: tells whether the words around look ahead; asked only where it matters. opening: the date that this one closes (5月4日至6日).
    """

    book: RuleBook
    published: date | None = None
    year: int | None = None
    latest: tuple[int | None, int] | None = None
    ahead: Callable[[], bool] = bool
    opening: Value | None = None


Reader = Callable[[Groups, Context], Value | None]
Build = Callable[[int | None], Value | None]


def calendar(groups: Groups, context: Context) -> Value | None:
    """A year, month or day, or a part of a year, with what is not said carried over or inferred."""
    if groups.get("year_from"):
        return _years(groups)
    if groups.get("year_word") in _NEEDS_PART and not any(name in groups for name, _ in _PARTS):
        return None
    year, known = _year(groups, context)
    if known:
        return _unknown(groups, context) if year is None else _timed(_part(groups, context, year), groups)
    if word := groups.get("month_word"):
        return _timed(_by_month_word(word, groups, context), groups)
    if groups.get("month") is None and (groups.get("day") or groups.get("edge") or groups.get("ten")):
        return _timed(_by_month(groups, context), groups)
    return _timed(infer(lambda y: _part(groups, context, y), context), groups)


def _unknown(groups: Groups, context: Context) -> Value | None:
    """A year word that leans on nothing: null where the publication is not known; no date where no year was named."""
    return NONE if context.book.lexicon("dates_years").table[groups["year_word"]][0] == "published" else None


def infer(build: Build, context: Context) -> Value | None:
    """A date whose year is not said: of the opening date; else of the year named last; else the last one before the
    publication, or the next where the words look ahead; else of a year that stays unknown."""
    if (opening := context.opening) and (opening.year is not None or opening.month is not None):
        value = build(opening.year)
        early = bool(value and value.start and opening.start and value.start < opening.start)
        return build(opening.year + 1) if early and opening.year else value
    if context.year is not None:
        return _inferred(build(context.year))
    if context.published is None:
        return build(None)
    return _inferred(_nearest(build, context.published, ahead=context.ahead))


def _nearest(build: Build, published: date, *, ahead: Callable[[], bool]) -> Value | None:
    value = build(published.year)
    if value is None or value.start is None:
        return value if value is not None else build(published.year - 1)
    same_month = "/" in (value.edtf or "") and value.start.month == published.month
    if value.start > published and not same_month and not ahead():
        return build(published.year - 1)
    later = build(published.year + 1) if published.month > _AUTUMN and ahead() else None
    return later if later and later.start and later.start - published < _SOON else value


def _inferred(value: Value | None) -> Value | None:
    return value and replace(value, inferred=("year", *value.inferred))


def _year(groups: Groups, context: Context) -> tuple[int | None, bool]:
    """The year that the words give, and whether they give one."""
    if text := groups.get("year"):
        return digits(text), True
    if word := groups.get("year_word"):
        base, shift = context.book.lexicon("dates_years").table[word]
        named = context.opening.year if context.opening else context.year
        published = context.published.year if context.published else None
        from_year = published if base == "published" else named
        return (None if from_year is None else from_year + int(shift)), True
    if text := groups.get("year2") or groups.get("year2_month"):
        two = digits(text)
        latest = context.published.year if context.published else 2029
        return (2000 + two if two < 30 and 2000 + two <= latest else 1900 + two), True
    return None, False


def _years(groups: Groups) -> Value:
    first, last = digits(groups["year_from"]), digits(groups["year"])
    if groups.get("school"):
        return _school(first, last)
    if groups.get("year_and"):
        return of_set([in_year(first), in_year(last)])
    return of_span(in_year(first), in_year(last))


def _school(first: int, last: int) -> Value:
    opening, closing = in_month(first, 9), in_month(max(last, first + 1), 8)
    assert opening
    assert closing
    return replace(of_span(opening, closing, rough=True), year=first)


def _part(groups: Groups, context: Context, year: int | None) -> Value | None:
    """What the words name of a given year."""
    for name, read in _PARTS:
        if groups.get(name):
            return read(groups, context, year)
    return None if year is None else in_year(year)


def _month(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return _of_month(groups, year, small(groups["month"]))


def _of_month(groups: Groups, year: int | None, month: int) -> Value | None:
    if before := groups.get("month_from"):
        first, last = in_month(year, small(before)), in_month(year, month)
        if groups.get("month_and"):
            return first and last and of_set([first, last])
        if first and last and small(before) > month:
            last = in_month(year + 1, month) if year else None
        return first and last and of_span(first, last)
    if groups.get("day"):
        return _days(groups, year, month)
    if ten := groups.get("ten"):
        value = _ten_days(ten, year, month)
        return value and one_day_of(value) if groups.get("one") else value
    if edge := groups.get("edge"):
        return _edge(edge, year, month)
    value = in_month(year, month)
    return value and replace(value, edtf=f"{value.edtf}-XX") if groups.get("some") and year else value


def _days(groups: Groups, year: int | None, month: int | None) -> Value | None:
    day = on_day(year, month, small(groups["day"]))
    if not (before := groups.get("day_from")) or day is None:
        return day
    first = on_day(year, month, small(before))
    if groups.get("day_and"):
        return first and of_set([first, day])
    return first and of_span(first, day)


_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31)}


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


def _quarter(groups: Groups, _context: Context, year: int | None) -> Value | None:
    first = small(groups["quarter"])
    last = small(groups.get("quarter_to") or str(first))
    if first == last:
        return coded(year, 32 + first, 3 * first - 2, 3 * first)
    return _months(year, 3 * first - 2, 3 * last)


def _quarters(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return _months(year, 1, 3 * small(groups["quarters"]))


def _first_months(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return _months(year, 1, small(groups["months"]))


def _months(year: int | None, first: int, last: int) -> Value | None:
    opening, closing = in_month(year, first), in_month(year, last)
    return opening and closing and of_span(opening, closing)


def _half(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return coded(year, 40, 1, 6) if groups["half"] == "上" else coded(year, 41, 7, 12)


_SEASONS = {"春": (21, 3, 5), "夏": (22, 6, 8), "秋": (23, 9, 11), "冬": (24, 12, 14)}


def season(groups: Groups, context: Context) -> Value | None:
    """A season without a year, or from one to the next; winters begin in December."""
    published = context.published
    if inside := groups.get("season_in"):
        value = infer(lambda year: in_month(year, _SEASONS[inside][1]), context)
        value = value and replace(about(value), month=None)
        return value and since(value) if groups.get("during") else value
    if alone := groups.get("season_alone"):
        return infer(lambda year: coded(year, *_SEASONS[alone]), context)
    if published is None:
        return NONE
    name, shift = groups["season"], {"去": -1, "今": 0, "明": 1}[groups["season_year"]]
    winter = name == "冬" and published.month < 3
    first = coded(published.year + shift - winter, *_SEASONS[name])
    if to_name := groups.get("season_to"):
        last = coded(published.year + {"今": 0, "明": 1}[groups["season_to_year"]] - winter, *_SEASONS[to_name])
        return of_span(first, last, rough=True)
    return first


def _season(groups: Groups, _context: Context, year: int | None) -> Value | None:
    return coded(year, *_SEASONS[groups["season"]])


def _vacation(groups: Groups, _context: Context, year: int | None) -> Value | None:
    first, last = (1, 2) if groups["vacation"] == "寒假" else (7, 8)
    opening, closing = in_month(year, first), in_month(year, last)
    return NONE if year is None else opening and closing and of_span(opening, closing, rough=True)


_YEAR_EDGES = {"初": 1, "中": 6, "底": 12, "末": 12, "终": 12}


def _year_edge(groups: Groups, _context: Context, year: int | None) -> Value | None:
    edge = groups["edge_year"][-1]
    if year is None or edge == "内":
        return NONE if year is None else in_year(year)
    month = in_month(year, _YEAR_EDGES[edge])
    # 年底 is this year's from spring on, and last year's before that.
    begun = date(year, 3, 1) if edge in "底末终" and year > 0 else month and month.start
    return month and replace(about(month), month=None, start=begun)


def _holiday(groups: Groups, context: Context, year: int | None) -> Value | None:
    name = "dates_festivals" if groups.get("festival") else "dates_festivals_short"
    rule = context.book.lexicon(name).table[groups.get("festival") or groups["short"]][0]
    if year is None:
        return in_fixed(rule)
    day = calendars.festival(context.book, rule, year)
    if day is None:
        return NONE
    if groups.get("eve"):
        return replace(about(of_date(day - timedelta(days=1))), month=None)
    value = replace(of_date(day), month=None)
    return about(value) if groups.get("around") or groups.get("during") else value


def in_fixed(rule: str) -> Value | None:
    """A festival of an unknown year: its month and day where the calendar fixes them."""
    if not rule[0].isdigit():
        return NONE
    month, day = (int(part) for part in rule.split("-"))
    return on_day(None, month, day)


_PARTS: tuple[tuple[str, Callable[[Groups, Context, int | None], Value | None]], ...] = (
    ("month", _month),
    ("quarter", _quarter),
    ("quarters", _quarters),
    ("months", _first_months),
    ("half", _half),
    ("season", _season),
    ("festival", _holiday),
    ("short", _holiday),
    ("vacation", _vacation),
    ("edge_year", _year_edge),
)


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


def _named_month(context: Context) -> tuple[int, int] | None:
    if context.opening and context.opening.year and context.opening.month:
        return context.opening.year, context.opening.month
    return (context.latest[0], context.latest[1]) if context.latest and context.latest[0] else None


def _by_month(groups: Groups, context: Context) -> Value | None:
    """A day, or a part of a month, without its month."""
    if context.opening and context.opening.month:
        return _of_month(groups, context.opening.year, context.opening.month)
    if context.latest:
        value = _of_month(groups, *context.latest)
        return value and replace(value, inferred=("year", "month"))
    if context.published is None:
        return _days(groups, None, None) if groups.get("day") and not groups.get("day_from") else NONE
    year, month = context.published.year, context.published.month
    value = _of_month(groups, year, month)
    if value is None or (value.start and value.start > context.published and not context.ahead()):
        value = _of_month(groups, year - (month == 1), (month - 2) % 12 + 1)
    return value and replace(value, inferred=("year", "month"))


def _timed(value: Value | None, groups: Groups) -> Value | None:
    """The value with its clock time; in EDTF as well where the words run on without a gap, as a stamp's do not."""
    said = value and clock(groups)
    if not value or not said:
        return value
    time, full, spans = said
    whole = full and not spans and not groups.get("blank") and value.start and "/" not in (value.edtf or "/")
    return replace(value, time=time, edtf=f"{value.edtf}T{full}+08:00" if whole else value.edtf)


def stamp(groups: Groups, _context: Context) -> Value | None:
    """A date in figures; its clock, written by a system, stands beside it."""
    day = on_day(*(int(groups[name] or 0) for name in ("year", "month", "day")))
    said = clock(groups)
    return replace(day, time=said[0]) if day and said else day


def stamp_month(groups: Groups, _context: Context) -> Value | None:
    """A year and month in figures."""
    return in_month(int(groups["year"]), int(groups["month"]))


def today(groups: Groups, context: Context) -> Value | None:
    """A day by its distance from the publication."""
    shift = int(context.book.lexicon("dates_days").table[groups["day_word"]][0])
    if context.published is None:
        return NONE
    return _timed(of_date(context.published + timedelta(days=shift)), groups)


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
    return of_date(monday + timedelta(days="一二三四五六日".index(weekday.replace("天", "日"))))


def ago(groups: Groups, context: Context) -> Value | None:
    """So many years, months or days before or after the publication, to the grain of the unit."""
    if context.published is None:
        return NONE
    amount = small(groups["amount"].replace("两", "二"))
    sign = -1 if "前" in groups["side"] else 1
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


def festival(groups: Groups, context: Context) -> Value | None:
    """A festival without its year."""
    return infer(lambda year: _holiday(groups, context, year), context)


def every(groups: Groups, _context: Context) -> Value | None:
    """A day or month of every year."""
    month, day = small(groups["month"]), groups.get("day")
    return on_day(None, month, small(day)) if day else in_month(None, month)


def some(groups: Groups, _context: Context) -> Value | None:
    """A day of a year that the text keeps back."""
    year = digits(groups["year"])
    return replace(in_year(year), edtf=f"{year:04d}-XX-XX")


def vague(_groups: Groups, _context: Context) -> Value | None:
    """Words that name no time."""
    return NONE
