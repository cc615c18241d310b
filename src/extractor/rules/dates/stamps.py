"""The dates of headers, footers and metadata: a whole day, in figures or in characters. No rule book is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.rules.dates.numbers import digits, small
from extractor.rules.dates.values import on_day

# One day: 2023-11-24, 2023/4/25, 2025.04.28, 2022年02月10日, 二〇二三年五月四日. Every part is bounded and begins
# differently from what comes before it.
_DAY = re.compile(
    r"""(?<![0-9])(?P<year>(?:19|20)[0-9]{2}|[一二][〇零○OoО0一二三四五六七八九]{3})
    (?: [ ]?[-./][ ]?(?P<month>1[0-2]|0?[1-9])[ ]?[-./][ ]?(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])
      | [ ]?年[ ]?(?P<month_cn>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[ ]?月[ ]?
        (?P<day_cn>3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号]
      | (?P<compact>(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9]) )
    """,
    re.VERBOSE,
)


def day_of(text: str) -> str | None:
    """The day that a value begins with, as EDTF; None where it begins with no whole date. A clock behind it is left.

    >>> day_of("2023/4/25 15:20:10"), day_of("2022年02月10日"), day_of("近日")
    ('2023-04-25', '2022-02-10', None)
    """
    found = _DAY.match(text.lstrip())
    return _edtf(found) if found else None


def publication_dates(text: str) -> list[tuple[int, int, str]]:
    """Every whole day of a line, with its place: ``(start, end, edtf)``. Eight figures alone are no date here.

    >>> publication_dates("来源:工人日报 时间:2023-11-24 10:00")
    [(11, 21, '2023-11-24')]
    """
    return list(_days(text))


def _days(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _DAY.finditer(text):
        if not found["compact"] and (edtf := _edtf(found)):
            yield *found.span(), edtf


def _edtf(found: re.Match[str]) -> str | None:
    compact = found["compact"] or ""
    month = found["month"] or found["month_cn"] or compact[:2]
    day = found["day"] or found["day_cn"] or compact[2:]
    value = on_day(digits(found["year"]), small(month), small(day))
    return value.edtf if value else None
