"""What a match of counts.toml says: number, kind, unit and factor. One small reader for each kind of rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from extractor.model.records import CountKind
from extractor.rules.load import RuleBook
from extractor.text.numerals import Number, Numeral, cardinal, digitwise, numeral


class Unit(NamedTuple):
    """A unit's kind, code and the factor that turns the printed unit into the code's."""

    kind: CountKind
    code: str | None
    factor: float


Units = dict[str, Unit]


class Said(Struct, frozen=True, gc=False):
    """The reading of one match, before the words around it are weighed. ``bound`` stands behind the unit."""

    numeral: Numeral
    kind: CountKind
    unit: str | None = None
    code: str | None = None
    factor: float = 1
    bound: str | None = None
    more: str = ""
    step: Number = 1


class Place(Struct, frozen=True, gc=False):
    """Where a match stands: the text, its number token from ``at`` on, the start of the words before, what they do.

    A match may begin behind the number (its rule opens with one, which is not read twice) or at ``at``.
    """

    text: str
    at: int
    digits: str
    start: int
    does: str
    units: Units


Reader = Callable[[re.Match[str], Place], Said | None]


@lru_cache(maxsize=8)
def units(book: RuleBook) -> Units:
    """Every unit of a book: measures, times, currencies and measure words."""
    table = {word: Unit("cardinal", None, 1.0) for word in book.lexicon("counts_classifiers").words}
    table |= {word: Unit("money", code, float(f)) for word, code, f in book.lexicon("counts_currencies").rows}
    kinds: dict[str, CountKind] = {"measure": "measure", "duration": "duration", "age": "age"}
    for word, kind, code, factor in book.lexicon("counts_units").rows:
        table[word] = Unit(kinds[kind], code, float(factor))
    return table


# --- number and unit -------------------------------------------------------------------------------------------------

# A round number alone counts people, bodies and events; 百年, 千里 and 万户 say large.
_ROUND = frozenset(("百", "千", "万", "亿", "百万", "千万"))
_ROUND_COUNTS = frozenset(
    [
        "人",
        "名",
        "位",
        "家",
        "场",
        "个",
        "件",
        "册",
        "份",
        "项",
        "次",
        "元",
        "亩",
        "吨",
        "人次",
        "平方米",
        "平方公里",
        "公里",
        "辆",
        "台",
        "套",
        "米",
        "瓶",
        "盒",
        "岁",
        "堂",
        "期",
        "支",
        "间",
        "所",
        "座",
        "户次",
        "字",
        "吨级",
        "千瓦",
        "千瓦时",
        "度电",
        "课时",
        "美元",
        "斤",
        "公斤",
    ]
)
_RATE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:率|油耗|能耗|电耗|单耗)")  # 百万工时伤害率 is measured by it
# 三门大剧院, 五道中学: what no such measure word counts is a place's name.
_PLACE_UNITS = frozenset("门台元道里方匹棵步枝口井眼间家块")
_PLACE = re.compile(
    "大?(?:剧院|文化宫|广场|公园|大厦|火车站|汽车站|客运站|高铁站|中学|小学|县|镇|湾|峡|体育馆|体育场|机场|核电|图书馆|博物馆|路|街|桥|沟|屯|渠)"
)
_ONE_COUNTS = re.compile("(?:人(?![一员次户口均份手生家])|家(?=[企单公工机医银店厂门商酒超民国]))")
_SPAN_OF_ONE = re.compile("(?:[内余多+]|之内|以内|以[上下]|左右|的时间|时间|来|期|间)")
_LASTING = re.compile(
    "(?:为期|历时|用时|耗时|持续|提前|仅|近|每|不到|不足|超过?|连续|长达|延长|缩短|至少|不少于|[短足][短足])$"
)
_DAYS_AFTER = re.compile("(?:以?内|之内|来(?![到自])|间|游|之久)")
_ONE_MEASURES = frozenset(("公里", "亩", "元", "吨", "岁", "公斤"))
_ARABIC = frozenset("0123456789")
_DOUBTFUL = frozenset("年日两")
_EACH = re.compile("每个?(?:小时|分钟|天|日|周|星期|月|季度|年|人|户|家|班|组|队|场|期|次|台|车|亩|平方米)$")


def _quantity(match: re.Match[str], place: Place) -> Said | None:
    unit, more, bound = match.group("unit", "more", "bound")
    kind, code, factor = known = place.units[unit]
    digits, text, start = place.digits, place.text, place.start
    said = numeral(digits)
    if said is None or (
        (unit in _DOUBTFUL or digits[0] not in _ARABIC) and not _counts(match, digits, unit, known, place)
    ):
        return None
    if more:
        return Said(said, kind, unit, code, factor, bound, more, 1)
    if kind == "cardinal":
        bound = bound or match["plus"]
        if "每" in text[max(0, start - 4) : start] and _EACH.search(text, max(0, start - 4), start):
            kind = "rate"
    elif unit == "元" and text[start - 1] in "币元金镑":
        code = _prefixed_currency(place)
    return Said(said, kind, unit, code, factor, bound, _more(digits) if said.more else "", said.step)


def _prefixed_currency(place: Place) -> str | None:
    """港币50万元: the currency may stand before the sum."""
    known = place.units.get(place.text[max(0, place.start - 2) : place.start])
    return known.code if known and known.kind == "money" else place.units["元"].code


def _more(digits: str) -> str:
    return next(c for c in digits if c in "余多")


def _counts(match: re.Match[str], digits: str, unit: str, known: Unit, place: Place) -> bool:
    """Whether number and unit count here; asked for numbers in characters and for units that also date."""
    text, at, end = place.text, place.at, match.end()
    if digits == "一":
        return _one_counts(match, known, place)
    if digits in _ROUND and not place.does and not match["bound"] and not match["more"]:
        return unit in _ROUND_COUNTS and not _RATE.match(text, end)
    if unit in _PLACE_UNITS and digits[0] not in _ARABIC and _PLACE.match(text, end):
        return False
    if unit == "日":
        return bool(_LASTING.search(text, max(0, at - 4), at) or _DAYS_AFTER.match(text, match.end("unit")))
    if unit == "年" and len(digits) == 4 and digits.isdigit():
        return False
    return not (unit == "两" and text[end : end + 1] in "个名家项次年天")


def _one_counts(match: re.Match[str], known: Unit, place: Place) -> bool:
    """一 counts where something says so: a bound, a time that is measured, a person or a body; not in 一份力量."""
    text, at = place.text, place.at
    if place.does or match["bound"] or match["more"]:
        return not (place.does == "exact" and known.kind == "cardinal" and text[at - 1] == "达")
    if known.kind == "duration":
        return bool(_SPAN_OF_ONE.match(text, match.end("unit")) or _LASTING.search(text, max(0, at - 4), at))
    if known.kind != "cardinal":
        return match["unit"] in _ONE_MEASURES
    return _ONE_COUNTS.match(text, match.start("unit")) is not None and text[at - 1 : at] not in ("每", "“", "同", "统")


def _range(match: re.Match[str], place: Place) -> Said | None:
    digits, low_digits, unit = match["num"], match["low"], match["unit"]
    low, high, known = cardinal(low_digits), cardinal(digits), place.units[unit]
    low_unit = match["lowunit"]
    if low is None or high is None or (low_unit and place.units[low_unit].kind != known.kind):
        return None
    if place.text[match.start() - 1 : match.start()] in ("从", "由") and match["bound"] != "不等":
        return None  # 从5个到8个 are two numbers
    low = _with_scale(low_digits, low, digits, high) if not low_unit else low
    if low >= high or unit == "日" or (unit == "年" and high > 999):
        return None
    between = Numeral(None, low, high, 1)
    return Said(between, known.kind, unit, known.code, known.factor, match["bound"])


_SCALE = re.compile("[百千万亿]+$")


def _with_scale(low_digits: str, low: Number, digits: str, high: Number) -> Number:
    """8至10万: the left number takes the right one's scale where it has none and is smaller than its figure."""
    scale = _SCALE.search(digits)
    if not scale or _SCALE.search(low_digits):
        return low
    factor = cardinal(scale[0]) or 1
    return low * factor if low * factor < high else low


