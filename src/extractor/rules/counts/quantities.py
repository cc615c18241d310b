"""Numbers with a unit: money, measures, times, ages and what measure words count; and ranges of them."""

from __future__ import annotations

import re
from typing import Final

from extractor.model.records import CountKind
from extractor.rules.counts.counting import ARABIC, counting, days_count
from extractor.rules.counts.frame import Unit
from extractor.rules.counts.said import Place, Said, more
from extractor.text.numerals import Number, Numeral, cardinal, digitwise, numeral, shifted, times

COINS: Final = frozenset("币元金镑")  # 港币50元 names its currency before the sum
_RANGED: Final = frozenset(("money", "duration", "age"))  # 从3000元到3万元 is a range; 从5个到8个 are two numbers
_PAY: Final = frozenset(("奖金", "工资", "补助", "补贴", "津贴", "学费", "大洋", "银元"))
_NEAR: Final = 10
_HALF: Final = Numeral(0.5, 0.5, 0.5, 0.1)
_DOUBTFUL: Final = frozenset("年日两")


def quantity(match: re.Match[str], place: Place) -> Said | None:
    """A number and the unit that it is measured in, where they count: 5万余平方米, 300万元, 3年."""
    unit, over, bound, half = match.group("unit", "more", "bound", "half")
    known, digits = place.frame.units[unit], place.digits
    said = _number(match, digits, unit, known, place)
    if said is None:
        return None
    said = shifted(said, 0.5) if half else said
    unit, kind, code, factor = known
    bound = bound or ("来" if digits[-1] == "来" else None)
    if over:
        return Said(said, kind, unit, code, factor, bound, over, 1)
    if unit == "元" and place.text[place.start - 1 : place.start] in COINS:
        code = _prefixed_currency(place)
    if unit == "度":
        code = _degree(place, match.end())
    if code == "Cel" and ("零下" in place.text[place.start : place.at] or place.minus):
        said = _negative(said)
    return Said(said, kind, unit, code, factor, bound, more(digits, said) if said.more else "", said.step)


def cardinal_of(match: re.Match[str], place: Place) -> Said | None:
    """A number and a measure word, where they count: 百人以上, 50万+人次, 3次/年."""
    unit, over, bound, plus, per, half = match.group("unit", "more", "bound", "plus", "per", "half")
    digits = place.digits
    known = place.frame.units[unit]
    said = _number(match, digits, unit, known, place)
    if said is None:
        return None
    said = shifted(said, 0.5) if half else said
    if over:
        return Said(said, "cardinal", known.name, None, 1, bound, over, 1)
    bound = bound or plus or ("来" if digits[-1] == "来" else None)
    if unit == "块" and _paid(match.end(), place):
        return Said(said, "money", "块", "CNY", 1, bound, more(digits, said) if said.more else "", said.step)
    kind = _counting(unit, digits, place, match.end(), per)
    return Said(said, kind, known.name, None, 1, bound, more(digits, said) if said.more else "", said.step)


def _number(match: re.Match[str], digits: str, unit: str, known: Unit, place: Place) -> Numeral | None:
    """What the digits say, where number and unit count."""
    if (digits[0] not in ARABIC or unit in _DOUBTFUL) and not counting(match, digits, unit, known, place):
        return None
    return numeral(digits[:-1] if digits[-1] == "来" else digits)  # 三百来人


def _paid(end: int, place: Place) -> bool:
    """Whether 块 is a yuan: 每天补助30块, 三千块奖金."""
    text, start = place.text, place.start
    return text[end : end + 2] in _PAY or place.frame.paid(text, max(0, start - _NEAR), start) is not None


def _counting(unit: str, digits: str, place: Place, end: int, per: str | None) -> CountKind:
    """每人3次 and 3次/年 are rates, 二期工程 is the second."""
    text, start = place.text, place.start
    before = start - 4 if start > 4 else 0
    if per or (text.find("每", before, start) >= 0 and place.frame.each(text, before, start)):
        return "rate"
    phase = unit == "期" and digits[0] not in ARABIC and digits != "两" and text[start - 1 : start] != "分"
    return "ordinal" if phase and place.frame.phase(text, end) else "cardinal"


def _degree(place: Place, end: int) -> str:
    """度 is what a thermometer, an electricity meter or a compass shows."""
    text, since, frame = place.text, max(0, place.start - 8), place.frame
    if frame.power(text, since, place.start):
        return "kW.h"
    return "Cel" if frame.warm(text, since, place.at) or frame.weather(text, end) else "deg"


def _negative(said: Numeral) -> Numeral:
    """零下3度 is -3; 零下20多度 lies between -30 and -20."""
    value = None if said.value is None or said.more else -said.value
    return Numeral(value, -said.most - (said.step if said.more else 0), -said.least, said.step)


def _prefixed_currency(place: Place) -> str | None:
    """港币50万元: the currency may stand before the sum."""
    known = place.frame.units.get(place.text[max(0, place.start - 2) : place.start])
    return known.code if known and known.kind == "money" else place.frame.units["元"].code


