"""One function over many items, in one process and in several."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from extractor.edge.runners import in_order


@pytest.mark.parametrize("workers", [1, 2])
def test_order(workers: int) -> None:
    """Results come in the order of the items, however many processes there are."""
    assert list(in_order(str, range(50), workers=workers, lost=repr)) == [str(n) for n in range(50)]


def test_processes() -> None:
    """With several workers the work is done elsewhere, with one it is done here."""
    assert set(in_order(_pid, range(3), workers=1, lost=_pid)) == {os.getpid()}
    assert os.getpid() not in set(in_order(_pid, range(3), workers=2, lost=_pid))


def test_items_as_needed() -> None:
    """Items are taken a few at a time: an endless source is no trouble."""
    taken = []

    def items() -> Iterator[int]:
        n = 0
        while True:
            taken.append(n)
            yield n
            n += 1

    results = in_order(str, items(), workers=2, lost=repr)
    assert [next(results) for _ in range(3)] == ["0", "1", "2"]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 20


def test_death_of_a_process() -> None:
    """An item that takes its process down is told as lost, and no other is."""
    results = in_order(_dies_of_three, range(8), workers=2, lost=lambda n: f"lost {n}")
    assert list(results) == ["0", "1", "2", "lost 3", "4", "5", "6", "7"]


def _dies_of_three(n: int) -> str:
    if n == 3:
        os._exit(1)
    return str(n)


def _pid(_: int) -> int:
    return os.getpid()
