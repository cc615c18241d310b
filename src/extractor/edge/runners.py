"""One function over many items, here or in several processes; results come in the order of the items."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, Generic, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 4  # items under way for each process: enough to keep all busy, few enough to be held in memory


def in_order(
    function: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    workers: int = 1,
    lost: Callable[[_Item], _Result],
) -> Iterator[_Result]:
    """``map(function, items)`` in as many processes. Items are taken as they are needed.

    lost: the result for an item that took its process down with it (killed, out of memory); the others are done.
    """
    if workers < 2:
        yield from map(function, items)
        return
    crew = _Crew(function, workers, lost)
    pending: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        for item in items:
            pending.append((item, crew.submit(item)))
            while pending and (pending[0][1].done() or len(pending) >= _AHEAD * workers):
                yield crew.result(*pending.popleft())
        while pending:
            yield crew.result(*pending.popleft())
    finally:
        crew.pool.shutdown(cancel_futures=True)


class _Crew(Generic[_Item, _Result]):
    """A pool that is replaced when one of its processes dies."""

    def __init__(self, function: Callable[[_Item], _Result], workers: int, lost: Callable[[_Item], _Result]) -> None:
        self._function = function
        self._workers = workers
        self._lost = lost
        self.pool = _pool(function, workers)

    def submit(self, item: _Item) -> Future[_Result]:
        try:
            return self.pool.submit(_work, item)
        except BrokenProcessPool:
            self.pool = _pool(self._function, self._workers)
            return self.pool.submit(_work, item)

    def result(self, item: _Item, future: Future[_Result]) -> _Result:
        """The result; when the pool broke, nobody knows over which item, so that each is tried again on its own."""
        try:
            return future.result()
        except BrokenProcessPool:
            return self._alone(item)

    def _alone(self, item: _Item) -> _Result:
        with _pool(self._function, 1) as pool:
            try:
                result: _Result = pool.submit(_work, item).result()
            except BrokenProcessPool:
                return self._lost(item)
            return result


_function: Callable[[Any], Any] | None = None  # in a worker: what it was started for


def _pool(function: Callable[[Any], Any], workers: int) -> ProcessPoolExecutor:
    """Processes that were sent the function once. Spawned, not forked: the same on every system, and no thread or
    open file of the parent comes along."""
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (function,))


def _begin(function: Callable[[Any], Any]) -> None:
    global _function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _function = function


def _end_with_parent() -> None:
    """Ends this process when the one that started it was killed: nobody would ever give it another item."""
    parent = parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _work(item: Any) -> Any:
    assert _function is not None
    return _function(item)
