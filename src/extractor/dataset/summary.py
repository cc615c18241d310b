"""What a run tells of a page in a line, and whether the page is better or worse than another of the same id."""

from __future__ import annotations

from msgspec import Struct

from extractor.model.page import Page
from extractor.model.records import Roster

# Problems after which there is no page to speak of: nothing in it, nothing that is text, nothing that is an article.
UNUSABLE = frozenset({"parse.empty", "parse.binary", "parse.no_article", "parse.shell"})
_NONE = ("parse.no_article", "holds no article; give the article's own page")


class RosterLine(Struct, frozen=True):
    """How many names a list declares (null: none stated) and how many were found."""

    declared: int | None
    found: int
    status: str


class Summary(Struct, frozen=True, kw_only=True):
    """A page in figures."""

    id: str
    url: str | None
    title: str | None
    published: str | None
    text_sha256: str
    rosters: tuple[RosterLine, ...]
    entries: int
    dates: int
    counts: int
    credits: int
    citations: int
    passed: int
    failed: int
    warned: int
    findings: tuple[tuple[str, str], ...] = ()
    unusable: tuple[str, str] | None = None
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> int:
        """How many records the page gave."""
        return len(self.rosters) + self.entries + self.dates + self.counts + self.credits + self.citations

    @property
    def standing(self) -> int:
        """0 for a page that gave nothing, 1 for one that fails a check, 2 for a good one."""
        if self.unusable or not self.records:
            return 0
        return 1 if self.failed else 2


def summarise(page: Page) -> Summary:
    """The figures of a page. ``unusable`` and ``problems`` are pairs of code and detail.

    ``findings`` are the checks that fail or warn: status and message.
    """
    statuses = [check.status for check in page.checks]
    problems = [(problem.code, problem.detail) for problem in page.problems]
    return Summary(
        id=page.id,
        url=page.capture.url,
        title=page.article.title.value if page.article.title else None,
        published=page.article.published.edtf if page.article.published else None,
        text_sha256=page.document.text_sha256,
        rosters=tuple(RosterLine(_declared(roster), roster.found, roster.status) for roster in page.rosters),
        entries=sum(len(roster.entries) for roster in page.rosters),
        dates=len(page.dates),
        counts=len(page.counts),
        credits=len(page.attribution),
        citations=len(page.citations),
        passed=statuses.count("pass"),
        failed=statuses.count("fail"),
        warned=statuses.count("warn"),
        findings=tuple((check.status, check.message) for check in page.checks if check.status in ("fail", "warn")),
        unusable=next((problem for problem in problems if problem[0] in UNUSABLE), None if _article(page) else _NONE),
        problems=tuple(problem for problem in problems if problem[0] not in UNUSABLE),
    )


def _article(page: Page) -> bool:
    """Whether there is an article at all: a body, a list, or a title over something attached."""
    return bool(page.article.body or page.rosters or (page.article.title and page.document.attachments))


def _declared(roster: Roster) -> int | None:
    """Of the numbers that a list declares the one that it keeps, else the last."""
    declared = [number.value for number in roster.declared]
    return roster.found if roster.found in declared else declared[-1] if declared else None
