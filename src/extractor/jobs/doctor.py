"""What an operator must know before a folder is left alone. Looks, asks no network, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from extractor import __version__
from extractor.edge import inspect
from extractor.edge.clock import utc_now
from extractor.edge.decode import accepted
from extractor.edge.fetch import FetchOptions
from extractor.edge.inspect import StateFacts
from extractor.edge.outputs import OutputFolder
from extractor.edge.state import MIGRATIONS
from extractor.edge.wire import authorities
from extractor.jobs.crawl import FOLDER
from extractor.jobs.outcome import OK, SOME_FAILED
from extractor.jobs.pages import PageOptions, maker_of
from extractor.model.errors import EdgeError, ExtractorError

_LITTLE, _TOO_LITTLE = 1 << 30, 100 << 20  # bytes of room on the disk


Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """What one look came to: words (English) with facts to be put in, which say what to do unless it is ``ok``."""

    check: str
    status: Status
    words: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def doctor(output: Path, rules: str | None = None, contact: str | None = None) -> Iterator[Finding]:
    """Looks at the program, the machine, and the folder, whether it is there or not."""
    yield _ok("program", "extractor {extractor}, Python {python}, SQLite {sqlite}, OpenSSL {openssl}", extractor=__version__, **inspect.versions())  # fmt: skip
    yield _rules(rules)
    yield from _network(contact)
    yield from _disk(output)
    if output.is_dir():
        yield from _folder(output)


def status_of(findings: list[Finding]) -> int:
    """The exit status: 3 where something fails."""
    return SOME_FAILED if any(finding.status == "fail" for finding in findings) else OK


def _rules(folder: str | None) -> Finding:
    try:
        book = maker_of(PageOptions(rules=folder)).book
    except ExtractorError as error:
        return _fail("rules", "{detail}", detail=str(error))
    number = sum(map(len, book.rules.values()))
    return _ok("rules", "{number} rules hold together, SHA-256 {digest}", number=number, digest=book.sha256[:16])


def _network(contact: str | None) -> Iterator[Finding]:
    if inspect.has_part("httpcore2"):
        yield _ok("engine", "HTTP by httpcore2")
    else:
        yield _warn("engine", "HTTP by httpcore, which takes more time; install httpx2")
    if "br" in accepted():
        yield _ok("brotli", "brotli is there")
    else:
        yield _warn("brotli", "brotli is not there; install brotli, some servers send nothing else")
    number = authorities()
    words = "{number} certificate authorities are trusted" if number else "no certificate authority is trusted; install certifi anew"  # fmt: skip
    yield Finding("certificates", "ok" if number else "fail", words, {"number": number})
    if names := inspect.proxies():
        yield _warn("proxy", "{names}: no proxy is used, sites are asked directly; see that this machine may do so", names=", ".join(names))  # fmt: skip
    else:
        yield _ok("proxy", "none is set, and none is used")
    yield _contact(contact)


def _contact(contact: str | None) -> Finding:
    if not contact:
        return _warn("contact", "servers are not told who fetches; set EXTRACTOR_CONTACT to a mail address or a page")
    try:
        return _ok("contact", "servers see {agent}", agent=FetchOptions(contact=contact).user_agent)
    except EdgeError:
        return _fail("contact", "the contact must be plain ASCII: a mail address or a web address")


def _disk(output: Path) -> Iterator[Finding]:
    place = inspect.nearest(output)
    if not place.is_dir():
        yield _fail("folder", "{path} is no folder; give another with -o", path=str(place))
        return
    if not inspect.may_write(place):
        yield _fail("folder", "{path} cannot be written to; see to its rights", path=str(place))
    elif place == output:
        yield _ok("folder", "{path} can be written to", path=str(output))
    else:
        yield _ok("folder", "{path} is not there yet; the first run makes it", path=str(output))
    free = inspect.free_bytes(place)
    gib = round(free / (1 << 30), 1)
    if free >= _LITTLE:
        yield _ok("disk", "{gib} GiB are free", gib=gib, bytes=free)
    else:
        status: Status = "warn" if free >= _TOO_LITTLE else "fail"
        yield Finding("disk", status, "{gib} GiB are free; make room", {"gib": gib, "bytes": free})


def _folder(output: Path) -> Iterator[Finding]:
    holder = inspect.lock_holder(output)
    state = None
    if holder is None:
        yield _ok("lock", "no run works here")
        state = inspect.state_facts(output)
        yield from _state(state, output)
    else:
        yield _warn("lock", "process {pid} works here; ask again when it has ended, for state and archive", pid=holder)
    yield _ok("pages", "{number} pages", number=inspect.count_pages(output))
    account = _account(OutputFolder(output).last_run())
    yield _run(account)
    yield from _ended(output, working=holder is not None)
    yield _clock(utc_now(), account.finished if account else None, state.newest if state else None)


# --- state and archive -----------------------------------------------------------------------------------------------


def _state(state: StateFacts | None, output: Path) -> Iterator[Finding]:
    if state is None:
        yield _ok("state", "none yet: no address was ever fetched into this folder")
        return
    if state.trouble:
        yield _fail("state", "state.sqlite is damaged ({trouble}); bring it back from a backup, together with warc/", trouble=state.trouble)  # fmt: skip
        return
    facts = {"version": state.version, "newest": len(MIGRATIONS)}
    if state.version > len(MIGRATIONS):
        yield _fail("state", "of version {version}, and this program knows {newest}; use the later extractor that wrote it", **facts)  # fmt: skip
        return
    if state.version < len(MIGRATIONS):
        yield _ok("state", "sound, of version {version}; the next run brings it to {newest}", **facts)
    else:
        yield _ok("state", "sound, of version {version}", **facts)
    yield from _archive(state, output / FOLDER)
    if state.begun:
        yield _warn("round", "begun {begun} and not at its end, {waiting} addresses left; the next run with the same inputs goes on", begun=state.begun, waiting=state.waiting)  # fmt: skip
    else:
        yield _ok("round", "the last one came to its end")


def _archive(state: StateFacts, folder: Path) -> Iterator[Finding]:
    if state.file is None:
        yield _ok("archive", "none yet")
        return
    size = inspect.size_of(folder / state.file)
    facts = {"file": state.file, "size": size or 0, "length": state.length}
    if size is None or size < state.length:
        yield _fail("archive", "{file} has {size} bytes, and the state knows of {length}; bring it back from a backup", **facts)  # fmt: skip
        return
    short = [file for file, offset in state.extents if (inspect.size_of(folder / file) or 0) <= offset]
    if state.last and state.last[0] not in short and not inspect.is_readable(folder / state.last[0], state.last[1]):
        yield _fail("archive", "the last record of {file} cannot be read; bring it back from a backup", file=state.last[0])  # fmt: skip
    elif short:
        yield _fail("archive", "{files}: not in warc/, or shorter than they were; bring them back from a backup", files=", ".join(short))  # fmt: skip
    elif size > state.length:
        yield _ok("archive", "{file} has {size} bytes, {length} of them whole; the next run cuts off what a killed one left", **facts)  # fmt: skip
    else:
        yield _ok("archive", "{file} has {size} bytes, as the state says, and its last record can be read", **facts)


# --- the last run ----------------------------------------------------------------------------------------------------


class _Account(msgspec.Struct, frozen=True):
    finished: str
    interrupted: bool
    totals: dict[str, int]


class _Event(msgspec.Struct, frozen=True):
    time: str
    event: str


def _account(content: bytes | None) -> _Account | Literal[False] | None:
    """The account of the last run; None where there is none, False where it cannot be read."""
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=_Account)
    except msgspec.DecodeError:
        return False


def _run(account: _Account | Literal[False] | None) -> Finding:
    if account is None:
        return _ok("run", "none yet")
    if account is False:
        return _warn("run", "run.json cannot be read; the next run writes it anew")
    facts = {"finished": account.finished, "ok": account.totals.get("ok", 0), "failed": account.totals.get("failed", 0)}
    if account.interrupted:
        return _warn("run", "the last one was stopped {finished}: {ok} done, {failed} not; run it again", **facts)
    return _ok("run", "the last one ended {finished}: {ok} done, {failed} failed", **facts)


def _ended(output: Path, *, working: bool) -> Iterator[Finding]:
    """Whether the last run that began has come to an end, by the log that it writes as it goes."""
    line = inspect.last_event(output)
    if line is None or working:
        return
    try:
        last = msgspec.json.decode(line, type=_Event)
    except msgspec.DecodeError:  # cut in the middle of a line
        last = _Event("", "")
    if last.event not in ("finished", "interrupted"):
        yield _warn("events", "the last run did not come to its end (last heard of: {time}); it was killed, or is reading files", time=last.time or "-")  # fmt: skip


def _clock(now: str, finished: str | None, captured: str | None) -> Finding:
    """Times are RFC 3339 in UTC, and in order as texts."""
    latest = max(finished or "", captured or "")
    if now < latest:
        return _fail("clock", "it is {now} here, and was {latest} before; set the clock", now=now, latest=latest)
    return _ok("clock", "it is {now}", now=now)


def _ok(check: str, words: str, **facts: Any) -> Finding:
    return Finding(check, "ok", words, facts)


def _warn(check: str, words: str, **facts: Any) -> Finding:
    return Finding(check, "warn", words, facts)


def _fail(check: str, words: str, **facts: Any) -> Finding:
    return Finding(check, "fail", words, facts)
