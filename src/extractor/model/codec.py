"""Pages as JSON and JSON Schema, from the same types."""

from __future__ import annotations

from typing import Any

import msgspec

from extractor.model.page import SCHEMA_VERSION, Page

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Page)


def to_json(page: Page, *, links: bool = False, indent: int = 0) -> bytes:
    """The page as UTF-8 JSON with sorted keys and a final newline.

    ``links`` keeps ``document.links``, else null; ``indent`` is the number of blanks a level (0: all on one line).
    """
    if not links:
        page = msgspec.structs.replace(page, document=msgspec.structs.replace(page.document, links=None))
    encoded = _ENCODER.encode(page)
    return (msgspec.json.format(encoded, indent=indent) if indent else encoded) + b"\n"


def from_json(content: bytes) -> Page:
    """The page that ``to_json`` wrote. Raises ``msgspec.ValidationError`` where the JSON is no page."""
    return _DECODER.decode(content)


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a page, closed: a field that is not named here is an error."""
    (root,), components = msgspec.json.schema_components([Page], ref_template="#/$defs/{name}")
    for component in components.values():
        if component.get("type") == "object" and "properties" in component:
            component["required"] = sorted(component["properties"])
            component["additionalProperties"] = False
            for value in component["properties"].values():
                value.pop("default", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:union-extractor:page:{SCHEMA_VERSION}",
        "title": "Page",
        **root,
        "$defs": components,
    }
