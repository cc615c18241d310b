"""What each block is by its own words, before its place on the page is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from extractor.model.document import Role
from extractor.parse.draft import Draft
from extractor.rules.labels import line_kind
from extractor.rules.load import RuleBook
from extractor.rules.match import Matcher
from extractor.text.normal import Shadow, normalise, unspace

_DECORATION = "【[(《<■●▶►◆★☆·|丨-—*※→↓▼>»"
_LONGEST = 240  # characters; no rule about a line's own words looks at a longer one
_MARKS = re.compile("[,。、;:?!“”…]")
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

    words: dict[str, Word]
    longest: int
    patterns: Matcher

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> Vocabulary:
        """Those of one book."""
        rows = book.lexicon("roles_words").rows
        words = {word: Word(role, where, int(reach)) for word, role, where, reach in rows}  # type: ignore[arg-type]
        return Vocabulary(words, max(map(len, words), default=0), Matcher(book.topic("roles")))

    def label(self, bare: str) -> Word | None:
        """What a line, its blanks taken out, says of itself."""
        words = self.words
        line = bare.lstrip(_DECORATION)
        for candidate in (line, bare) if line != bare else (bare,):
            for n in range(min(self.longest, len(candidate)), 1, -1):
                if (word := words.get(candidate[:n])) and len(candidate) - n <= word.reach:
                    return word
        if len(bare) <= _LONGEST and (hit := self.patterns.at(bare, 0)):
            return Word(hit.rule.data["role"], hit.rule.data["where"], _LONGEST)
        return None


class Lines:
    """The blocks of a draft as rules see them. Answers are worked out when asked and kept."""

    def __init__(self, draft: Draft, book: RuleBook) -> None:
        self.draft = draft
        self.book = book
        self.shadow: Shadow = normalise(draft.text)
        self.vocabulary = Vocabulary.of(book)
        self._labels: dict[int, Word | None] = {}
        self._kinds: dict[int, str | None] = {}

    @cached_property
    def texts(self) -> list[str]:
        """The shadow text of each block."""
        forth, text = self.shadow.forth, self.shadow.text
        if not self.shadow.cuts:
            return [text[piece.start : piece.end] for piece in self.draft.pieces]
        return [text[forth(piece.start) : forth(piece.end)] for piece in self.draft.pieces]

    def __len__(self) -> int:
        return len(self.draft.pieces)

    def label(self, i: int) -> Word | None:
        """What the words of block i alone say that it is."""
        if i not in self._labels:
            text = self.texts[i]
            self._labels[i] = self.vocabulary.label("".join(text[:_LONGEST].split()))
        return self._labels[i]

    def kind(self, i: int) -> str | None:
        """``credit`` or ``meta`` where block i is nothing but labels and what they govern."""
        if i not in self._kinds:
            text = self.texts[i]
            short = len(text) <= _LONGEST
            self._kinds[i] = line_kind(unspace(normalise(text)).text, self.book) if short else None
        return self._kinds[i]

    def marks(self, i: int) -> int:
        """How many marks of punctuation block i holds."""
        return len(_MARKS.findall(self.texts[i]))

    def is_prose(self, i: int) -> bool:
        """Whether block i is running text: it holds a full stop, or is long and holds commas."""
        text = self.texts[i]
        if "。" in text[:-1] or (text[-1:] == "。" and len(text) > 12):
            return True
        return len(text) >= 40 and ("," in text or len(_FULL.findall(text)) > 1)

    def begin(self, i: int) -> int:
        """Where block i begins in the shadow."""
        return self.shadow.forth(self.draft.pieces[i].start)

    @property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """What each field of the markup says, with its place in the order of trust."""
        return self.book.lexicon("meta_fields").table

    def length(self, i: int) -> int:
        """How many characters block i holds."""
        return self.draft.pieces[i].end - self.draft.pieces[i].start

    def is_linked(self, i: int) -> bool:
        """Whether block i is mostly link text."""
        return self.draft.pieces[i].linked * 2 > self.length(i)
