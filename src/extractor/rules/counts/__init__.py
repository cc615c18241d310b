"""The grammar of counts: where they stand and what they say (``scan_counts``)."""

from __future__ import annotations

from extractor.rules.counts.scan import CountHit, counted, scan_counts

__all__ = ["CountHit", "counted", "scan_counts"]
