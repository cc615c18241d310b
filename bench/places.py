"""How many of the division table's own names are located, and how long one takes: python bench/places.py

Full names, short forms, bare stems under their parent, and abolished units on a day in their time, each with a house's
name after it. Right: the unit itself, or candidates that include it. Outer: a unit that holds it (本溪 for 本溪县).
Namesake: a unit of a higher level that bears the same name or stem by the table (the city 西安 for 西安区). Wrong: any other.
"""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date

from extractor.extract.places import locate_in
from extractor.rules.gazetteer import gazetteer
from extractor.rules.shipped import shipped_book
from extractor.rules.shortforms import short_forms

Case = tuple[str, str, date | None]
Levels = dict[str, dict[str, int]]  # the units that bear a name or stem, by code, and their levels
BOOK = shipped_book()
HOUSES = ("工人文化宫", "总工会")


def rows() -> list[list[str]]:
    """The table's rows: code, name, level, parent, first year, last year, successor."""
    lines = gzip.decompress(BOOK.divisions).decode("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def namesakes(table: Iterable[list[str]]) -> Levels:
    """Who bears each name, bare stem and short form of the lexicon (巴州), by the table alone."""
    found: Levels = {}
    short: dict[str, list[str]] = {}
    for form, (names,) in BOOK.lexicon("places_short").table.items():
        for name in names.split("|"):
            short.setdefault(name, []).append(form)
    for code, name, level, *_ in table:
        for form in (name, *short_forms(name)[1], *short.get(name, ())):
            found.setdefault(form, {})[code] = int(level)
    return found


def verdict(name: str, house: str, code: str, on: date | None, levels: Levels) -> str:
    place = locate_in(name + house, BOOK, on=on)
    if place is None:
        return "none"
    if place.code == code or code in {one.code for one in place.candidates}:
        return "right"
    if any(code.startswith(unit.rstrip("0")) for unit in (place.code, *(one.code for one in place.candidates)) if unit):
        return "outer"
    alike = levels.get(name, {})
    return "namesake" if alike.get(place.code or "", 9) < alike.get(code, 0) else "wrong"


def measure(title: str, cases: Iterable[Case], levels: Levels) -> None:
    listed = [(name, house, code, on, levels) for name, code, on in cases for house in HOUSES]
    start = time.perf_counter()
    counts = Counter(verdict(*case) for case in listed)
    each = (time.perf_counter() - start) / len(listed) * 1e3
    told = ", ".join(
        f"{word} {counts[word]}" for word in ("right", "outer", "namesake", "none", "wrong") if counts[word]
    )
    print(f"{title:28} {counts['right'] / len(listed):8.3%} of {len(listed):5}  {told:36} {each:.3f} ms a name")


def main() -> None:
    start = time.perf_counter()
    gazetteer(BOOK)
    print(f"gazetteer ready in {(time.perf_counter() - start) * 1e3:.1f} ms")
    table = rows()
    force = {row[0]: row for row in table if not row[5]}
    gone = [row for row in table if row[5] and int(row[5]) >= 1981]

    levels = namesakes(force.values())

    def over(row: list[str]) -> str:
        return force[row[3]][1] if row[3] else ""

    measure("full name", [(row[1], row[0], None) for row in force.values()], levels)
    measure("parent and full name", [(over(row) + row[1], row[0], None) for row in force.values()], levels)
    measure("short form", [(form, row[0], None) for row in force.values() for form in short_forms(row[1])[0]], levels)
    measure("bare stem", [(stem, row[0], None) for row in force.values() for stem in short_forms(row[1])[1]], levels)
    stems = [(over(row) + stem, row[0], None) for row in force.values() for stem in short_forms(row[1])[1]]
    measure("parent and bare stem", stems, levels)
    measure(
        "abolished, in its last year", [(row[1], row[0], date(int(row[5]), 12, 31)) for row in gone], namesakes(table)
    )


if __name__ == "__main__":
    main()
