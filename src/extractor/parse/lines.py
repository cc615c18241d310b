"""What each block is by its own words, before its place on the page is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.model.document import Role
from extractor.parse.draft import Draft
from extractor.rules.labels import line_kind
from extractor.rules.load import RuleBook
from extractor.rules.rule import Rule
from extractor.text.normal import Shadow, normalise, unspace

_DECORATION = "【[(《<■●▶►◆★☆·|丨-—*※→↓▼>»"
_LONGEST = 240  # characters; no rule about a line's own words looks at a longer one
_BATCH = 40  # blocks that are normalised in one go
_SHORT = 160  # characters of a line that the patterns look at
_OPENING = 40  # characters of a longer line that may hold its opening words
_MARKS = re.compile("[，。、；：？！“”…,;:?!]")
_FULL = re.compile("[。！？!?；;]")


class Word(NamedTuple):
    """What a line says of itself by its first words.

    where: ``edge``, it speaks before the article's first sentence and after its last; ``any``, in its midst too; ``end``, the
    same, and the article is over. reach: how many characters may follow the words.
    """

    role: Role
    where: str
    reach: int


@dataclass(frozen=True)
class Vocabulary:
    """The words and patterns by which a line is known."""

    openings: dict[str, list[tuple[str, Word]]]  # by their first two characters, longest first
    patterns: tuple[tuple[Callable[[str], object], Word], ...]
    pager: re.Pattern[str]
    lists: re.Pattern[str]  # what is announced by a line that opens like the page's furniture: 长按识别二维码查看名单
    byline: re.Pattern[str]
    credits: re.Pattern[str]  # what a line of credits holds in some place; the label grammar is asked about no other

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> Vocabulary:
        """Those of one book."""
        lexicon = book.lexicon("roles_words")
        openings: dict[str, list[tuple[str, Word]]] = {}
        for word in lexicon.longest_first:
            role, where, reach = lexicon.table[word]
            openings.setdefault(word[:2], []).append((word, Word(role, where, int(reach))))  # type: ignore[arg-type]
        patterns = tuple(_said_by(rule) for rule in book.topic("roles"))
        pager, lists, byline = (book.rule(name).pattern for name in ("role.pager", "cms.list", "cms.byline"))
        return Vocabulary(openings, patterns, pager, lists, byline, _credits(book))

    def label(self, bare: str, *, long: bool = False) -> Word | None:
        """What a line, its blanks taken out, says of itself. long: these are a long line's first words."""
        line = bare.lstrip(_DECORATION)
        for candidate in (line, bare) if line != bare else (bare,):
            for word, says in self.openings.get(candidate[:2], ()):
                if candidate.startswith(word) and (
                    says.reach >= _LONGEST if long else len(candidate) - len(word) <= says.reach
                ):
                    furniture = says.role == "boilerplate" and says.where == "edge"
                    return None if furniture and self.lists.search(candidate) else says
        if not long and len(bare) <= _SHORT and "。" not in bare:
            for matches, says in self.patterns:
                if matches(bare):
                    return says
        return None


def _said_by(rule: Rule) -> tuple[Callable[[str], object], Word]:
    """How a rule's pattern is tried, and what it says. One that opens with ^ is tried at the line's beginning alone."""
    pattern = rule.pattern
    matches = pattern.match if rule.source.startswith("^") else pattern.search
    return matches, Word(rule.data["role"], rule.data["where"], _SHORT)


def _credits(book: RuleBook) -> re.Pattern[str]:
    """The beginnings of all labels that give a credit. One of a single character must stand before a mark or at an end."""
    rows = [row for name in ("labels", "labels_short", "labels_after") for row in book.lexicon(name).rows]
    words = {row[0] for row in rows if row[1] != "-"}
    long = "|".join(sorted({re.escape(word[:2]) for word in words if len(word) > 1})) or "(?!)"
    short = "".join(sorted(re.escape(word) for word in words if len(word) == 1)) or "\0"
    return re.compile(rf"^[(\[【]|(?:19|20)\d\d|{long}|[{short}](?:[ ]*[:丨|/、&+)\]】]|[。;,]?$)")


