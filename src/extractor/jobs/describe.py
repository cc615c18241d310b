"""The files that describe all pages of an output folder: tables, listing, schema, data package, manifest."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import msgspec

from extractor.dataset.package import data_package
from extractor.dataset.render import csv_head, csv_lines, csv_rows, jsonl
from extractor.dataset.summary import Summary, summarise
from extractor.dataset.tables import TABLES
from extractor.edge.outputs import OutputFolder
from extractor.jobs.outcome import Outcome, Reason, failed
from extractor.model.codec import from_json, schema
from extractor.model.page import SCHEMA_VERSION, Page

_INDEX_HEAD = ("page_id", "file", "title", "published", "url", "entries", "checks_failed")


def describe(folder: OutputFolder) -> list[Outcome]:
    """Writes tables, listing, schema, descriptor and manifest over all pages of a folder; gives the files that are none."""
    bad: list[Outcome] = []
    with ExitStack() as stack:
        index = stack.enter_context(folder.file("index.csv"))
        index.write(csv_lines([_INDEX_HEAD]))
        lines = [stack.enter_context(folder.file(f"tables/{table.name}.jsonl")) for table in TABLES]
        sheets = [stack.enter_context(folder.file(f"tables/{table.name}.csv")) for table in TABLES]
        for table, sheet in zip(TABLES, sheets, strict=True):
            sheet.write(csv_head(table))
        for name, content in folder.pages():
            page = page_of(content)
            if page is None:
                detail = f"is no page of schema {SCHEMA_VERSION}; move it away, or extract it again"
                bad.append(failed(str(folder.path / name), Reason("output.page", detail)))
                continue
            folder.note(name, content)
            index.write(csv_lines([_index_line(name, summarise(page))]))
            for table, line, sheet in zip(TABLES, lines, sheets, strict=True):
                rows = table.rows(page)
                line.write(jsonl(rows))
                sheet.write(csv_rows(table, rows))
    folder.put(f"schema/page-{SCHEMA_VERSION}.schema.json", _pretty(schema()))
    folder.put("datapackage.json", _pretty(data_package({n: (s.sha256, s.size) for n, s in folder.stored.items()})))
    folder.put_manifest()
    return bad


def page_of(content: bytes) -> Page | None:
    """The page of a file in the folder; None where it is no page of this schema."""
    try:
        return from_json(content)
    except msgspec.DecodeError:  # ValidationError is one
        return None


def _index_line(file: str, page: Summary) -> list[str]:
    return [page.id, file, page.title or "", page.published or "", page.url or "", str(page.entries), str(page.failed)]


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"
