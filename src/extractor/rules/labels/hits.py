"""What the label grammar finds, and what it knows of a label before its value is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.rules.names import Name

Part = tuple[str, int | None]  # a role and its grade

# Roles whose values are people before they are anything else.
PERSONS = frozenset(
    (
        "author",
        "correspondent",
        "designer",
        "editor",
        "photographer",
        "proofreader",
        "reporter",
        "responsible_editor",
        "reviewer",
    )
)
PEOPLE_OR_BODIES = frozenset(("contributor", "producer"))
STAMPED = frozenset(("published", "views", "time"))


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label and what it governs, ``text[start:end]`` in all.

    ``label`` is None where the place alone says the role; ``parts`` is empty for a label that gives no credit (字体:),
    ``values`` for one that governs nothing (来源: and no more).
    """

    rule: str
    parts: tuple[Part, ...]
    start: int
    end: int
    label: tuple[int, int] | None
    values: tuple[Name, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the label gives."""
        return frozenset(role for role, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label before its value is read. ``start`` includes the label's front, ``open`` is where its value begins.

    ``set_off``: a mark or a bracket stands behind it. ``after``: it stands behind the names that it credits.
    """

    rule: str
    parts: tuple[Part, ...]
    start: int
    label: tuple[int, int]
    open: int
    set_off: bool
    kind: Literal["before", "after"] = "before"

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the label gives."""
        return frozenset(role for role, _ in self.parts)
