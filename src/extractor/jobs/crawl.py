"""Addresses -> an archive: fetched politely, archived as they came, remembered for the next run.

The only module that lets the frontier's decisions meet the network. What it fetches is read from the archive later.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from extractor import __version__
from extractor.crawl.frontier import Done, Fetch, Frontier, Kind, Limits, Task
from extractor.crawl.politeness import Robots, is_pushing, tries_again
from extractor.crawl.scope import Scope
from extractor.edge.address import redirected
from extractor.edge.clock import monotonic, seconds_now, utc_now
from extractor.edge.crew import Crew, Fetches, Heard
from extractor.edge.failure import Failure
from extractor.edge.state import PageRow, Row, State
from extractor.edge.warc import ArchiveWriter, Kept, Original, digest, read_capture
from extractor.jobs.leads import leads
from extractor.jobs.outcome import internal
from extractor.model.capture import Capture
from extractor.model.errors import EdgeError
from extractor.model.exchange import Exchange, Fetched
from extractor.rules.load import RuleBook
from extractor.text.urls import canonical_url

FOLDER = "warc"
MOVED = "crawl.moved"
_MOST_REDIRECTS = 5
_LONGEST_REST = 300.0  # seconds that a host is left alone because of what an earlier run has heard
_NO_ARTICLE_YET = ("article", "attachment", "page", "mapped")

Log = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class CrawlOptions:
    """How far and how fast. delay: seconds between two requests to a host. max_pages, max_bytes: of one run.

    follow: go where a page leads, articles of a column and files of an article; else the given addresses alone.
    dry_run: fetch columns, and of articles only name the addresses. connections: hosts that are asked at the same time.
    """

    delay: float = 1.0
    max_pages: int | None = None
    max_bytes: int | None = None
    follow: bool = True
    dry_run: bool = False
    connections: int = 128


@dataclass
class Tally:
    """What a crawl did: requests that were answered, records archived, pages that had not changed, bytes over the wire."""

    requests: int = 0
    captures: int = 0
    repeats: int = 0
    unchanged: int = 0
    bytes: int = 0
    complete: bool = False


def crawl(seeds: Sequence[str], state: State, folder: Path, fetcher: Fetches, book: RuleBook,
          options: CrawlOptions, log: Log = lambda _: None) -> Tally:  # fmt: skip
    """Fetches what the seeds lead to into ``folder/warc/``; goes on where a run that was cut short left off.

    The state holds what became of each address; its round is the caller's to end (if ``complete``), once what was fetched
    has been put to its use. An interrupt (KeyboardInterrupt) passes through and loses nothing.
    """
    asked = list(dict.fromkeys(canonical_url(seed) or seed for seed in seeds))
    state.begin([*asked, *([] if options.follow else ["-"])], utc_now())
    state.add(Row(url, "seed" if options.follow else "single", position=i) for i, url in enumerate(asked))
    file, length = state.archive()
    software = f"union-extractor/{__version__}"
    archive = ArchiveWriter(folder / FOLDER, software=software, file=file, length=length, begun=state.begun)
    job = _Crawl(state, archive, folder, fetcher, book, options, _spanned(asked, state), log)
    try:
        job.run()
    finally:
        archive.close()
    return job.tally


def _spanned(seeds: Sequence[str], state: State) -> Scope:
    """The scope of the seeds and of where they have moved to, as far as it was heard before a run was cut short."""
    places = dict.fromkeys(seeds)
    for seed in seeds:
        place: str | None = seed
        while (place := state.moved(place or "", MOVED)) and place not in places:
            places[place] = None
    return Scope.of(places)


@dataclass
class _Crawl:
    """One crawl under way."""

    state: State
    archive: ArchiveWriter
    folder: Path
    fetcher: Fetches
    book: RuleBook
    options: CrawlOptions
    scope: Scope
    log: Log
    tally: Tally = field(default_factory=Tally)
    _robots: dict[str, Robots] = field(default_factory=dict)
    _closed: dict[str, tuple[str, str]] = field(default_factory=dict)  # hosts that nothing is asked of, with the reason

    def run(self) -> None:
        """Asks the frontier what to do, until it is done."""
        self._frontier = Frontier(self.options.delay, Limits(self.options.max_pages, self.options.max_bytes))
        self._crew: Crew[Task] = Crew(self.fetcher, self.options.connections)
        for host, until in self.state.resting().items():
            self._frontier.rest(host, monotonic() + min(until - seconds_now(), _LONGEST_REST))
        # each host is asked for its robots.txt again, and for the one that it has moved to
        self._queue([_task(row) for row in self.state.pending() if row.kind != "robots"])
        try:
            while True:
                answer = Done(False) if self._crew.full else self._frontier.next(monotonic())
                if isinstance(answer, Fetch):
                    self._send(answer.task)
                elif isinstance(answer, Done) and not self._crew.full:
                    self.tally.complete = answer.complete
                    return
                else:
                    until = math.inf if isinstance(answer, Done) else answer.until
                    self._hear(None if until == math.inf else max(0.0, until - monotonic()))
        finally:
            self._crew.dismiss()

    def _queue(self, tasks: Sequence[Task]) -> None:
        self._refuse(self._frontier.add(tasks))

    def _refuse(self, tasks: Sequence[Task]) -> None:
        for task in tasks:
            code, detail = self._closed.get(task.host, _DENIED)
            self.state.done(task.url, code=code, detail=detail)

    def _send(self, task: Task) -> None:
        if self.options.dry_run and task.kind in _NO_ARTICLE_YET:
            self._frontier.passed_over(task)
            self.state.done(task.url, code="crawl.dry_run", detail="would be fetched")
            return
        if task.kind == "robots":
            self.state.add([Row(task.url, "robots")])
        known = self.state.page(task.url)
        self.state.lease(task.url)
        sure = known and known.file and self._there(known.file, known.offset or 0)
        etag, modified = (known.etag, known.last_modified) if known and sure else (None, None)
        self._crew.send(task, task.url, etag, modified)

    def _there(self, file: str, offset: int) -> bool:
        """Whether the archive still holds a record: files may have been moved away, or have lost their end."""
        path = self.folder / FOLDER / file
        return path.is_file() and path.stat().st_size > offset

    def _hear(self, seconds: float | None) -> None:
        heard = self._crew.hear(seconds)
        if heard is None:
            return
        if heard.fetched is None:  # a bug of ours must not cost the other addresses, tonight and every night
            reason = internal(heard.error or RuntimeError("no answer"))
            self._frontier.answered(heard.task, monotonic(), seconds=0)
            self.state.done(heard.task.url, code=reason.code, detail=reason.detail)
            if heard.task.kind == "robots":
                self._ruled(heard.task, Robots(closed=True), (reason.code, reason.detail))
            return
        self._settle(heard, heard.fetched)

    def _settle(self, heard: Heard[Task], fetched: Fetched) -> None:
        task, code = heard.task, fetched.problem.code if fetched.problem else ""
        answer = fetched.answer
        wait = fetched.retry_after if is_pushing(code) else None
        again = tries_again(code, task.tries + 1, wait)
        rest = self._frontier.answered(
            task, heard.at, seconds=sum(hop.seconds for hop in fetched.hops),
            size=sum(len(hop.body) for hop in fetched.hops), pushed=is_pushing(code) or code == "net.timeout",
            retry_after=wait if again else None,
        )  # fmt: skip
        self.state.rest(task.host, seconds_now() + rest)
        self._count(fetched)
        if again:
            self.state.release(task.url)
            self._frontier.again(task)
        elif task.kind == "robots":
            self._obey(task, fetched)
        elif answer and answer.status in _REDIRECTS and answer.header("location"):
            self._moved(task, answer)
        elif fetched.problem:
            self._finish(task, fetched, code=code, detail=fetched.problem.detail)
        else:
            self._take(task, fetched)
        self.log({"event": "fetched", "url": task.url, "status": fetched.status, "problem": code or None})

    def _count(self, fetched: Fetched) -> None:
        self.tally.requests += len(fetched.hops)
        self.tally.bytes += sum(len(hop.body) for hop in fetched.hops)
        self.tally.unchanged += fetched.unchanged

    # --- what an answer is taken for ---------------------------------------------------------------------------------

    def _obey(self, task: Task, fetched: Fetched) -> None:
        answer = fetched.answer
        if answer and answer.status in _REDIRECTS and (place := self._followed(task, answer)):
            self._finish(task, fetched)
            self._queue([place])
            return
        status, content = fetched.status if not fetched.problem or _is_http(fetched) else None, fetched.content
        if fetched.unchanged:
            status, content = 200, self._known_rules(task)
        self._finish(task, fetched)
        problem = fetched.problem  # a host that does not answer at all is told as such
        why = (problem.code, problem.detail) if problem and status is None else _UNREACHABLE
        self._ruled(task, Robots.read(status, content), why)

    def _known_rules(self, task: Task) -> bytes:
        """The robots.txt that stands in the archive; where it cannot be read, all is forbidden until it was fetched anew."""
        try:
            content = self._captured(task).content
        except EdgeError:
            return b"User-agent: *\nDisallow: /"
        return content if isinstance(content, bytes) else content.encode()

    def _ruled(self, task: Task, robots: Robots, why: tuple[str, str]) -> None:
        """A host's rules are known. why: what is told of a host that is closed."""
        host = task.whose or task.host
        self._robots[host] = robots
        if robots.closed:
            self._closed[host] = why
        self._refuse(self._frontier.obey(host, robots))

    def _followed(self, task: Task, answer: Exchange) -> Task | None:
        """Where a robots.txt has moved to: it may be another host's, and holds for the one that was asked (RFC 9309, 2.3.1.2)."""
        try:
            place = _location(answer)
        except Failure:
            return None
        if task.moves >= _MOST_REDIRECTS:
            return None
        return Task(place, "robots", moves=task.moves + 1, whose=task.whose or task.host)

    def _moved(self, task: Task, answer: Exchange) -> None:
        kept = self._archived([answer])
        try:
            place = _location(answer)
            if self._leads_back(place, task.url):
                raise Failure(
                    "http.redirect_loop", "redirects in a circle; open it in a browser, perhaps it wants cookies"
                )
            if task.moves >= _MOST_REDIRECTS:
                raise Failure(
                    "http.redirects", "redirects too often; open it in a browser and give the address it ends at"
                )
            if refusal := self._outside(place, task):
                raise Failure(*refusal)
        except Failure as failure:
            self.state.done(task.url, code=failure.code, detail=failure.detail, kept=kept)
            return
        parent = task.parent if task.kind == "page" else task.url
        row = Row(place, task.kind, task.depth, parent, task.position, moves=task.moves + 1)
        self._done(task, code=MOVED, detail=place, kept=kept, found=[row])

    def _leads_back(self, place: str | None, url: str) -> bool:
        """Whether a place leads on to an address, by the redirects that were heard in this round, earlier runs included."""
        seen = set()
        while place and place != url and place not in seen:
            seen.add(place)
            place = self.state.moved(place, MOVED)
        return place == url

    def _outside(self, place: str, task: Task) -> tuple[str, str] | None:
        """Why a redirect is not followed. What a user has given may move to another host."""
        if task.depth == 0 and task.kind in ("seed", "single"):
            seeds = Scope.of([place])
            self.scope = Scope(self.scope.hosts | seeds.hosts, (*self.scope.folders, *seeds.folders))
            return None
        return self.scope.refusal(place, task.kind, task.depth)

    def _take(self, task: Task, fetched: Fetched) -> None:
        kept = [] if fetched.unchanged else self._archived(fetched.hops)
        try:
            page = self._captured(task) if fetched.unchanged else _fresh(task, fetched)
        except EdgeError as error:  # the archive was moved away or cut meanwhile
            self.state.done(task.url, code=error.code, detail=str(error))
            return
        maps = self._robots[task.host].sitemaps if task.host in self._robots else ()
        validators = None if fetched.unchanged else (fetched.etag, fetched.last_modified)
        try:
            kind, found = leads(task, page, scope=self.scope, sitemaps=maps, book=self.book)
        except Exception as error:  # noqa: BLE001 (a page that we stumble over must not cost the other pages)
            reason = internal(error)
            self.state.done(task.url, code=reason.code, detail=reason.detail, kept=kept, validators=validators)
            return
        self._done(task, kind=kind, kept=kept, validators=validators, found=found)

    def _finish(self, task: Task, fetched: Fetched, code: str | None = None, detail: str | None = None) -> None:
        """Ends a task that leads nowhere; what there was of an answer is archived."""
        kept = [] if fetched.unchanged else self._archived(fetched.hops, refused=bool(fetched.problem))
        good = not fetched.problem and kept
        self.state.done(
            task.url, code=code, detail=detail, kept=kept,
            validators=(fetched.etag, fetched.last_modified) if good else None,
        )  # fmt: skip

    def _done(self, task: Task, *, found: Sequence[Row], **facts: Any) -> None:
        rows = {row.url: row for row in found}
        new = self.state.done(task.url, found=rows.values(), **facts)
        self._queue([_task(rows[url]) for url in new])

    def _archived(self, hops: Sequence[Exchange], *, refused: bool = False) -> list[Kept]:
        """Writes what came. A refusal that was archived before, just as it is, is not written again."""
        kept = []
        for hop in hops:
            known = self.state.original(digest(hop.body), hop.url)
            if known and (refused or hop.status != 200):
                continue
            original = Original(known.url, known.date) if known and self._there(known.file, known.offset) else None
            kept.append(self.archive.add(hop, original))
            self.tally.captures += not kept[-1].repeats
            self.tally.repeats += kept[-1].repeats
        return kept

    def _captured(self, task: Task) -> Capture:
        """The page as it was captured last. Raises EdgeError where the archive does not hold it any more."""
        row = self.state.page(task.url)
        if row is None or row.file is None or row.offset is None:
            raise EdgeError("warc.broken", f"{task.url}: is said to be unchanged, and was never captured")
        return read_capture(self.folder / FOLDER / row.file, row.offset)


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DENIED = ("robots.denied", "robots.txt asks programs to stay away; ask its owner")
_UNREACHABLE = ("robots.unreachable", "robots.txt cannot be read, so that nothing is fetched; try again later")


def _task(row: Row | PageRow) -> Task:
    tries = row.tries if isinstance(row, PageRow) else 0
    return Task(row.url, cast(Kind, row.kind), row.depth, row.parent, row.position, tries, row.moves)


def _fresh(task: Task, fetched: Fetched) -> Capture:
    """The page as it came."""
    return Capture(content=fetched.content, url=task.url, media_type=fetched.media_type, charset=fetched.charset)


def _location(answer: Exchange) -> str:
    """Where an answer redirects to. Raises Failure where that is no address that may be asked."""
    return redirected(answer.url, (answer.header("location") or "").encode("latin-1")).url


def _is_http(fetched: Fetched) -> bool:
    return bool(fetched.problem and fetched.problem.code.startswith("http.") and fetched.problem.code[5:].isdecimal())
