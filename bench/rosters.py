"""Ten thousand entries in one page: every entry, in linear time. ``python bench/rosters.py``"""

from __future__ import annotations

import sys
from time import process_time

import extractor

SIZES = (2_500, 5_000, 10_000, 20_000)
PALACES = ("南州市第{}工人文化宫", "四川苍溪县第{}工人文化宫", "恩施州第{}工人文化宫", "武汉经开区第{}工人文化宫")
LAYOUTS = {
    "names": lambda n: PALACES[n % 4].format(n),
    "numbered persons": lambda n: f"{n}.王大明 南州市第{n}机床厂钳工",
    "regions": lambda n: f"第{n}县\n南州市第{n}机床厂工会" if n % 20 == 1 else f"南州市第{n}机床厂工会",
}


def page(layout: str, size: int) -> str:
    """A list of ``size`` entries under a title that says so."""
    return f"先进名单(共{size}个)\n" + "\n".join(LAYOUTS[layout](n) for n in range(1, size + 1))


def main() -> int:
    """Prints processor seconds by layout and size; 1 where an entry is missing."""
    extractor.find_rosters(page("names", 50))
    missing = 0
    for layout in LAYOUTS:
        seconds = []
        for size in SIZES:
            text = page(layout, size)
            start = process_time()
            found = sum(roster.found for roster in extractor.find_rosters(text))
            seconds.append(process_time() - start)
            missing += found != size
        row = "  ".join(f"{size}: {spent:.2f} s" for size, spent in zip(SIZES, seconds, strict=True))
        print(f"{layout:20} {row}")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
