"""Dates as records: the case file, carrying over, and the laws that hold for any text."""

from __future__ import annotations

import warnings
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import find_dates
from extractor.model.records import Date

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the validator calls pyparsing by its old names
    from edtf_validate.valid_edtf import is_valid

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CASES = Path(__file__).parents[2] / "fixtures/cases/dates.tsv"
ROWS = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


# What dates are made of, so that chance meets more of them than it would among all characters.
WORDS = """
0 1 2 3 5 12 29 31 2023 1950 二〇二三 十 廿 五 三十 年 月 日 号 至 到 — - 、 和 或 . / : 时 点 半 分 上午 晚 今年 去年
本月 上周 五 末 底 初 前 后 以来 起 截至 约 可能 左右 上旬 季度 第一 上半年 春 冬 世纪 80年代 农历 正月 闰 腊月 初五 春节
国庆 “五一” 期间 前夕 假期 “十四五” 时期 民国 光绪 癸卯 公元前 每年 某日 近日 日前 三年前 近三年 即日 暑期 学年 同期
将 。 ， ( )
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n"])
PROSE = st.lists(PIECES | st.text(max_size=2), max_size=14).map("".join)
DAYS = st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 12, 31))


def _found(record: Date) -> str:
    clock = f"@{record.time}" if record.time else ""
    return f"{record.evidence.quote}={record.edtf or 'null'}{clock}"


def _only(text: str, published: str | None = "2023-10-20") -> Date:
    (record,) = find_dates(text, published=published)
    return record


@pytest.mark.parametrize(
    ("text", "published", "expected", "why"), ROWS, ids=[f"{row[3]}: {row[0][:12]}" for row in ROWS]
)
def test_case(text: str, published: str, expected: str, why: str) -> None:
    """Every case of the file is found just so, with valid EDTF."""
    records = find_dates(text, published=None if published == "-" else published)
    assert " | ".join(map(_found, records)) == ("" if expected == "-" else expected), why
    assert all(record.edtf is None or is_valid(record.edtf) for record in records)


@pytest.mark.parametrize(
    ("text", "kind", "basis", "inferred", "calendar"),
    [
        ("1950年", "point", "explicit", (), "gregorian"),
        ("5月4日", "point", "explicit", ("year",), "gregorian"),
        ("15日", "point", "explicit", ("year", "month"), "gregorian"),
        ("5月4日至6日", "interval", "explicit", ("year",), "gregorian"),
        ("2019年以来", "interval", "explicit", (), "gregorian"),
        ("去年6月", "point", "relative", (), "gregorian"),
        ("昨日", "point", "relative", (), "gregorian"),
        ("三年前", "point", "relative", (), "gregorian"),
        ("近日", "vague", "explicit", (), "gregorian"),
        ("每年5月4日", "recurring", "explicit", (), "gregorian"),
        ("“十四五”时期", "interval", "plan", (), "gregorian"),
        ("2023年春节", "point", "calendar", (), "gregorian"),
        ("除夕", "point", "calendar", ("year",), "gregorian"),
        ("农历八月十五", "point", "calendar", ("year",), "lunar"),
        ("民国二十六年", "point", "explicit", (), "minguo"),
        ("光绪二十四年", "point", "explicit", (), "era"),
    ],
)
def test_what_is_said_of_a_date(text: str, kind: str, basis: str, inferred: tuple[str, ...], calendar: str) -> None:
    """A record says what kind of date it is, on what it rests, what was inferred, and in which calendar it was given."""
    record = _only(text)
    assert (record.kind, record.basis, record.inferred, record.calendar) == (kind, basis, inferred, calendar)


def test_evidence_goes_back_to_the_raw_text() -> None:
    """Quotes are the raw characters at their place, full-width figures and blanks and all."""
    text = "时间：２０２３年\N{NO-BREAK SPACE}５月４日（星期四）"
    record = _only(text)
    assert record.edtf == "2023-05-04"
    assert record.evidence.quote == text[3:13] == text[record.evidence.start : record.evidence.end]


def test_a_year_is_carried_within_its_story() -> None:
    """A year that leads a sentence holds for the rest of its paragraph; an old one does not reach the next."""
    assert [d.edtf for d in find_dates("2016年3月，动工。6月，封顶。", published="2023-10-20")] == [
        "2016-03",
        "2016-06",
    ]
    assert [d.edtf for d in find_dates("2016年3月，动工。\n6月，封顶。", published="2023-10-20")] == [
        "2016-03",
        "2023-06",
    ]
    assert [d.edtf for d in find_dates("2022年3月，动工。\n6月，封顶。", published="2023-10-20")] == [
        "2022-03",
        "2022-06",
    ]


def test_last_year_is_not_carried_on() -> None:
    """去年 sets the year of its own sentence alone."""
    found = find_dates("去年，服务万人。5月4日，活动启动。", published="2023-10-20")
    assert [d.edtf for d in found] == ["2022", "2023-05-04"]


@settings(max_examples=200, deadline=None)
@given(PROSE, DAYS)
def test_laws(text: str, published: date | None) -> None:
    """Any text in: every quote stands at its place, no two dates overlap, every EDTF is valid, every id is its own."""
    records = find_dates(text, published=published)
    spans = [(d.evidence.start or 0, d.evidence.end or 0) for d in records]
    assert [text[a:b] for a, b in spans] == [d.evidence.quote for d in records]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(d.edtf is None or is_valid(d.edtf) for d in records)
    assert len({d.id for d in records}) == len(records)
