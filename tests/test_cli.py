"""The program as a user meets it: a process with arguments, two streams and a status."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from extractor import __version__

# A process started in the background may have been told to ignore Ctrl-C; ours must not inherit that.
HEEDING = partial(signal.signal, signal.SIGINT, signal.default_int_handler)

EXTRACTOR = Path(sys.executable).with_name("extractor")
ARTICLE = """海州市总工会召开会议部署职工文化工作
发布时间：2024-03-12 来源：海州市总工会
3月11日，海州市总工会召开会议，部署全市职工文化工作。会议指出，全市现有职工书屋120家，去年接待职工3万余人次。
会议强调，各级工会要把职工文化阵地建设好、管理好、使用好，让广大职工就近就便享受文化服务，要继续办好职工运动会和职工艺术节。
会议要求，各县（市、区）总工会要在6月底前完成自查，并将情况报送市总工会宣传教育部。
责任编辑：李文
"""


def extractor(*args: str | Path, stdin: bytes | None = None, cwd: Path | None = None, **env: str) -> Any:
    """Runs the program; the result has returncode, stdout and stderr (text)."""
    done = subprocess.run(
        [EXTRACTOR, *map(str, args)], input=stdin, capture_output=True, cwd=cwd, env={**os.environ, **env}, check=False
    )
    return subprocess.CompletedProcess(args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file that holds an article."""
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    return tmp_path / "article.txt"


def reasons(output: Path) -> dict[str, str | None]:
    """For each input of a run, the code of its reason."""
    account = json.loads((output / "run.json").read_text("utf-8"))
    return {i["input"]: i["reason"]["code"] if i["reason"] else None for i in account["inputs"]}


def test_help_and_version() -> None:
    """Help names every command, and the version is the package's."""
    told = extractor("--help")
    assert told.returncode == 0
    assert all(command in told.stdout for command in ("run", "extract", "locate", "schema", "rules"))
    assert extractor("--version").stdout.strip().endswith(__version__)


