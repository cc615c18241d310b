"""The grammar of dates: where they stand (``scan_dates``), what they say (``resolve``), the day that a value opens with."""

from __future__ import annotations

from extractor.rules.dates.atoms import Atom
from extractor.rules.dates.context import Context
from extractor.rules.dates.resolve import resolve
from extractor.rules.dates.scan import DateHit, Scanned, scan_dates, scanned, scanned_of, within
from extractor.rules.dates.stamps import day_of, publication_dates
from extractor.rules.dates.values import Value

__all__ = [
    "Atom",
    "Context",
    "DateHit",
    "Scanned",
    "Value",
    "day_of",
    "publication_dates",
    "resolve",
    "scan_dates",
    "scanned",
    "scanned_of",
    "within",
]
