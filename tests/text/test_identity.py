"""Identities are of words, not of places."""

from __future__ import annotations

from extractor.text.identity import identities, identity


def test_the_nth_of_the_same_words_is_the_nth() -> None:
    """Records of one kind and one wording are told apart by their number, and by nothing else."""
    first = identities("dt", [("date", "2023年"), ("date", "近日"), ("date", "2023年")])
    assert len(set(first)) == 3
    assert identities("dt", [("date", "近日"), ("date", "2023年"), ("date", "２０２３年")]) == [
        first[1],
        first[0],
        first[2],
    ]


def test_spelling_does_not_matter() -> None:
    """Full-width marks, blanks and line breaks are not part of an identity."""
    assert identities("en", [("entry", "王　芳（女）")]) == identities("en", [("entry", "王芳(女)")])


def test_words_are_kept_apart() -> None:
    """Moving a character from one word to the next makes another identity."""
    assert identity("x", "ab", "c") != identity("x", "a", "bc")
