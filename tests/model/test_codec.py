"""Pages as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from extractor import extract, schema, to_json
from extractor.model.codec import from_json


def test_the_schema_is_2020_12_and_closed() -> None:
    """The schema is itself valid, requires every field and allows no other."""
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    objects = [d for d in described["$defs"].values() if "properties" in d]
    assert all(d["additionalProperties"] is False and d["required"] == sorted(d["properties"]) for d in objects)


@pytest.mark.parametrize("name", ["palaces.txt", "palaces.html", "notice-gb18030.html", "stations.html", "index.html"])
def test_a_page_is_what_the_schema_says(fixtures: Path, name: str) -> None:
    """Every page fits the schema, with no field left out."""
    page = extract((fixtures / "site" / name).read_bytes(), url=f"http://127.0.0.1/{name}")
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(page)))


def test_json_is_sorted_and_ends_with_a_line_break(fixtures: Path) -> None:
    """Keys are sorted, Chinese is printed as it is, and reading back gives the same page."""
    page = extract((fixtures / "site/palaces.txt").read_bytes(), url="palaces.txt")
    written = to_json(page, links=True)
    assert written.endswith(b"}\n")
    assert (
        written.decode()
        == json.dumps(json.loads(written), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    )
    assert from_json(written) == page


def test_links_only_when_asked(fixtures: Path) -> None:
    """Links are null unless they are asked for."""
    page = extract((fixtures / "site/palaces.html").read_bytes(), url="http://127.0.0.1/palaces.html")
    assert json.loads(to_json(page))["document"]["links"] is None
    assert json.loads(to_json(page, links=True))["document"]["links"]
