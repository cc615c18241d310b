"""What the page says of its article: title, subtitle, day of publication, site, column.

The printed page is preferred as evidence; markup speaks where nothing is printed, and decides which printed day is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.model.document import Article, Markup, Published, Role
from extractor.model.span import Evidence, Quoted, Span
from extractor.parse.lines import Lines
from extractor.parse.titles import said_titles, stems
from extractor.rules.dates.stamps import day_of, publication_dates
from extractor.rules.load import RuleBook
from extractor.rules.rule import Rule

_SUBTITLE = re.compile(r"[ ]*(?:[—-]{2,}|—)[ ]*.")
_GREETING = "欢迎"  # every greeting that names a site holds it
_GREETED = 60  # characters of the line that greets
_HEAD = 40  # blocks of the page that are looked at for it
_ALONE = 3  # the rank of a date that nothing speaks for
_BESIDE = 24  # characters on either side of a date that may say what it is
_TRUSTED = 6  # fields of markup up to here say the day of publication and nothing else


def article(lines: Lines, roles: list[Role], title: tuple[int, int] | None) -> Article:
    """The article's own data. title: the blocks that print its title."""
    return Article(
        title=_title(lines, title),
        subtitle=_subtitle(lines, roles, title),
        site=_site(lines),
        column=_column(lines, roles),
        published=_published(lines, roles),
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


# --- words ---------------------------------------------------------------------------------------------------------


def _title(lines: Lines, title: tuple[int, int] | None) -> Quoted | None:
    if title:
        return _printed(lines, title[0], title[1] - 1, "role.title/1")
    said = said_titles(lines.draft.markup, lines.fields)
    if not said:
        return None
    value = stems(said[0].value)[-1] if said[0].name == "title" else said[0].value
    return _marked(said[0], value, "meta.title/1")


def _subtitle(lines: Lines, roles: list[Role], title: tuple[int, int] | None) -> Quoted | None:
    after = title[1] if title else len(roles)
    for i in range(after, min(after + 2, len(roles))):
        if roles[i] in ("body", "meta", "boilerplate") and len(lines.text(i)) < 60 and _SUBTITLE.match(lines.text(i)):
            return _printed(lines, i, i, "role.subtitle/1")
    return None


def _site(lines: Lines) -> Quoted | None:
    if field := _field(lines, "site"):
        return _marked(field, field.value, "meta.site/1")
    for i in range(min(len(lines), _HEAD)):
        if _GREETING in lines.raw(i) and lines.length(i) < _GREETED:
            for rule in lines.book.topic("meta"):
                found = rule.pattern.search(lines.text(i)) if "site" in rule.pattern.groupindex else None
                if found:
                    return _quoted(_evidence(lines, i, i, *found.span("site"), rule.tag))
    return None


def _column(lines: Lines, roles: list[Role]) -> Quoted | None:
    before = roles.index("body") if "body" in roles else len(roles)
    for i, role in enumerate(roles[:before]):
        if role == "nav" and (found := _crumb(lines, i)):
            return _quoted(_evidence(lines, i, i, *found, "meta.column/1"))
    field = _field(lines, "column")
    return _marked(field, field.value, "meta.column/1") if field else None


def _crumb(lines: Lines, i: int) -> tuple[int, int] | None:
    """The last step of a breadcrumb that names a column: not 正文, not the article's own title."""
    text = lines.text(i)
    steps = [found.span() for found in re.finditer(r"[^>»›/→]+", text)]
    if len(steps) < 2:
        return None
    for start, end in reversed(steps[1:]):
        words = text[start:end].strip()
        if 2 <= len(words) <= 12 and words not in (
            "正文",
            "内容",
            "详情",
            "文章",
            "查看",
            "信息",
            "阅读",
            "文章正文",
            "内容详情",
        ):
            start += len(text[start:end]) - len(text[start:end].lstrip())
            return start, start + len(words)
    return None


def _field(lines: Lines, what: str) -> Markup | None:
    fields = lines.fields
    found = [field for field in lines.draft.markup if fields.get(field.name, ("",))[0] == what]
    return min(found, key=lambda field: int(fields[field.name][1]), default=None)


# --- the day of publication ----------------------------------------------------------------------------------------


def _published(lines: Lines, roles: list[Role]) -> Published | None:
    marked = _marked_days(lines)
    printed = _printed_days(lines, roles)
    if marked and marked[0][0] <= _TRUSTED:
        day = marked[0][1].edtf
        return next((found for found in printed if found.edtf == day), marked[0][1])
    return next(printed, marked[0][1] if marked else None)


def _printed_days(lines: Lines, roles: list[Role]) -> Iterator[Published]:
    """The days that the lines around the article give: those before it first, in each the plainest wording first."""
    body = roles.index("body") if "body" in roles else len(roles)
    metas = [i for i, role in enumerate(roles) if role == "meta"]
    for part in ([i for i in metas if i < body], [i for i in metas if i > body]):
        found = [day for first, last in _runs(part) for day in _days(lines, first, last)]
        yield from (published for _, published in sorted(found, key=lambda pair: pair[0]))


def _runs(blocks: list[int]) -> list[tuple[int, int]]:
    """Neighbouring blocks as (first, last)."""
    runs: list[tuple[int, int]] = []
    for i in blocks:
        if runs and runs[-1][1] == i - 1:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _days(lines: Lines, first: int, last: int) -> Iterator[tuple[int, Published]]:
    """The days of one run of lines, each with the rank of what speaks for it."""
    at, shadow = lines.shadow(first, last)
    path = lines.draft.path(first)
    beside, split = _day_rules(lines.book)
    found = [
        (*_spoken_for(shadow.text, start, end, beside), start, end, day)
        for start, end, day in publication_dates(shadow.text)
    ]
    for rule in split:
        for match in rule.pattern.finditer(shadow.text):
            day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
            found.append((int(rule.data["rank"]), rule.tag, *match.span(), day))
    for rank, tag, start, end, day in found:
        if rank >= 0 and day_of(day):
            a, b = shadow.back(start, end)
            evidence = Evidence(quote=shadow.raw[a:b], start=at + a, end=at + b, path=path, rule=tag)
            yield rank, Published(edtf=day, evidence=evidence)


def _spoken_for(text: str, start: int, end: int, rules: tuple[Rule, ...]) -> tuple[int, str]:
    """The rank and rule of a date by the words beside it; a rank below 0 for the day of something else."""
    before, behind = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
    for rule in rules:
        if rule.pattern.search(before if rule.data["beside"] == "before" else behind):
            return int(rule.data.get("rank", -1)), rule.tag
    return _ALONE, "meta.published.alone/1"


@lru_cache(maxsize=8)
def _day_rules(book: RuleBook) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules about the words beside a date, labels before clocks, and those of dates in pieces."""
    rules = book.topic("meta")
    beside = sorted(
        (rule for rule in rules if "beside" in rule.data), key=lambda rule: str(rule.data["beside"]) != "before"
    )
    return tuple(beside), tuple(rule for rule in rules if "rank" in rule.data and "beside" not in rule.data)


def _marked_days(lines: Lines) -> list[tuple[int, Published]]:
    """The days that the markup gives, each with its place in the order of trust."""
    found = []
    for field in lines.draft.markup:
        what, rank = lines.fields.get(field.name, ("", "0"))
        if what == "published" and (day := day_of(field.value)):
            evidence = Evidence(
                quote=field.value, start=None, end=None, source="markup", path=field.path, rule="meta.published.field/1"
            )
            found.append((int(rank), Published(edtf=day, evidence=evidence)))
    return sorted(found, key=lambda pair: pair[0])


# --- evidence ------------------------------------------------------------------------------------------------------


def _evidence(lines: Lines, first: int, last: int, start: int, end: int, rule: str) -> Evidence:
    """Evidence for ``[start:end]`` of the shadow of the blocks from first to last."""
    at, shadow = lines.shadow(first, last)
    a, b = shadow.back(start, end)
    return Evidence(quote=shadow.raw[a:b], start=at + a, end=at + b, path=lines.draft.path(first), rule=rule)


def _printed(lines: Lines, first: int, last: int, rule: str) -> Quoted:
    return _quoted(_evidence(lines, first, last, 0, len(lines.shadow(first, last)[1].text), rule))


def _quoted(evidence: Evidence) -> Quoted:
    return Quoted(value=" ".join(evidence.quote.split()), evidence=evidence)


def _marked(field: Markup, value: str, rule: str) -> Quoted:
    evidence = Evidence(quote=field.value, start=None, end=None, source="markup", path=field.path, rule=rule)
    return Quoted(value=value, evidence=evidence)
