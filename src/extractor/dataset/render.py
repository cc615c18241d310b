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
    return csv_lines([[column.name for column in table.columns]])


def csv_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a row, in the order of the table's columns. Null is an empty cell."""
    return csv_lines([_cell(row[column.name]) for column in table.columns] for row in rows)


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    return _ENCODER.encode(value).decode()
