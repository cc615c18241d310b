"""What to fetch next: Fetch, Wait or Done, for a clock that is told."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extractor.crawl.frontier import Answer, Done, Fetch, Frontier, Limits, Task, Wait
from extractor.crawl.politeness import Robots

OPEN = Robots()
DELAY = 2.0


def article(number: int, host: str = "a.cn") -> Task:
    """An article of a host."""
    return Task(f"http://{host}/{number}", "article")


def fetched(answer: Answer) -> Task:
    """The task that is to be fetched."""
    assert isinstance(answer, Fetch), answer
    return answer.task


def opened(*tasks: Task, limits: Limits | None = None, robots: Robots = OPEN) -> Frontier:
    """A frontier with the addresses of one host, whose robots.txt was answered at second 0."""
    frontier = Frontier(DELAY, limits)
    assert frontier.add(tasks) == []
    asked = fetched(frontier.next(0.0))
    assert asked == Task("http://a.cn/robots.txt", "robots")
    frontier.answered(asked, 0.0, seconds=0.0)
    frontier.obey("a.cn", robots)
    return frontier


def test_order_and_delay() -> None:
    """The addresses of a host go in their order, one at a time, with the delay between an answer and the next request."""
    frontier = opened(article(1), article(2))
    assert frontier.next(1.9) == Wait(2.0)
    assert fetched(frontier.next(2.0)) == article(1)
    assert frontier.next(50.0) == Wait(math.inf)
    assert frontier.answered(article(1), 60.0, seconds=0.1) == DELAY
    assert frontier.next(60.0) == Wait(62.0)
    assert fetched(frontier.next(62.0)) == article(2)
    frontier.answered(article(2), 62.0, seconds=0.1)
    assert frontier.next(62.0) == Done(complete=True)


def test_rules_first() -> None:
    """Nothing of a host is given out before its rules are known, wherever its robots.txt has moved to."""
    frontier = Frontier(DELAY)
    frontier.add([article(1)])
    asked = fetched(frontier.next(0.0))
    frontier.answered(asked, 0.0, seconds=0.0)
    assert frontier.next(9.0) == Done(
        complete=True
    )  # nothing flies and nothing may: whoever heard a redirect says so now
    frontier.add([Task("http://b.cn/robots.txt", "robots", moves=1, whose="a.cn")])
    moved = fetched(frontier.next(9.0))
    assert (moved.host, moved.whose) == ("b.cn", "a.cn")
    assert frontier.next(9.0) == Wait(math.inf)
    frontier.answered(moved, 9.0, seconds=0.0)
    frontier.obey("a.cn", OPEN)
    assert fetched(frontier.next(9.0)) == article(1)
    frontier.add([article(1, "b.cn")])
    assert fetched(frontier.next(11.0)) == Task("http://b.cn/robots.txt", "robots")  # its own rules, for itself


def test_forbidden() -> None:
    """What robots.txt forbids is given back: what waits when it is heard, and what comes later."""
    frontier = Frontier(DELAY)
    secret = Task("http://a.cn/secret/1", "article")
    frontier.add([secret, article(1)])
    frontier.answered(fetched(frontier.next(0.0)), 0.0, seconds=0.0)
    robots = Robots.read(200, b"User-agent: *\nDisallow: /secret/")
    assert frontier.obey("a.cn", robots) == [secret]
    assert frontier.add([secret, article(2)]) == [secret]
    assert fetched(frontier.next(2.0)) == article(1)


def test_crawl_delay() -> None:
    """The delay that robots.txt asks for holds from robots.txt itself on."""
    frontier = opened(article(1), robots=Robots.read(200, b"User-agent: *\nCrawl-delay: 7"))
    assert frontier.next(6.0) == Wait(7.0)
    assert fetched(frontier.next(7.0)) == article(1)
    assert frontier.answered(article(1), 8.0, seconds=0.0) == 7.0


def test_pushed_back() -> None:
    """A host that is asked too much rests twice as long each time, or as long as it says, and less again after good answers."""
    frontier = opened(article(1))
    task = fetched(frontier.next(2.0))
    rests = [frontier.answered(task, 2.0, seconds=0.0, pushed=True)]
    for now in (100.0, 200.0):
        frontier.again(task)
        task = fetched(frontier.next(now))
        rests.append(frontier.answered(task, now, seconds=0.0, pushed=True, retry_after=30.0 if now == 200.0 else None))
    assert rests == [4.0, 8.0, 30.0]
    assert task.tries == 2
    frontier.again(task)
    assert frontier.next(210.0) == Wait(230.0)
    assert frontier.answered(fetched(frontier.next(230.0)), 230.0, seconds=0.0) == 8.0


def test_limits() -> None:
    """A run that may take no more is done, and not complete where something is left; robots.txt costs nothing."""
    frontier = opened(article(1), article(2), limits=Limits(pages=1))
    task = fetched(frontier.next(2.0))
    assert frontier.next(9.0) == Wait(math.inf)
    frontier.answered(task, 9.0, seconds=0.0)
    assert frontier.next(99.0) == Done(complete=False)

    frontier = opened(article(1), article(2), limits=Limits(bytes=10))
    frontier.answered(fetched(frontier.next(2.0)), 2.0, seconds=0.0, size=10)
    assert frontier.next(99.0) == Done(complete=False)


def test_passed_over() -> None:
    """An address that is not asked for after all costs no page, and shortens nobody's rest."""
    frontier = opened(article(1), article(2), article(3), limits=Limits(pages=1))
    frontier.passed_over(fetched(frontier.next(2.0)))
    task = fetched(frontier.next(2.0))
    assert task == article(2)
    frontier.answered(task, 3.0, seconds=0.0)
    assert frontier.next(9.0) == Done(complete=False)

    frontier = opened(article(1), article(2))
    assert frontier.next(1.0) == Wait(2.0)
    frontier.passed_over(fetched(frontier.next(2.0)))
    frontier.answered(fetched(frontier.next(2.0)), 2.0, seconds=0.0)
    frontier.add([article(3)])
    assert frontier.next(3.0) == Wait(4.0)


