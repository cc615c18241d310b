"""One function over many items, in one process and in several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


def test_death_of_the_parent() -> None:
    """When the process that gave them work is killed, the workers end too."""
    code = "import test_runners; test_runners.wait_with_workers()"
    here = str(Path(__file__).parent)
    with subprocess.Popen([sys.executable, "-c", code], cwd=here, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
        assert parent.stdout.read() == ""  # its end comes when the last of them has let go of it
    assert workers[0] != parent.pid


def wait_with_workers() -> None:
    """Tells who works, and waits for what never comes."""
    results = in_order(_pid, iter(range(100)), workers=2, lost=_pid)
    print(next(results), next(results), sep="\n", flush=True)
    signal.pause()
