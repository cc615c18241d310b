"""One function over many items, here or in several processes; results come in the order of the items."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 4  # items under way for each process: enough to keep all busy, few enough to be held in memory


def in_order(function: Callable[[_Item], _Result], items: Iterable[_Item], *, workers: int = 1) -> Iterator[_Result]:
    """``map(function, items)`` in as many processes. Items are taken as they are needed.

    The function is sent to each process once. Processes are spawned, not forked: the same on every system, and no
    thread or open file of the parent comes along.
    """
    if workers < 2:
        yield from map(function, items)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (function,))
    try:
        pending: deque[Future[_Result]] = deque()
        for item in items:
            pending.append(pool.submit(_work, item))
            while pending and (pending[0].done() or len(pending) >= _AHEAD * workers):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_function: Callable[[Any], Any] | None = None  # in a worker: what it was started for


def _begin(function: Callable[[Any], Any]) -> None:
    global _function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _function = function


def _work(item: Any) -> Any:
    assert _function is not None
    return _function(item)
