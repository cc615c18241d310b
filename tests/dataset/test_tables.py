"""Rows of the tables, as objects, as JSON lines and as CSV, and what describes them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.dataset.columns import Table
from extractor.dataset.package import data_package
from extractor.dataset.render import csv_head, csv_lines, csv_rows, jsonl
from extractor.dataset.tables import ATTRIBUTION, CHECKS, COUNTS, DATES, ENTRIES, PAGES, TABLES
from extractor.model.page import Page

_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "datetime": str,
    "array": (list, tuple),
    "object": dict,
}

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@every_table
def test_types(table: Table, page: Page) -> None:
    """Every row has every column, and every value is null or of its column's type."""
    rows = table.rows(page)
    assert rows
    for row in rows:
        assert list(row) == [column.name for column in table.columns]
        for column in table.columns:
            assert row[column.name] is None or isinstance(row[column.name], _PYTHON[column.type]), column.name


@every_table
def test_keys(table: Table, page: Page) -> None:
    """The key's columns are said in each row, and together they name one row."""
    keys = [tuple(row[name] for name in table.key) for row in table.rows(page)]
    assert len(set(keys)) == len(keys)
    assert None not in {value for key in keys for value in key}


@every_table
def test_csv_is_jsonl(table: Table, page: Page) -> None:
    """CSV and JSON lines hold the same rows."""
    rows = table.rows(page)
    sheet = list(csv.DictReader(io.StringIO((csv_head(table) + csv_rows(table, rows)).decode(), newline="")))
    lines = [json.loads(line) for line in jsonl(rows).decode().splitlines()]
    types = {column.name: column.type for column in table.columns}
    assert [{name: _cell(types[name], text) for name, text in row.items()} for row in sheet] == lines


def test_values(page: Page) -> None:
    """What the records say stands in the tables under the names that the records use."""
    (date,), (count,), (credit,) = (table.rows(page) for table in (DATES, COUNTS, ATTRIBUTION))
    assert (date["edtf"], date["inferred"], date["quote"]) == ("2024-03", (), '"2024年3月"')
    assert (count["lower"], count["upper"], count["lower_inclusive"], count["noun"]) == (50, 60.5, False, "人")
    assert (credit["role"], credit["label"], credit["value"]) == ("editor", None, "李四")
    assert page.document.text[date["start"] : date["end"]] == date["quote"]


def test_entries(page: Page) -> None:
    """An entry's row names its list, its group, its place, and what the list says beside the name."""
    first, second = ENTRIES.rows(page)
    assert (first["roster_title"], first["group"], first["attributes"]) == ("一等奖", "一等奖", {"unit": "示例厂"})
    assert (first["place_code"], first["province"], len(first["place_candidates"])) == (None, "示例省", 1)
    assert (second["group"], second["province"], second["place_candidates"]) == (None, None, None)


def test_rosters_without_entries(page: Page) -> None:
    """A list stands in the page's row whether or not it has entries: none is lost without a word."""
    (row,) = PAGES.rows(page)
    assert row["rosters"][0]["status"] == "complete"
    assert (row["entries"], row["checks_pass"], row["checks_fail"]) == (2, 1, 1)
    assert (row["next_title"], row["next_url"], row["previous_title"]) == ("下一页", None, None)


def test_checks_of_one_id(page: Page) -> None:
    """Checks that a page has several times are numbered."""
    assert [(row["id"], row["number"]) for row in CHECKS.rows(page)] == [("roster.declared", 1), ("roster.declared", 2)]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_csv_law(rows: list[list[str]]) -> None:
    """Whatever stands in a cell comes back from CSV as it was."""
    assert list(csv.reader(io.StringIO(csv_lines(rows).decode(), newline=""))) == rows


def test_package() -> None:
    """The descriptor names each table's file, digest, columns and key, and where its rows belong to."""
    files = {f"tables/{table.name}.csv": ("ab", 12) for table in TABLES}
    package = data_package(files)
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    for resource, table in zip(package["resources"], TABLES, strict=True):
        assert (resource["hash"], resource["bytes"]) == ("sha256:ab", 12)
        assert resource["schema"]["primaryKey"] == list(table.key)
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert ("foreignKeys" in resource["schema"]) == (table is not PAGES)


def _cell(kind: str, text: str) -> Any:
    if text == "":
        return None
    match kind:
        case "integer" | "number" | "boolean" | "array" | "object":
            return json.loads(text)
    return text
