"""The JSON Schema of a page, as a file."""

from __future__ import annotations

import msgspec

from extractor.model.codec import schema as page_schema


def schema() -> bytes:
    """JSON Schema 2020-12 with sorted keys, two blanks a level."""
    return msgspec.json.format(msgspec.json.encode(page_schema(), order="sorted"), indent=2) + b"\n"
