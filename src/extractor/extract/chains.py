"""The longest chain of units that a name opens with, each under the one before: 浙江 海宁市. Knows names, not records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from extractor.rules.gazetteer import COUNTY, PREFECTURE, Form, Gazetteer, Unit, gazetteer
from extractor.rules.load import RuleBook
from extractor.rules.rule import Rule

_QUALITY: Mapping[Form, int] = {"full": 2, "short": 1, "stem": 0}
_JOINTS = "·-/()"  # what may stand between two units: 浙江·海宁, (浙江)海宁


class Step(NamedTuple):
    """One unit as the name writes it."""

    start: int
    end: int
    form: Form
    unit: Unit


Chain = tuple[Step, ...]


@dataclass(frozen=True)
class Found:
    """The best reading of a name's beginning: where it stands, how its last unit is written, and the units it may mean.

    With several ``units`` nothing in the name decides between them. ``printed`` are the levels that the name writes.
    """

    start: int
    end: int
    form: Form
    units: tuple[Unit, ...]
    printed: frozenset[int]
    certain: bool = True


class Reader:
    """Finds chains. One for each rule book."""

    def __init__(self, book: RuleBook) -> None:
        self.units: Gazetteer = gazetteer(book)
        self._rules: dict[str, Rule] = {rule.id.removeprefix("place."): rule for rule in book.topic("places")}
        self._kinds = {word: kind for word, (kind,) in book.lexicon("places_words").table.items()}

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """Words that open like a place, by their first character."""
        by_first: dict[str, list[str]] = defaultdict(list)
        for word, kind in self._kinds.items():
            if kind == "word":
                by_first[word[0]].append(word)
        return {first: tuple(words) for first, words in by_first.items()}

    def meets(self, rule: str, text: str, at: int) -> bool:
        """Whether the rule's pattern stands at a spot."""
        return self._rules[rule].pattern.match(text, at) is not None

    def find(self, text: str, start: int, day: int, under: Unit | None = None) -> Found | None:
        """The best reading at ``start``, of units that existed by ``day``, under a unit where one is given."""
        chains = self._longest(text, start, day, under)
        if not chains:
            return None
        kept = _best(chains, day)
        last = kept[0][-1]
        alone = len(kept[0]) == 1 and under is None
        word = self._kinds.get(text[last.start : last.end], "") if alone else ""
        units = self._settle(
            [chain[-1].unit for chain in kept], last.form, day, ranked=word not in ("shared", "ordinary")
        )
        printed = frozenset(step.unit.level for chain in kept if chain[-1].unit in units for step in chain)
        certain = not (word == "generic" or (word == "ordinary" and last.form == "stem"))
        return Found(start, last.end, last.form, units, printed, certain)

    def _longest(self, text: str, start: int, day: int, under: Unit | None) -> list[Chain]:
        """The chains that reach furthest among those that what follows lets stand."""
        chains = sorted(self._chains(text, start, day, under), key=_reach, reverse=True)
        for _, group in groupby(chains, key=_reach):
            if standing := [chain for chain in group if self._stands(chain, text, day)]:
                return standing
        return []

    def _chains(self, text: str, start: int, day: int, over: Unit | None) -> Iterator[Chain]:
        """Every chain that begins at ``start``; at most three steps deep."""
        words = self._words.get(text[start : start + 1])
        word = max((len(word) for word in words if text.startswith(word, start)), default=0) if words else 0
        for end, form, units in self.units.at(text, start):
            if end - start < word:
                continue
            for unit in units:
                if unit.since <= day and (over is None or self.units.under(unit, over)):
                    step = Step(start, end, form, unit)
                    yield (step,)
                    if unit.level < COUNTY:
                        after = end + (text[end : end + 1] in _JOINTS and end < len(text))
                        for chain in self._chains(text, after, day, unit):
                            yield (step, *chain)

    def _stands(self, chain: Chain, text: str, day: int) -> bool:
        """Whether what follows leaves the last step a place: 长沙路 is none, 江汉大学 is none."""
        last = chain[-1]
        if last.form != "stem":
            return not self.meets("longer_follows", text, last.end)
        if self.meets("street_follows", text, last.end):
            return False
        if last.unit.level < COUNTY or last.end - last.start > 2:
            return True
        return self.meets("union_follows", text, last.end) or (
            last.unit.in_force(day) and self._zone_follows(last, text, alone=len(chain) == 1)
        )

    def _zone_follows(self, last: Step, text: str, *, alone: bool) -> bool:
        """江宁开发区; but 滨湖新区 is not 滨湖区's, so a bare district is not believed before 新区 and 新城."""
        zone = self._rules["zone"].pattern.match(text, last.end)
        if zone is None or zone["own"]:
            return False
        return not (alone and zone["kind"] in ("新区", "新城") and last.unit.name.endswith("区"))

    def _settle(self, units: list[Unit], form: Form, day: int, *, ranked: bool) -> tuple[Unit, ...]:
        """The units that remain: the latest of each territory, the most prominent of bare stems, the outer of nested."""
        latest: dict[str, Unit] = {}
        for unit in sorted(set(units), key=lambda unit: (unit.in_force(day), unit.until)):
            latest[unit.code or unit.name if unit.in_force(day) else unit.successor or unit.code] = unit
        left = _last_bearers(list(latest.values()), day)
        if form == "stem" and ranked:
            top = min(map(_prominence, left))
            left = [unit for unit in left if _prominence(unit) == top]
        inner = {one for one in left for other in left if one is not other and self.units.under(one, other)}
        return tuple(sorted(unit for unit in left if unit not in inner))


def _reach(chain: Chain) -> int:
    return chain[-1].end


def _best(chains: list[Chain], day: int) -> list[Chain]:
    """The chains of the greatest merit."""
    rated = [(_merit(chain, day), chain) for chain in chains]
    best = max(merit for merit, _ in rated)
    return [chain for merit, chain in rated if merit == best]


def _merit(chain: Chain, day: int) -> tuple[int, ...]:
    """What makes one chain better than another: its units are in force, existed together, are written in full."""
    gone = [not step.unit.in_force(day) for step in chain]
    together = max(step.unit.since for step in chain) <= min(step.unit.until for step in chain)
    return (-any(gone), together, min(_QUALITY[step.form] for step in chain), -sum(gone), len(chain))


def _last_bearers(units: list[Unit], day: int) -> list[Unit]:
    """Of units of one province that are gone, the ones that bore the name last: 莱芜市, a county and then a prefecture."""
    last: dict[str, int] = {}
    for unit in units:
        last[unit.code[:2]] = max(last.get(unit.code[:2], 0), unit.until)
    return [unit for unit in units if unit.in_force(day) or unit.until == last[unit.code[:2]]]


def _prominence(unit: Unit) -> int:
    """Whom a bare stem means first: 吉林 the province, 西安 the prefecture-level city; nothing decides below that."""
    if unit.level < PREFECTURE:
        return 0
    return 1 if unit.level == PREFECTURE and unit.name.endswith("市") else 2


@lru_cache(maxsize=8)
def reader(book: RuleBook) -> Reader:
    """The reader of a rule book."""
    return Reader(book)
