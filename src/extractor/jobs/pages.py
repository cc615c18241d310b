"""Inputs -> pages: each input becomes captures, each capture a page, in order and in as many processes as asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from extractor import __version__
from extractor.dataset.summary import Summary, summarise
from extractor.edge.files import Expanded, Source, capture_file, capture_stdin, expand, is_archive, listed, read_rules
from extractor.edge.runners import in_order
from extractor.jobs.outcome import Outcome, Reason, failed, internal
from extractor.model.capture import Capture
from extractor.model.codec import to_json
from extractor.model.errors import EdgeError
from extractor.pipeline import process
from extractor.rules.load import RuleBook, load_book
from extractor.rules.shipped import shipped_book

if TYPE_CHECKING:
    from extractor.edge.fetch import Fetcher

_Item: TypeAlias = tuple[str, tuple[Capture, ...]]  # a name, and the pages of one article


@dataclass(frozen=True)
class PageOptions:
    """How pages are made. rules: a folder laid over the shipped rules. indent: blanks a level, 0 for one line a page.

    timeout: seconds for one page to come in over the network. contact: who fetches, told to the servers.
    allow_private: also ask machines that are not on the open internet. old_tls: also speak TLS 1.0 and 1.1.
    """

    rules: str | None = None
    workers: int = 1
    links: bool = False
    indent: int = 0
    timeout: float = 60
    contact: str | None = None
    allow_private: bool = False
    old_tls: bool = False


@dataclass(frozen=True)
class Made:
    """A page as JSON with its figures; without them where the input gave none, and then the outcome says why."""

    outcome: Outcome
    content: bytes | None = None

    @property
    def summary(self) -> Summary | None:
        """The page's figures."""
        return self.outcome.summary


@dataclass(frozen=True)
class Inputs:
    """What the inputs of a job stand for: pages to read and inputs that are none, and how many files were passed over."""

    items: tuple[Source | Outcome, ...]
    skipped: int


def gather(names: Iterable[str]) -> Inputs:
    """Every page that the inputs name, in their order: an @list gives its lines, a folder its files."""
    items: list[Source | Outcome] = []
    skipped = 0
    for name in names:
        try:
            given = listed(name[1:]) if name.startswith("@") else [name]
        except EdgeError as error:
            items.append(failed(name, error))
            continue
        for one in given:
            try:
                expanded = _archived(one, items) if is_archive(one) else expand(one)
            except EdgeError as error:
                items.append(failed(one, error))
            else:
                items += expanded.sources
                skipped += expanded.skipped
    return Inputs(tuple(items), skipped)


def maker_of(options: PageOptions) -> Maker:
    """What makes the pages of a job. Raises RuleError or EdgeError, at once, where the rules are wrong."""
    return Maker(_rules(options.rules), options.links, options.indent)


def make_pages(items: Iterable[Source | Outcome], options: PageOptions, maker: Maker | None = None) -> Iterator[Made]:
    """The pages of a job, in order. Raises as ``maker_of`` does."""
    maker = maker or maker_of(options)
    return in_order(maker, _captures(items, options), workers=options.workers, lost=_lost)


@dataclass(frozen=True)
class Maker:
    """Makes a page of a capture. Can be sent to another process, where it reads its rules once."""

    rules: dict[str, str]
    links: bool
    indent: int

    @cached_property
    def book(self) -> RuleBook:
        """The shipped rules with the user's over them."""
        return load_book(self.rules, base=shipped_book()) if self.rules else shipped_book()

    def __call__(self, item: _Item | Outcome) -> Made:
        """The page of a named capture. An error that nobody foresaw stops here: that page is listed, the rest go on."""
        if isinstance(item, Outcome):
            return Made(item)
        name, captures = item
        try:
            page = process(captures[0], self.book, *captures[1:])
            summary, content = summarise(page), to_json(page, links=self.links, indent=self.indent)
        except Exception as error:  # noqa: BLE001 (the job's edge: a bug of ours must not cost the other pages)
            return Made(failed(name, internal(error)))
        if summary.unusable:
            return Made(failed(name, Reason(*summary.unusable), page.id), content)
        warnings = tuple(Reason(*problem) for problem in summary.problems)
        outcome = Outcome(input=name, status="ok", page_id=page.id, warnings=warnings, summary=summary)
        return Made(outcome, content)


def _rules(folder: str | None) -> dict[str, str]:
    """The user's rule files, known to be well formed: whatever is wrong with them is said here, not page by page."""
    if not folder:
        return {}
    files = read_rules(folder)
    load_book(files, base=shipped_book())
    return files


def _captures(items: Iterable[Source | Outcome], options: PageOptions) -> Iterator[_Item | Outcome]:
    with ExitStack() as stack:
        fetch = cache(lambda: stack.enter_context(fetcher_of(options)))
        for item in items:
            yield item if isinstance(item, Outcome) else _capture(item, fetch)


def fetcher_of(options: PageOptions, **more: int) -> Fetcher:
    """What fetches addresses. Imported at the first: an HTTP client takes longer to load than a file to be read.

    more: further options of the fetcher, by name.
    """
    from extractor.edge.fetch import Fetcher, FetchOptions

    return Fetcher(
        FetchOptions(
            deadline=options.timeout,
            agent=f"union-extractor/{__version__}",
            contact=options.contact,
            allow_private=options.allow_private,
            old_tls=options.old_tls,
            **more,  # type: ignore[arg-type]
        )
    )


def _capture(source: Source, fetcher: Callable[[], Fetcher]) -> _Item | Outcome:
    try:
        match source.kind:
            case "url":
                return source.name, (fetcher().capture(source.name),)
            case "stdin":
                return source.name, (capture_stdin(),)
            case "file":
                return source.name, (capture_file(source.name),)
            case "warc":
                return source.name, _read(source)
    except EdgeError as error:
        return failed(source.name, error)


def _read(source: Source) -> tuple[Capture, ...]:
    from extractor.edge.warc import read_capture  # loaded at the first archive, as the HTTP client at the first address

    return tuple(read_capture(path, offset) for path, offset in source.records)


def _archived(name: str, items: list[Source | Outcome]) -> Expanded:
    """The pages of an archive; where it breaks off, what there is of it, and an outcome among the items."""
    from extractor.edge.warc import contents

    found = contents(Path(name))
    if found.broken:
        items.append(failed(name, Reason("warc.broken", found.broken)))
    if not found.entries:
        raise EdgeError("warc.empty", f"{name}: holds no page; give an archive with pages that were answered well")
    sources = (Source(entry.url, "warc", ((Path(name), entry.offset),)) for entry in found.entries)
    return Expanded(tuple(sources), found.others)


def _lost(item: _Item | Outcome) -> Made:
    if isinstance(item, Outcome):
        return Made(item)
    detail = "internal error: the process that read it died; please report it with this page"
    return Made(failed(item[0], Reason("internal", detail)))
