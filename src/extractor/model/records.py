"""The records that a page is turned into, each with its evidence. Schema version 1.0.

An empty ``id`` means that the record has not been given its identity yet (``text/identity.py`` does).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from extractor.model.span import Evidence, Quoted, QuotedNumber, Words

# --- rosters -------------------------------------------------------------------------------------------------------

RosterKind = Literal["palace", "organisation", "person", "place", "work"]
RosterStatus = Literal["complete", "short", "over", "undeclared", "absent"]
RosterReason = Literal["image", "attachment", "script", "partial", "missing"]
PlaceLevel = Literal["province", "prefecture", "county"]
PlaceBasis = Literal["printed", "abbreviation", "inferred_parent", "zone_parent", "org_name_toponym"]
PartRole = Literal["place", "ordinal", "honorific", "type", "zone", "industry_union", "unit"]


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """One of several units that a name may mean, with the official names of its line of parents."""

    code: str
    province: str
    prefecture: str | None
    county: str | None


class Place(Struct, frozen=True, kw_only=True):
    """The administrative unit that a name states, never finer than what is printed.

    code: GB/T 2260, six digits; null where only a name is known or several units share it (``candidates``).
    province, prefecture, county: full official names. basis: how the name says it. as_of: the day (ISO 8601) whose
    division was asked. successor: the code that took over, where the unit has since been abolished.
    """

    code: str | None
    level: PlaceLevel | None
    province: str | None
    prefecture: str | None
    county: str | None
    basis: PlaceBasis
    as_of: str | None
    candidates: tuple[Candidate, ...] = ()
    successor: str | None = None


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """A piece of an entry's name and what it is; start and end are places in ``document.text``."""

    role: PartRole
    text: str
    start: int
    end: int


class Entry(Struct, frozen=True, kw_only=True):
    """One name of a roster. ``position`` counts from 1 within the roster; ``group`` is an index into its groups."""

    id: str = ""
    position: int
    name: str
    evidence: Evidence
    group: int | None = None
    attributes: dict[str, Quoted] = {}
    place: Place | None = None
    parts: tuple[Part, ...] = ()


class Group(Struct, frozen=True, kw_only=True, gc=False):
    """A heading inside a roster (a province, a grade). ``parent`` is an index into the same roster's groups."""

    title: str
    parent: int | None
    declared: int | None
    found: int
    evidence: Evidence


class Roster(Struct, frozen=True, kw_only=True):
    """One list that the page holds or announces, under one honour.

    declared: every number that the page states for this list. status: ``complete`` (found is what was declared)
    ``short`` ``over`` ``undeclared`` (no number to compare with) ``absent`` (announced and not on the page).
    reason: why it is short or absent.
    """

    id: str = ""
    title: Quoted | None
    kind: RosterKind
    declared: tuple[QuotedNumber, ...]
    found: int
    status: RosterStatus
    reason: RosterReason | None = None
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    evidence: Evidence


# --- dates and counts ----------------------------------------------------------------------------------------------

DateKind = Literal["point", "interval", "recurring", "vague"]
DateBasis = Literal["explicit", "relative", "plan", "calendar"]
Calendar = Literal["gregorian", "lunar", "minguo", "era"]
CountKind = Literal[
    "cardinal", "ordinal", "duration", "money", "percent", "fraction", "multiple", "measure", "age", "rate", "index"
]
Number = int | float


class Date(Struct, frozen=True, kw_only=True, gc=False):
    """A date as the words give it, never finer.

    edtf: EDTF (ISO 8601-2:2019, levels 0 to 2), null for vague words such as 近日. inferred: what was carried over from
    elsewhere on the page. time: a clock time beside the date, ISO 8601-1 (``T19:30``).
    """

    id: str = ""
    edtf: str | None
    kind: DateKind
    basis: DateBasis
    inferred: tuple[Literal["year", "month"], ...] = ()
    time: str | None = None
    calendar: Calendar = "gregorian"
    evidence: Evidence


class Count(Struct, frozen=True, kw_only=True, gc=False):
    """A number that counts or measures; its evidence covers modifier, number, unit and bound.

    value is expressed in unit_code (UCUM; ISO 4217 for money) where there is one, else in unit (as printed, without
    万 and 亿). A bound that does not exist is null, and so is its inclusive flag; an exact number has
    lower = upper = value, both inclusive. label: the number stands inside a name or slogan in quotation marks.
    """

    id: str = ""
    value: Number | None
    lower: Number | None
    upper: Number | None
    lower_inclusive: bool | None
    upper_inclusive: bool | None
    modifier: str | None = None
    kind: CountKind
    unit: str | None = None
    unit_code: str | None = None
    noun: Words | None = None
    label: bool = False
    evidence: Evidence


# --- who says so ---------------------------------------------------------------------------------------------------

CreditRole = Literal[
    "source",
    "reprinted_from",
    "author",
    "reporter",
    "correspondent",
    "contributor",
    "photographer",
    "designer",
    "editor",
    "responsible_editor",
    "proofreader",
    "reviewer",
    "producer",
    "issuer",
    "agency",
    "published",
    "views",
]
CreditScope = Literal["meta", "byline", "credit", "footer"]
Entity = Literal["person", "organisation", "account", "placeholder", "other"]


class Credit(Struct, frozen=True, kw_only=True, gc=False):
    """Who had which part in the page. The evidence is of the value; ``label`` is the word that gave the role.

    grade: 1, 2, 3 for 初审, 复审, 终审. scope: where it stands: page header (meta), inside the article (byline), at its
    end (credit), or in the CMS's line under it (footer). normalized: the value's full form where the page implies it.
    """

    id: str = ""
    role: CreditRole
    grade: Literal[1, 2, 3] | None = None
    label: Words | None = None
    value: str
    normalized: str | None = None
    scope: CreditScope
    entity: Entity
    evidence: Evidence


class Citation(Struct, frozen=True, kw_only=True, gc=False):
    """A document that the article cites: its title without the outer 《》, its number, the body that issued it.

    alias_of: id of the citation that this short title stands for (以下简称《通知》, and each later 《通知》).
    """

    id: str = ""
    title: str | None
    number: str | None = None
    issuer: Quoted | None = None
    alias_of: str | None = None
    evidence: Evidence


class Neighbour(Struct, frozen=True, kw_only=True, gc=False):
    """The article before or after this one, as the page's navigation names it."""

    title: str
    url: str | None
    evidence: Evidence


class Navigation(Struct, frozen=True, kw_only=True):
    """上一篇 and 下一篇; null where the page has none or says 没有了."""

    previous: Neighbour | None = None
    next: Neighbour | None = None
