"""The description of the tables as a Frictionless Data Package (specs.frictionlessdata.io, version 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.dataset.columns import Table
from extractor.dataset.tables import PAGES, TABLES


def data_package(files: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """The descriptor of the tables in CSV. files: path in the folder -> sha256 and length in bytes."""
    return {
        "profile": "tabular-data-package",
        "name": "union-pages",
        "title": "Pages of Chinese trade unions as data",
        "description": "Each table stands here as CSV, and beside it with the same rows as JSON lines (.jsonl). "
        "Cells of type array and object hold JSON; an empty cell is a value that the page does not say.",
        "resources": [_resource(table, *files[f"tables/{table.name}.csv"]) for table in TABLES],
    }


def _resource(table: Table, sha256: str, size: int) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"tables/{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column.name, column.type, column.description) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table is not PAGES:
        schema["foreignKeys"] = [{"fields": "page_id", "reference": {"resource": PAGES.name, "fields": "page_id"}}]
    return schema


def _field(table: Table, name: str, kind: str, description: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": kind, "description": description}
    if name in table.key:
        field["constraints"] = {"required": True}
    return field
