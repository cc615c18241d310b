"""Arguments in, exit status out. Results go to standard output, everything else to standard error.

Jobs are imported inside the commands, against the habit of this code: ``extractor --help`` must not load a parser.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor import __version__
from extractor.options import (
    INPUT_HELP,
    contact_option,
    crawl_options,
    crawling,
    fetching,
    messages,
    page_options,
    reading,
    rules_option,
    told,
)

if TYPE_CHECKING:
    from extractor.console import Console
    from extractor.jobs.metrics import Ended, Meter


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="extractor")
def cli() -> None:
    """Pages of Chinese trade unions as data, each value with the exact characters that say it."""


@cli.command(epilog=INPUT_HELP)
@reading
@crawling
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder.")
@click.option("--accept-regression", is_flag=True, help="Let an empty or check-failing record replace a good one.")
@click.option(
    "--table", is_flag=True, help="Print the table of what was found where standard output is no terminal too."
)
@told
def run(
    inputs: tuple[str, ...],
    output: Path,
    accept_regression: bool,
    table: bool,
    quiet: bool,
    metrics: Path | None,
    **shared: Any,
) -> int:
    """Extract pages into a folder: pages, tables, and an account of the run.

    Pages of earlier runs stay in the folder; the tables describe all that it holds. Addresses are archived first, in
    warc/, with what they lead to (the articles of a column, the files of an article), and then read from there.

    Without a terminal one line sums up the run, and before it there is one for each input that fails and did not fail in
    the same way the time before; run.json lists them all.
    """
    from extractor.console import Console
    from extractor.jobs.metrics import Ended, Meter
    from extractor.jobs.outcome import exit_status
    from extractor.jobs.run import RunOptions
    from extractor.jobs.run import run as run_job

    table = not quiet and (table or sys.stdout.isatty())
    console = Console(shared["lang"], shared["log_format"], quiet=quiet, table=table)
    options = RunOptions(output, accept_regression, page_options(shared), crawl_options(shared))

    def job() -> Ended:
        result = run_job(inputs, options, console.progress, console.heard)
        console.report(result, output)
        status = exit_status(result.outcomes, fail_on=shared["fail_on"], interrupted=result.interrupted)
        return Ended(status, result.outcomes, len(result.changes), result.web)

    _warn(console, shared)
    return _ended(console, job, Meter(metrics, "run", output))


@cli.command(epilog=INPUT_HELP)
@reading
def extract(inputs: tuple[str, ...], **shared: Any) -> int:
    """Print one page a line as JSON; indented on a terminal.

    A page without an article is printed too, with its problems, and counts as failed.
    """
    from extractor.console import Console
    from extractor.jobs.extract import extract as extract_job
    from extractor.jobs.metrics import Ended
    from extractor.jobs.outcome import exit_status

    console = Console(shared["lang"], shared["log_format"])

    def job() -> Ended:
        outcomes = []
        for made in extract_job(inputs, page_options(shared, indent=_indent())):
            _write(made.content or b"")
            outcomes.append(made.outcome)
            console.progress(made.outcome, len(outcomes), 0)
        return Ended(exit_status(outcomes, fail_on=shared["fail_on"]), outcomes)

    _warn(console, shared)
    return _ended(console, job)


@cli.command()
@fetching
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
def fetch(urls: tuple[str, ...], output: Path, **shared: Any) -> int:
    """Archive pages as they are, and nothing that they lead to, in OUTPUT/warc/."""
    return _archive(urls, output, shared, follow=False)


@cli.command()
@fetching
@click.option("--dry-run", is_flag=True, help="Read columns only, keep nothing, and print what would be fetched.")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
def crawl(urls: tuple[str, ...], output: Path, dry_run: bool, **shared: Any) -> int:
    """Archive columns with their articles and files, in OUTPUT/warc/, without reading them."""
    return _archive(urls, output, shared, follow=True, dry_run=dry_run)


def _archive(
    urls: tuple[str, ...], output: Path, shared: dict[str, Any], *, follow: bool, dry_run: bool = False
) -> int:
    from extractor.console import Console
    from extractor.jobs.fetch import archive, status_of, would_fetch
    from extractor.jobs.metrics import Ended, Meter

    console = Console(shared["lang"], shared["log_format"], quiet=shared["quiet"])
    options = page_options({"rules": None, "workers": 1, "links": False, **shared})
    crawling = crawl_options(shared, follow=follow, dry_run=dry_run)

    def job() -> Ended:
        if dry_run:
            for line in would_fetch(urls, options, crawling):
                click.echo(line)
            return Ended(0)
        result = archive(urls, output, options, crawling, console.heard)
        for number, outcome in enumerate(result.outcomes, 1):
            console.progress(outcome, number, len(result.outcomes))
        console.archived(result, output)
        return Ended(status_of(result), result.outcomes, web=result.web)

    _warn(console, shared)
    path = None if dry_run else shared["metrics"]
    return _ended(console, job, Meter(path, "crawl" if follow else "fetch", output))


@cli.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day whose division is asked.")
def locate(names: tuple[str, ...], on: datetime | None) -> int:
    """Print the administrative unit that each name states, one JSON object a line; null where it states none."""
    from extractor.jobs.locate import locate as locate_job

    for line in locate_job(names, on=on.date() if on else None, indent=_indent()):
        _write(line)
    return 0


@cli.command()
def schema() -> int:
    """Print the JSON Schema of a page."""
    from extractor.jobs.schema import schema as schema_job

    _write(schema_job())
    return 0


@cli.command()
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of messages.")
def rules(folder: str | None, lang: Any) -> int:
    """Hold the rules of a folder (or the shipped ones) against their own examples."""
    from extractor.jobs.outcome import USAGE
    from extractor.jobs.rules import check_rules
    from extractor.messages import say

    report = check_rules(folder)
    for complaint in report.complaints:
        click.echo(complaint, err=True)
    if not report.complaints:
        click.echo(say("rules that keep to their examples: {rules}", lang, rules=report.rules))
    return USAGE if report.complaints else 0


@cli.command()
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder.")
@rules_option
@contact_option
@messages
def doctor(output: Path, rules: str | None, contact: str | None, lang: Any, log_format: Any) -> int:
    """Tell what there is to know before OUTPUT is left alone: program, machine, disk, lock, state, archive, last run.

    Asks no network and changes nothing. Each line says what to do, unless all is well. The status is 3 where something
    fails; warnings leave it at 0.
    """
    from extractor.console import Console
    from extractor.jobs.doctor import doctor as doctor_job
    from extractor.jobs.doctor import status_of

    console, findings = Console(lang, log_format), []
    for finding in doctor_job(output, rules, contact):
        console.found(finding)
        findings.append(finding)
    return status_of(findings)


def main() -> None:
    """The program: runs the command and ends with its status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that lacks a character is no error
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what stops a service ends as cleanly as Ctrl-C
    sys.exit(_status(cli))