def decimal(match: re.Match[str], place: Place) -> Said | None:
    """Decimals behind their unit: 1米75, 11秒86, 一米八."""
    whole, unit, tail = (match[a] or match[b] for a, b in (("num", "said"), ("unit", "of"), ("tail", "rest")))
    parts, known = (cardinal(whole), digitwise(tail)), place.frame.units["元" if unit == "块" else unit]
    if parts[0] is None or parts[1] is None:
        return None
    number = round(parts[0] + parts[1] / 10 ** len(tail), 2)
    return Said(Numeral(number, number, number, 0.1), known.kind, unit, known.code, known.factor)


def coins(match: re.Match[str], _place: Place) -> Said | None:
    """元, 角 and 分 of one sum: 三块五毛, 一角五分."""
    yuan, jiao = match["yuan"], match["jiao"] or match["mao"] or match["tenths"] or match["dime"]
    whole = cardinal(yuan) if yuan else 0
    tenths, cents = cardinal(jiao), cardinal(match["fen"] or match["cents"] or "0")
    if whole is None or tenths is None or cents is None:
        return None
    total = round(whole + tenths / 10 + cents / 100, 2)
    return Said(Numeral(total, total, total, 0.1), "money", "元", "CNY", bound=match["bound"])


def gross(match: re.Match[str], place: Place) -> Said | None:
    """2.3个亿, with its currency where one stands."""
    said, unit = numeral(place.digits), match["unit"]
    if said is None or said.more:
        return None
    whole = times(said, 10**8)
    known = place.frame.units[unit] if unit else None
    return Said(whole, known.kind if known else "cardinal", unit, known and known.code, 1, match["bound"])


def cubic(match: re.Match[str], place: Place) -> Said | None:
    """方 of earth or concrete."""
    digits = place.digits
    said = numeral(digits)
    if said is None or not digits[0].isdigit():
        return None
    return Said(said, "measure", "方", "m3", 1, match["bound"], more(digits, said), said.step)


def smaller(match: re.Match[str], place: Place) -> Said | None:
    """A weight or length in two units of ten: 七斤二两."""
    said, tail, known = numeral(place.digits), cardinal(match["tail"]), place.frame.units[match["unit"]]
    if said is None or said.value is None or tail is None:
        return None
    return Said(shifted(said, tail / 10), known.kind, known.name, known.code, known.factor, match["bound"])


def half(match: re.Match[str], place: Place) -> Said | None:
    """Half of a measure: 半毫米."""
    known = place.frame.units[match["unit"]]
    return Said(_HALF, known.kind, known.name, known.code, known.factor, match["bound"])


def scores(match: re.Match[str], _place: Place) -> Said | None:
    """Points from one to another."""
    low, high = cardinal(match["low"]), cardinal(match["num"])
    if low is None or high is None or low >= high:
        return None
    return Said(Numeral(None, low, high, 1), "cardinal", "分", bound=match["bound"])


def guess(match: re.Match[str], place: Place) -> Said | None:
    """Two digits side by side with 、 between them: 两、三天, 十四、五岁."""
    said, known = numeral(match["num"].replace("、", "")), place.frame.units[match["unit"]]
    return Said(said, known.kind, match["unit"], known.code, known.factor, match["bound"]) if said else None


def between(match: re.Match[str], place: Place) -> Said | None:
    """Two numbers and one unit: 3至5名, 8至10万元. It has bounds and no value."""
    digits, low_digits, unit = match["num"], match["low"], match["unit"]
    low, high, known = cardinal(low_digits), cardinal(digits), place.frame.units[unit]
    low_unit = match["lowunit"]
    if low is None or high is None or (low_unit and place.frame.units[low_unit].kind != known.kind):
        return None
    if (
        place.text[match.start() - 1 : match.start()] in ("从", "由")
        and known.kind not in _RANGED
        and (low_unit or "到" in match[0])
        and match["bound"] != "不等"
    ):
        return None  # 从5个到8个 are two numbers
    low = _with_scale(low_digits, low, digits, high) if not low_unit else low
    if known.code == "Cel" and place.text[match.start() - 2 : match.start()] == "零下":
        low, high = -low, -high if match["below"] else high
    if low >= high or (unit == "日" and not days_count(match, place)) or (unit == "年" and high > 999):
        return None
    between = Numeral(None, low, high, 1)
    return Said(between, known.kind, unit, known.code, known.factor, match["bound"])


def span(match: re.Match[str], _place: Place) -> Said | None:
    """Two numbers without a unit: 20万至30万."""
    low_digits, digits = match.group("low", "num")
    low, high = cardinal(low_digits), cardinal(digits)
    if low is None or high is None:
        return None
    low = _with_scale(low_digits, low, digits, high)
    return Said(Numeral(None, low, high, 1), "cardinal") if low < high else None


_SCALE: Final = re.compile("[百千万亿]+$")


def _with_scale(low_digits: str, low: Number, digits: str, high: Number) -> Number:
    """8至10万: the left number takes the right one's scale where it has none and is smaller than its figure."""
    scale = _SCALE.search(digits)
    if not scale or _SCALE.search(low_digits):
        return low
    factor = cardinal(scale[0]) or 1
    return low * factor if low * factor < high else low
