"""What the tests of parsing share: a page in, its blocks and article out."""

from __future__ import annotations

from extractor.model.capture import Capture
from extractor.model.document import Isolated
from extractor.parse import parse
from extractor.rules.shipped import shipped_book

PROSE = (
    "<p>　　11月24日，江州市总工会在市工人文化宫召开职工代表座谈会，来自各县区的30名代表参加会议。</p>"
    "<p>　　会议指出，各级工会要履行职责、主动作为，把实事办好，把好事办实，让职工满意。</p>"
)
URL = "http://www.jiangzhou.example/art/2023/11/24/t20231124_12.html"


def isolate(
    content: bytes | str, *, url: str | None = URL, status: int | None = None, media_type: str | None = None
) -> Isolated:
    """A page as parsed with the shipped rules."""
    return parse(Capture(content=content, url=url, status=status, media_type=media_type), shipped_book())


def roles(page: Isolated) -> list[tuple[str, str]]:
    """Each block's role and words."""
    return [(block.role, page.document.text[block.start : block.end]) for block in page.document.blocks]


def words(page: Isolated, role: str) -> list[str]:
    """The words of the blocks with one role."""
    return [text for had, text in roles(page) if had == role]


def codes(page: Isolated) -> list[str]:
    """The codes of a page's problems."""
    return [problem.code for problem in page.problems]