def test_rests_of_an_earlier_run() -> None:
    """A host that has asked an earlier run to wait is left alone until then, its robots.txt included."""
    frontier = Frontier(DELAY)
    frontier.rest("a.cn", 40.0)
    frontier.add([article(1), article(1, "b.cn")])
    assert fetched(frontier.next(0.0)).host == "b.cn"
    assert frontier.next(0.0) == Wait(40.0)
    assert fetched(frontier.next(40.0)).host == "a.cn"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("abc"), st.integers(0, 5)),
        st.tuples(st.just("next"), st.floats(0, 5), st.booleans()),
        st.tuples(st.just("answer"), st.sampled_from("abc"), st.sampled_from([None, 0.5, 9.0])),
    ),
    max_size=60,
)


class Player:
    """Plays a crawl against a clock of its own, and holds the frontier to its word."""

    def __init__(self) -> None:
        self.frontier, self.now = Frontier(1.0), 0.0
        self.flying: dict[str, Task] = {}
        self.rested: dict[str, float] = {}
        self.wanted: list[str] = []
        self.got: list[str] = []

    def add(self, host: str, _: object) -> None:
        """A new address."""
        task = Task(f"http://{host}.cn/{len(self.wanted)}", "article")
        self.wanted.append(task.url)
        self.frontier.add([task])

    def next(self, seconds: float, _: object) -> Answer:
        """Asks what to do, some seconds later."""
        self.now += seconds
        answer = self.frontier.next(self.now)
        if isinstance(answer, Fetch):
            assert answer.task.host not in self.flying
            assert self.now >= self.rested.get(answer.task.host, 0.0)
            self.flying[answer.task.host] = answer.task
            self.got.append(answer.task.url)
        if isinstance(answer, Wait):
            assert answer.until > self.now
        return answer

    def answer(self, host: str, wait: float | None) -> None:
        """An answer comes in; one that says to wait pushes back."""
        if not (task := self.flying.pop(f"{host}.cn", None)):
            return
        self.rested[task.host] = self.now + max(1.0, wait or 0.0)
        self.frontier.answered(task, self.now, seconds=0.0, pushed=wait is not None, retry_after=wait)
        if task.kind == "robots":
            self.frontier.obey(task.host, OPEN)

    def to_the_end(self) -> Done:
        """Goes on until nothing is left."""
        while not isinstance(answer := self.next(0.0, None), Done):
            if isinstance(answer, Wait):
                self.now = answer.until if answer.until < math.inf else self.now
                for host in list(self.flying):
                    self.answer(host.removesuffix(".cn"), None)
        return answer


@given(STEPS)
def test_one_at_a_time_and_never_early(steps: list[tuple[Any, ...]]) -> None:
    """Whatever happens, no host has two requests at once, none comes before the host has rested, and all are done at last."""
    player = Player()
    for what, first, second in steps:
        getattr(player, what)(first, second)
    assert player.to_the_end().complete
    assert sorted(url for url in player.got if not url.endswith("robots.txt")) == sorted(player.wanted)
