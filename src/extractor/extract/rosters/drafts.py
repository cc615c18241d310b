"""What the readers of layouts hand on: lists before they are held against their numbers. Offsets are the shadow's."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.records import RosterKind, RosterReason

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that the page states: ``text[start:end]`` is number and unit, or a last 序号."""

    value: int
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Item:
    """An entry to be: its name's place, and what is said beside it. ``group`` is an index into the draft's headings."""

    start: int
    end: int
    kind: RosterKind | None
    attributes: dict[str, Span] = field(default_factory=dict)
    group: int | None = None
    rule: str = ""


@dataclass(slots=True)
class Heading:
    """A group's heading; ``parent`` is an index into the draft's headings."""

    start: int
    end: int
    parent: int | None
    count: Mention | None = None


@dataclass(slots=True)
class Draft:
    """A list as it stands on the page, or the word that it should stand there.

    title: the words that name the list. lead: the words that announce it. counts: numbers printed with it.
    cited: a run ended by 等N: its own number says whether there is more. reason: why nothing, or not all, is here.
    """

    start: int
    lead: Span
    rule: str
    title: Span | None = None
    items: list[Item] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    counts: list[Mention] = field(default_factory=list)
    reason: RosterReason | None = None
    sentence: Span | None = None
    doubtful: int = 0  # so many of the last entries are none, unless the number asks for them
    spare: int = 0  # so many more may be none, where the number has no room for them
    run: bool = False
    alone: bool = False  # one name with its honour: a list only among its like
