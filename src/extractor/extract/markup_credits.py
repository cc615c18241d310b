"""Credits that the page's markup states: meta tags and the comments of content systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from extractor.model.document import Markup
from extractor.model.records import Credit
from extractor.model.span import Evidence
from extractor.rules.load import RuleBook
from extractor.rules.names import Name, Names
from extractor.text.normal import normalise
from extractor.text.reading import Reading

_RULE = "label.markup"

_PIECES = str.maketrans(dict.fromkeys(",;/、", "\n"))


def markup_credits(
    reading: Reading, book: RuleBook, markup: Sequence[Markup], printed: Sequence[Credit]
) -> Iterator[Credit]:
    """What the fields of ``markup`` credit and no printed credit does.

    An author's field often holds the account or the site that published the page: only a person is an author there, a
    medium is the source where the page names none.
    """
    roles = book.lexicon("credit_fields").table
    known = {(credit.role, credit.value) for credit in printed}
    people = {credit.value for credit in printed if credit.entity == "person"}
    sourced = any(credit.role == "source" for credit in printed)
    fields = sorted((field for field in markup if field.name in roles), key=lambda field: list(roles).index(field.name))
    for field in fields:
        for value, name in _values(book, field.value):
            role: Any = roles[field.name][0]
            if role != "source" and name.entity != "person":
                if role != "author" or sourced or not Names.of(book).is_medium(value):
                    continue
                role = "source"
            if (role, value) in known or value in people:
                continue
            known.add((role, value))
            yield _credit(reading, book, field, role, value, name)


def _values(book: RuleBook, content: str) -> Iterator[tuple[str, Name]]:
    """The values in a field, without the label that some templates repeat there: 来源:人民日报."""
    names = Names.of(book)
    match = book.rule(_RULE).pattern.match(normalise(content).text)
    words = match["value"] if match else ""
    people, stop = names.people(words, 0, len(words))
    if people and not words[stop:].strip():
        yield from (("".join(words[p.start : p.end].split()), p) for p in people)
        return
    for piece in words.translate(_PIECES).split("\n"):
        if value := piece.strip():
            yield value, Name(0, len(value), names.entity(value))


def _credit(reading: Reading, book: RuleBook, field: Markup, role: Any, value: str, name: Name) -> Credit:
    rule = book.rule(_RULE).tag
    evidence = _printed(reading, value, rule) or Evidence(
        quote=field.value, start=None, end=None, source="markup", path=field.path, rule=rule
    )
    return Credit(role=cast("Any", role), value=value, scope="meta", entity=name.entity, evidence=evidence)


def _printed(reading: Reading, value: str, rule: str) -> Evidence | None:
    """The place outside the running text where the page prints a value that its markup states."""
    for region in reading.regions(("meta",)):
        at = reading.text.find(value, region.start, region.end)
        if at >= 0:
            return reading.evidence(at, at + len(value), rule)
    return None