@pytest.mark.parametrize("module", ["extractor", "extractor.cli"])
def test_light_imports(module: str) -> None:
    """Neither the package nor the help of the program loads a parser, a segmenter or an HTTP client."""
    code = f"import sys, {module}; print(*sorted({{'lxml', 'bs4', 'jieba', 'httpcore', 'httpcore2', 'msgspec', 're2'}} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def test_no_http_client_for_files(article: Path) -> None:
    """A file is read without loading an HTTP client."""
    code = (
        "import sys; from extractor.jobs.extract import extract; from extractor.jobs.pages import PageOptions; "
        f"assert list(extract([{str(article)!r}], PageOptions())); assert not {{'httpcore', 'httpcore2'}} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_extract(article: Path) -> None:
    """One page a line on standard output, and nothing else there."""
    told = extractor("extract", article, article)
    assert told.returncode == 0
    first, second = map(json.loads, told.stdout.splitlines())
    assert first == second
    assert first["capture"]["url"] == str(article)
    assert first["document"]["links"] is None
    assert told.stderr == ""


def test_stdin() -> None:
    """A page can come in by standard input; then it has no name."""
    told = extractor("extract", "-", stdin=ARTICLE.encode())
    assert told.returncode == 0
    assert json.loads(told.stdout)["capture"]["url"] is None


def test_links(tmp_path: Path) -> None:
    """Links are in the JSON where they are asked for."""
    (tmp_path / "a.html").write_text(f"<p>{ARTICLE}</p><a href='b.html'>下一篇</a>", "utf-8")
    told = extractor("extract", "--links", tmp_path / "a.html")
    assert json.loads(told.stdout)["document"]["links"]


def test_schema() -> None:
    """The schema that is printed is the one that lies beside the pages."""
    told = extractor("schema")
    assert told.returncode == 0
    assert json.loads(told.stdout)["title"] == "Page"


def test_pages_fit_the_schema(article: Path, tmp_path: Path) -> None:
    """A page in the folder is valid by the schema in the folder."""
    import jsonschema

    extractor("run", article, "-o", tmp_path / "out")
    (page,) = (tmp_path / "out" / "pages").iterdir()
    schema = json.loads((tmp_path / "out" / "schema" / "page-1.0.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(page.read_text("utf-8")))


def test_locate() -> None:
    """A name is answered with its unit, another with null; both are answers."""
    told = extractor("locate", "青岛市工人文化宫", "东方航空", "--on", "2024-01-01")
    assert told.returncode == 0
    first, second = map(json.loads, told.stdout.splitlines())
    assert first["place"]["code"] == "370200"
    assert second == {"name": "东方航空", "place": None}


@pytest.mark.parametrize(
    "args",
    [
        ["run"],
        ["extract"],
        ["locate"],
        ["nonsense"],
        ["run", "x", "--workers", "0"],
        ["run", "x", "--fail-on", "everything"],
        ["extract", "x", "--timeout", "0"],
        ["locate", "x", "--on", "yesterday"],
        ["extract", "x", "--rules", "/no/such/folder"],
    ],
)
def test_usage(args: list[str]) -> None:
    """What is asked for in the wrong way is status 2, and nothing on standard output."""
    told = extractor(*args)
    assert told.returncode == 2
    assert told.stderr
    assert told.stdout == ""


def test_bad_inputs(article: Path, tmp_path: Path) -> None:
    """Each bad input is one line with its name and the remedy, and has its reason in the run; the good one is done."""
    files = {
        "menu.html": "<ul><li>首页</li><li>联系我们</li></ul>".encode(),
        "empty.txt": b"",
        "binary.html": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "a.warc": b"WARC/1.0",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "bare").mkdir()
    output = tmp_path / "out"
    bad = {
        "missing.html": "file.missing",
        "empty.txt": "parse.empty",
        "menu.html": "parse.no_article",
        "binary.html": "parse.binary",
        "a.warc": "warc.empty",
        "bare": "folder.empty",
    }
    told = extractor("run", *(tmp_path / name for name in bad), article, "-o", output)
    assert told.returncode == 3
    lines = told.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:-1]] == [str(tmp_path / name) for name in bad]
    assert reasons(output) == {**{str(tmp_path / name): code for name, code in bad.items()}, str(article): None}
    assert lines[-1].startswith("extractor: 1 done (0 changed), 6 failed")
    assert told.stdout == ""


def test_nothing_usable(tmp_path: Path) -> None:
    """Where no input gives a page the status is 5; the folder says why."""
    told = extractor("run", tmp_path / "none.html", "-o", tmp_path / "out")
    assert told.returncode == 5
    assert list(reasons(tmp_path / "out").values()) == ["file.missing"]


def test_broken_encoding(tmp_path: Path) -> None:
    """Bytes that are no text in a page that is: a warning, and the page is done."""
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode().replace("职工书屋".encode(), b"\xff\xfe\xfd", 1))
    told = extractor("run", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert told.returncode == 0
    assert told.stderr.startswith(f"warning: {tmp_path / 'a.txt'}: ")


def test_broken_rules(article: Path, tmp_path: Path) -> None:
    """A folder with a broken pattern is status 2 and one line with file and id; no page is touched."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.toml").write_text('[[rule]]\nid = "mine.x"\nwhy = "w"\npattern = "("\n')
    commands: list[list[str | Path]] = [["run", article, "-o", tmp_path / "out", "--rules", rules], ["rules", rules]]
    for command in commands:
        told = extractor(*command)
        assert told.returncode == 2
        assert len(told.stderr.splitlines()) == 1
        assert "mine.toml: rule mine.x" in told.stderr
    assert not (tmp_path / "out").exists()


def test_rules(tmp_path: Path) -> None:
    """A folder of rules is held against its own examples."""
    rule = '[[rule]]\nid = "mine.x"\nwhy = "w"\npattern = "工会"\nexamples = [{{text = "总工会", gives = "{}"}}]\n'
    (tmp_path / "mine.toml").write_text(rule.format("工会"), "utf-8")
    told = extractor("rules", tmp_path)
    assert (told.returncode, told.stdout) == (0, "rules that keep to their examples: 1\n")
    (tmp_path / "mine.toml").write_text(rule.format("协会"), "utf-8")
    told = extractor("rules", tmp_path)
    assert told.returncode == 2
    assert "mine.toml: rule mine.x" in told.stderr


def test_same_bytes(article: Path, tmp_path: Path, fixtures: Path) -> None:
    """Hash seed, time zone, locale and the number of processes leave no trace in the output."""
    (tmp_path / "名单.txt").write_text(ARTICLE.replace("召开会议", "召开大会", 1), "utf-8")
    inputs = [article, tmp_path / "名单.txt", fixtures / "site", tmp_path / "none"]
    extractor("run", *inputs, "-o", tmp_path / "a", PYTHONHASHSEED="1", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8")
    extractor("run", *inputs, "-o", tmp_path / "b", "--workers", "3", PYTHONHASHSEED="2", TZ="UTC+9", LC_ALL="C")
    a, b = (
        {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        for out in (tmp_path / "a", tmp_path / "b")
    )
    for clock in (Path("run.json"), Path("events.jsonl")):
        del a[clock], b[clock]
    assert len(a) > 20
    assert a == b


def test_manifest(article: Path, tmp_path: Path) -> None:
    """The manifest is one that sha256sum accepts, and names all files but itself and the two with clock times."""
    output = tmp_path / "out"
    extractor("run", article, "-o", output)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"], cwd=output, check=True)
    named = {line.split("  ")[1] for line in (output / "manifest-sha256.txt").read_text("utf-8").splitlines()}
    there = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()}
    assert there - named == {"manifest-sha256.txt", "run.json", "events.jsonl", ".lock"}


def test_second_run(article: Path, tmp_path: Path) -> None:
    """A second run over other inputs keeps the pages of the first, and describes both."""
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("召开会议", "召开大会"), "utf-8")
    extractor("run", article, "-o", tmp_path / "out")
    extractor("run", other, "-o", tmp_path / "out")
    assert len(list((tmp_path / "out" / "pages").iterdir())) == 2
    assert len((tmp_path / "out" / "tables" / "pages.jsonl").read_text("utf-8").splitlines()) == 2


def test_duplicate(article: Path, tmp_path: Path) -> None:
    """The same page twice is one page, and the second input is listed as its duplicate."""
    copy = tmp_path / "copy.txt"
    copy.write_text(ARTICLE, "utf-8")
    told = extractor("run", article, copy, "-o", tmp_path / "out")
    assert told.returncode == 0
    assert reasons(tmp_path / "out") == {str(article): None, str(copy): "run.duplicate"}


def test_languages(tmp_path: Path) -> None:
    """Messages come in Chinese where they are asked for; the account of the run stays as it is."""
    told = extractor("run", tmp_path / "none", "-o", tmp_path / "out", "--lang", "zh", "--quiet")
    assert told.stderr == f"失败：{tmp_path / 'none'}：没有这个文件，请检查路径\n"
    assert "no such file" in (tmp_path / "out" / "run.json").read_text("utf-8")


def test_logs_for_machines(article: Path, tmp_path: Path) -> None:
    """Messages as JSON: a line for each input."""
    told = extractor("extract", article, tmp_path / "none", "--log-format", "json")
    lines = [json.loads(line) for line in told.stderr.splitlines()]
    assert [(line["input"], line["status"]) for line in lines] == [
        (str(article), "ok"),
        (str(tmp_path / "none"), "failed"),
    ]


def test_quiet(article: Path, tmp_path: Path) -> None:
    """A quiet run that goes well says nothing at all."""
    told = extractor("run", article, "-o", tmp_path / "out", "--quiet")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def on_terminal(*args: str | Path) -> str:
    """What a terminal shows of the program."""
    ours, theirs = os.openpty()
    with subprocess.Popen([str(word) for word in (EXTRACTOR, *args)], stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux tells that the other side is closed
            while piece := os.read(ours, 65536):
                shown += piece
        os.close(ours)
    assert running.returncode == 0
    return shown.decode()


def test_table(article: Path, tmp_path: Path) -> None:
    """A terminal sees a table of what was found and where it lies, a file does so where it is asked for, and never both it and the line."""
    given: list[str | Path] = ["run", article, "-o", tmp_path / "out"]
    assert "1 done, 0 failed, 0 duplicate" in on_terminal(*given)
    told = extractor(*given, "--table")
    assert told.stdout.startswith("title")
    assert told.stdout.endswith(f"account of the run: {tmp_path / 'out'}/run.json\n")
    assert told.stderr == ""
    assert extractor(*given, "--table", "--quiet").stdout == ""


def test_progress(article: Path, tmp_path: Path) -> None:
    """A terminal sees how far the run is, a file does not."""
    assert "\r\x1b[K1/1" in on_terminal("run", article, "-o", tmp_path / "out")
    assert "1/1" not in on_terminal("run", article, "-o", tmp_path / "out", "--quiet")
    assert "1/1" not in extractor("run", article, "-o", tmp_path / "out").stderr


def test_pretty_on_a_terminal(article: Path) -> None:
    """A terminal gets a page that a person can read."""
    assert on_terminal("extract", article).startswith('{\r\n  "article"')


def test_poor_terminal(tmp_path: Path, article: Path) -> None:
    """A terminal that cannot show Chinese is no error."""
    told = extractor("run", article, "-o", tmp_path / "out", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.returncode == 0


def test_output_in_the_way(article: Path) -> None:
    """An output that is a file is one line with the remedy."""
    told = extractor("run", article, "-o", article)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 1
    assert "-o" in told.stderr


def test_interrupted(article: Path, tmp_path: Path) -> None:
    """Ctrl-C ends a run with status 130; what was done is kept and described, the rest is listed as not done."""
    os.mkfifo(tmp_path / "slow.html")  # a page that never comes
    output = tmp_path / "out"
    command = [
        str(word) for word in (EXTRACTOR, "run", article, tmp_path / "slow.html", tmp_path / "later", "-o", output)
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=HEEDING) as running:
        while b'"input":' not in (log.read_bytes() if (log := output / "events.jsonl").exists() else b""):
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    assert running.returncode == 130
    assert list(reasons(output).values()) == [None, "run.interrupted", "run.interrupted"]
    assert len((output / "tables" / "pages.jsonl").read_text("utf-8").splitlines()) == 1


def test_reader_gone(article: Path) -> None:
    """A reader that has read enough is no error of ours: no traceback."""
    piped = f"{EXTRACTOR} extract {' '.join([str(article)] * 40)} | head -c 1"
    told = subprocess.run(piped, shell=True, capture_output=True, check=True)
    assert told.stderr == b""
