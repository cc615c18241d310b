"""The shadow text and the way back from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.normal import normalise, squeeze, unspace

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("编辑来源王芳：:　 \t\n\u200b\ufeff\u00ad，。“”《》（）2023年廠總⻚⼯①ａＢ〇丨|"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(TEXTS)
def test_every_span_maps_back(text: str) -> None:
    """Each character of the shadow stands for exactly one of the raw text's, in order, and nothing else maps to it."""
    for shadow in (normalise(text), unspace(normalise(text))):
        places = [shadow.back(i, i + 1) for i in range(len(shadow.text))]
        assert all(b == a + 1 for a, b in places)
        assert places == sorted(set(places))
        assert all(normalise(text[a:b]).text == c for (a, b), c in zip(places, shadow.text, strict=True))


@given(TEXTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """A shadow is its own shadow."""
    once = normalise(text).text
    again = normalise(once)
    assert (again.raw, again.text, again.cuts) == (once, once, ())
    closed = unspace(normalise(once)).text
    assert unspace(normalise(closed)).text == closed


@given(TEXTS, TEXTS)
def test_a_block_before_moves_offsets_and_nothing_else(before: str, text: str) -> None:
    """A line put before a text leaves its shadow as it was, further along."""
    alone, moved = normalise(text), normalise(f"{before}\n{text}")
    by = len(moved.text) - len(alone.text)
    assert moved.text[by:] == alone.text
    for i in range(len(alone.text)):
        a, b = alone.back(i, i + 1)
        assert moved.back(i + by, i + by + 1) == (a + len(before) + 1, b + len(before) + 1)


@given(TEXTS)
def test_forth_is_the_inverse_of_back(text: str) -> None:
    """Going back to the raw text and forth again ends where it began."""
    shadow = unspace(normalise(text))
    for i in range(len(shadow.text)):
        assert shadow.forth(shadow.back(i, i + 1)[0]) == i
    assert shadow.forth(len(text)) == len(shadow.text)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("来源：青岛（市）", "来源:青岛(市)"),
        ("２０２３年", "2023年"),
        ("⼯⼈⽂化宫", "工人文化宫"),
        ("總工會", "总工会"),
        ("乾县", "乾县"),
        ("工人\u200b文化宫", "工人文化宫"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("12①", "12①"),
    ],
)
def test_folding(raw: str, plain: str) -> None:
    """Look-alikes are folded one for one; what has two readings is left alone."""
    assert normalise(raw).text == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("编　辑：王 芳", "编辑:王芳"),
        ("责 任 编 辑:李", "责任编辑:李"),
        ("贺 标 云麓电力公司", "贺标 云麓电力公司"),
        ("北京 上海", "北京 上海"),
        ("第 3 届", "第 3 届"),
    ],
)
def test_closing_up(raw: str, plain: str) -> None:
    """Single characters with blanks between are one word; words of two are not."""
    assert unspace(normalise(raw)).text == plain


def test_squeeze() -> None:
    """Names are compared without blanks."""
    assert squeeze(" 王　芳\n") == "王芳"
