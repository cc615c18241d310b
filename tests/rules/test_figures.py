"""What figures may be, by what stands around them."""

from __future__ import annotations

import pytest

from extractor.rules.figures import Figures
from extractor.rules.shipped import shipped_book

FIGURES = Figures(shipped_book())
# before, the figures, behind; what they may be: a name, a date
ROWS = [
    ("共", "300", "名", False, False),
    ("共", "300", "", False, False),
    ("共", "300", ",", True, False),
    ("约", "3", ".5万", False, False),
    ("升级为", "2", ".0版", True, False),
    ("3.", "5", "版", False, False),
    ("约", "1", ",200名", False, False),
    ("A", "4", "级", False, False),
    ("工发〔", "2023", "〕15号", True, False),
    ("电话", "12351", "。", True, False),
    ("于", "2023", "年", False, True),
    ("于", "20230", "年", True, False),
    ("在", "3", "年级", True, True),
    ("于", "5", "月4日", False, True),
    ("约", "120", "年", False, True),
    ("约", "1200", "天", False, False),
    ("于", "5", "—8月", True, True),
    ("于", "3", "个月", False, True),
    ("于", "3", "个班", False, False),
    ("于", "2023", "-05-04", True, True),
]


@pytest.mark.parametrize(("before", "figures", "behind", "name", "date"), ROWS)
def test_what_figures_may_be(before: str, figures: str, behind: str, name: bool, date: bool) -> None:
    """The answers, and that whatever may be something else is told from a number at first sight."""
    text, start, end = before + figures + behind, len(before), len(before) + len(figures)
    assert (FIGURES.nameable(text, start, end, behind[:1]), FIGURES.dateable(text, start, end, behind[:1])) == (
        name,
        date,
    )
    assert FIGURES.told(text, start, end, behind[:1]) >= (name or date)
