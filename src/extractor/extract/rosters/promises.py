"""Lists that were announced: which of them the page keeps, and one roster without entries for those that it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.extract.rosters.drafts import Draft
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.walk import Promise
from extractor.text.reading import Reading

_RANK = ("script", "image", "attachment", None)


def outstanding(promises: Sequence[Promise], drafts: Sequence[Draft], reading: Reading, lexis: Lexis) -> list[Draft]:
    """What was announced and is not there: one draft for each named list, or one where none is named."""
    text = reading.text
    kept = [squeezed(text[slice(*draft.title)]) for draft in drafts if draft.title]
    named: dict[str, Promise] = {}
    for promise in promises:
        if promise.title:
            named.setdefault(_stem(text[slice(*promise.title)]), promise)
    if drafts:
        open_ = [
            p
            for stem, p in named.items()
            if not any(_same(stem, title) for title in kept) and _other(p, drafts, lexis, text)
        ]
        return [_absent(p, [p], reading) for p in open_]
    distinct = [p for stem, p in named.items() if not _covered(stem, p, named, lexis, text)]
    if distinct:
        return [_absent(p, promises if len(distinct) == 1 else [p], reading) for p in distinct]
    return [_absent(promises[0], promises, reading)] if promises else []


def _stem(title: str) -> str:
    return squeezed(title).strip("《》“”")


def _same(stem: str, title: str) -> bool:
    return stem.endswith(title) or title.endswith(stem)


def _covered(stem: str, promise: Promise, named: Mapping[str, Promise], lexis: Lexis, text: str) -> bool:
    """Do the lists that are named further down make up this one, such as the one of the page's title?"""
    if any(stem != other and other.endswith(stem) for other in named):
        return True
    below = [title for p in named.values() if (title := p.title) and title > (promise.title or title)]
    theirs = [honour for title in below for honour in lexis.honours_in(text[slice(*title)])]
    ours = lexis.honours_in(text[slice(*promise.title)]) if promise.title and promise.reason is None else []
    return bool(ours) and all(any(_akin(one, other) for other in theirs) for one in ours)


def _akin(one: str, other: str) -> bool:
    """Is an honour the same as another, or the name of its whole family: 五一劳动奖 of 五一劳动奖状?"""
    return one.endswith(other) or other.endswith(one) or other.startswith(one)


def _other(promise: Promise, drafts: Sequence[Draft], lexis: Lexis, text: str) -> bool:
    """Is the list that is promised another one than those on the page? Only a picture or another honour makes it so."""
    if promise.reason in ("image", "script"):
        return True
    if promise.title is None:
        return False
    ours = lexis.honours_in(text[slice(*promise.title)])
    theirs = [h for d in drafts for h in lexis.honours_in(text[slice(*(d.title or d.lead))])]
    return bool(ours and theirs) and not any(_akin(a, b) for a in ours for b in theirs)


def _absent(promise: Promise, same: Sequence[Promise], reading: Reading) -> Draft:
    reasons = [p.reason for p in same]
    reason = next((r for r in _RANK if r in reasons), None)
    if reason is None and reading.attachments:
        reason = "attachment"
    sentences = [p.sentence for p in same if p.sentence]
    return Draft(
        start=max(p.span[1] for p in same),
        lead=promise.span,
        rule=promise.rule,
        title=promise.title,
        reason=reason or "missing",
        sentence=sentences[0] if sentences else None,
        counts=[count for p in same for count in p.counts],
    )
