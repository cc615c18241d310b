"""Rosters against what the page declares: numbers, sums, order, each name once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from extractor.checks.material import Material
from extractor.model.page import Check, CheckStatus
from extractor.model.records import Entry, Roster
from extractor.rules.gazetteer import province_rank

_MANY_PROVINCES = 5  # made up: with fewer, an unbroken order may well be chance

_STATUS: dict[str, CheckStatus] = {
    "complete": "pass",
    "undeclared": "unknown",
    "short": "fail",
    "over": "fail",
    "absent": "warn",
}


def declared_found(material: Material) -> Iterator[Check]:
    """Does each roster hold as many entries as the page says?"""
    for roster in material.records.rosters:
        declared = sorted({number.value for number in roster.declared})
        yield Check(
            id=f"roster.declared:{roster.id}",
            status="unknown" if roster.reason == "partial" else _STATUS[roster.status],
            message=_declared_message(roster, declared),
            evidence=tuple(number.evidence for number in roster.declared) or (roster.evidence,),
            values={
                "declared": tuple(declared),
                "found": roster.found,
                "status": roster.status,
                "reason": roster.reason,
            },
        )


def _declared_message(roster: Roster, declared: list[int]) -> str:
    says = f"the page says {' and '.join(map(str, declared))}" if declared else "the page says no number"
    why = f" ({roster.reason})" if roster.reason else ""
    return f"{says}; found {roster.found}{why}"


def group_sums(material: Material) -> Iterator[Check]:
    """Does each heading inside a roster hold what it says, and do the headings add up to the whole?"""
    for roster in material.records.rosters:
        stated = [group for group in roster.groups if group.declared is not None]
        if not stated or roster.status == "absent":  # an absent list has said so in its own check
            continue
        wrong = [group for group in stated if group.declared != group.found]
        top = [group.declared for group in roster.groups if group.parent is None]
        total = sum(n for n in top if n is not None) if None not in top else None
        whole = {number.value for number in roster.declared}
        off = total is not None and bool(whole) and total not in whole
        yield Check(
            id=f"roster.groups:{roster.id}",
            status="fail" if wrong or off else "pass",
            message="; ".join(
                [f"{g.title}: says {g.declared}, found {g.found}" for g in wrong]
                + [f"headings add up to {total}"] * off
            )
            or "every heading holds what it says",
            evidence=tuple(group.evidence for group in wrong or stated),
            values={"sum": total, "declared": tuple(sorted(whole)), "wrong": tuple(group.title for group in wrong)},
        )


def once_each(material: Material) -> Iterator[Check]:
    """Does a name stand twice in one roster? Persons may share a name; anything else is worth a look."""
    for roster in material.records.rosters:
        times = Counter((entry.name, entry.group if roster.kind == "person" else None) for entry in roster.entries)
        twice = [
            entry for entry in roster.entries if times[entry.name, entry.group if roster.kind == "person" else None] > 1
        ]
        if twice:
            names = sorted({entry.name for entry in twice})
            yield Check(
                id=f"roster.once:{roster.id}",
                status="warn",
                message=f"stands more than once: {'、'.join(names)}",
                evidence=tuple(entry.evidence for entry in twice),
                values={"names": tuple(names)},
            )


def province_order(material: Material) -> Iterator[Check]:
    """Do the entries follow the order of GB/T 2260, 兵团 after the provinces and industrial unions last?

    A break fails where the page says that it follows this order (按行政区划排序), else it is a warning; a list of fewer
    than five provinces that claims nothing is not judged.
    """
    claim = material.book.rule("check.order").pattern.search(material.reading.text)
    for roster in material.records.rosters:
        ranked = [(rank, entry) for entry in roster.entries if (rank := _rank(entry)) is not None]
        if len({rank for rank, _ in ranked}) < (2 if claim else _MANY_PROVINCES):
            continue
        breaks = [entry for (before, _), (rank, entry) in pairwise(ranked) if rank < before]
        yield Check(
            id=f"roster.order:{roster.id}",
            status="pass" if not breaks else "fail" if claim else "warn",
            message="follows the order of GB/T 2260"
            if not breaks
            else f"out of GB/T 2260 order: {'、'.join(e.name for e in breaks)}",
            evidence=tuple(entry.evidence for entry in breaks),
            values={
                "provinces": len({rank for rank, _ in ranked}),
                "breaks": len(breaks),
                "claimed": claim is not None,
            },
        )


def _rank(entry: Entry) -> int | None:
    union = any(part.role == "industry_union" for part in entry.parts)
    corps = "兵团" in entry.name
    code = entry.place.code if entry.place else None
    return province_rank(code, corps=corps, union=union) if code or corps or union else None
