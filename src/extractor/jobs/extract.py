"""Inputs -> pages on standard output, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.jobs.pages import Made, PageOptions, gather, make_pages


def extract(names: Sequence[str], options: PageOptions) -> Iterator[Made]:
    """The pages of the inputs, in order. Raises RuleError or EdgeError, at once, where the rules are wrong."""
    return make_pages(gather(names).items, options)
