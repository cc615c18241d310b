"""Counts: the case file, and the laws that hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.api import find_counts
from extractor.model.records import Count
from extractor.rules.shipped import shipped_book
from extractor.rules.survey import survey
from extractor.text.normal import normalise

_CASES = Path(__file__).parents[2] / "fixtures/cases/counts.tsv"
_ROWS = [line.split("\t") for line in _CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def written(count: Count) -> str:
    """A count in the notation of the case file: words, kind, value or bounds, unit, noun, label."""
    noun = f" of {count.noun.text}" if count.noun else ""
    unit = " ".join(dict.fromkeys(filter(None, (count.unit, count.unit_code))))
    return f"{count.evidence.quote} {count.kind} {bounds(count)} {unit}".rstrip() + noun + " label" * count.label


def bounds(count: Count) -> str:
    """388 exactly, ~388 about, (388,∞) more than, [388,∞) at least, (∞,388) less than, (∞,388] at most."""
    if count.lower is None and count.upper is None:
        return f"~{count.value:.12g}"
    if count.value is not None and count.lower == count.upper:
        return f"{count.value:.12g}"
    left = "∞" if count.lower is None else f"{count.lower:.12g}"
    right = "∞" if count.upper is None else f"{count.upper:.12g}"
    return f"{'[' if count.lower_inclusive else '('}{left},{right}{']' if count.upper_inclusive else ')'}"


@pytest.mark.parametrize(("text", "expected", "why"), _ROWS, ids=[row[0] for row in _ROWS])
def test_cases(text: str, expected: str, why: str) -> None:
    """Every line of the case file gives exactly its counts."""
    assert "; ".join(map(written, find_counts(text))) == ("" if expected == "-" else expected), why


_WORDS = st.sampled_from(
    [
        "近",
        "超",
        "约",
        "共",
        "不超过",
        "第",
        "首",
        "每",
        "从",
        "0",
        "5",
        "12",
        "300",
        "1,200",
        "3.5",
        "2023",
        "一",
        "两",
        "三",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "几",
        "数",
        "半",
        "多",
        "余",
        "年",
        "月",
        "日",
        "天",
        "个",
        "个月",
        "小时\n",
        "",
        "",
        "",
        "分",
        "秒",
        "人",
        "名",
        "家",
        "元",
        "万元",
        "%",
        "‰",
        "成",
        "倍",
        "番",
        "分之",
        "平方米",
        "亩",
        "斤",
        "岁",
        "届",
        "次",
        "至",
        "—",
        "-",
        "/",
        ":",
        "+",
        ",",
        "。",
        "“",
        "”",
        "《",
        "》",
        "(",
        ")",
        "以上",
        "左右",
        "内",
        "职工",
        "服务",
        "的",
        "版块",
        "号\n",
        "",
        "",
        "",
        "\n",
        "〔2023〕",
        "A4",
        "￥",
        "１２",
        "\u3000",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=14).map("".join))
def test_laws(text: str) -> None:
    """Any text: a quote stands at its place, counts overlap neither each other nor a date, bounds hold the value."""
    counts = find_counts(text)
    shadow = normalise(text)
    dates = [shadow.back(hit.start, hit.end) for hit in survey(shadow.text, shipped_book()).dates]
    done = 0
    for count in counts:
        start, end = count.evidence.start, count.evidence.end
        assert start is not None
        assert end is not None
        assert text[start:end] == count.evidence.quote
        assert done <= start < end
        assert all(end <= a or b <= start for a, b in dates)
        assert count.noun is None or text[count.noun.start : count.noun.end] == count.noun.text
        done = end
        assert (count.lower is None) == (count.lower_inclusive is None)
        assert (count.upper is None) == (count.upper_inclusive is None)
        assert count.value is None or count.lower is None or count.lower <= count.value
        assert count.value is None or count.upper is None or count.value <= count.upper


@pytest.mark.parametrize(
    "piece", ["一", "1,", "年", "1", "三十", "第", "半", "“", "3至", "百分之", "1.", "一个", "千万", "1点", "一余"]
)
def test_long_runs_end(piece: str) -> None:
    """Runs of one piece, however long, are read to their end."""
    assert len(find_counts(piece * 20_000 + "一x")) <= 20_000


def test_no_modifier_is_null() -> None:
    """Where no word sets a bound, the modifier is null and no empty word; so it is behind 的."""
    assert [count.modifier for count in find_counts("这是职工的30%,共有的25%,12家。")] == [None, None, None]
