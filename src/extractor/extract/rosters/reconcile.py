"""Drafts held against the numbers that the page states: the rosters, their status, and what was announced and is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from extractor.extract.places import read_name
from extractor.extract.rosters.drafts import Draft, Heading, Item, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.numbers import PERSONAL, Claim, addends, governing, shares
from extractor.model.records import Entry, Group, Part, PartRole, Roster, RosterKind, RosterReason, RosterStatus
from extractor.model.span import Evidence, Quoted, QuotedNumber
from extractor.rules.load import RuleBook
from extractor.text.reading import Reading

_PLACED = ("palace", "organisation", "place", None)
_USUAL: RosterKind = "organisation"
_GENERIC = ("称号", "荣誉", "荣誉称号", "先进", "获奖者", "人选")
_INVISIBLE = dict.fromkeys(
    map(ord, "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}\N{WORD JOINER}")
)


def roster_of(draft: Draft, claims: list[Claim], reading: Reading, lexis: Lexis, on: date | None) -> Roster:
    """One list with its numbers and its status."""
    text = reading.text
    names = [squeezed(text[item.start : item.end]) for item in draft.items[:50]]
    known = _kind(draft, text, lexis)
    said = governing(draft, claims, names, known or (_USUAL if draft.items else None), lexis, text)
    if (
        draft.run and draft.counts
    ):  # the number behind the names is theirs; another is of the whole that they are part of
        said = [mention for mention in said if mention.value == draft.counts[0].value]
    if not draft.items and not draft.counts and not draft.headings and (parts := addends(said, claims)):
        said, draft.headings = [], [_part(claim) for claim in parts]
    elif not draft.headings:
        _spread(draft, shares(draft, claims, text), text)
    counts = _ordered([*draft.counts, *said])
    kind = known or _counted(said, text) or _USUAL
    wanted = _wanted(draft, counts)
    items = _without_doubt(draft, wanted)
    status, reason = _status(len(items), wanted, draft)
    named = draft.title or _only_honour(draft, text, lexis)
    title = named and _quoted(reading, named, draft.rule)
    return Roster(
        title=title,
        kind=kind,
        declared=tuple(QuotedNumber(value=m.value, evidence=reading.evidence(m.start, m.end, m.rule)) for m in counts),
        found=len(items),
        status=status,
        reason=reason,
        groups=_groups(draft.headings, items, reading, draft.rule),
        entries=tuple(_entries(items, _order(draft.headings), reading, lexis.book, on)),
        evidence=reading.evidence(*draft.lead, draft.rule),
    )


def _only_honour(draft: Draft, text: str, lexis: Lexis) -> Span | None:
    """The one honour that the announcing sentence names, for a list without a title of its own."""
    spans = list(lexis.honour_spans(text, *draft.sentence)) if draft.sentence else []
    return spans[0] if len(spans) == 1 and text[slice(*spans[0])] not in _GENERIC else None


def _spread(draft: Draft, spread: list[tuple[Span, Mention]], text: str) -> None:
    """The places over which a total is spread as groups, where every entry belongs to one or none is here."""
    stems = [text[slice(*span)].removesuffix("市") for span, _ in spread]
    homes = [
        next((i for i, stem in enumerate(stems) if text.startswith(stem, item.start)), None) for item in draft.items
    ]
    if not spread or None in homes:
        return
    draft.headings = [Heading(*span, None, mention) for span, mention in spread]
    for item, home in zip(draft.items, homes, strict=True):
        item.group = home


def _part(claim: Claim) -> Heading:
    """One kind of several that a list holds (54个项目), as a group that no heading opens."""
    end = claim.mention.end
    return Heading(end, end + len(claim.noun), None, claim.mention)


def _ordered(mentions: Iterable[Mention]) -> list[Mention]:
    unique = {mention.start: mention for mention in mentions}
    return [unique[start] for start in sorted(unique)]


def _wanted(draft: Draft, counts: Sequence[Mention]) -> int | None:
    """What the list is held against: its own number, else that of the governing clause, else the sum of its groups."""
    own = [*draft.counts, *counts]
    if own:
        return own[0].value
    top = [heading.count for heading in draft.headings if heading.parent is None]
    return sum(count.value for count in top if count) if top and all(top) else None


def _without_doubt(draft: Draft, wanted: int | None) -> list[Item]:
    """The entries without those at the end that the number does not ask for."""
    most = max(draft.doubtful, draft.spare)
    spare = draft.doubtful if wanted is None else max(0, min(most, len(draft.items) - wanted))
    return draft.items[: len(draft.items) - spare]


def _status(found: int, wanted: int | None, draft: Draft) -> tuple[RosterStatus, RosterReason | None]:
    if not found:
        return "absent", draft.reason or "missing"
    if wanted is None:
        return ("short", "partial") if draft.reason == "partial" else ("undeclared", None)
    if found < wanted:
        return "short", draft.reason or "missing"
    return ("complete" if found == wanted else "over"), None


def _kind(draft: Draft, text: str, lexis: Lexis) -> RosterKind | None:
    """What most entries are, else what the title's honour is given to; None where neither says it."""
    kinds = Counter(item.kind for item in draft.items if item.kind)
    if kinds:
        return kinds.most_common(1)[0][0]
    title = text[slice(*(draft.title or draft.lead))]
    honour = lexis.honour(title) or next((h for h in reversed(lexis.honours_in(title)) if h in lexis.honours), None)
    given = lexis.honours[honour] if honour else None
    return cast(RosterKind, given) if given in ("person", "work", "organisation") else None


