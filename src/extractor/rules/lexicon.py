"""A word list: TSV, one entry a line, sorted, opened by comment lines that name its source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from extractor.model.errors import RuleError


@dataclass(frozen=True)
class Lexicon:
    """The rows of a TSV file; the first column is the word."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words alone."""
        return frozenset(row[0] for row in self.rows)

    @cached_property
    def table(self) -> dict[str, tuple[str, ...]]:
        """Each word with the rest of its row."""
        return {row[0]: row[1:] for row in self.rows}

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """The words in the order in which an alternation must try them."""
        return tuple(sorted(self.words, key=lambda word: (-len(word), word)))

    @cached_property
    def pattern(self) -> str:
        """The words as one regular expression: longest first, common beginnings written once, so that it is fast."""
        return tree(self.words)

    def merged(self, other: Lexicon) -> Lexicon:
        """This lexicon with the rows of another; the other's row wins where both have a word."""
        rows = {row[0]: row for row in (*self.rows, *other.rows)}
        return Lexicon(self.name, tuple(rows[word] for word in sorted(rows)))


def tree(words: Iterable[str]) -> str:
    """Words as a pattern: longest first, common beginnings written once. Without words it matches nowhere."""
    return _alternation(sorted(words)) or "(?!)"


def _alternation(words: list[str]) -> str:
    """Sorted words as a pattern in the shape of a tree. A longer word is tried before the one that it begins with."""
    branches = []
    for head, group in itertools.groupby((word for word in words if word), key=lambda word: word[0]):
        tails = [word[1:] for word in group]
        branches.append(re.escape(head) + (_alternation(tails) if any(tails) else ""))
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}" if branches else ""


def parse_lexicon(name: str, file: str, text: str) -> Lexicon:
    """A TSV text as a lexicon. Raises RuleError for a missing source, an unsorted or doubled word, a ragged row."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("# source:"):
        raise RuleError(f'{file}: a lexicon opens with a line "# source: …" that says where its words come from')
    numbered = [(n, tuple(line.split("\t"))) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    for (_, before), (n, row) in itertools.pairwise(numbered):
        if row[0] <= before[0]:
            raise RuleError(
                f"{file}: line {n}: {row[0]!r} after {before[0]!r}; entries are sorted by code point, each word once"
            )
        if len(row) != len(before):
            raise RuleError(f"{file}: line {n}: {len(row)} columns where the line before has {len(before)}")
    return Lexicon(name, tuple(row for _, row in numbered))
