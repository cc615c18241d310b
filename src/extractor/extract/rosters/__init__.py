"""Every list that a page holds or announces, held against what it declares.

lines, tables: the page as lines, tables and pictures. shapes, cues, walk: what a line is by its form, where a list
begins and ends. rows, headings, builder, lists: which rows are headings, and the lists below them. names, employment:
what one entry says. runs, joined: lists inside sentences. numbers, promises, reconcile: which numbers a list is held
against, what was announced and is not there, and the status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from extractor.extract.rosters.lexis import lexis_of
from extractor.extract.rosters.lines import pieces_of
from extractor.extract.rosters.numbers import claims_in
from extractor.extract.rosters.promises import outstanding
from extractor.extract.rosters.reconcile import roster_of
from extractor.extract.rosters.runs import repeated, runs_in
from extractor.extract.rosters.tables import tabled
from extractor.extract.rosters.walk import walk
from extractor.model.records import Roster
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

__all__ = ["rosters_in"]

_FLAT_HEAD = re.compile(r"[^ ]{0,30}名[单册录]:?$")


def rosters_in(reading: Reading, book: RuleBook, *, on: date | None = None) -> Iterable[Roster]:
    """The rosters of a page in page order; ``on`` is the day whose division the entries' places are asked of.

    A list that is announced and not on the page is a roster without entries, with status ``absent`` and a reason.
    """
    lexis, text = lexis_of(book), reading.text
    walked = walk(tabled(pieces_of(reading, _FLAT_HEAD), text, lexis), text, lexis)
    claims = claims_in(walked.prose, text, lexis)
    runs = [run for run in runs_in(walked.prose, claims, text, lexis) if not repeated(run, walked.drafts, text)]
    drafts = [*walked.drafts, *runs]
    drafts = sorted([*drafts, *outstanding(walked.promises, drafts, reading, lexis)], key=lambda draft: draft.start)
    return [roster_of(draft, claims, reading, lexis, on) for draft in drafts]
