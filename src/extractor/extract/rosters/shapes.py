"""What each line of a page is by its form: a title, a count, a remark, a signature, a sentence, or a plain line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.rows import Row, row_of
from extractor.extract.rosters.tables import Table

_PROSE = re.compile("[。!?;].")
_STOPS = ("。", "!", "?")
_SPACES = re.compile(" {2,}")
_LONG, _LONG_NUMBERED = 60, 90  # characters, beyond which a line is prose


@dataclass
class Shaped:
    """A line or table with its shape; ``match`` where a rule gave it."""

    piece: Line | Table
    shape: str
    match: re.Match[str] | None = None
    rule: str = ""
    _row: Row | None = None

    def row(self, lexis: Lexis) -> Row | None:
        """A plain line as a row, made when it is first asked for and only to be looked at; None for any other."""
        if self._row is None and self.shape == "plain" and isinstance(self.piece, Line):
            self._row = row_of(self.piece, lexis)
        return self._row


def shape(piece: Line | Table, lexis: Lexis) -> Shaped:
    if isinstance(piece, Table):
        return Shaped(piece, "table")
    if piece.image:
        return Shaped(piece, "image")
    hit = lexis.line(piece.text)
    if piece.ends and not (hit and hit.rule.data["shape"] == "image") and not _only_persons(piece.text, lexis):
        return Shaped(piece, "end")
    if hit:
        return Shaped(piece, hit.rule.data["shape"], hit.match, hit.rule.tag)
    return Shaped(piece, "prose" if _is_prose(piece.text, lexis) else "plain")


def _only_persons(text: str, lexis: Lexis) -> bool:
    """Nothing but two names or more: no credit, which has a label, but a line of a list that looks like one."""
    words = _SPACES.split(text)
    return len(words) > 1 and all(lexis.is_person(squeezed(word)) for word in words)


def _is_prose(text: str, lexis: Lexis) -> bool:
    bare = text.rstrip("。;!?,、 ")
    serial = lexis.rule("serial").pattern.match(text)
    if _particulars(bare[serial.end() if serial else 0 :].lstrip(), lexis):
        return False
    numbered = bool(serial)
    if text.endswith(_STOPS) and not numbered:
        return not (lexis.kind(bare) or _employed(bare, lexis)) or bool(lexis.rule("award").pattern.search(bare))
    return bool(_PROSE.search(bare)) or len(bare) > (_LONG_NUMBERED if numbered else _LONG)


def _employed(text: str, lexis: Lexis) -> bool:
    """张海涛,江州机床厂钳工: a person and what he is, no sentence."""
    name, _, rest = text.partition(",")
    return bool(rest) and not _PROSE.search(text) and lexis.is_person(name) and bool(lexis.post(rest))


def _particulars(text: str, lexis: Lexis) -> bool:
    """张海涛,女,汉族,江州机床厂钳工: a person with what a register says of him; a life may follow the first full stop."""
    words = text[:_LONG_NUMBERED].split("。")[0].replace("、", ",").split(",", 2)
    known = len(words) > 2 and (words[1] in ("男", "女") or words[1] in lexis.peoples)
    return known and lexis.is_person("".join(words[0].split()))


def shape_at(shaped: list[Shaped], at: int) -> str:
    """The shape of the line at ``at``; nothing beyond the page."""
    return shaped[at].shape if at < len(shaped) else ""


def personal(text: str, lexis: Lexis) -> bool:
    """Does a line begin or end with a person's name?"""
    words = text.replace("(", " (").split(" ")
    return any(lexis.is_person(word) for word in (words[0], words[-1], "".join(words[:2])))
