"""A page made by hand, with a record of each kind."""

from __future__ import annotations

from hashlib import sha256

import pytest

from extractor.model.capture import CaptureInfo
from extractor.model.document import Article, Document
from extractor.model.page import Check, Extractor, Page
from extractor.model.problem import Problem
from extractor.model.records import (
    Candidate,
    Citation,
    Count,
    Credit,
    Date,
    Entry,
    Group,
    Navigation,
    Neighbour,
    Part,
    Place,
    Roster,
)
from extractor.model.span import Evidence, Quoted, QuotedNumber, Words

TEXT = '示例市工会\n"2024年3月"表彰50余人\n一等奖（1名）\n王小明，示例厂\n《关于表彰的通知》\n编辑：李四'


def said(quote: str) -> Evidence:
    """Evidence for a quote of the text."""
    start = TEXT.index(quote)
    return Evidence(quote=quote, start=start, end=start + len(quote), rule="test/1")


PLACE = Place(
    code=None,
    level="county",
    province="示例省",
    prefecture=None,
    county=None,
    basis="abbreviation",
    as_of="2024-03-01",
    candidates=(Candidate(code="000001", province="示例省", prefecture=None, county=None),),
)
ENTRY = Entry(
    id="en_1",
    position=1,
    name="王小明",
    evidence=said("王小明"),
    group=0,
    attributes={"unit": Quoted(value="示例厂", evidence=said("示例厂"))},
    place=PLACE,
    parts=(Part(role="unit", text="示例厂", start=0, end=3),),
)
ROSTER = Roster(
    id="ro_1",
    title=Quoted(value="一等奖", evidence=said("一等奖")),
    kind="person",
    declared=(QuotedNumber(value=1, evidence=said("1名")),),
    found=1,
    status="complete",
    groups=(Group(title="一等奖", parent=None, declared=1, found=1, evidence=said("一等奖")),),
    entries=(ENTRY, Entry(id="en_2", position=2, name="示例厂", evidence=said("示例厂"))),
    evidence=said("一等奖（1名）"),
)
COUNT = Count(
    id="ct_1",
    value=50,
    lower=50,
    upper=60.5,
    lower_inclusive=False,
    upper_inclusive=None,
    modifier="余",
    kind="cardinal",
    unit="人",
    noun=Words(text="人", start=0, end=1),
    evidence=said("50余人"),
)


@pytest.fixture
def page() -> Page:
    """A page with a record of each kind, awkward characters included."""
    return Page(
        id="pg_0123456789abcdef",
        capture=CaptureInfo(
            url="in/一,二.html",
            final_url=None,
            fetched_at=None,
            status=None,
            media_type="text/plain",
            charset="utf-8",
            sha256=sha256(TEXT.encode()).hexdigest(),
            kind="file",
            record_id=None,
        ),
        document=Document(text=TEXT, text_sha256=sha256(TEXT.encode()).hexdigest(), language="zh", blocks=()),
        article=Article(
            title=Quoted(value="示例市工会", evidence=said("示例市工会")),
            subtitle=None,
            site=None,
            column=None,
            published=None,
            body=(),
        ),
        rosters=(ROSTER,),
        dates=(Date(id="dt_1", edtf="2024-03", kind="point", basis="explicit", evidence=said('"2024年3月"')),),
        counts=(COUNT,),
        attribution=(
            Credit(id="cr_1", role="editor", value="李四", scope="credit", entity="person", evidence=said("李四")),
        ),
        citations=(Citation(id="ci_1", title="关于表彰的通知", evidence=said("《关于表彰的通知》")),),
        navigation=Navigation(next=Neighbour(title="下一页", url=None, evidence=said("编辑"))),
        checks=(
            Check(id="roster.declared", status="pass", message="1 of 1", values={"declared": 1, "found": (1, None)}),
            Check(id="roster.declared", status="fail", message="二\n行", evidence=(said("1名"),)),
        ),
        problems=(Problem(stage="parse", code="charset.replaced", detail="1 byte"),),
        extractor=Extractor(version="0", rules_version="0", rules_sha256="0"),
    )
