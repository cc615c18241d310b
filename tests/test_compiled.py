"""Compiled or not, the data are the same, to the byte."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from extractor import extract, to_json

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (ROOT / "fixtures").rglob("*") if path.suffix in (".html", ".txt"))
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
    "hooks"
]
SOURCES = sorted(path for pattern in HOOK["mypyc"]["include"] for path in ROOT.glob(pattern.removeprefix("/")))
COMPILED = list((ROOT / "src/extractor").rglob("*.so"))
# Reads paths from standard input, writes the page of each, one a line.
READ = """
import sys, extractor
from pathlib import Path
for path in sys.stdin.read().splitlines():
    sys.stdout.buffer.write(extractor.to_json(extractor.extract(Path(path).read_bytes(), url=path)))
"""

needs_compiled = pytest.mark.skipif(not COMPILED, reason="plain Python is installed: nothing was compiled")


def test_every_source_is_there() -> None:
    """Each line of the list names at least one module."""
    assert [pattern for pattern in HOOK["mypyc"]["include"] if not list(ROOT.glob(pattern.removeprefix("/")))] == []


@needs_compiled
def test_all_of_it_is_compiled() -> None:
    """A module that is on the list and was not compiled would be slow and nothing else."""
    names = [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in SOURCES]
    assert [name for name in names if not str(importlib.import_module(name).__file__).endswith(".so")] == []


@needs_compiled
def test_the_same_bytes(tmp_path: Path) -> None:
    """All pages of the fixtures, by the compiled modules here and by their sources in another process."""
    assert len(PAGES) > 20
    shutil.copytree(
        ROOT / "src/extractor", tmp_path / "extractor", ignore=shutil.ignore_patterns("*.so", "__pycache__")
    )
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input="\n".join(map(str, PAGES)).encode(),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
    )
    ours = [to_json(extract(path.read_bytes(), url=str(path))) for path in PAGES]
    assert done.stdout.splitlines(keepends=True) == ours
