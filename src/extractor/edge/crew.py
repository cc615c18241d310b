"""Several fetches at once, in threads over one fetcher."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

from extractor.edge.clock import monotonic
from extractor.model.exchange import Fetched

_Task = TypeVar("_Task")


class Fetches(Protocol):
    """Whatever fetches one address and never raises for what a server does."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The answer, or the problem."""


@dataclass(frozen=True)
class Heard(Generic[_Task]):
    """What came of a task, and when by ``clock.monotonic``; ``error`` where the fetcher itself broke, which is a bug of ours."""

    task: _Task
    fetched: Fetched | None
    at: float
    error: BaseException | None = None


class Crew(Generic[_Task]):
    """Threads that fetch, up to ``most``, begun as they are needed. They end with the process: nobody waits for them."""

    def __init__(self, fetcher: Fetches, most: int) -> None:
        self._fetcher = fetcher
        self._most = most
        self._threads = 0
        self._busy = 0
        self._orders: SimpleQueue[tuple[_Task, str, str | None, str | None] | None] = SimpleQueue()
        self._heard: SimpleQueue[Heard[_Task]] = SimpleQueue()

    @property
    def full(self) -> bool:
        """Whether every thread has something to do."""
        return self._busy >= self._most

    def send(self, task: _Task, url: str, etag: str | None, last_modified: str | None) -> None:
        """Begins to fetch an address, conditionally where a validator is known."""
        self._busy += 1
        if self._busy > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True, name=f"fetch-{self._threads}").start()
        self._orders.put((task, url, etag, last_modified))

    def hear(self, seconds: float | None) -> Heard[_Task] | None:
        """The next result, waited for that long (None: as long as it takes); None where there is none by then."""
        try:
            heard = self._heard.get(timeout=seconds)
        except Empty:
            return None
        self._busy -= 1
        return heard

    def dismiss(self) -> None:
        """Lets the threads go once they have done what they are at."""
        for _ in range(self._threads):
            self._orders.put(None)

    def _work(self) -> None:
        while order := self._orders.get():
            task, url, etag, last_modified = order
            self._heard.put(_heard(self._fetcher, task, url, etag, last_modified))


def _heard(fetcher: Fetches, task: _Task, url: str, etag: str | None, last_modified: str | None) -> Heard[_Task]:
    try:
        return Heard(task, fetcher.fetch(url, etag=etag, last_modified=last_modified), monotonic())
    except Exception as error:  # noqa: BLE001 (a thread's edge: what breaks here is told where it is waited for)
        return Heard(task, None, monotonic(), error)
