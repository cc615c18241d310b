"""The grammar of dates: rules by their own examples, places of dates, calendars, stamps."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rules.check import complaints
from extractor.rules.dates import day_of, publication_dates, within
from extractor.rules.dates.calendars import festival, lunar_day, lunar_month, lunar_year, of_cycle
from extractor.rules.dates.resolve import READERS
from extractor.rules.load import leads
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book
from extractor.rules.survey import survey
from extractor.text.normal import normalise

BOOK = shipped_book()
RULES = BOOK.topic("dates")
FRAME = BOOK.topic("dates_frame")


@pytest.mark.parametrize("rule", [*RULES, *FRAME], ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    """A rule gives what its examples say and is silent where it must be."""
    assert complaints(rule) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.data.get("joined")], ids=lambda rule: rule.id)
def test_every_example_is_found(rule: Rule) -> None:
    """The anchors let no example of a rule pass, and no other rule takes it."""
    for example in rule.examples:
        hits = survey(normalise(example.text).text, BOOK).dates
        assert hits, example.text
        assert hits[0].first.rule.tag == rule.tag, example.text


@pytest.mark.parametrize("rule", [rule for rule in FRAME if "lead" in rule.data], ids=lambda rule: rule.id)
def test_a_frame_begins_with_its_lead(rule: Rule) -> None:
    """What joins or closes a date begins with a character of the rule's lead, or it would never be tried."""
    assert {str(example.gives)[0] for example in rule.examples} <= leads(BOOK, rule.data["lead"])


def test_every_form_has_a_reader() -> None:
    """A rule's form names a reader, and every reader is named by a rule."""
    assert {rule.data["form"] for rule in RULES} == set(READERS)


@given(st.text("年月日一二十0123456789至—、前底近今去“五国庆 \n.-:"))
def test_hits_lie_apart(text: str) -> None:
    """Dates lie within the text, none of them empty, one behind the other."""
    hits = survey(text, BOOK).dates
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_a_stretch_is_a_part_of_the_whole() -> None:
    """Asking for a stretch gives the dates that lie in it whole."""
    text = "2022年6月,近日,5月4日"
    dates = survey(text, BOOK).dates
    assert [(hit.start, hit.end) for hit in dates] == [(0, 7), (8, 10), (11, 15)]
    assert [(hit.start, hit.end) for hit in within(dates, 5, 12)] == [(8, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "一" * 100_000,
        "年" * 100_000,
        "1,1," * 50_000,
        "2023年" * 30_000,
        "5月" * 50_000,
        "1、" * 50_000,
        "3至" * 50_000,
        "“" * 100_000,
    ],
    ids=lambda text: text[:4],
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    """No rule runs away on a text that nearly matches everywhere; a test that never ends is how it would show."""
    assert all(hit.end > hit.start for hit in survey(text, BOOK).dates)


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2024, "2024-02-10"),
        ("除夕", 2025, "2025-01-28"),
        ("元宵节", 2023, "2023-02-05"),
        ("端午节", 2020, "2020-06-25"),
        ("中秋节", 2023, "2023-09-29"),
        ("重阳节", 2023, "2023-10-23"),
        ("清明节", 2024, "2024-04-04"),
        ("清明节", 1999, "1999-04-05"),
        ("母亲节", 2023, "2023-05-14"),
        ("国庆节", 1949, "1949-10-01"),
    ],
)
def test_festivals(name: str, year: int, day: str) -> None:
    """Festivals fall on the days that the calendars print: lunar ones, solar terms, second Sundays."""
    found = festival(BOOK, BOOK.lexicon("dates_festivals").table[name][0], year)
    assert found == date.fromisoformat(day)


def test_lunar_calendar() -> None:
    """A leap month follows its own, each month begins where the last ended, and outside the table there is nothing."""
    assert lunar_month(BOOK, 2023, 2) == (date(2023, 2, 20), date(2023, 3, 21))
    assert lunar_month(BOOK, 2023, 2, leap=True) == (date(2023, 3, 22), date(2023, 4, 19))
    assert lunar_month(BOOK, 2023, 3, leap=True) is None
    assert lunar_day(BOOK, 2023, 8, 31) is None
    assert lunar_day(BOOK, 1800, 8, 15) is None
    for year in range(1900, 2100):
        first, last = lunar_year(BOOK, year) or (None, None)
        following = lunar_year(BOOK, year + 1)
        assert first
        assert last
        assert following
        assert (following[0] - last).days == 1
        assert first.month in (1, 2)


def test_cycle_of_sixty() -> None:
    """A stem and branch name the last such year; a pair that the cycle lacks names none."""
    assert of_cycle("辛", "亥", 1911) == 1911
    assert of_cycle("甲", "午", 2013) == 1954
    assert of_cycle("甲", "丑", 2023) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-11-24", "2023-11-24"),
        ("2014-10-24 04:54", "2014-10-24"),
        ("2023/4/25 15:20:10", "2023-04-25"),
        ("2022年02月10日", "2022-02-10"),
        ("2025.04.28", "2025-04-28"),
        ("2023-11-24T08:00:00+08:00", "2023-11-24"),
        ("20231124", "2023-11-24"),
        ("二〇二三年五月四日", "2023-05-04"),
        (" 2023年5月4日 星期四", "2023-05-04"),
        ("2023-02-30", None),
        ("2023年5月", None),
        ("12023-05-04", None),
        ("近日", None),
        ("", None),
    ],
)
def test_day_of(text: str, day: str | None) -> None:
    """A value that opens with a whole day gives it; one that does not gives none."""
    assert day_of(text) == day


def test_publication_dates() -> None:
    """Every whole day of a header line is given with its place."""
    line = "来源:工人日报 发布时间:2023-11-24 10:00 更新:2023年11月25日"
    assert [(line[a:b], edtf) for a, b, edtf in publication_dates(line)] == [
        ("2023-11-24", "2023-11-24"),
        ("2023年11月25日", "2023-11-25"),
    ]
