"""The administrative unit that a name states, and the parts of the name. Never finer than what is printed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from extractor.extract.chains import Found, Reader, reader
from extractor.model.records import Candidate, PartRole, Place, PlaceBasis, PlaceLevel
from extractor.rules.gazetteer import CORPS, COUNTY, PREFECTURE, PROVINCE, Gazetteer, Unit, as_day
from extractor.rules.load import RuleBook
from extractor.text.normal import normalise

_LEVELS: dict[int, PlaceLevel] = {PROVINCE: "province", PREFECTURE: "prefecture", COUNTY: "county"}
_XINJIANG = "650000"
_FIRST_DAY = 19800101  # the table's; an earlier page is read by it
_OPENING = "《“\"'(〔【"

RawPart = tuple[PartRole, int, int]


class Reading(NamedTuple):
    """What is known of a name so far: how far it is read, its parts, and its place."""

    at: int
    parts: tuple[RawPart, ...]
    place: Place | None


def locate_in(name: str, book: RuleBook, *, on: date | None = None) -> Place | None:
    """The unit that a name states as of a day (without one, of the table's last day); None where it holds no place."""
    text, _ = _squeezed(name)
    return _namer(book).read(text, on).place


def read_name(name: str, book: RuleBook, *, on: date | None = None) -> tuple[Place | None, tuple[RawPart, ...]]:
    """A name's place and its parts: (role, start, end), half-open offsets into ``name``, from left to right."""
    text, offsets = _squeezed(name)
    namer = _namer(book)
    found = namer.read(text, on)
    pieces = (*found.parts, *namer.rest(text, found.at))
    return found.place, tuple(
        (role, offsets[start], offsets[end - 1] + 1) for role, start, end in pieces if start < end
    )


def _squeezed(name: str) -> tuple[str, range | list[int]]:
    """The name's shadow without blanks, and where each of its characters stands in the name."""
    shadow = normalise(name)
    if not shadow.cuts and not any(map(str.isspace, shadow.text)):
        return shadow.text, range(len(name))
    kept = [(c, shadow.back(i, i + 1)[0]) for i, c in enumerate(shadow.text) if not c.isspace()]
    return "".join(c for c, _ in kept), [at for _, at in kept]


class _Namer:
    """Reads names by one rule book: what comes before the place, the chain, the zone after it, the rest."""

    def __init__(self, book: RuleBook) -> None:
        self.reader: Reader = reader(book)
        self.units: Gazetteer = self.reader.units
        self.rules = {rule.id.removeprefix("place."): rule.pattern for rule in book.topic("places")}
        zones = book.lexicon("places_zones")
        self.zones = {name: (code, int(year) * 10000) for name, (code, year, _) in zones.table.items()}
        self.zone_names = re.compile("|".join(map(re.escape, zones.longest_first)) or r"(?!)")

    def read(self, text: str, on: date | None) -> Reading:
        start = 1 if text[:1] in _OPENING and text else 0
        day = max(as_day(on, self.units), _FIRST_DAY)
        return (
            self._free_trade(text, start, day)
            or self._corps(text, start, day)
            or self._industry(text, start, day)
            or self._plain(text, start, day)
            or Reading(start, (), None)
        )

    def _free_trade(self, text: str, start: int, day: int) -> Reading | None:
        match = self.rules["free_trade"].match(text, start)
        found = self.reader.find(text, match.start("place"), day) if match else None
        if match is None or found is None:
            return None
        parts: tuple[RawPart, ...] = (("place", found.start, found.end), ("zone", found.end + 1, match.end()))
        return Reading(match.end(), parts, self._place(found.units, "zone_parent", day))

    def _corps(self, text: str, start: int, day: int) -> Reading | None:
        """兵团 and its divisions: the city that is printed after them, else no code under 新疆."""
        corps = self.rules["corps"].match(text, start)
        at = corps.end() if corps else start
        division = self.rules["division"].match(text, at)
        if corps is None and division is None:
            return None
        end = division.end() if division else at
        found = self.reader.find(text, end + (text[end : end + 1] == "("), day)
        if found and any(unit.code.startswith(CORPS) for unit in found.units):
            units = tuple(unit for unit in found.units if unit.code.startswith(CORPS))
            parts: tuple[RawPart, ...] = (("unit", start, end), ("place", found.start, found.end))
            return Reading(
                found.end, parts, self._place(units, "printed" if found.form == "full" else "abbreviation", day)
            )
        if corps is None and not self.reader.meets("union_follows", text, end):
            return None
        region = self.units.unit(_XINJIANG, day)
        place = Place(
            code=None, level=None, province=region.name if region else None, prefecture=None, county=None, basis="org_name_toponym", as_of=_iso(day)
        )  # fmt: skip
        return Reading(end, (("unit", start, end),), place)

    def _industry(self, text: str, start: int, day: int) -> Reading | None:
        """An industrial union or a body of the whole country, with the place in its branch's name."""
        match = self.rules["industry"].match(text, start)
        if match is None:
            return None
        head: RawPart = ("industry_union" if "工会" in match[0] else "unit", start, match.end())
        found = self.reader.find(text, match.end(), day)
        if found is None or not found.certain:
            return Reading(match.end(), (head,), None)
        basis: PlaceBasis = "org_name_toponym" if found.form == "stem" or head[0] == "unit" else self._basis(found, day)
        return Reading(found.end, (head, ("place", found.start, found.end)), self._place(found.units, basis, day))

    def _plain(self, text: str, start: int, day: int) -> Reading | None:
        found = self.reader.find(text, start, day)
        if zoned := self._zone(text, start, found, day):
            return zoned
        if found is None:
            return None
        seat = found.form == "stem" and self.reader.meets("employer_follows", text, found.end)
        place = self._place(
            found.units, "org_name_toponym" if seat else self._basis(found, day), day, sure=found.certain
        )
        return Reading(found.end, (("place", found.start, found.end),), place)

    def _zone(self, text: str, start: int, found: Found | None, day: int) -> Reading | None:
        """A zone after its place (武汉经开区), or by its own name (雄安新区), and the district in brackets after it."""
        named = self._zone_name(text, found.end, day) if found else None
        bare = self._zone_name(text, start, day)
        if bare and (found is None or bare.end() > found.end):
            return self._named_zone(bare, (), day)
        if found is None:
            return None
        head: tuple[RawPart, ...] = (("place", found.start, found.end),)
        if named and self._agrees(found, self.zones[named[0]][0], day):
            return self._named_zone(named, head, day, found.units)
        if (match := self.rules["zone"].match(text, found.end)) is None:
            return None
        parts = (*head, ("zone", found.end, match.end()))
        if text[match.end() : match.end() + 1] == "(" and len(found.units) == 1:
            inner = self.reader.find(text, match.end() + 1, day, under=found.units[0])
            if inner and text[inner.end : inner.end + 1] == ")":
                whole = replace(inner, printed=inner.printed | found.printed)
                place = self._place(inner.units, self._basis(whole, day), day)
                return Reading(inner.end + 1, (*parts, ("place", inner.start, inner.end)), place)
        return Reading(match.end(), parts, self._place(found.units, "zone_parent", day, sure=found.certain))

    def _zone_name(self, text: str, at: int, day: int) -> re.Match[str] | None:
        """A zone of the hand-kept table, from the year in which it was set up."""
        match = self.zone_names.match(text, at)
        return match if match and self.zones[match[0]][1] <= day else None

    def _agrees(self, found: Found, code: str, day: int) -> bool:
        unit = self.units.unit(code, day)
        return unit is not None and all(
            one.code == code or self.units.under(one, unit) or self.units.under(unit, one) for one in found.units
        )

    def _named_zone(
        self, match: re.Match[str], head: tuple[RawPart, ...], day: int, over: tuple[Unit, ...] = ()
    ) -> Reading | None:
        """The finer of what is printed before the zone and the unit that holds the zone."""
        unit = self.units.unit(self.zones[match[0]][0], day)
        if unit is None:
            return None
        finer = over if over and max(one.level for one in over) > unit.level else (unit,)
        return Reading(match.end(), (*head, ("zone", *match.span())), self._place(finer, "zone_parent", day))

    def _basis(self, found: Found, day: int) -> PlaceBasis:
        """A county in full whose prefecture is not printed is placed by what the table says of it: inferred_parent."""
        if found.form != "full":
            return "abbreviation"
        skipped = {unit.level for unit in self.units.line(found.units[0], day)} - found.printed
        return "inferred_parent" if PREFECTURE in skipped else "printed"

    def _place(self, units: tuple[Unit, ...], basis: PlaceBasis, day: int, *, sure: bool = True) -> Place:
        lines = [_names(self.units.line(unit, day)) for unit in units]
        shared = [column[0] if len(set(column)) == 1 else None for column in zip(*lines, strict=True)]
        if len(units) == 1 and sure:
            unit = units[0]
            province, prefecture, county = lines[0]
            return Place(
                code=unit.code or None, level=_LEVELS[unit.level], province=province, prefecture=prefecture, county=county,
                basis=basis, as_of=_iso(day), successor=unit.successor or None,
            )  # fmt: skip
        candidates = tuple(
            Candidate(code=unit.code, province=line[0] or "", prefecture=line[1], county=line[2])
            for unit, line in zip(units, lines, strict=True)
        )
        province, prefecture, county = shared if sure else (None, None, None)
        return Place(
            code=None, level=None, province=province, prefecture=prefecture, county=None, basis=basis, as_of=_iso(day), candidates=candidates
        )  # fmt: skip

    def rest(self, text: str, at: int) -> list[RawPart]:
        """What follows the place: ordinal, praise, kind of house; the words between them are units or neighbourhoods."""
        parts: list[RawPart] = []
        loose = at
        while at < len(text):
            hit = next(((r, m) for r in ("ordinal", "honorific", "type") if (m := self.rules[r].match(text, at))), None)
            if hit is None:
                at += 1
                continue
            role, match = hit
            parts += self._loose(text, loose, at)
            parts.append((role, at, match.end()))  # type: ignore[arg-type]
            loose = at = match.end()
        return [*parts, *self._loose(text, loose, len(text))]

    def _loose(self, text: str, start: int, end: int) -> list[RawPart]:
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if start >= end:
            return []
        known = any(stop == end for stop, _, _ in self.units.at(text, start))
        near = known or self.rules["neighbourhood"].fullmatch(text, start, end)
        return [("place" if near else "unit", start, end)]


def _names(line: tuple[Unit, ...]) -> tuple[str | None, str | None, str | None]:
    by_level = {unit.level: unit.name for unit in line}
    return by_level.get(PROVINCE), by_level.get(PREFECTURE), by_level.get(COUNTY)


@lru_cache(maxsize=64)
def _iso(day: int) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}"


@lru_cache(maxsize=8)
def _namer(book: RuleBook) -> _Namer:
    return _Namer(book)
