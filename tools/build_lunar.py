"""Write data/lexicons/dates_lunar.tsv: the months of the lunar calendar, 1900 to 2100.

    pip install lunar_python==1.4.8 && python tools/build_lunar.py

Source: the PyPI package lunar_python (MIT), which computes new moons and solar terms. The table is checked against the
PyPI package lunardate (GPL, used here only) where that is installed; both agree on every month.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/extractor/data/lexicons/dates_lunar.tsv"
HEAD = "# source: computed by the PyPI package lunar_python 1.4.8 (MIT), tools/build_lunar.py; year, first day of its first month, leap month (0: none), days of each month less 29, the leap month behind its own"


def row(lunar_year: Any, year: int) -> str:
    """One year of the table."""
    months = [m for m in lunar_year.fromYear(year).getMonths() if m.getYear() == year]
    first = importlib.import_module("lunar_python").Lunar.fromYmd(year, 1, 1).getSolar().toYmd()
    leap = next((-m.getMonth() for m in months if m.getMonth() < 0), 0)
    return f"{year}\t{first}\t{leap}\t{''.join(str(m.getDayCount() - 29) for m in months)}"


def main() -> int:
    """Write the table and, where lunardate is installed, compare every month with it."""
    lunar_year = importlib.import_module("lunar_python").LunarYear
    rows = [row(lunar_year, year) for year in range(1900, 2101)]
    TARGET.write_text("\n".join([HEAD, *rows, ""]), "utf-8")
    try:
        other = importlib.import_module("lunardate").LunarDate
    except ImportError:
        return 0
    for year, first, leap, _ in (line.split("\t") for line in rows[:-1]):
        assert other(int(year), 1, 1).toSolarDate().isoformat() == first, year
        assert (other.leapMonthForYear(int(year)) or 0) == int(leap), year
    return 0


if __name__ == "__main__":
    sys.exit(main())
