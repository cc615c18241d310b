"""Rows as bytes: JSON lines with sorted keys, and CSV (RFC 4180) with lists and objects as JSON in a cell. Both UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from extractor.dataset.columns import Table

_ENCODER = msgspec.json.Encoder(order="sorted")


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a row."""
    return b"".join(_ENCODER.encode(row) + b"\n" for row in rows)


def csv_head(table: Table) -> bytes:
    """The first line of a table in CSV: the names of its columns."""
    return csv_lines([table.names])


def csv_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a row, in the order of the table's columns. Null is an empty cell."""
    as_json = [i for i, column in enumerate(table.columns) if column.type in ("array", "object", "boolean")]
    return csv_lines(_cells(row.values(), as_json) for row in rows)


def csv_lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows of cells as CSV; a cell is a text, a number or null."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cells(values: Iterable[Any], as_json: Iterable[int]) -> list[Any]:
    cells = list(values)
    for i in as_json:
        if cells[i] is not None:
            cells[i] = _ENCODER.encode(cells[i]).decode()
    return cells
