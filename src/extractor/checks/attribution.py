"""Credits against each other: the article's and the CMS's."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.material import Material
from extractor.model.page import Check
from extractor.model.records import Credit, CreditRole, CreditScope
from extractor.text.normal import squeeze

_ARTICLE: frozenset[CreditScope] = frozenset({"byline", "credit"})
_EDITORS: frozenset[CreditRole] = frozenset({"editor", "responsible_editor"})


def sources_agree(material: Material) -> Iterator[Check]:
    """Do the article and the CMS name the same source?"""
    yield from _agree("attribution.sources", "sources", material, frozenset({"source"}))


def editors_agree(material: Material) -> Iterator[Check]:
    """Do the article and the CMS name the same editor?"""
    yield from _agree("attribution.editors", "editors", material, _EDITORS)


def _agree(check_id: str, what: str, material: Material, roles: frozenset[CreditRole]) -> Iterator[Check]:
    named = [credit for credit in material.records.attribution if credit.role in roles]
    inside = [credit for credit in named if credit.scope in _ARTICLE]
    outside = [credit for credit in named if credit.scope not in _ARTICLE]
    if not inside or not outside:
        return
    agree = bool(_names(inside) & _names(outside))
    yield Check(
        id=check_id,
        status="pass" if agree else "warn",
        message=f"article and CMS name {'the same' if agree else 'different'} {what}: {_list(inside)} | {_list(outside)}",
        evidence=tuple(credit.evidence for credit in named),
        values={"article": _values(inside), "cms": _values(outside)},
    )


def accounts(material: Material) -> Iterator[Check]:
    """Is somebody credited under the name of an account?"""
    found = [credit for credit in material.records.attribution if credit.entity == "account"]
    if found:
        yield Check(
            id="attribution.account",
            status="warn",
            message=f"an account, not a person: {_list(found)}",
            evidence=tuple(credit.evidence for credit in found),
            values={"accounts": _values(found)},
        )


def _names(named: list[Credit]) -> set[str]:
    return {squeeze(credit.normalized or credit.value) for credit in named}


def _list(named: list[Credit]) -> str:
    return "、".join(_values(named))


def _values(named: list[Credit]) -> tuple[str, ...]:
    return tuple(credit.value for credit in named)
