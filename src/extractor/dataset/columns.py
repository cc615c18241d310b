"""What a table is: columns with a type, a sentence and the way to the value; rows are read off along them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, Literal

from extractor.model.page import Page

ColumnType = Literal["string", "integer", "number", "boolean", "datetime", "array", "object"]
Row = Mapping[str, Any]
Getter = Callable[[Row], Any]


@dataclass(frozen=True)
class Column:
    """One column. ``source`` leads from the row's parts to the value, by dotted names or a function; null stays null."""

    name: str
    type: ColumnType
    description: str
    source: str | Getter

    @cached_property
    def get(self) -> Getter:
        """The value of this column in a row."""
        return self.source if callable(self.source) else _getter(*self.source.split("."))


@dataclass(frozen=True)
class Table:
    """One table of the data set: ``parts`` gives, for each row of a page, the objects that the columns lead from."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parts: Callable[[Page], Iterable[Row]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _getters(self) -> tuple[Getter, ...]:
        return tuple(column.get for column in self.columns)

    def rows(self, page: Page) -> list[dict[str, Any]]:
        """The rows of one page, in page order; every row has every column."""
        names, getters = self.names, self._getters
        return [dict(zip(names, [get(parts) for get in getters], strict=True)) for parts in self.parts(page)]


def _getter(first: str, *rest: str) -> Getter:
    if not rest:
        return itemgetter(first)
    before, last = _getter(first, *rest[:-1]), attrgetter(rest[-1])
    return lambda row: None if (part := before(row)) is None else last(part)