# --- shares and multiples --------------------------------------------------------------------------------------------


def _percent(match: re.Match[str], place: Place) -> Said | None:
    said, (unit, bound) = numeral(place.digits), match.group("unit", "bound")
    if said is None:
        return None
    code, factor = "[ppth]" if unit == "‰" else "%", 1
    if unit[0] == "成":
        factor = 10
        if len(unit) > 1:  # 七成半, 七成五
            said, unit = _shifted(said, 0.5 if unit[1] == "半" else (digitwise(unit[1]) or 0) / 10), "成"
    return Said(said, "percent", unit, code, factor, bound, _more(place.digits) if said.more else "", said.step)


def _share(match: re.Match[str], _place: Place) -> Said | None:
    groups = match.groupdict()
    if groups["low"]:
        low, high = cardinal(groups["low"]), cardinal(groups["num"])
        if low is None or high is None or low >= high:
            return None
        code = "%" if groups["unit"] == "%" else "[ppth]"
        return Said(Numeral(None, low, high, 1), "percent", groups["unit"], code, 1, groups["bound"])
    hundredths = groups["num2"]
    said = numeral(hundredths or groups["num3"])
    unit, code = ("百分之", "%") if hundredths else ("千分之", "[ppth]")
    return Said(said, "percent", unit, code, 1, groups["bound2"] or groups["bound3"]) if said else None


