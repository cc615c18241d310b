"""What the documents name exists, and what exists is named: commands, options, files, metrics, exit statuses."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from prometheus_client.parser import text_string_to_metric_families

from extractor.cli import cli
from extractor.jobs.crawl import Tally
from extractor.jobs.metrics import Ended, Times, exposition, gauges
from extractor.jobs.outcome import Outcome, Reason

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
GUIDES = (ROOT / "docs" / "cron.md", ROOT / "docs" / "cron.zh-CN.md")
SAMPLES = ROOT / "docs" / "cron"
OPTIONS = {name: {o for p in command.params for o in p.opts} for name, command in cli.commands.items()}
STATUSES = {"0", "1", "2", "3", "4", "5", "6", "130"}


def told(*paths: Path) -> str:
    """The text of some documents."""
    return "\n".join(path.read_text("utf-8") for path in paths)


def calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of the program in code blocks and samples, with their arguments."""
    call = re.compile(rf"(?: {{4}}|ExecStart=|[\d* ]{{9,}}).*?(?<![\w.-])extractor +((?:{'|'.join(OPTIONS)})\b.*)")
    for line in text.splitlines():
        if found := call.match(line):
            command, *arguments = shlex.split(found[1].split(" > ")[0].rstrip('"'))
            yield command, arguments


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_commands(readme: Path) -> None:
    """The table of a README names every command, and no other."""
    assert set(re.findall(r"^\| `(\w+)[^`]*` \|", readme.read_text("utf-8"), re.MULTILINE)) == OPTIONS.keys()


@pytest.mark.parametrize("path", [*READMES, *GUIDES, *SAMPLES.iterdir()], ids=lambda path: path.name)
def test_options(path: Path) -> None:
    """Every option that a document names is one of some command; in a command line, one of that command."""
    text = path.read_text("utf-8")
    foreign = {"--collector", "--now"}  # of node_exporter and systemctl
    named = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", text)) - foreign
    assert named <= set().union(*OPTIONS.values())
    for command, arguments in calls(text):
        assert {one for one in arguments if one.startswith("-") and one != "-"} <= OPTIONS[command], command


def test_examples_are_read() -> None:
    """The pattern that finds command lines finds those of README, guide and samples."""
    found = {command for command, _ in calls(told(READMES[0], GUIDES[0]))}
    assert found >= {"run", "extract", "locate", "schema", "rules", "doctor"}
    for name in ("extractor.cron", "extractor.service"):
        ((command, arguments),) = calls(told(SAMPLES / name))
        assert command == "run"
        assert "--metrics" in arguments
        context = cli.commands[command].make_context("run", list(arguments))
        assert context.params["inputs"] == ("@/etc/extractor/sites.txt",)


def test_help_is_english_sentences() -> None:
    """Every option of every command has a help text, and every command too."""
    for command in cli.commands.values():
        assert command.help
        assert all(p.help for p in command.params if isinstance(p, click.Option))


@pytest.mark.parametrize("path", [*READMES, *GUIDES], ids=lambda path: path.name)
def test_exit_statuses(path: Path) -> None:
    """Each table of exit statuses has all of them."""
    assert set(re.findall(r"^\| (\d+) \|", path.read_text("utf-8"), re.MULTILINE)) == STATUSES


def metrics() -> set[str]:
    """The names of all metrics that there can be."""
    outcomes = [Outcome(input="a", status="failed", reason=Reason("http.404", "gone"))]
    content = exposition(gauges(Ended(3, outcomes, 0, Tally()), Times(1, 1, 1)), {})
    return {family.name for family in text_string_to_metric_families(content.decode())}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_metrics(guide: Path) -> None:
    """A guide names every metric, and no other; so far as they use ours, the alerts name none that does not exist."""
    rows = [
        row
        for row in guide.read_text("utf-8").split("extractor_run_…`）")[-1].split("extractor_run_…`)")[-1].splitlines()
        if row.startswith("| `")
    ]
    named = {f"extractor_run_{name}" for row in rows for name in re.findall(r"`(\w+)(?:\{\w+\})?`", row.split("|")[1])}
    assert named == metrics()
    used = set(re.findall(r"\bextractor_run_\w+", told(SAMPLES / "extractor.rules.yml")))
    assert used
    assert used <= metrics()


@pytest.mark.parametrize("path", [*READMES, *GUIDES, *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name)
def test_links(path: Path) -> None:
    """What a document links to is there; and the guide links to every sample."""
    links = [link for link in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")) if "://" not in link]
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []
    if path in GUIDES:
        assert {Path(link).name for link in links if link.startswith("cron/")} == {
            one.name for one in SAMPLES.iterdir()
        }


def test_samples_of_systemd() -> None:
    """The units are made of sections, keys and comments; the timer's service is there, and 3 and 4 do not fail it."""
    for name in ("extractor.service", "extractor.timer"):
        lines = told(SAMPLES / name).splitlines()
        assert [line for line in lines if not re.fullmatch(r"|#.*|\[\w+\]|[A-Z]\w+=\S.*", line)] == []
    assert "SuccessExitStatus=3 4" in told(SAMPLES / "extractor.service")
