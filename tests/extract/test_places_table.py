"""Every unit of the division table, found again by the names that people would write."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date

import pytest

from extractor.extract.places import locate_in
from extractor.rules.shipped import shipped_book
from extractor.rules.shortforms import short_forms

BOOK = shipped_book()
ROWS = [
    line.split("\t")
    for line in gzip.decompress(BOOK.divisions).decode("utf-8").splitlines()
    if not line.startswith("#")
]
HOUSES = ("工人文化宫", "总工会")
IN_FORCE = {row[0]: row for row in ROWS if not row[5]}
GONE = [row for row in ROWS if row[5] and int(row[5]) >= 1981]


def right(name: str, code: str, on: date | None = None) -> bool:
    """The unit itself, or candidates that include it; for a unit nested in its namesake, the outer one."""
    place = locate_in(name, BOOK, on=on)
    return place is not None and (place.code == code or code in {one.code for one in place.candidates})


def share(cases: Sequence[tuple[str, str, date | None]]) -> float:
    return sum(right(*case) for case in cases) / len(cases)


def over(row: list[str]) -> str:
    return IN_FORCE[row[3]][1] if row[3] else ""


@pytest.mark.parametrize("house", HOUSES)
def test_full_names(house: str) -> None:
    """Every unit in force is found by its official name, alone and under its parent."""
    units = IN_FORCE.values()
    assert share([(row[1] + house, row[0], None) for row in units]) >= 0.999
    assert share([(over(row) + row[1] + house, row[0], None) for row in units]) >= 0.999


@pytest.mark.parametrize("house", HOUSES)
def test_short_forms_that_keep_the_kind(house: str) -> None:
    """Every autonomous unit in force is found by its short form."""
    cases = [(form + house, row[0], None) for row in IN_FORCE.values() for form in short_forms(row[1])[0]]
    assert share(cases) >= 0.999


@pytest.mark.parametrize("house", HOUSES)
def test_bare_stems_under_their_parent(house: str) -> None:
    """Every unit is found by its stem under its parent; a stem never leads to another province."""
    for row in IN_FORCE.values():
        for stem in short_forms(row[1])[1]:
            place = locate_in(over(row) + stem + house, BOOK)
            assert place is not None, row
            assert place.province == (IN_FORCE[row[0][:2] + "0000"][1]), row


@pytest.mark.parametrize("house", HOUSES)
def test_abolished_units_in_their_time(house: str) -> None:
    """Every unit that is gone since 1981 is found on a day of its last year."""
    assert share([(row[1] + house, row[0], date(int(row[5]), 12, 31)) for row in GONE]) >= 0.999
