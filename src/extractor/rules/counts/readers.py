"""One reader for each kind of rule in counts.toml, and the small ones among them."""

from __future__ import annotations

import re
from typing import Final

from extractor.model.records import CountKind
from extractor.rules.counts.quantities import (
    between,
    cardinal_of,
    coins,
    cubic,
    decimal,
    gross,
    guess,
    half,
    quantity,
    scores,
    smaller,
    span,
)
from extractor.rules.counts.said import Place, Reader, Said, more
from extractor.rules.counts.shares import doubling, fraction, multiple, percent, share
from extractor.rules.counts.times import compound
from extractor.text.numerals import Number, Numeral, cardinal, digitwise, numeral


def _ordinal(match: re.Match[str], _place: Place) -> Said | None:
    groups = match.groupdict()
    if groups["rank"]:
        return _nth(cardinal(groups["rank"]), None)
    if groups["first"]:
        return _nth(1, groups["first"])
    if groups["num"]:
        digits = groups["num"]
        number = cardinal(digits) or digitwise(digits)
        low = cardinal(groups["low"]) if groups["low"] else None
        if low is None or number is None or ("、" in match[0] and number != low + 1):
            return _nth(number, groups["unit"])
        return Said(Numeral(None, low, number, 1), "ordinal", groups["unit"]) if low < number else None
    if groups["congress"]:
        return _nth(cardinal(groups["congress"]), "届")
    return _nth(cardinal(groups["party"]), "大")


def _nth(number: Number | None, unit: str | None) -> Said | None:
    return None if number is None else Said(Numeral(number, number, number, 1), "ordinal", unit)


def _sum(match: re.Match[str], _place: Place) -> Said | None:
    said = numeral(match["num"])
    return Said(said, "money", match["sign"], _SIGNS[match["sign"]]) if said else None


_SIGNS: Final = {
    "¥": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "HK$": "HKD",
    "€": "EUR",
    "£": "GBP",
}


def _bare(match: re.Match[str], place: Place) -> Said | None:
    digits, bound = place.digits, match["bound"]
    said = numeral(digits)
    if said is None:
        return None
    over = more(digits, said)
    if place.frame.index(place.text, max(0, place.start - 6), place.start):
        return Said(said, "index", bound=bound, more=over, step=said.step)
    large = said.most >= 1000 or any(c in digits for c in "万亿余多")
    scaled = any(c in digits for c in "万亿")
    told = (
        place.does not in ("", "change")
        or bound == "+"
        or (scaled and (digits[0].isdigit() or len(digits) > 2 or bound is not None))
    )
    return Said(said, "cardinal", bound=bound, more=over, step=said.step) if large and told else None


def _unitless(match: re.Match[str], _place: Place) -> Said | None:
    digits = match["num"]
    said = numeral(digits)
    return Said(said, "cardinal", more=more(digits, said), step=said.step) if said else None


def _scaled(_match: re.Match[str], place: Place) -> Said | None:
    digits = place.digits
    said = numeral(digits) if "万" in digits or "亿" in digits else None
    return Said(said, "cardinal", more=more(digits, said) if said.more else "", step=said.step) if said else None


def _score(match: re.Match[str], place: Place) -> Said | None:
    said = numeral(match["num"])
    if said and place.text[place.at - 1 : place.at] == "时":
        return Said(said, "duration", "分", "min", bound=match["bound"])  # 用时3分
    return Said(said, "cardinal", "分", bound=match["bound"]) if said else None


def _points(_match: re.Match[str], place: Place) -> Said | None:
    said = numeral(place.digits)
    kind: CountKind = "index" if "." in place.digits else "cardinal"
    return Said(said, kind, "点") if said and place.digits != "一" else None


def _index(match: re.Match[str], _place: Place) -> Said | None:
    said = numeral(match["num"])
    return Said(said, "index", "点") if said else None


READERS: Final[dict[str, Reader]] = {
    "number": lambda *_: None,
    "plain": lambda *_: None,
    "ordinal": _ordinal,
    "percent": percent,
    "share": share,
    "fraction": fraction,
    "multiple": multiple,
    "doubling": doubling,
    "duration": compound,
    "range": between,
    "span": span,
    "guess": guess,
    "half": half,
    "smaller": smaller,
    "decimal": decimal,
    "coins": coins,
    "gross": gross,
    "money": quantity,
    "sum": _sum,
    "unit": quantity,
    "cubic": cubic,
    "cardinal": cardinal_of,
    "scores": scores,
    "score": _score,
    "points": _points,
    "index": _index,
    "heads": _unitless,
    "counted": _unitless,
    "scaled": _scaled,
    "bare": _bare,
}
