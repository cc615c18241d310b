"""The options that commands share, and what they come to as options of jobs.

Jobs are imported inside the functions, as in ``cli.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from extractor.jobs.crawl import CrawlOptions
    from extractor.jobs.pages import PageOptions

_Command = TypeVar("_Command", bound=Callable[..., Any])

INPUT_HELP = "INPUT: an address, a file, a folder, a web archive (.warc, .wet, .gz), @LIST (a file with an input a line), or - for standard input."


class FailOn(click.ParamType[Any]):
    """Which concerns count: a comma-separated choice of failed and check, or none."""

    name = "failed,check|none"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The concerns as a set. Raises click.BadParameter for a word that is none of them."""
        words = {word.strip() for word in value.split(",")} if isinstance(value, str) else value
        if words == {"none"}:
            return frozenset()
        if wrong := words - {"failed", "check"}:
            self.fail(f"{', '.join(sorted(wrong))!r} is not failed, check or none", param, ctx)
        return frozenset(words)


contact_option = click.option("--contact", envvar="EXTRACTOR_CONTACT", metavar="MAIL|URL",
                              help="Who fetches, told to the servers in the User-Agent.")  # fmt: skip
rules_option = click.option("--rules", metavar="DIR", help="A folder of your own rules, laid over the shipped ones.")
_NETWORK = (
    contact_option,
    click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0, min_open=True),
                 help="Seconds for one page to come in over the network."),
    click.option("--allow-private", is_flag=True,
                 help="Also fetch from this machine and from intranets, where no page may lead otherwise."),
    click.option("--old-tls", is_flag=True,
                 help="Also speak TLS 1.0 and 1.1, which do not keep anyone from changing a page on its way."),
)  # fmt: skip
_MESSAGES = (
    click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True,
                 help="Language of messages."),
    click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
                 help="Messages on standard error: for people, or JSON a line for machines."),
)  # fmt: skip


def messages(command: _Command) -> _Command:
    """The options of what is said."""
    for option in reversed(_MESSAGES):
        command = option(command)
    return command


def reading(command: _Command) -> _Command:
    """The options of the commands that read pages."""
    for option in reversed(
        (
            click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
            rules_option,
            click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes."),
            click.option("--links", is_flag=True, help="Keep every link of the page in its JSON."),
            click.option("--fail-on", type=FailOn(), default="failed,check", show_default=True,
                         help="What makes the exit status 3 or 4: pages that failed, checks that failed; or none."),
            *_NETWORK,
            *_MESSAGES,
        )
    ):  # fmt: skip
        command = option(command)
    return command


def crawling(command: _Command) -> _Command:
    """The options of the commands that follow addresses."""
    for option in reversed(
        (
            click.option("--delay", default=1.0, show_default=True, type=click.FloatRange(0),
                         help="Seconds between two requests to a host; more where robots.txt or the server asks for it."),
            click.option("--max-pages", type=click.IntRange(1), help="Requests of this run; the next one goes on."),
            click.option("--max-bytes", type=click.IntRange(1), help="Bytes of this run; the next one goes on."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def told(command: _Command) -> _Command:
    """The options of the commands that may run with nobody watching."""
    for option in (
        click.option("--metrics", metavar="FILE", type=click.Path(path_type=Path),
                     help="Write how the job ended there, for Prometheus (textfile collector: a name in .prom)."),
        click.option("--quiet", is_flag=True, help="No progress and no summary; what goes wrong is still told."),
    ):  # fmt: skip
        command = option(command)
    return command


def fetching(command: _Command) -> _Command:
    """The options of the commands that only archive."""
    for option in reversed((*_NETWORK, *_MESSAGES)):
        command = option(command)
    output = click.option(
        "-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder."
    )
    return output(crawling(told(command)))


def page_options(shared: dict[str, Any], indent: int = 0) -> PageOptions:
    """How pages are made, by the options of ``reading``."""
    from extractor.jobs.pages import PageOptions

    return PageOptions(
        rules=shared["rules"],
        workers=shared["workers"],
        links=shared["links"],
        indent=indent,
        timeout=shared["timeout"],
        contact=shared["contact"],
        allow_private=shared["allow_private"],
        old_tls=shared["old_tls"],
    )


def crawl_options(shared: dict[str, Any], *, follow: bool = True, dry_run: bool = False) -> CrawlOptions:
    """How addresses are followed, by the options of ``crawling``."""
    from extractor.jobs.crawl import CrawlOptions

    limits = {name: shared[name] for name in ("delay", "max_pages", "max_bytes")}
    return CrawlOptions(**limits, follow=follow, dry_run=dry_run)
