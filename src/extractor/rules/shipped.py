"""The rules that come with the package. They are part of the code: read once, at the first use, never at import."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from extractor.rules.load import RuleBook, load_book


@cache
def shipped_book() -> RuleBook:
    """The shipped rules, lexicons and division table. Patterns are compiled when they are first needed."""
    return load_book(shipped_files(), divisions=_read("divisions.tsv.gz"), compile_now=False)


def shipped_files() -> dict[str, str]:
    """Every shipped rule file and lexicon, by its path under ``data/``."""
    data = files("extractor").joinpath("data")
    return {
        f"{folder}/{file.name}": file.read_text("utf-8")
        for folder in ("rules", "lexicons")
        for file in data.joinpath(folder).iterdir()
        if file.name.endswith((".toml", ".tsv"))
    }


def _read(name: str) -> bytes:
    return files("extractor").joinpath("data", name).read_bytes()
