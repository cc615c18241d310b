"""Each check passes on a page that agrees with itself, and speaks up on one that does not."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.model.page import Check, Page

PALACES = ["石家庄市工人文化宫", "太原市工人文化宫", "沈阳市工人文化宫", "南京市工人文化宫", "广州市工人文化宫"]


def page(*lines: str) -> Page:
    return extract("\n\n".join(("海州市总工会表彰一批工人文化宫", *lines)), url="page.txt")


def roster_page(names: list[str], declared: int, *more: str) -> Page:
    return page(
        f"经研究,决定命名{names[0]}等{declared}家工人文化宫为示范工人文化宫。",
        *more,
        "示范工人文化宫名单",
        *names,
        "发布日期:2024-05-06",
    )


def check(found: Page, name: str) -> Check | None:
    return next((c for c in found.checks if c.id.split(":")[0] == name), None)


def status(found: Page, name: str) -> str | None:
    result = check(found, name)
    return result.status if result else None


def test_declared_against_found() -> None:
    """A list that is shorter or longer than the page says fails; the figures are in the check."""
    assert status(roster_page(PALACES, 5), "roster.declared") == "pass"
    short = check(roster_page(PALACES[:4], 5), "roster.declared")
    assert short is not None
    assert (short.status, short.values["declared"], short.values["found"]) == ("fail", (5,), 4)
    assert [e.quote for e in short.evidence] == ["5家"]
    assert status(roster_page(PALACES, 4), "roster.declared") == "fail"


def test_a_list_that_is_not_there_is_a_warning() -> None:
    """An announced list that the page only shows as a picture is never passed over in silence."""
    found = check(page("决定授予海州重工集团有限公司等12家单位五一劳动奖状。名单如下:", "[图片]"), "roster.declared")
    assert found is not None
    assert (found.status, found.values["reason"]) == ("warn", "image")


def test_groups_add_up() -> None:
    """A heading that says two and holds one fails, and names itself."""
    lines = ["河北省(1个)", "1、石家庄市工人文化宫", "山西省({})", "1、太原市工人文化宫"]
    assert status(page("示范工人文化宫名单", *lines[:2], "山西省(1个)", lines[3]), "roster.groups") == "pass"
    wrong = check(page("示范工人文化宫名单", *lines[:2], "山西省(2个)", lines[3]), "roster.groups")
    assert wrong is not None
    assert (wrong.status, wrong.values["wrong"]) == ("fail", ("山西省",))


def test_province_order() -> None:
    """A list out of the order of GB/T 2260 is a warning, and a failure where the page claims that order."""
    shuffled = [PALACES[i] for i in (0, 3, 1, 2, 4)]
    assert status(roster_page(PALACES, 5), "roster.order") == "pass"
    assert status(roster_page(shuffled, 5), "roster.order") == "warn"
    assert status(roster_page(shuffled, 5, "以下名单按行政区划排序。"), "roster.order") == "fail"


def test_the_corps_and_industrial_unions_come_last() -> None:
    """兵团 after 新疆, railways after everything."""
    order = [*PALACES[:3], "乌鲁木齐市工人文化宫", "石河子市工人文化宫", "中国铁路工会呼和浩特铁路局文化宫"]
    assert status(roster_page(order, 6), "roster.order") == "pass"
    assert status(roster_page([order[5], *order[:5]], 6), "roster.order") == "warn"


def test_a_name_that_stands_twice() -> None:
    """A double is a warning that names it; a list without doubles says nothing."""
    assert check(roster_page(PALACES, 5), "roster.once") is None
    twice = check(roster_page([*PALACES[:4], PALACES[0]], 5), "roster.once")
    assert twice is not None
    assert (twice.status, twice.values["names"]) == ("warn", (PALACES[0],))


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("文化宫成立于1950年,74年来服务职工。", "pass"),
        ("文化宫始建于1950年5月,走过了74年历程。", "pass"),
        ("1950年建成的文化宫,70余年来服务职工。", "pass"),
        ("文化宫成立于1950年,64年来服务职工。", "fail"),
        ("1950年建成的文化宫,60余年来服务职工。", "fail"),
        ("文化宫成立于1950年,工期3年。", None),
        ("1950年,文化宫举办首届运动会,74年来从未间断。", None),
    ],
)
def test_durations_against_their_dates(sentence: str, outcome: str | None) -> None:
    """On a page of 2024, founded 1950 and 74 years make sense; 64 do not."""
    assert (
        status(page(sentence, "文化宫长期坚持公益开放,职工都说好。", "发布日期:2024-05-06"), "duration.since")
        == outcome
    )


@pytest.mark.parametrize(
    ("cms", "sources", "editors"),
    [
        ("来源:海州工会 编辑:廉若溪 时间:2024-05-06", "pass", "pass"),
        ("来源:海州日报 编辑:沐听荷 时间:2024-05-06", "warn", "warn"),
    ],
)
def test_article_and_cms_name_the_same(cms: str, sources: str, editors: str) -> None:
    """Two sources or two editors that differ are a warning; the same name twice passes."""
    found = page(
        "文化宫翻新后重新开放,职工可以免费健身。", "来源:海州工会", "编辑:廉若溪", cms, "上一篇:没有了", "下一篇:没有了"
    )
    assert (status(found, "attribution.sources"), status(found, "attribution.editors")) == (sources, editors)


def test_an_account_is_no_editor() -> None:
    """admin is an account, and the check says so."""
    found = page("文化宫翻新后重新开放,职工可以免费健身。", "来源:海州工会 编辑:admin 时间:2024-05-06")
    accounts = check(found, "attribution.account")
    assert accounts is not None
    assert accounts.values["accounts"] == ("admin",)
