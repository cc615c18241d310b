"""The scorers of the shared folder, each figure against its bar. Exits 1 when one is missed, and says which.

Bars on time are ratios within one run, with room for a busy machine; the figures themselves are printed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from statistics import median

SHARED = Path(sys.argv[1])
PYTHON = ".venv/bin/python"
NUMBER = r"\s*(-?[0-9.]+)"
_TIMES = re.compile(r"([0-9.]+) times a bare")


def run(*arguments: str) -> str:
    done = subprocess.run([PYTHON, *arguments], capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr if done.returncode else "", sep="", flush=True)
    if done.returncode:
        sys.exit(f"{arguments[0]} ended with status {done.returncode}")
    return done.stdout


def bar(name: str, printed: str, pattern: str, *, at_least: float | None = None, at_most: float | None = None) -> bool:
    found = re.search(pattern, printed)
    value = float(found[1]) if found else None
    met = value is not None and (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    print(
        f"{'met   ' if met else 'MISSED'} {name}: {value}, bar {at_least if at_least is not None else at_most}",
        flush=True,
    )
    return met


def cases() -> list[bool]:
    out = run(str(SHARED / "cases/score.py"))
    return [
        bar("places right", out, r"places\s+right" + NUMBER, at_least=100),
        bar("places wrong", out, r"wrong unit" + NUMBER, at_most=0),
        bar("rosters whole", out, r"rosters\s+whole" + NUMBER, at_least=20),
        bar("rosters absent said so", out, r"\((\d+) of 6 absent", at_least=6),
        bar("rosters declared", out, r"declared number right" + NUMBER, at_least=20),
        bar("rosters where there is none", out, r"where there is none" + NUMBER, at_most=0),
        bar("attribution right", out, r"attribution\s+right" + NUMBER, at_least=58),
        bar("attribution spurious", out, r"attribution.*?spurious" + NUMBER, at_most=1),
    ]


def prose() -> list[bool]:
    out = run(str(SHARED / "bench/prose/score.py"))
    groups = {"T": 59, "D": 19, "Q": 85, "M": 16, "P": 13, "O": 6, "N": 7}
    return [
        *(bar(f"prose {g}", out, rf"(?m)^{g}  found\s+\d+ right" + NUMBER, at_least=n) for g, n in groups.items()),
        bar("prose spurious", out, r"spurious in prose" + NUMBER, at_most=4),
        bar("traps whole", out, r"traps whole" + NUMBER, at_least=66),
        bar("forbidden touched", out, r"spans touched" + NUMBER, at_most=1),
        speed(out),
        length(run("bench/prose.py")),
    ]


def speed(out: str) -> bool:
    """One run where it meets the bar; else the middle one of five, for a busy machine moves either part of the ratio."""
    ratios = [float(found) for found in _TIMES.findall(out)]
    if ratios[0] > 12:
        ratios += [float(_TIMES.findall(run(str(SHARED / "bench/prose/score.py")))[0]) for _ in range(4)]
    return bar("prose, times a bare scan", f"times {median(ratios)}", "times" + NUMBER, at_most=12)


def length(out: str) -> bool:
    """What a character of a long text costs, against one of short texts; a tenth leaves room for a busy machine."""
    return bar(
        "prose, 200,000 characters against 2,000", out, r"of 200,000 characters: .*?," + NUMBER + " times", at_most=1.1
    )


def body() -> list[bool]:
    out = run(
        str(SHARED / "bench/body/bench.py"), "--out", "/dev/null", "--reps", "1", "--fn", "all=adapter:everything"
    )
    columns = next(line.split() for line in out.splitlines() if line.startswith("all "))
    # extractor n err | P R F1 >=.95 <.5 | aebF1 aebcF1 | ms_med ms_p95 xparse xtotal | title date source editor author
    figures = dict(zip(("title", "date", "source", "editor", "author"), columns[-5:], strict=True)) | {"f1": columns[6]}
    printed = " ".join(f"{name}={value}" for name, value in figures.items())
    bars = {"f1": 0.98, "title": 0.98, "date": 0.95, "source": 0.90, "editor": 0.92}
    return [bar(f"pages {name}", printed, rf"\b{name}=" + NUMBER, at_least=least) for name, least in bars.items()]


def main() -> int:
    met = [*cases(), *prose(), *body()]
    print(f"{sum(met)} of {len(met)} bars met")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