def _ended(console: Console, job: Callable[[], Ended], meter: Meter | None = None) -> int:
    """The exit status of a job. What ends it early is told as the user asked for, and measured like any other end."""
    from extractor.jobs.metrics import Ended
    from extractor.jobs.outcome import OUR_BUG, status_of_error
    from extractor.model.errors import ExtractorError

    ended = Ended(OUR_BUG)
    try:
        ended = job()
    except ExtractorError as error:
        console.error(error)
        ended = Ended(status_of_error(error))
    except KeyboardInterrupt as error:
        console.stopped()
        ended = Ended(status_of_error(error))
    finally:  # a bug of ours goes its way, measured
        if meter:
            _note(console, meter, ended)
    return ended.status


def _note(console: Console, meter: Meter, ended: Ended) -> None:
    from extractor.model.errors import EdgeError

    try:
        meter.note(ended)
    except EdgeError as error:  # the pages are there all the same
        console.warn(error.code, str(error))


def _status(command: click.Command) -> int:
    from extractor.model.errors import ExtractorError

    try:
        return command.main(standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ExtractorError as error:  # rules that are wrong: the caller's to mend
        click.echo(f"extractor: {' '.join(str(error).split())}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output has read enough
        return 141


def _warn(console: Console, shared: dict[str, Any]) -> None:
    if shared["old_tls"]:
        console.warn("net.old_tls", "--old-tls: pages that come over an old TLS can be changed on their way")


def _indent() -> int:
    return 2 if sys.stdout.isatty() else 0


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
