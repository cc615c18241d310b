"""Runs of characters up to the first of many words: what they hold, whatever the words are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rules.runs import led, others_than, up_to

_LETTERS = "工会职员服务人才能投入-]^"
_WORDS = st.sets(st.text(_LETTERS, min_size=1, max_size=4), max_size=60)


@given(_WORDS, st.text(_LETTERS, max_size=12))
def test_led_matches_one_of_the_words(words: set[str], text: str) -> None:
    """It matches where a word begins, and the longest that does."""
    found = re.match(led(words), text)
    begun = [word for word in words if text.startswith(word)]
    assert (found is not None) == bool(begun)
    if found and len(begun[0]) > 1 and all(len(word) > 1 for word in words):
        assert found[0] == max(begun, key=len)


@given(_WORDS, st.text("工会职员服务人才能投入", max_size=12))
def test_up_to_stops_before_the_first_word(words: set[str], text: str) -> None:
    """Everything before the first place at which a word begins."""
    firsts = [at for at in range(len(text)) if any(text.startswith(word, at) for word in words)]
    found = re.match(up_to(words, others_than(words)), text)
    assert found is not None
    assert found.end() == min(firsts, default=len(text))


@pytest.mark.parametrize(("text", "noun"), [("才能奖投入", "才能奖"), ("能投入", ""), ("人才能手投入", "人才能手")])
def test_kept_words_are_run_over_whole(text: str, noun: str) -> None:
    """能 ends a noun, unless it stands in a word that is kept."""
    words, kept = {"能", "投入"}, {"才能", "能手"}
    others = f"[^{''.join(word[0] for word in words | kept)}]"
    found = re.match(up_to(words, others, kept), text)
    assert found is not None
    assert found[0] == noun
