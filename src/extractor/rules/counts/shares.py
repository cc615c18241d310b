"""Percentages, fractions, ratios, multiples and doublings."""

from __future__ import annotations

import re

from extractor.rules.counts.said import Place, Said, more
from extractor.text.numerals import Number, Numeral, cardinal, digitwise, numeral, shifted


def percent(match: re.Match[str], place: Place) -> Said | None:
    """Hundredths and thousandths behind a number: 23.6%, 六成, 12.3个百分点, 0.8‰."""
    said, (unit, over, bound) = numeral(place.digits), match.group("unit", "more", "bound")
    if said is None:
        return None
    code, factor = _code(unit), 1
    if unit[0] == "成":
        factor = 10
        if len(unit) > 1:  # 七成半, 七成五
            said, unit = shifted(said, 0.5 if unit[1] == "半" else (digitwise(unit[1]) or 0) / 10), "成"
    return Said(said, "percent", unit, code, factor, bound, over or more(place.digits, said), 1 if over else said.step)


def _code(unit: str) -> str:
    return "[ppth]" if unit == "‰" or "千" in unit else "%"


def share(match: re.Match[str], _place: Place) -> Said | None:
    """百分之三点五, 千分之五, 10%—15%."""
    groups = match.groupdict()
    if groups["low"]:
        low, high = cardinal(groups["low"]), cardinal(groups["num"])
        if low is None or high is None or low >= high:
            return None
        unit = groups["unit"]
        return Said(
            Numeral(None, low, high, 1), "percent", unit, _code(unit), 10 if unit == "成" else 1, groups["bound"]
        )
    hundredths = groups["num2"]
    said = numeral(hundredths or groups["num3"])
    unit, code = ("百分之", "%") if hundredths else ("千分之", "[ppth]")
    return Said(said, "percent", unit, code, 1, groups["bound2"] or groups["bound3"]) if said else None


def fraction(match: re.Match[str], _place: Place) -> Said | None:
    """三分之二, 近半, 1/3, 1:1."""
    groups = match.groupdict()
    bound = groups["bound"] or groups["bound2"] or groups["bound3"] or groups["bound4"]
    if groups["half2"]:
        return Said(_part(1, 2), "fraction", bound=bound)
    if half := groups["half"]:
        if half.startswith("过"):
            return Said(_part(1, 2), "fraction", bound="过半")
        return Said(_part(1, 2), "fraction", bound=bound)
    if groups["left"]:
        left, right = cardinal(groups["left"]), cardinal(groups["right"])
        return Said(_part(left, right), "fraction") if left and right else None
    above = groups["above"] or groups["above2"]
    below = groups["below"] or groups["below2"]
    top, bottom = cardinal(above), cardinal(below)
    if not top or not bottom or top > bottom or (groups["above2"] and bottom > 100):
        return None
    return Said(_part(top, bottom), "fraction", bound=bound)


def _part(above: Number, below: Number) -> Numeral:
    share = round(above / below, 6)
    value = int(share) if share == int(share) else share
    return Numeral(value, value, value, 1)


def multiple(match: re.Match[str], place: Place) -> Said | None:
    """3.2倍."""
    said, (half, over, bound) = numeral(place.digits), match.group("half", "more", "bound")
    if said is None:
        return None
    said = shifted(said, 0.5) if half else said
    return Said(said, "multiple", "倍", None, 1, bound, over or more(place.digits, said), 1 if over else said.step)


def doubling(match: re.Match[str], _place: Place) -> Said | None:
    """翻一番 is twice, 翻两番 four times."""
    times = cardinal(match["times"]) if match["times"] else 1
    if not isinstance(times, int) or times > 20:
        return None
    return Said(Numeral(2**times, 2**times, 2**times, 1), "multiple", "番", bound=match["near"])
