"""Names: people, bodies, accounts and placeholders told apart."""

from __future__ import annotations

import pytest

from extractor.rules.names import Names
from extractor.rules.shipped import shipped_book


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.of(shipped_book())


@pytest.mark.parametrize(
    ("words", "entity"),
    [
        ("何苗", "person"),
        ("欧阳修远", "person"),
        ("次仁卓玛", "person"),
        ("阿卜杜拉·买买提", "person"),
        ("John Smith", "person"),
        ("江州市总工会", "organisation"),
        ("工人日报", "organisation"),
        ("青岛总工会融媒体", "organisation"),
        ("宣教部", "organisation"),
        ("新华社", "organisation"),
        ("admin", "account"),
        ("系统管理员", "account"),
        ("ghxcb2023", "account"),
        ("佚名", "placeholder"),
        ("本站原创", "placeholder"),
        ("蓝色di雪球", "other"),
        ("王主席", "other"),
    ],
)
def test_a_value_is_told_by_lists_endings_and_surnames(names: Names, words: str, entity: str) -> None:
    """What a value names follows from the word lists alone."""
    assert names.entity(words) == entity


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("何苗", ["何苗"]),
        ("何苗田野", ["何苗", "田野"]),
        ("方晓闻田野石磊", ["方晓闻", "田野", "石磊"]),
        ("欧阳修远何苗", ["欧阳修远", "何苗"]),
        ("方子国之", ["方子国之"]),
        ("从市总工会获悉", []),
        ("文化宫", []),
        ("", []),
    ],
)
def test_names_without_a_break_are_cut_before_common_surnames(names: Names, run: str, pieces: list[str]) -> None:
    """A row of characters is cut into names, or is no row of names at all."""
    assert [run[a:b] for a, b in names.split(run)] == pieces


@pytest.mark.parametrize(
    ("words", "people", "rest"),
    [
        ("何苗、田野 石磊", ["何苗", "田野", "石磊"], ""),
        ("何 苗 田 野", ["何 苗", "田 野"], ""),
        ("欧阳 修远", ["欧阳 修远"], ""),
        ("何苗(实习)、田野", ["何苗", "田野"], ""),
        ("何苗等", ["何苗"], ""),
        ("何苗_AB12", ["何苗"], ""),
        ("何苗走进车间", [], "何苗走进车间"),
        ("从市总工会获悉", [], "从市总工会获悉"),
    ],
)
def test_a_row_of_names_ends_where_names_end(names: Names, words: str, people: list[str], rest: str) -> None:
    """People are read one after another; what follows the last of them stays."""
    found, stop = names.people(words, 0, len(words))
    assert [words[name.start : name.end] for name in found] == people
    assert words[stop:] == rest