class Lines:
    """The blocks of a draft as rules see them: each block's shadow text. Answers are worked out when asked, and kept."""

    def __init__(self, draft: Draft, book: RuleBook) -> None:
        self.draft = draft
        self.book = book
        self.vocabulary = Vocabulary.of(book)
        self._heads: list[str | None] = [None] * len(draft.pieces)
        self._bare: list[str] = [""] * len(draft.pieces)
        self._long: dict[int, str] = {}
        self._labels: dict[int, Word | None] = {}
        self._sentences: dict[int, bool] = {}
        self._kinds: dict[int, str | None] = {}

    def __len__(self) -> int:
        return len(self.draft.pieces)

    def text(self, i: int) -> str:
        """The shadow text of block i."""
        if self.length(i) <= _LONGEST:
            return self.head(i)
        if i not in self._long:
            self._long[i] = normalise(self.raw(i)).text
        return self._long[i]

    def head(self, i: int) -> str:
        """The shadow text of a short block, or a long one's first words."""
        text = self._heads[i]
        if text is None:
            # Those around it too: forty in one go cost what two or three do.
            first = i - i % _BATCH
            near = range(first, min(first + _BATCH, len(self)))
            raw = (self.raw(j) if self.length(j) <= _LONGEST else self.raw(j)[:_OPENING] for j in near)
            shadow = normalise("\n".join(raw)).text
            self._heads[first : near.stop] = shadow.split("\n")
            self._bare[first : near.stop] = shadow.replace(" ", "").split("\n")
            text = self._heads[i] or ""
        return text

    def bare(self, i: int) -> str:
        """The same without blanks."""
        return self._bare[i] if self._heads[i] is not None else self.head(i).replace(" ", "")

    def raw(self, i: int) -> str:
        """The words of block i as printed."""
        piece = self.draft.pieces[i]
        return self.draft.text[piece.start : piece.end]

    def shadow(self, first: int, last: int) -> tuple[int, Shadow]:
        """The shadow of the blocks from first to last, and where it begins in the page's text."""
        start = self.draft.pieces[first].start
        return start, normalise(self.draft.text[start : self.draft.pieces[last].end])

    def label(self, i: int) -> Word | None:
        """What the words of block i alone say that it is."""
        if i not in self._labels:
            self._labels[i] = self.vocabulary.label(self.bare(i), long=self.length(i) > _LONGEST)
        return self._labels[i]

    def kind(self, i: int) -> str | None:
        """``credit`` or ``meta`` where block i is nothing but labels and what they govern."""
        if i not in self._kinds:
            text = "" if self.length(i) > _LONGEST else self.head(i)
            text = unspace(Shadow(text, text)).text if " " in text else text
            self._kinds[i] = line_kind(text, self.book) if self.vocabulary.credits.search(text) else None
        return self._kinds[i]

    def is_pager(self, i: int) -> bool:
        """Whether block i lists the article's own pages."""
        return self.length(i) <= _LONGEST and bool(self.vocabulary.pager.match(self.bare(i)))

    def in_byline(self, i: int) -> bool:
        """Whether block i stands where a content system prints the account's name without a label."""
        frames = self.draft.frames
        return bool(self.vocabulary.byline.search(frames.hint(self.draft.pieces[i].frame)))

    def marks(self, i: int) -> int:
        """How many marks of punctuation block i holds."""
        return len(_MARKS.findall(self.raw(i)))

    def is_prose(self, i: int) -> bool:
        """Whether block i is running text: it holds a full stop, or is long and holds commas."""
        text = self.raw(i)
        if "。" in text[:-1] or (text[-1:] == "。" and len(text) > 12):
            return True
        return len(text) >= 40 and ("，" in text or "," in text or len(_FULL.findall(text)) > 1)

    def is_sentence(self, i: int) -> bool:
        """Whether block i is running text that may be the article's: prose, and none of the page's furniture."""
        if i not in self._sentences:
            prose = self.is_prose(i)
            label = self.label(i) if prose else None
            self._sentences[i] = prose and not (label and (label.where != "edge" or label.role == "boilerplate"))
        return self._sentences[i]

    def length(self, i: int) -> int:
        """How many characters block i holds."""
        return self.draft.pieces[i].end - self.draft.pieces[i].start

    def is_heading(self, i: int) -> bool:
        """Whether block i is a heading by its element."""
        return self.draft.pieces[i].kind == "heading"

    def is_linked(self, i: int) -> bool:
        """Whether block i is mostly link text."""
        return self.draft.pieces[i].linked * 2 > self.length(i)

    @property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """What each field of the markup says, with its place in the order of trust."""
        return self.book.lexicon("meta_fields").table