def _shifted(said: Numeral, by: float) -> Numeral:
    value = None if said.value is None else said.value + by
    return replace(said, value=value, least=said.least + by, most=said.most + by)


def _fraction(match: re.Match[str], _place: Place) -> Said | None:
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


def _multiple(match: re.Match[str], place: Place) -> Said | None:
    said, (more, bound) = numeral(place.digits), match.group("more", "bound")
    if said is None:
        return None
    inner = _more(place.digits) if said.more else ""
    return Said(said, "multiple", "倍", None, 1, bound, more or inner, 1 if more else said.step)


def _doubling(match: re.Match[str], _place: Place) -> Said | None:
    times = cardinal(match["times"]) if match["times"] else 1
    if not isinstance(times, int) or times > 20:
        return None
    return Said(Numeral(2**times, 2**times, 2**times, 1), "multiple", "番")


# --- times -----------------------------------------------------------------------------------------------------------

_HALF_UNITS = {
    "小时": "h",
    "钟头": "h",
    "月": "mo",
    "星期": "wk",
    "天": "d",
    "年": "a",
    "世纪": "a",
    "礼拜": "wk",
    "工作日": "d",
}


def _compound(match: re.Match[str], _place: Place) -> Said | None:
    groups = match.groupdict()
    for high, low, factor, unit, code in _COMPOUNDS:
        if groups[high] and groups[low]:
            parts = cardinal(groups[high]), cardinal(groups[low])
            if parts[0] is None or parts[1] is None or parts[1] >= 100:
                return None
            return _compounded(parts[0] * factor + parts[1], unit, code, groups)
    if groups["some"]:
        return _some_and_more(groups)
    whole = groups["whole"] or groups["whole2"]
    count = cardinal(whole) if whole else 0
    if count is None:
        return None
    unit = groups["halfunit"] or groups["halfunit2"] or groups["halfunit3"]
    number = (count + 0.5) * (100 if unit == "世纪" else 1)
    printed = unit if unit in ("年", "天") else f"个{unit}" if unit in ("月", "世纪") else unit
    said = Numeral(number, number, number, 0.5)
    return Said(said, "duration", printed, _HALF_UNITS[unit], 1, groups["bound"], groups["more"] or "", number)


