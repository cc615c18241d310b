"""Names -> the administrative units that they state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from extractor.extract.places import locate_in
from extractor.rules.shipped import shipped_book


def locate(names: Sequence[str], *, on: date | None = None, indent: int = 0) -> Iterator[bytes]:
    """One JSON object a name: ``name`` and ``place``, which is null where the name holds no place."""
    for name in names:
        line = msgspec.json.encode({"name": name, "place": locate_in(name, shipped_book(), on=on)}, order="sorted")
        yield (msgspec.json.format(line, indent=indent) if indent else line) + b"\n"
