"""Credits: the label grammar on what real pages print, scopes, markup, and the laws that any text must keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.extract.attribution import credits_in
from extractor.model.document import Block, Markup
from extractor.model.records import Credit
from extractor.rules.labels import is_credit_line, is_meta_line, line_kind
from extractor.rules.shipped import shipped_book
from extractor.text.normal import normalise
from extractor.text.reading import Reading

CASES = Path(__file__).parents[2] / "fixtures/cases/credits.tsv"
PIECES = ["来源:", "编辑：", "编　辑", "记者", "通讯员", " ", "\n", "何苗", "田野", "工人日报", "摄", "文/图", "(", ")", "2023-05-04", "、", "。", "/", "《", "》", "审核|", "供稿", "admin", "本报", "讯", "A"]  # fmt: skip


def credits_of(text: str) -> list[Credit]:
    return list(credits_in(Reading.of_text(text), shipped_book()))


def cases() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(text.replace("\\n", "\n"), expected, why) for text, expected, why in rows]


def read(expected: str) -> list[tuple[str, str | None, str | None, str]]:
    """(role, grade, scope, value) for each credit that a case expects; None where it does not say."""
    found = []
    for group in [] if expected == "-" else expected.split("; "):
        label, values = group.split("=")
        label, _, scope = label.partition("@")
        role, _, grade = label.partition("/")
        found += [(role, grade or None, scope or None, value) for value in values.split("、")]
    return found


def agrees(want: tuple[str, str | None, str | None, str], got: Credit) -> bool:
    role, grade, scope, value = want
    return (
        (role, value) == (got.role, got.value) and (not grade or int(grade) == got.grade) and scope in (None, got.scope)
    )


@pytest.mark.parametrize(("text", "expected", "why"), cases())
def test_a_credit_is_read_as_the_page_prints_it(
    text: str, expected: str, why: str, request: pytest.FixtureRequest
) -> None:
    """Every line of fixtures/cases/credits.tsv gives its credits and no other, save the published day of empty lines."""
    if why.startswith("todo:"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=why))
    got = [c for c in credits_of(text) if c.role != "published" or "published" in expected]
    want = read(expected)
    assert sorted((c.role, c.value) for c in got) == sorted((w[0], w[3]) for w in want)
    assert all(any(agrees(w, c) for c in got) for w in want)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_credit_is_the_text_that_it_points_at(text: str) -> None:
    """Whatever stands in a text, evidence and label are the characters at their place, and no role and place come twice."""
    found = credits_of(text)
    for credit in found:
        evidence = credit.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert credit.value
        if credit.label:
            assert text[credit.label.start : credit.label.end] == credit.label.text
    places = [(credit.role, credit.evidence.start) for credit in found]
    assert len(places) == len(set(places))


@given(st.sampled_from(cases()), st.sampled_from(["，一段正文。\n\n", "导语\n"]))
@settings(max_examples=60, deadline=None)
def test_what_stands_before_moves_spans_and_nothing_else(case: tuple[str, str, str], before: str) -> None:
    """A paragraph put before a text moves its credits' spans and leaves roles and values."""
    here, there = credits_of(case[0]), credits_of(before + case[0])
    assert [(c.role, c.value) for c in here] == [(c.role, c.value) for c in there]
    assert [(c.evidence.start or 0) + len(before) for c in here] == [c.evidence.start for c in there]


@pytest.mark.parametrize("line", ["来源:江州工会 编辑:何苗 (实习)", "(通讯员:何苗 摄)", "责任编辑:何苗;校对:田野"])
def test_full_width_marks_change_no_value(line: str) -> None:
    """The same line with full-width marks gives the same credits at the same places."""
    wide = line.translate(str.maketrans(":;()", "：；（）"))
    assert [(c.role, c.value, c.evidence.start) for c in credits_of(line)] == [
        (c.role, c.value, c.evidence.start) for c in credits_of(wide)
    ]


