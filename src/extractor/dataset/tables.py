"""The seven tables of the data set. (page_id, id) is the key of a record, here as in the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import to_builtins

from extractor.dataset.columns import Column, Row, Table
from extractor.model.page import Page

_PAGE_ID = Column("page_id", "string", "id of the page that the row is of", "page.id")
_ID = Column("id", "string", "id of the record, the same on the next capture of the page", "record.id")
_EVIDENCE = (
    Column("quote", "string", "the exact characters that say it", "evidence.quote"),
    Column(
        "start", "integer", "where the quote begins in document.text, in code points; null for markup", "evidence.start"
    ),
    Column("end", "integer", "where the quote ends (half-open); null for markup", "evidence.end"),
    Column("evidence_source", "string", "text, or markup where only the page's markup says it", "evidence.source"),
    Column("path", "string", "where in the page the quote stands", "evidence.path"),
    Column("rule", "string", "id and version of the rule that spoke", "evidence.rule"),
)


def _of(attribute: str) -> Callable[[Page], Iterator[Row]]:
    def parts(page: Page) -> Iterator[Row]:
        for record in getattr(page, attribute):
            yield {"page": page, "record": record, "evidence": record.evidence}

    return parts


def _entry_parts(page: Page) -> Iterator[Row]:
    for roster in page.rosters:
        for entry in roster.entries:
            group = None if entry.group is None else roster.groups[entry.group]
            yield {"page": page, "roster": roster, "record": entry, "group": group, "evidence": entry.evidence}


def _check_parts(page: Page) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for check in page.checks:
        seen[check.id] += 1
        yield {"page": page, "record": check, "number": seen[check.id]}


def _plain(source: str) -> Callable[[Row], Any]:
    get = Column("", "array", "", source).get
    return lambda row: to_builtins(get(row))


def _rosters(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "id": roster.id,
            "title": roster.title.value if roster.title else None,
            "kind": roster.kind,
            "declared": [number.value for number in roster.declared],
            "found": roster.found,
            "status": roster.status,
            "reason": roster.reason,
        }
        for roster in row["page"].rosters
    ]


def _checks(status: str) -> Callable[[Row], int]:
    return lambda row: sum(check.status == status for check in row["page"].checks)


def _number_of(attribute: str) -> Callable[[Row], int]:
    return lambda row: len(getattr(row["page"], attribute))


PAGES = Table(
    "pages",
    "One row a page: where it comes from, what it says of itself, and how much was found on it.",
    ("page_id",),
    (
        _PAGE_ID,
        Column("url", "string", "the address asked for, or the path of the file", "page.capture.url"),
        Column("final_url", "string", "the address that answered", "page.capture.final_url"),
        Column("fetched_at", "datetime", "when it was fetched, UTC", "page.capture.fetched_at"),
        Column("http_status", "integer", "the status of the answer", "page.capture.status"),
        Column("media_type", "string", "the media type that the page was read as", "page.capture.media_type"),
        Column("charset", "string", "the encoding that the page was read with", "page.capture.charset"),
        Column("sha256", "string", "digest of the bytes as archived", "page.capture.sha256"),
        Column("text_sha256", "string", "digest of document.text", "page.document.text_sha256"),
        Column(
            "characters",
            "integer",
            "length of document.text in code points",
            lambda row: len(row["page"].document.text),
        ),
        Column("language", "string", "language of the page", "page.document.language"),
        Column("title", "string", "title of the article", "page.article.title.value"),
        Column("subtitle", "string", "second line of the title", "page.article.subtitle.value"),
        Column("site", "string", "name of the site", "page.article.site.value"),
        Column("column", "string", "column of the site that the article stands in", "page.article.column.value"),
        Column("published", "string", "day of publication, EDTF", "page.article.published.edtf"),
        Column("previous_title", "string", "title of the article before it (上一篇)", "page.navigation.previous.title"),
        Column("previous_url", "string", "address of the article before it", "page.navigation.previous.url"),
        Column("next_title", "string", "title of the article after it (下一篇)", "page.navigation.next.title"),
        Column("next_url", "string", "address of the article after it", "page.navigation.next.url"),
        Column(
            "rosters", "array", "each list that the page holds or announces, its declared and found numbers", _rosters
        ),
        Column(
            "entries", "integer", "names on the lists", lambda row: sum(len(r.entries) for r in row["page"].rosters)
        ),
        Column("dates", "integer", "dates found", _number_of("dates")),
        Column("counts", "integer", "counts and measures found", _number_of("counts")),
        Column("attribution", "integer", "credits found", _number_of("attribution")),
        Column("citations", "integer", "cited documents found", _number_of("citations")),
        Column("checks_pass", "integer", "checks that the page passes", _checks("pass")),
        Column("checks_fail", "integer", "checks that the page fails", _checks("fail")),
        Column("checks_warn", "integer", "checks that warn", _checks("warn")),
        Column("checks_unknown", "integer", "checks that could not be decided", _checks("unknown")),
        Column("problems", "array", "what went wrong while the page was read", _plain("page.problems")),
        Column("extractor_version", "string", "version of the program", "page.extractor.version"),
        Column("rules_version", "string", "version of the rules", "page.extractor.rules_version"),
        Column("rules_sha256", "string", "digest of the rules", "page.extractor.rules_sha256"),
    ),
    lambda page: [{"page": page}],
)

ENTRIES = Table(
    "entries",
    "One row a name on a list. What is known of the lists themselves stands in the column rosters of pages.",
    ("page_id", "id"),
    (
        _PAGE_ID,
        _ID,
        Column("roster_id", "string", "id of the list", "roster.id"),
        Column("roster_title", "string", "title of the list", "roster.title.value"),
        Column("roster_kind", "string", "palace, organisation, person, place or work", "roster.kind"),
        Column("group", "string", "heading inside the list (a province, a grade)", "group.title"),
        Column("position", "integer", "place in the list, from 1", "record.position"),
        Column("name", "string", "the name, inner blanks removed", "record.name"),
        Column(
            "attributes",
            "object",
            "what the list says beside the name: unit, post, sex, grade…",
            lambda row: {key: value.value for key, value in row["record"].attributes.items()},
        ),
        Column("place_code", "string", "GB/T 2260 code of the place in the name", "record.place.code"),
        Column("place_level", "string", "province, prefecture or county", "record.place.level"),
        Column("province", "string", "full official name of the province", "record.place.province"),
        Column("prefecture", "string", "full official name of the prefecture", "record.place.prefecture"),
        Column("county", "string", "full official name of the county", "record.place.county"),
        Column("place_basis", "string", "how the name says the place", "record.place.basis"),
        Column("place_as_of", "string", "the day whose division was asked", "record.place.as_of"),
        Column(
            "place_successor",
            "string",
            "the code that took over, where the unit was abolished",
            "record.place.successor",
        ),
        Column(
            "place_candidates",
            "array",
            "the units that the name may mean, where it is not clear",
            _plain("record.place.candidates"),
        ),
        Column("parts", "array", "the pieces of the name and what each is", _plain("record.parts")),
        *_EVIDENCE,
    ),
    _entry_parts,
)

DATES = Table(
    "dates",
    "One row a date, never finer than the words that give it.",
    ("page_id", "id"),
    (
        _PAGE_ID,
        _ID,
        Column("edtf", "string", "the date in EDTF (ISO 8601-2); null for vague words such as 近日", "record.edtf"),
        Column("kind", "string", "point, interval, recurring or vague", "record.kind"),
        Column("basis", "string", "explicit, relative, plan or calendar", "record.basis"),
        Column("inferred", "array", "what was carried over from elsewhere on the page", _plain("record.inferred")),
        Column("time", "string", "clock time beside the date, ISO 8601-1", "record.time"),
        Column("calendar", "string", "gregorian, lunar, minguo or era", "record.calendar"),
        *_EVIDENCE,
    ),
    _of("dates"),
)

COUNTS = Table(
    "counts",
    "One row a count, measure, share or duration, with its bounds; a bound that does not exist is null.",
    ("page_id", "id"),
    (
        _PAGE_ID,
        _ID,
        Column("value", "number", "the number, in unit_code where there is one, else in unit", "record.value"),
        Column("lower", "number", "lower bound", "record.lower"),
        Column("upper", "number", "upper bound", "record.upper"),
        Column("lower_inclusive", "boolean", "whether the lower bound itself is possible", "record.lower_inclusive"),
        Column("upper_inclusive", "boolean", "whether the upper bound itself is possible", "record.upper_inclusive"),
        Column("modifier", "string", "the words that bound it, as printed", "record.modifier"),
        Column("kind", "string", "cardinal, ordinal, duration, money, percent…", "record.kind"),
        Column("unit", "string", "unit or classifier as printed, without 万 and 亿", "record.unit"),
        Column("unit_code", "string", "UCUM or ISO 4217 code; null for classifiers", "record.unit_code"),
        Column("noun", "string", "what is counted", "record.noun.text"),
        Column("label", "boolean", "whether the number stands inside a name or slogan", "record.label"),
        *_EVIDENCE,
    ),
    _of("counts"),
)

ATTRIBUTION = Table(
    "attribution",
    "One row a credit: who had which part in the page.",
    ("page_id", "id"),
    (
        _PAGE_ID,
        _ID,
        Column("role", "string", "source, author, reporter, editor…", "record.role"),
        Column("grade", "integer", "1, 2, 3 for 初审, 复审, 终审", "record.grade"),
        Column("label", "string", "the word that gave the role", "record.label.text"),
        Column("value", "string", "the name", "record.value"),
        Column("normalized", "string", "its full form, where the page implies one", "record.normalized"),
        Column("scope", "string", "meta, byline, credit or footer", "record.scope"),
        Column("entity", "string", "person, organisation, account, placeholder or other", "record.entity"),
        *_EVIDENCE,
    ),
    _of("attribution"),
)

CITATIONS = Table(
    "citations",
    "One row a document that an article cites.",
    ("page_id", "id"),
    (
        _PAGE_ID,
        _ID,
        Column("title", "string", "title without the outer 《》", "record.title"),
        Column("number", "string", "number of the document (总工发〔2023〕15号)", "record.number"),
        Column("issuer", "string", "the body that issued it", "record.issuer.value"),
        Column("alias_of", "string", "id of the citation that this short title stands for", "record.alias_of"),
        *_EVIDENCE,
    ),
    _of("citations"),
)

CHECKS = Table(
    "checks",
    "One row a check: a claim of the page held against the records.",
    ("page_id", "id", "number"),
    (
        _PAGE_ID,
        Column("id", "string", "which check", "record.id"),
        Column("number", "integer", "which of the page's checks of this id, from 1", "number"),
        Column("status", "string", "pass, fail, warn or unknown", "record.status"),
        Column("message", "string", "the finding, in a sentence", "record.message"),
        Column("values", "object", "the figures that were compared", _plain("record.values")),
        Column("evidence", "array", "the characters that the figures rest on", _plain("record.evidence")),
    ),
    _check_parts,
)

TABLES = (PAGES, ENTRIES, DATES, COUNTS, ATTRIBUTION, CITATIONS, CHECKS)
