"""Credits: who had which part in the page, by the label grammar of rules/labels.py, with the scope that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model.document import Markup
from extractor.model.records import Credit, CreditScope
from extractor.rules.labels import LabelHit, line_kind, scan_labels
from extractor.rules.load import RuleBook
from extractor.rules.names import Name
from extractor.text.reading import Reading, Region


def credits_in(reading: Reading, book: RuleBook, *, markup: tuple[Markup, ...] = ()) -> Iterable[Credit]:
    """Every credit of a page in text order, then what only its markup says."""
    return list(_printed(reading, book))


def _printed(reading: Reading, book: RuleBook) -> Iterator[Credit]:
    regions = reading.regions()
    bodies = [region.start for region in regions if region.role == "body"]
    for region in regions:
        for hit in scan_labels(reading.text, book, region.start, region.end):
            scope = _scope(reading, book, region, hit, bodies)
            yield from (
                _credit(reading, hit, role, grade, value, scope) for value in hit.values for role, grade in hit.parts
            )


def _credit(reading: Reading, hit: LabelHit, role: str, grade: int | None, value: Name, scope: CreditScope) -> Credit:
    evidence = reading.evidence(value.start, value.end, hit.rule)
    return Credit(
        role=role,  # type: ignore[arg-type]
        grade=grade,  # type: ignore[arg-type]
        label=reading.words(*hit.label) if hit.label else None,
        value="".join(evidence.quote.split())
        if value.entity == "person" and not evidence.quote.isascii()
        else evidence.quote,
        scope=scope,
        entity=value.entity,
        evidence=evidence,
    )


def _scope(reading: Reading, book: RuleBook, region: Region, hit: LabelHit, bodies: list[int]) -> CreditScope:
    """By the block's role; in running text by shape: the content system's line, the article's end, or inside it."""
    if region.role == "credit":
        return "credit"
    if region.role == "meta":
        return "footer" if bodies and region.start > bodies[0] else "meta"
    text = reading.text
    start = text.rfind("\n", 0, hit.start) + 1
    end = text.find("\n", hit.end)
    end = end if end >= 0 else len(text)
    kind = line_kind(text[start:end], book)
    first, last = not text[:start].strip(), not text[end:].strip()
    if kind == "meta":
        return "meta" if first and not last else "footer"
    if kind == "credit" or text[hit.end : end].strip(" )]】〕。") == "":
        return "credit" if last else "byline"
    return "byline"
