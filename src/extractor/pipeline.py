"""The straight line: one capture in, one page out. Pure: the same capture and rules give the same page, anywhere."""

from __future__ import annotations

from datetime import date

from extractor import __version__
from extractor.checks import run_checks
from extractor.crawl.join import join
from extractor.extract import find_all
from extractor.model.capture import Capture
from extractor.model.document import Article, Isolated
from extractor.model.page import Extractor, Page
from extractor.parse import parse
from extractor.rules.load import RuleBook
from extractor.text.identity import identity
from extractor.text.normal import squeeze
from extractor.text.reading import Reading
from extractor.text.urls import canonical_url


def process(capture: Capture, book: RuleBook, *further: Capture) -> Page:
    """The whole record of one capture. Never raises for what a page holds.

    further: the other pages of the same article, in order, where a site has cut it into several.
    """
    isolated = join(parse(capture, book), [parse(page, book) for page in further])
    reading = Reading.of_isolated(isolated)
    records = find_all(reading, isolated, book, published=published_on(isolated.article))
    return Page(
        id=page_id(isolated),
        capture=isolated.capture,
        document=isolated.document,
        article=isolated.article,
        rosters=records.rosters,
        dates=records.dates,
        counts=records.counts,
        attribution=records.attribution,
        citations=records.citations,
        navigation=records.navigation,
        checks=run_checks(isolated, reading, records, book),
        problems=isolated.problems,
        extractor=Extractor(version=__version__, rules_version=book.version, rules_sha256=book.sha256),
    )


def page_id(isolated: Isolated) -> str:
    """The page's identity: of its canonical URL; without one, of its title and day; without those, of its bytes."""
    info, article = isolated.capture, isolated.article
    if address := canonical_url(info.final_url or info.url):
        return identity("pg", "url", address)
    if article.title:
        return identity(
            "pg", "title", squeeze(article.title.value), article.published.edtf if article.published else ""
        )
    return identity("pg", "capture", info.sha256)


def published_on(article: Article) -> date | None:
    """The day of publication, where the page states one to the day."""
    try:
        return date.fromisoformat(article.published.edtf[:10]) if article.published else None
    except ValueError:
        return None
