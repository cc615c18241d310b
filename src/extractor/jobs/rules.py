"""A folder of rules held against its own examples."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.edge.files import read_rules
from extractor.rules.check import complaints
from extractor.rules.load import load_book
from extractor.rules.shipped import shipped_book


@dataclass(frozen=True)
class RulesReport:
    """How many rules were checked, and a line for each that does not keep its word, with file and id."""

    rules: int
    complaints: tuple[str, ...]


def check_rules(folder: str | None = None) -> RulesReport:
    """Checks the rules of a folder, laid over the shipped ones; without a folder the shipped rules themselves.

    Raises RuleError where a file is not well formed or a pattern does not compile, EdgeError where there is no folder.
    """
    files = read_rules(folder) if folder else {}
    book = load_book(files, base=shipped_book()) if files else shipped_book()
    rules = [rule for topic in book.rules.values() for rule in topic if not folder or rule.file in files]
    return RulesReport(len(rules), tuple(line for rule in rules for line in complaints(rule)))
