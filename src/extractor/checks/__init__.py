"""The page's own claims held against the records. A check never changes a record; it says pass, fail, warn or unknown.

``fail``: the page contradicts the records. ``warn``: something a person should look at. ``unknown``: the page makes no
claim to compare with, or says itself that it is not the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractor.checks.attribution import accounts, editors_agree, sources_agree
from extractor.checks.durations import durations
from extractor.checks.material import Material
from extractor.checks.rosters import declared_found, group_sums, once_each, province_order
from extractor.model.document import Isolated
from extractor.model.page import Check, Records
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

CHECKS: tuple[Callable[[Material], Iterable[Check]], ...] = (
    declared_found,
    group_sums,
    once_each,
    province_order,
    durations,
    sources_agree,
    editors_agree,
    accounts,
)


def run_checks(isolated: Isolated, reading: Reading, records: Records, book: RuleBook) -> tuple[Check, ...]:
    """Every check that has something to say about the page, in the order of ``CHECKS``."""
    material = Material(isolated, reading, records, book)
    return tuple(check for find in CHECKS for check in find(material))
