"""What a line is by its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.parse.lines import Lines
from extractor.parse.plain import read_plain
from extractor.rules.check import complaints
from extractor.rules.shipped import shipped_book

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "roles.tsv"
ROWS = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("line", "expected"), [row[:-1] for row in ROWS], ids=[row[-1] for row in ROWS])
def test_lines(line: str, expected: str) -> None:
    """A line's own words give its role and where they may speak."""
    label = Lines(read_plain(line)[0], shipped_book()).label(0)
    assert (f"{label.role} {label.where}" if label else "-") == expected


@pytest.mark.parametrize("topic", ["roles", "meta", "cms"])
def test_rules_keep_their_word(topic: str) -> None:
    """Every rule of parsing gives what its examples say and is silent where it must be."""
    assert [complaint for rule in shipped_book().topic(topic) for complaint in complaints(rule)] == []
