"""What a check is given to look at."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.document import Isolated
from extractor.model.page import Records
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading


@dataclass(frozen=True)
class Material:
    """One page with its records, before it is judged."""

    isolated: Isolated
    reading: Reading
    records: Records
    book: RuleBook

    @property
    def published_year(self) -> int | None:
        """The year of publication, where the page states one."""
        published = self.isolated.article.published
        return int(published.edtf[:4]) if published and published.edtf[:4].isdigit() else None
