"""The grammar of dates: their frame (``DateHit``), what they say (``resolve``), the day that a value opens with."""

from __future__ import annotations

from extractor.rules.dates.atoms import Atom
from extractor.rules.dates.context import Context
from extractor.rules.dates.hits import DateHit, within
from extractor.rules.dates.resolve import resolve
from extractor.rules.dates.stamps import day_of, publication_dates
from extractor.rules.dates.values import Value

__all__ = [
    "Atom",
    "Context",
    "DateHit",
    "Value",
    "day_of",
    "publication_dates",
    "resolve",
    "within",
]
