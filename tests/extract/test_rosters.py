"""Rosters: every layout of fixtures/cases/rosters as text, as paragraphs and as broken lines, and the laws they obey."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.extract.rosters import rosters_in
from extractor.model.document import Block, Document
from extractor.model.records import Entry, Group, Roster
from extractor.rules.check import complaints
from extractor.rules.load import load_book
from extractor.rules.rule import Rule
from extractor.rules.shipped import shipped_book
from extractor.text.normal import normalise, squeeze
from extractor.text.reading import Reading

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = sorted((FIXTURES / "cases" / "rosters").glob("*.txt"))
PAGES = sorted((FIXTURES / "pages" / "rosters").glob("*.html"))
RULE = "=====\n"

LIST = "决定把南州市工人文化宫等3家工人文化宫列为样板馆。\n\n示范工人文化宫名单\n\n{}\n\n南州市工人文化宫\n文化宫成立于1950年。"
NAMES = ("南州市工人文化宫", "白水县工人文化宫", "北水市第二工人文化宫")


def parts(case: Path) -> tuple[str, str]:
    """A case's text, and below the line of ===== what it holds."""
    text, _, wanted = case.read_text("utf-8").partition(RULE)
    return text.rstrip("\n"), wanted.strip("\n")


def shown(rosters: tuple[Roster, ...] | list[Roster]) -> str:
    """Rosters as lines; ``no list`` where there is none."""
    return "\n".join(line for roster in rosters for line in _roster(roster)) or "no list"


def _roster(roster: Roster) -> Iterator[str]:
    said = " ".join(number.evidence.quote for number in roster.declared) or "-"
    status = f"{roster.status} ({roster.reason})" if roster.reason else roster.status
    title = roster.title.value if roster.title else "(no title)"
    yield f"# {title} · {roster.kind} · says {said} · found {roster.found} · {status}"
    for group in roster.groups:
        if group.declared is not None and not group.found:
            yield f"  [{_path(group, roster)}]"
    for entry in roster.entries:
        yield f"  {_entry(entry, roster)}"


def _entry(entry: Entry, roster: Roster) -> str:
    where = f"[{_path(roster.groups[entry.group], roster)}] " if entry.group is not None else ""
    said = ", ".join(f"{key} {quoted.value}" for key, quoted in sorted(entry.attributes.items()))
    return f"{entry.position} {where}{entry.name}" + (f" ({said})" if said else "")


def _path(group: Group, roster: Roster) -> str:
    above = f"{_path(roster.groups[group.parent], roster)} > " if group.parent is not None else ""
    count = f" {group.declared}/{group.found}" if group.declared is not None else ""
    return f"{above}{group.title}{count}"


def names(rosters: tuple[Roster, ...] | list[Roster]) -> list[str]:
    """The names of all entries in order."""
    return [entry.name for roster in rosters for entry in roster.entries]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_text_holds_what_its_case_says(case: Path) -> None:
    """Entries, groups, attributes, numbers, status and reason are those that a reader would write down."""
    text, wanted = parts(case)
    assert shown(extractor.find_rosters(text)) == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_holds_what_stands_beside_it(page: Path) -> None:
    """Tables with merged cells, lists within lists, names side by side, pictures and attachments, through extract."""
    wanted = page.with_suffix(".expected").read_text("utf-8").strip("\n")
    assert shown(extractor.extract(page.read_bytes(), url=page.name).rosters) == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("layout", ["paragraphs", "broken lines"])
def test_blocks_change_nothing(case: Path, layout: str) -> None:
    """The lines of a case as blocks of a page, one a line or one for all of them, hold the same list."""
    text, wanted = parts(case)
    found = extractor.find_rosters(_document(text, one_block=layout == "broken lines"))
    assert shown(found) == wanted


def _document(text: str, *, one_block: bool) -> Document:
    whole = (Block(role="body", kind="paragraph", start=0, end=len(text)),)
    blocks = whole if one_block else Reading.of_text(text).blocks
    return Document(text=text, text_sha256="", language=None, blocks=blocks)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_evidence_is_the_words_of_the_text(case: Path) -> None:
    """Each quote is the text at its place, and an entry's quote is its name but for blanks."""
    text, _ = parts(case)
    for roster in extractor.find_rosters(text):
        for entry in roster.entries:
            said = entry.evidence
            assert said.start is not None
            assert text[said.start : said.end] == said.quote
            assert squeeze(said.quote) == squeeze(entry.name)
            assert all(text[part.start : part.end] == part.text for part in entry.parts)
            for quoted in entry.attributes.values():
                assert text[quoted.evidence.start : quoted.evidence.end] == quoted.evidence.quote
        for number in roster.declared:
            assert text[number.evidence.start : number.evidence.end] == number.evidence.quote


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n", "\r\n", "\n\u3000\u3000"])
def test_blank_lines_mean_nothing(between: str) -> None:
    """A list ends where its entries end, not where two lines are blank; a sub-heading like an entry is none."""
    (roster,) = extractor.find_rosters(LIST.format(between.join(NAMES)))
    assert names([roster]) == list(NAMES)
    assert ([number.value for number in roster.declared], roster.status, roster.kind) == ([3], "complete", "palace")


