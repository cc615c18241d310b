"""Where digits say which and not how many: document numbers, phones, addresses, models. Dates and counts keep out of there."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.rules.load import RuleBook
from extractor.rules.rule import either


def identifier(book: RuleBook) -> Callable[[str, int], re.Match[str] | None]:
    """What matches an identifier of a shadow text at its first ASCII letter or digit; which rule spoke is of no interest."""
    return re.compile(either(book.topic("identifiers")), re.VERBOSE).match
