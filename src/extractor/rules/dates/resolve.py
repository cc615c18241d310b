"""A hit and what is known around it, to its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from extractor.rules.dates import eras, forms, relative
from extractor.rules.dates.atoms import Atom
from extractor.rules.dates.context import Context, Reader
from extractor.rules.dates.hits import DateHit
from extractor.rules.dates.values import Value, about, doubtful, of_set, of_span, one_of, since, until

_READERS: Final[tuple[Reader, ...]] = (
    forms.plain,
    *(forms.calendar, forms.stamp, forms.stamp_month, forms.festival, forms.every, forms.some, forms.vague),
    forms.years_bare,
    *(relative.today, relative.week, relative.ago, relative.recent, relative.season),
    *(eras.decade, eras.plan, eras.era, eras.ancient, eras.cycle, eras.lunar),
)
READERS: Final = {read.__name__: read for read in _READERS}
_BOUNDS: Final[dict[str, Callable[[Value], Value]]] = {
    "since": since,
    "until": until,
    "about": about,
    "doubt": doubtful,
    "rough_doubt": lambda value: doubtful(about(value)),
}


def resolve(hit: DateHit, context: Context) -> Value | None:
    """What a hit says; None where its words are no day of any calendar."""
    value = _read(hit.first, context)
    if value is None:
        return None
    if hit.others:
        return _joined(value, hit, context)
    bound = _BOUNDS.get(hit.bound) if hit.bound else None
    return bound(value) if bound and value.edtf else value


def _joined(first: Value, hit: DateHit, context: Context) -> Value | None:
    """Several dates as one: from one to another, one of them, or all."""
    values = [first]
    for atom in hit.others:
        context.opening = values[-1]
        value = _read(atom, context)
        context.opening = None
        if value is None:
            return None
        values.append(value)
    return _join(hit.shape, values)


def _read(atom: Atom, context: Context) -> Value | None:
    return READERS[atom.form](atom.groups, context)


def _join(shape: str, values: list[Value]) -> Value:
    first, last = values[0], values[-1]
    if shape == "interval" and last.until and first.first and last.until < first.first[:10]:
        shape = "set"  # 2023年5月4日到1950年: no time runs backwards
    joined = {"interval": lambda: of_span(first, last), "either": lambda: one_of(values)}.get(
        shape, lambda: of_set(values)
    )()
    return replace(joined, inferred=first.inferred, time=first.time)