def _counted(said: Sequence[Mention], text: str) -> RosterKind | None:
    """The kind of a list without entries by the unit of its number: 8名 are persons."""
    return "person" if any(text[mention.end - 1] in PERSONAL for mention in said) else None


def _quoted(reading: Reading, span: Span, rule: str) -> Quoted:
    evidence = reading.evidence(*span, rule)
    return Quoted(value=_name(evidence.quote), evidence=evidence)


def _name(quote: str) -> str:
    return "".join(quote.translate(_INVISIBLE).split())


# --- groups: a group follows its own sub-groups, as a sum follows its addends ----------------------------------------


def _order(headings: Sequence[Heading]) -> dict[int, int]:
    """The place of each heading among the groups."""
    children: dict[int | None, list[int]] = {}
    for i, heading in enumerate(headings):
        children.setdefault(heading.parent, []).append(i)
    done: list[int] = []
    stack = [(i, False) for i in reversed(children.get(None, []))]
    while stack:
        i, entered = stack.pop()
        if entered:
            done.append(i)
        else:
            stack.append((i, True))
            stack.extend((child, False) for child in reversed(children.get(i, [])))
    return {heading: place for place, heading in enumerate(done)}


def _groups(headings: Sequence[Heading], items: Sequence[Item], reading: Reading, rule: str) -> tuple[Group, ...]:
    found = Counter(item.group for item in items)
    order = _order(headings)
    totals = [0] * len(headings)
    for i in sorted(range(len(headings)), key=lambda i: order[i]):
        totals[i] += found[i]
        parent = headings[i].parent
        if parent is not None:
            totals[parent] += totals[i]
    groups = []
    for i in sorted(range(len(headings)), key=lambda i: order[i]):
        heading = headings[i]
        evidence = reading.evidence(heading.start, heading.end, rule)
        groups.append(
            Group(
                title=_name(evidence.quote),
                parent=None if heading.parent is None else order[heading.parent],
                declared=heading.count.value if heading.count else None,
                found=totals[i],
                evidence=evidence,
            )
        )
    return tuple(groups)


def _entries(
    items: Sequence[Item], order: dict[int, int], reading: Reading, book: RuleBook, on: date | None
) -> Iterable[Entry]:
    for position, item in enumerate(items, 1):
        evidence = reading.evidence(item.start, item.end, item.rule)
        place, parts = read_name(evidence.quote, book, on=on) if item.kind in _PLACED else (None, ())
        yield Entry(
            position=position,
            name=_name(evidence.quote),
            evidence=evidence,
            group=None if item.group is None else order[item.group],
            attributes={role: _attribute(reading, span, item.rule) for role, span in item.attributes.items()},
            place=place,
            parts=tuple(_parts(parts, evidence)),
        )


def _parts(parts: Iterable[tuple[PartRole, int, int]], evidence: Evidence) -> Iterable[Part]:
    offset = evidence.start or 0
    for role, a, b in parts:
        yield Part(role=role, text=evidence.quote[a:b], start=offset + a, end=offset + b)


def _attribute(reading: Reading, span: Span, rule: str) -> Quoted:
    evidence = reading.evidence(*span, rule)
    return Quoted(value=" ".join(evidence.quote.split()), evidence=evidence)