def test_the_same_label_in_two_places_has_two_scopes() -> None:
    """来源 at the article's end and 来源 in the content system's line under it are two credits."""
    text = "正文在此。\n来源:江州市总工会\n来源:江州工会网 编辑:admin 时间:2023-05-04"
    found = [(c.value, c.scope, c.entity) for c in credits_of(text) if c.role in ("source", "editor")]
    assert found == [
        ("江州市总工会", "credit", "organisation"),
        ("江州工会网", "footer", "organisation"),
        ("admin", "footer", "account"),
    ]


def test_a_blocks_role_decides_the_scope() -> None:
    """A meta block before the body is the page's header, one after it its footer; nothing is read from boilerplate."""
    lines = [
        ("meta", "来源:江州工会"),
        ("body", "何苗 摄"),
        ("credit", "编辑:何苗"),
        ("meta", "编辑:admin"),
        ("boilerplate", "作者:田野"),
    ]
    text = "\n".join(words for _, words in lines)
    blocks = tuple(
        Block(role=role, kind="line", start=text.index(words), end=text.index(words) + len(words))  # type: ignore[arg-type]
        for role, words in lines
    )
    found = credits_in(Reading(normalise(text), blocks), shipped_book())
    assert [(c.role, c.scope) for c in found] == [
        ("source", "meta"),
        ("photographer", "credit"),
        ("editor", "credit"),
        ("editor", "footer"),
    ]


def test_a_short_name_is_written_out_from_the_page() -> None:
    """市总 is the union that the page names in full; where it names none, nothing is made up."""
    named = credits_of("欢迎访问青岛市总工会\n来源:市总宣教网络部")
    assert [c.normalized for c in named] == ["青岛市总工会宣教网络部"]
    assert [c.normalized for c in credits_of("来源:市总宣教网络部")] == [None]


def test_markup_speaks_where_the_page_does_not() -> None:
    """A source of the page's head has evidence in the markup; one that is printed too is given once, as printed."""
    head = (Markup(name="contentsource", value="来源：工人日报", path="//meta[1]/@content"),)
    silent = list(credits_in(Reading.of_text("正文。"), shipped_book(), markup=head))
    assert [(c.value, c.evidence.source, c.evidence.start, c.evidence.quote) for c in silent] == [
        ("工人日报", "markup", None, "来源：工人日报")
    ]
    printed = list(credits_in(Reading.of_text("来源：工人日报"), shipped_book(), markup=head))
    assert [(c.value, c.evidence.source) for c in printed] == [("工人日报", "text")]


@pytest.mark.parametrize(
    ("name", "value", "given"),
    [
        ("author", "何苗", [("author", "何苗")]),
        ("author", "何苗 田野", [("author", "何苗"), ("author", "田野")]),
        ("author", "105464", []),
        ("author", "工人日报", [("source", "工人日报")]),
        ("editor", "", []),
        ("generator", "何苗", []),
    ],
)
def test_a_field_is_believed_as_far_as_content_systems_fill_it(
    name: str, value: str, given: list[tuple[str, str]]
) -> None:
    """An author's field may hold an account's number or the medium; only people are authors."""
    head = (Markup(name=name, value=value, path="//meta[1]/@content"),)
    assert [(c.role, c.value) for c in credits_in(Reading.of_text("正文。"), shipped_book(), markup=head)] == given


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("通讯员:何苗", "credit"),
        ("编辑:何苗 审核:田野", "credit"),
        ("责任编辑:", "credit"),
        ("来源:江州工会 时间:2023-05-04", "meta"),
        ("2023-05-04 10:20 来源:江州工会", "meta"),
        ("浏览次数:56 【字体:大 中 小】", "meta"),
        ("编辑何苗走进车间看望职工。", None),
        ("江州市总工会", None),
        ("时间:2023年5月4日 地点:市工人文化宫", None),
        ("记者从市总工会获悉,驿站建成。", None),
        ("", None),
    ],
)
def test_a_line_of_labels_is_told_from_prose(line: str, kind: str | None) -> None:
    """line_kind says which lines are nothing but labels and names, and which of them a content system printed."""
    assert line_kind(line, shipped_book()) == kind
    assert is_credit_line(line, shipped_book()) == (kind == "credit")
    assert is_meta_line(line, shipped_book()) == (kind == "meta")