def test_a_number_said_twice_is_declared_twice() -> None:
    """Every mention of the list's number is evidence; the numbers of the prose below are not the list's."""
    text = "决定把南州市工人文化宫等3家工人文化宫列为样板馆,南州市工人文化宫位列3家单位之一。\n" + LIST.format(
        "\n".join(NAMES)
    )
    (roster,) = extractor.find_rosters(text + "\n去年,南州市整合全市8家工人文化宫成立联盟,388家单位参加活动。")
    assert [number.evidence.quote for number in roster.declared] == ["3家", "3家", "3家"]


def test_an_entry_has_its_place() -> None:
    """The name's place and the parts of the name, as of the day that is asked."""
    (roster,) = extractor.find_rosters("第一批工人文化宫名单\n四川苍溪县工人文化宫\n武汉经开区工人文化宫")
    assert [entry.place and entry.place.code for entry in roster.entries] == ["510824", "420100"]
    assert [part.text for part in roster.entries[1].parts] == ["武汉", "经开区", "工人文化宫"]


@pytest.mark.parametrize(
    ("middle", "reason"),
    [("[图片]", "image"), ('<img src="/a.jpg">', "script"), ("附件:获奖单位名单.xlsx", "attachment"), ("", "missing")],
)
def test_a_list_that_is_not_there_is_said_so(middle: str, reason: str) -> None:
    """A list that was announced and is not on the page is a roster without entries, with the reason."""
    (roster,) = extractor.find_rosters(
        f"全市共有12家单位获评“模范职工之家”,获奖单位名单如下:\n{middle}\n下一步,要加强建设。"
    )
    assert (roster.found, roster.status, roster.reason) == (0, "absent", reason)
    assert [number.value for number in roster.declared] == [12]


@pytest.mark.parametrize("rule", shipped_book().topic("rosters"), ids=lambda rule: rule.id)
def test_a_rule_keeps_its_word(rule: Rule) -> None:
    """Each rule gives its examples and is silent in its counter-examples."""
    assert complaints(rule) == []


ANCHORED = [rule for rule in shipped_book().topic("rosters") if "anchor" in rule.data]


@pytest.mark.parametrize("rule", ANCHORED, ids=lambda rule: rule.id)
def test_an_anchor_stands_in_all_that_its_rule_matches(rule: Rule) -> None:
    """A line without a rule's anchor is not read by the rule, so no example of the rule may be without one."""
    for example in rule.examples:
        assert re.search(rule.data["anchor"], example.text, re.VERBOSE)


def test_a_rule_of_ones_own_needs_no_anchor() -> None:
    """A rule that takes the place of an anchored one and names no anchor is asked of every line."""
    rule = 'id = "roster.lead"\npattern = "在此列出 $"\nwhy = "Another wording."\nexamples = [{ text = "在此列出", gives = "在此列出" }]'
    book = load_book({"rosters.toml": f"[[rule]]\n{rule}"}, base=shipped_book())
    (roster,) = rosters_in(Reading.of_text("获奖单位在此列出\n" + "\n".join(NAMES)), book)
    assert names([roster]) == list(NAMES)


@given(
    st.lists(
        st.sampled_from(
            [
                *NAMES,
                "名单如下:",
                "共3家",
                "(2个)",
                "1",
                "1.",
                "王 芳",
                "、",
                "|",
                "等3名",
                "授予",
                "“奖”",
                "\n",
                " ",
                "附件",
                "[图片]",
                "序号",
                "姓名",
                "一等奖:",
            ]
        ),
        max_size=14,
    )
)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    """Whatever the lines, reading ends, and each quote is the text at its place."""
    text = "\n".join(pieces)
    for roster in extractor.find_rosters(text):
        assert roster.found == len(roster.entries)
        assert [entry.position for entry in roster.entries] == list(range(1, roster.found + 1))
        for entry in roster.entries:
            assert entry.evidence.quote == text[entry.evidence.start : entry.evidence.end]
            assert entry.group is None or entry.group < len(roster.groups)


def test_entries_stay_in_order_over_many_lines() -> None:
    """A long list is one roster, its entries in the order of the page."""
    wanted = [f"南州市第{n}机床厂工会" for n in range(1, 301)]
    (roster,) = extractor.find_rosters("先进集体名单(共300个)\n" + "\n".join(wanted))
    assert names([roster]) == wanted
    assert roster.status == "complete"


def test_escaped_marks_are_plain_words() -> None:
    """The page's own escapes do not reach the names."""
    page = "<p>先进集体名单</p>" + "".join(f"<p>{html.escape(n)}</p>" for n in ("A&B公司工会", "C公司工会"))
    article = f"<html><body><article><h1>关于表彰先进集体的决定</h1><p>{'江州市总工会决定表彰一批先进集体。' * 4}</p>{page}</article></body></html>"
    assert names(extractor.extract(article, media_type="text/html").rosters) == ["A&B公司工会", "C公司工会"]


def test_the_shadow_of_a_case_reads_alike() -> None:
    """Full-width or half-width marks, the entries are the same."""
    text, _ = parts(FIXTURES / "cases" / "rosters" / "numbered-persons-with-attributes.txt")
    wide = text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
    assert names(extractor.find_rosters(wide)) == names(extractor.find_rosters(normalise(text).text))
