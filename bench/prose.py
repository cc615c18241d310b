"""What dates and counts cost, as a ratio to a bare anchored scan of the same text in the same run; and that both are linear.

    python bench/prose.py

The ratio, not the microseconds, is what can be compared between machines and days.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from itertools import count

from extractor.api import find_counts, find_dates

_ANCHOR = re.compile("[0-9〇零一二三四五六七八九十百千万亿两几数半上近约超]")
_TOKEN = re.compile(r"(?:[0-9]+|[〇零一二三四五六七八九十百千万亿两]+)(?:年|月|日|个|名|家|人|%)?")
_PROSE = (
    "今年以来，青禾市总工会新设司机之家142个，送出清凉包2.4万份，组织职工疗养3600人次，花去经费715.5万元。"
    "到9月底，货车司机入会率为76.5%，比去年底高出8.6个百分点，近300名会员给工会打了分。"
    "俱乐部建于1956年，67年来几经翻修，院子有2万余平方米，去年来过超十万人次，同比增长17.4%。"
    "9月4日，第三届职工艺术节闭幕，八大版块36项活动历时近五个月，三分之二的作品出自一线青年职工之手。"
)
_ADVERSE = {"一": "一", "1,": "1,", "年": "年", "三十": "三十", "第": "第", "“": "“", "3至": "3至"}
_TOTAL = 200_000  # characters that are read at each length
_serial = count()


def scan(text: str) -> None:
    """The bare scan: find each number and read it with its unit, no value, no bounds, no evidence."""
    for anchor in _ANCHOR.finditer(text):
        _TOKEN.match(text, anchor.start())


def both(text: str) -> None:
    """What is measured: every date and every count of a text."""
    find_dates(text, published="2023-10-20")
    find_counts(text)


def seconds(work: Callable[[str], None], texts: Iterable[str], turns: int = 7) -> float:
    """The best of several turns, each over texts that were not seen before."""
    best = float("inf")
    for _ in range(turns):
        fresh = [f"{text}{next(_serial)}" for text in texts]
        start = time.perf_counter()
        for text in fresh:
            work(text)
        best = min(best, time.perf_counter() - start)
    return best


def lengths(sizes: tuple[int, ...], turns: int = 9) -> dict[int, float]:
    """The best of several turns for as many characters in texts of each size, by turns, so that all meet the same moments."""
    prose = _PROSE * (max(sizes) // len(_PROSE) + 1)
    best = dict.fromkeys(sizes, float("inf"))
    for _ in range(turns):
        for size in sizes:
            best[size] = min(best[size], seconds(both, [prose[:size]] * (_TOTAL // size), 1))
    return best


def main() -> None:
    """Prints the ratio, the cost by length, and the cost of adverse strings."""
    short = _PROSE * 8
    bare, full = seconds(scan, [short] * 5) / 5, seconds(both, [short] * 5) / 5
    print(f"{full / len(short) * 1e9:.0f} µs per 1,000 characters, {full / bare:.1f} times a bare anchored scan")
    by_length = lengths((2_000, 20_000, 200_000))
    first = next(iter(by_length.values()))
    for length, cost in by_length.items():
        print(
            f"texts of {length:>7,} characters: {cost / _TOTAL * 1e9:.0f} µs per 1,000, {cost / first:.2f} times the first"
        )
    for name, piece in _ADVERSE.items():
        one, ten = (seconds(both, [piece * (n // len(piece))], 1) for n in (10_000, 100_000))
        print(f"{name!r} × 10⁵: {ten * 1e3:.0f} ms, {ten / one:.1f} times what a tenth of it costs")


if __name__ == "__main__":
    main()