def _some_and_more(groups: dict[str, str | None]) -> Said | None:
    """3个多月: more than three of them and less than four."""
    digits, unit = groups["some"] or "", groups["someunit"] or ""
    said = numeral(digits)
    code, factor = _HALF_UNITS[unit], 100 if unit == "世纪" else 1
    return Said(said, "duration", f"个{unit}", code, factor, groups["bound"], groups["over"] or "", 1) if said else None


_COMPOUNDS = (
    ("years", "months", 12, "个月", "mo"),
    ("days", "dayhours", 24, "小时", "h"),
    ("hours", "minutes", 60, "分", "min"),
    ("mins", "secs", 60, "秒", "s"),
)


def _compounded(number: Number, unit: str, code: str, groups: dict[str, str | None]) -> Said:
    if seconds := groups["seconds"]:
        number, unit, code = number * 60 + float(seconds), "秒", "s"
    number = int(number) if number == int(number) else round(number, 6)
    return Said(Numeral(number, number, number, 1), "duration", unit, code, 1, groups["bound"])


# --- the rest --------------------------------------------------------------------------------------------------------


def _ordinal(match: re.Match[str], _place: Place) -> Said | None:
    groups = match.groupdict()
    if groups["first"]:
        return _nth(1, groups["first"])
    if groups["num"]:
        digits = groups["num"]
        number = cardinal(digits) or digitwise(digits)
        low = cardinal(groups["low"]) if groups["low"] else None
        if low is None or number is None:
            return _nth(number, groups["unit"])
        return Said(Numeral(None, low, number, 1), "ordinal", groups["unit"]) if low < number else None
    if groups["congress"]:
        return _nth(cardinal(groups["congress"]), "届")
    return _nth(cardinal(groups["party"]), "大")


def _nth(number: Number | None, unit: str) -> Said | None:
    return None if number is None else Said(Numeral(number, number, number, 1), "ordinal", unit)


def _sum(match: re.Match[str], _place: Place) -> Said | None:
    said = numeral(match["num"])
    return Said(said, "money", match["sign"], _SIGNS[match["sign"]]) if said else None


_SIGNS = {
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


_INDEX = re.compile("(?:指数|系数)(?:为|是|升至|降至)?$")


def _bare(match: re.Match[str], place: Place) -> Said | None:
    digits, bound = place.digits, match["bound"]
    said = numeral(digits)
    if said is None:
        return None
    more = _more(digits) if said.more else ""
    if _INDEX.search(place.text, max(0, place.start - 6), place.start):
        return Said(said, "index", bound=bound, more=more, step=said.step)
    large = said.most >= 1000 or any(c in digits for c in "万亿余多")
    told = place.does not in ("", "change") or bound == "+"
    return Said(said, "cardinal", bound=bound, more=more, step=said.step) if large and told else None


def _unitless(match: re.Match[str], _place: Place) -> Said | None:
    digits = match["num"]
    said = numeral(digits)
    return Said(said, "cardinal", more=_more(digits) if said.more else "", step=said.step) if said else None


def _score(match: re.Match[str], _place: Place) -> Said | None:
    said = numeral(match["num"])
    return Said(said, "cardinal", "分", bound=match["bound"]) if said else None


READERS: dict[str, Reader] = {
    "number": lambda *_: None,
    "ordinal": _ordinal,
    "percent": _percent,
    "share": _share,
    "fraction": _fraction,
    "multiple": _multiple,
    "doubling": _doubling,
    "duration": _compound,
    "range": _range,
    "money": _quantity,
    "sum": _sum,
    "unit": _quantity,
    "cardinal": _quantity,
    "score": _score,
    "heads": _unitless,
    "counted": _unitless,
    "bare": _bare,
}
