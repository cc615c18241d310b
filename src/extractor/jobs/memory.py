"""What the run before came to, so that a failure is told when it begins and not again every night."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from extractor.jobs.outcome import Outcome, Reason

# Input, status, code of the reason, codes of the warnings, checks that fail. Without details: they may hold a time.
_Trace: TypeAlias = tuple[str, str, str | None, tuple[str, ...], int]


class Memory:
    """What each input of the run before came to."""

    def __init__(self, traces: Collection[_Trace] = ()) -> None:
        self._traces = traces

    @classmethod
    def of_run(cls, account: bytes | None) -> Memory:
        """From a ``run.json``; from none, or one that cannot be read, nothing is remembered and everything is told.

        >>> Memory.of_run(b"[]").marked(Outcome(input="a", status="failed")).known
        False
        """
        try:
            inputs = msgspec.json.decode(account or b"{}", type=_Account).inputs
        except msgspec.DecodeError:
            return cls()
        return cls({_trace(one.input, one.status, one.reason, one.warnings, one.checks_failed) for one in inputs})

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Memory:
        """From outcomes that were told before."""
        return cls(set(map(_trace_of, outcomes)))

    def marked(self, outcome: Outcome) -> Outcome:
        """An outcome that says whether the run before came to the same."""
        return replace(outcome, known=_trace_of(outcome) in self._traces)


class _Told(Struct, frozen=True):
    input: str
    status: str
    reason: Reason | None = None
    warnings: tuple[Reason, ...] = ()
    checks_failed: int | None = None


class _Account(Struct, frozen=True):
    inputs: tuple[_Told, ...] = ()


def _trace_of(outcome: Outcome) -> _Trace:
    told: dict[str, Any] = outcome.told()
    return _trace(*(told[name] for name in ("input", "status", "reason", "warnings", "checks_failed")))


def _trace(
    name: str, status: str, reason: Reason | None, warnings: Iterable[Reason], checks_failed: int | None
) -> _Trace:
    return name, status, reason.code if reason else None, tuple(one.code for one in warnings), checks_failed or 0
