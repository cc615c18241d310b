"""Places in names, case by case and law by law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.extract.places import locate_in, read_name
from extractor.model.records import Place
from extractor.rules.check import complaints
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book

BOOK = shipped_book()
CASES = Path(__file__).parents[2] / "fixtures/cases/places.tsv"
ROWS = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
SMALL = st.text(alphabet="北京市江西区工人文化宫中国铁路第八师(新)兵团开发恩施州 东方　臺", max_size=20)


def seen(place: Place | None) -> str:
    if place is None:
        return "-"
    if place.candidates:
        return "?" + "|".join(sorted(one.code for one in place.candidates))
    return place.code or (place.province or "")[:2]


@pytest.mark.parametrize(("name", "day", "code", "basis", "why"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_case(name: str, day: str, code: str, basis: str, why: str) -> None:
    """A name states this unit, on this basis, as of that day."""
    place = locate_in(name, BOOK, on=None if day == "-" else date.fromisoformat(day))
    assert (seen(place), place.basis if place else "-") == (code, basis), why


@pytest.mark.parametrize("rule", BOOK.topic("places"), ids=lambda rule: rule.id)
def test_rules_keep_their_word(rule: Rule) -> None:
    """Each rule gives what its examples say."""
    assert complaints(rule) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("石家庄市第一工人文化宫", "place=石家庄市 ordinal=第一 type=工人文化宫"),
        ("武汉经开区工人文化宫", "place=武汉 zone=经开区 type=工人文化宫"),
        ("广州市员村工人文化宫", "place=广州市 place=员村 type=工人文化宫"),
        ("中国铁路工会西安铁路局文化宫", "industry_union=中国铁路工会 place=西安 unit=铁路局 type=文化宫"),
        ("第八师石河子市工人俱乐部", "unit=第八师 place=石河子市 type=工人俱乐部"),
        ("张家口市　桥东区 职工之家", "place=张家口市　桥东区 type=职工之家"),
        ("青海省五星级职工之家", "place=青海省 honorific=五星级 type=职工之家"),
    ],
)
def test_parts(name: str, parts: str) -> None:
    """A name falls into its parts, each with its place in the name as it is written."""
    _, found = read_name(name, BOOK)
    assert " ".join(f"{role}={name[start:end]}" for role, start, end in found) == parts


def test_abolished_units_name_their_successor() -> None:
    """A unit that is gone keeps its own code and names the code that took over."""
    place = locate_in("上海市卢湾区工人俱乐部", BOOK)
    assert place is not None
    assert (place.code, place.county, place.successor, place.as_of) == ("310103", "卢湾区", "310101", "2024-12-31")


def test_a_change_after_the_table_holds_from_its_day() -> None:
    """两江新区 is a zone until the day on which it became a district, whose code is not known yet."""
    before = locate_in("两江新区总工会", BOOK, on=date(2025, 11, 5))
    after = locate_in("两江新区总工会", BOOK, on=date(2025, 11, 6))
    assert before is not None
    assert after is not None
    assert (before.code, before.basis, before.county) == ("500000", "zone_parent", None)
    assert (after.code, after.basis, after.county) == (None, "printed", "两江新区")


def test_parents_are_those_of_the_units_time() -> None:
    """Province and prefecture are named as they were on the day."""
    then = locate_in("海口市总工会", BOOK, on=date(1985, 6, 1))
    now = locate_in("海口市总工会", BOOK)
    assert then is not None
    assert now is not None
    assert (then.province, now.province) == ("广东省", "海南省")


@given(SMALL)
def test_parts_are_apart_and_in_the_name(name: str) -> None:
    """Whatever the name, its parts lie inside it, in order, without touching each other's characters."""
    _, parts = read_name(name, BOOK)
    edges = [edge for _, start, end in parts for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(name) for _, start, end in parts)


@given(SMALL)
def test_blanks_change_nothing(name: str) -> None:
    """A letter-spaced name states the same unit."""
    assert locate_in(" ".join(name), BOOK) == locate_in(name, BOOK)
