"""Document -> records. Each module finds one kind of record; ``find_all`` is the list of them."""

from __future__ import annotations

from datetime import date

from extractor.extract.attribution import credits_in
from extractor.extract.citations import citations_in
from extractor.extract.counts import counts_in
from extractor.extract.dates import dates_in
from extractor.extract.identify import identify
from extractor.extract.navigation import navigation_in
from extractor.extract.rosters import rosters_in
from extractor.model.document import Isolated
from extractor.model.page import Records
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading


def find_all(reading: Reading, isolated: Isolated, book: RuleBook, *, published: date | None) -> Records:
    """Every record of a page. ``published`` is its day of publication, where known."""
    return identify(
        Records(
            rosters=tuple(rosters_in(reading, book, on=published)),
            dates=tuple(dates_in(reading, book, published=published)),
            counts=tuple(counts_in(reading, book)),
            attribution=tuple(credits_in(reading, book, markup=isolated.markup)),
            citations=tuple(citations_in(reading, book)),
            navigation=navigation_in(reading, book),
        )
    )
