"""Which address is to be fetched next, and when. Told the time, the frontier answers Fetch, Wait or Done.

One request a host at a time, a delay after each; nothing else of a host before its robots.txt was heard, wherever that has
moved to. Hosts take turns by when they are ready; the addresses of a host go in the order they came.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from extractor.crawl.politeness import Pace, Robots

Kind = Literal["seed", "single", "column", "mapped", "article", "page", "attachment", "sitemap", "robots"]


@dataclass(frozen=True)
class Task:
    """An address to be fetched, what it is taken for, how many steps from a seed, who led to it and as which of its links.

    ``page`` is a further page of the article ``parent``; ``single`` leads nowhere; ``mapped`` is named by a sitemap, and may be a
    column or an article. tries: how often it was asked for.
    moves: redirects that led to it. whose: the host whose rules a robots.txt holds, where that is not its own.
    """

    url: str
    kind: Kind
    depth: int = 0
    parent: str | None = None
    position: int = 0
    tries: int = 0
    moves: int = 0
    whose: str | None = None

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True)
class Fetch:
    """Ask for this now."""

    task: Task


@dataclass(frozen=True)
class Wait:
    """Nothing before then (seconds, on the clock that is told); infinity: nothing until an answer is in."""

    until: float


@dataclass(frozen=True)
class Done:
    """Nothing is left, or (not ``complete``) nothing that this run may still take."""

    complete: bool


Answer: TypeAlias = Fetch | Wait | Done


@dataclass(frozen=True)
class Limits:
    """How much one run may take: pages and bytes over the wire, robots.txt left out. None: as much as there is."""

    pages: int | None = None
    bytes: int | None = None


@dataclass
class _Host:
    """rules: what is to be heard before the queue may go on; ended: when the last answer was in."""

    pace: Pace
    queue: deque[Task] = field(default_factory=deque)
    rules: deque[Task] = field(default_factory=deque)
    robots: Robots | None = None
    asked: bool = False  # for its robots.txt
    ended: float = -math.inf
    ready: float = -math.inf
    busy: bool = False

    @property
    def waiting(self) -> deque[Task]:
        """What may be asked for next."""
        return self.rules or (self.queue if self.robots else _NOTHING)


_NOTHING: deque[Task] = deque()


class Frontier:
    """The addresses still to be fetched. delay: seconds between two requests to a host, more where it asks for more."""

    def __init__(self, delay: float, limits: Limits | None = None) -> None:
        self._delay = delay
        self._limits = limits or Limits()
        self._hosts: dict[str, _Host] = {}
        self._rests: dict[str, float] = {}
        self._ready: list[tuple[float, str]] = []  # a heap; what is stale in it is passed over
        self._flying = 0
        self._pages = 0
        self._bytes = 0

    def rest(self, name: str, until: float) -> None:
        """A host that is to be left alone until then, because of what an earlier run has heard."""
        self._rests[name] = until

    def add(self, tasks: Iterable[Task]) -> list[Task]:
        """Takes addresses in; gives back those that robots.txt is known to forbid."""
        refused = []
        for task in tasks:
            host = self._host(task.host)
            if task.kind == "robots":
                host.rules.append(task)
            elif host.robots and not host.robots.allows(task.url):
                refused.append(task)
                continue
            else:
                self._ask_rules(host, task)
                host.queue.append(task)
            self._offer(task.host, host)
        return refused

    def next(self, now: float) -> Answer:
        """What to do at this moment."""
        if self._capped:
            return Wait(math.inf) if self._flying else Done(not self._waiting)
        while self._ready:
            ready, name = self._ready[0]
            host = self._hosts[name]
            if host.busy or not host.waiting or host.ready != ready:
                heapq.heappop(self._ready)
                continue
            if ready > now:
                return Wait(ready)
            heapq.heappop(self._ready)
            return self._fetch(host)
        return Wait(math.inf) if self._flying else Done(complete=True)

    def answered(
        self, task: Task, now: float, *, seconds: float, size: int = 0, pushed: bool = False, retry_after: float | None = None
    ) -> float:  # fmt: skip
        """An answer came, or none will: the host rests, for as many seconds as are given back.

        seconds: it took; size: bytes; pushed: it was asked too much.
        """
        host = self._hosts[task.host]
        host.pace = host.pace.pushed() if pushed else host.pace.eased(seconds)
        rest = max(host.pace.delay, retry_after or 0.0)
        host.ended, host.ready = now, now + rest
        if task.kind != "robots":
            self._bytes += size
        self._freed(task, host)
        return rest

    def passed_over(self, task: Task) -> None:
        """An address that was given out was not asked for after all: its host need not rest."""
        self._pages -= task.kind != "robots"
        self._freed(task, self._hosts[task.host])

    def again(self, task: Task) -> None:
        """Puts an address back, behind the others of its host."""
        host = self._hosts[task.host]
        tried = replace(task, tries=task.tries + 1)
        host.rules.append(tried) if task.kind == "robots" else host.queue.append(tried)
        self._offer(task.host, host)

    def obey(self, name: str, robots: Robots) -> list[Task]:
        """The rules of a host are known; gives back the addresses that they forbid, which are dropped."""
        host = self._host(name)
        host.robots = robots
        host.pace = replace(host.pace, least=max(host.pace.least, robots.delay))
        host.ready = max(host.ready, host.ended + host.pace.least)
        refused = [task for task in host.queue if not robots.allows(task.url)]
        gone = set(refused)
        host.queue = deque(task for task in host.queue if task not in gone)
        self._offer(name, host)
        return refused

    @property
    def _capped(self) -> bool:
        pages, most = self._limits.pages, self._limits.bytes
        return (pages is not None and self._pages >= pages) or (most is not None and self._bytes >= most)

    @property
    def _waiting(self) -> bool:
        return any(host.queue for host in self._hosts.values())

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            rested = self._rests.get(name, -math.inf)
            self._hosts[name] = _Host(Pace(self._delay, self._delay), ready=rested)
        return self._hosts[name]

    def _ask_rules(self, host: _Host, task: Task) -> None:
        if not host.asked:
            host.asked = True
            parts = urlsplit(task.url)
            host.rules.append(Task(f"{parts.scheme}://{parts.netloc}/robots.txt", "robots"))

    def _freed(self, task: Task, host: _Host) -> None:
        host.busy = False
        self._flying -= 1
        self._offer(task.host, host)

    def _offer(self, name: str, host: _Host) -> None:
        if host.waiting and not host.busy:
            heapq.heappush(self._ready, (host.ready, name))

    def _fetch(self, host: _Host) -> Fetch:
        task = host.waiting.popleft()
        host.busy = True
        self._flying += 1
        self._pages += task.kind != "robots"
        return Fetch(task)
