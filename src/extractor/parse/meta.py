"""What the page says of its article: title, subtitle, day of publication, site, column."""

from __future__ import annotations

import re
from datetime import date

from extractor.model.document import Article, Published, Role
from extractor.model.span import Evidence, Quoted, Span
from extractor.parse.lines import Lines
from extractor.rules.rule import Rule
from extractor.text.reading import Reading

_SUBTITLE = re.compile(r"[ ]*(?:[—-]{2,}|—)[ ]*.")


def article(lines: Lines, reading: Reading, roles: list[Role]) -> Article:
    """The article's own data, from the printed page first, else from its markup."""
    title = roles.index("title") if "title" in roles else None
    return Article(
        title=_block(reading, lines, title, "role.title/1") if title is not None else None,
        subtitle=_subtitle(reading, lines, roles, title),
        site=_site(lines, reading),
        column=None,
        published=_published(lines, reading, roles),
        body=_body(lines, roles),
    )


def _body(lines: Lines, roles: list[Role]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for i, (piece, role) in enumerate(zip(lines.draft.pieces, roles, strict=True)):
        if role != "body":
            continue
        if spans and roles[i - 1] == "body":
            spans[-1] = Span(spans[-1].start, piece.end)
        else:
            spans.append(Span(piece.start, piece.end))
    return tuple(spans)


def _block(reading: Reading, lines: Lines, i: int, rule: str) -> Quoted:
    start, end = (reading.shadow.forth(offset) for offset in (lines.draft.pieces[i].start, lines.draft.pieces[i].end))
    return quoted(reading, start, end, rule)


def quoted(reading: Reading, start: int, end: int, rule: str) -> Quoted:
    """The words at ``shadow[start:end]``, their value tidied."""
    evidence = reading.evidence(start, end, rule)
    return Quoted(value=" ".join(evidence.quote.split()), evidence=evidence)


def _subtitle(reading: Reading, lines: Lines, roles: list[Role], title: int | None) -> Quoted | None:
    if title is None or title + 1 >= len(lines) or roles[title + 1] not in ("body", "meta"):
        return None
    text = lines.texts[title + 1]
    return _block(reading, lines, title + 1, "role.subtitle/1") if len(text) < 60 and _SUBTITLE.match(text) else None


def _site(lines: Lines, reading: Reading) -> Quoted | None:
    rules = [rule for rule in lines.book.topic("meta") if rule.id.startswith("meta.site.")]
    for i, text in enumerate(lines.texts):
        if i > 40:
            return None
        for rule in rules:
            if found := rule.pattern.search(text):
                at = reading.shadow.forth(lines.draft.pieces[i].start)
                return quoted(reading, at + found.start("site"), at + found.end("site"), rule.tag)
    return None


def _published(lines: Lines, reading: Reading, roles: list[Role]) -> Published | None:
    rules = sorted((r for r in lines.book.topic("meta") if "rank" in r.data), key=lambda r: int(r.data["rank"]))
    metas = [i for i, role in enumerate(roles) if role == "meta"]
    for rule in rules:
        for i in metas:
            if found := _dated(reading, lines, i, rule):
                return found
    return None


def _dated(reading: Reading, lines: Lines, i: int, rule: Rule) -> Published | None:
    at = reading.shadow.forth(lines.draft.pieces[i].start)
    for match in rule.pattern.finditer(lines.texts[i]):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        end = match.end("day") + (lines.texts[i][match.end("day") :][:1] == "日")
        evidence: Evidence = reading.evidence(at + match.start("year"), at + end, rule.tag)
        return Published(edtf=day.isoformat(), evidence=evidence)
    return None
