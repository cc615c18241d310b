"""Words that are looked for backwards, from the place where they would end."""

from __future__ import annotations

from collections.abc import Mapping


class Endings:
    """Words with what each says, to be found where they end. ``lengths`` are theirs by the last character, longest first."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = dict(table)
        lengths: dict[str, set[int]] = {}
        for word in table:
            lengths.setdefault(word[-1], set()).add(len(word))
        self.lengths = {last: tuple(sorted(known, reverse=True)) for last, known in lengths.items()}

    def at(self, text: str, end: int, floor: int = 0) -> str | None:
        """The longest word that ends at ``end`` and does not begin before ``floor``."""
        for length in self.lengths.get(text[end - 1 : end], ()):
            if end - length >= floor and (word := text[end - length : end]) in self.table:
                return word
        return None
