"""Who is named: people, bodies, accounts and placeholders, told apart by surname lists and endings. Knows no labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.model.records import Entity
from extractor.rules.load import RuleBook

HAN = "\N{IDEOGRAPHIC NUMBER ZERO}\u3400-\u4dbf\u4e00-\u9fff"

# What may stand between two names, a remark in brackets among it: 王芳(实习)、李明.
_BETWEEN = re.compile(r"(?:[ 、,;/&|]|和(?=[ ])|\([^()\n]{0,20}\))*")
# One run of characters without a break; a Latin name may hold one blank (John Smith), a staff code follows its owner.
_RUN = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*|[A-Za-z@][\w.@'-]*(?:[ ][A-Z][a-z]+)?")
_STAFF_CODE = re.compile(r"[ ]?_?[A-Z]{1,4}[_-]?\d+")
# 方 敏, 梅  益, 欧阳 明: a name whose characters are set apart; and a whole row of such characters.
_LETTERS = re.compile(rf"[{HAN}](?:[ ]{{1,4}}[{HAN}](?![{HAN}]))+")
_PAIR = re.compile(rf"(?P<surname>[{HAN}]{{1,2}})[ ]{{1,4}}(?P<given>[{HAN}]{{1,2}})(?![{HAN}])")
_KEEPER = "管理员"
_ET_AL = "等"
_ACCOUNT = re.compile(r"[a-z][\w.@-]*|[A-Za-z]+\d[\w.@-]*|\d{2,}", re.IGNORECASE)
_LATIN_NAME = re.compile(r"[A-Z][a-z'-]+[ ][A-Z][a-z'-]+")
_LONGEST_NAME = 4
# No given name ends so, but a desk does: 宣教部, 办公室.
_DESKS = tuple("部处科室厅局委院所厂队办站组馆宫网报社")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the shadow text, ``text[start:end]``, and what it names."""

    start: int
    end: int
    entity: Entity


class Names:
    """The names of one rule book. ``Names.of(book)`` is built once."""

    def __init__(self, book: RuleBook) -> None:
        surnames = book.lexicon("surnames")
        self._surnames = surnames.words
        self._common = frozenset(row[0] for row in surnames.rows if row[1] == "2")
        self._words = frozenset(row[0] for row in surnames.rows if row[1] == "0")
        self._given = re.compile(f"{book.lexicon('given_names').pattern}+", re.VERBOSE)
        # What the first character of a name can be.
        self.heads = frozenset(word[0] for word in (*self._surnames, *book.lexicon("given_names").words))
        self._titles = tuple(book.lexicon("titles").words)
        self._placeholders = book.lexicon("placeholders").words
        self._accounts = book.lexicon("accounts").words
        self._media = book.lexicon("media").words
        endings = book.lexicon("organisation_endings")
        self._ends = tuple(endings.longest_first)
        self._firm_ends = tuple(word for word in self._ends if len(word) > 1)
        self._body_ends = tuple(row[0] for row in endings.rows if row[1] in ("body", "issuer"))
        self._media_ends = tuple(row[0] for row in endings.rows if row[1] == "media")

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> Names:
        """The names of a book."""
        return Names(book)

    def entity(self, words: str) -> Entity:
        """What a value names. Placeholders and accounts by list, bodies by ending, people by surname."""
        bare = "".join(words.split())
        if bare in self._placeholders:
            return "placeholder"
        if bare.lower() in self._accounts or bare.endswith(_KEEPER):
            return "account"
        if bare in self._media or (len(bare) > 3 and bare.endswith(self._ends)):
            return "organisation"
        if self.is_person(bare) or _LATIN_NAME.fullmatch(words):
            return "person"
        if _ACCOUNT.fullmatch(bare):
            return "account"
        return "organisation" if len(bare) > 2 and bare.endswith(self._ends) else "other"

    def is_medium(self, words: str) -> bool:
        """Whether these words are a newspaper, an agency, a site or a channel by name or ending."""
        bare = "".join(words.split())
        return bare in self._media or (len(bare) > 2 and bare.endswith(self._media_ends))

    def is_likely(self, name: str) -> bool:
        """Whether a name would be taken for one without a label: no surname that is rather a word, two characters more."""
        bare = "".join(name.split())
        surname = self._surname(bare)
        if not surname or "·" in bare:
            return self.is_person(bare)
        return surname not in self._words and len(bare) - len(surname) <= 2

    def is_firm(self, words: str) -> bool:
        """Whether these words end as a body's name does, by more than one character: 宣传部, 市总工会; not 老公怎么办."""
        bare = "".join(words.split())
        return bare in self._media or bare.endswith(self._firm_ends)

    def is_body(self, words: str) -> bool:
        """Whether these words end as the name of a body that issues documents does: 省总工会办公厅, 市总等五部门."""
        return words.endswith(self._body_ends)

    def is_person(self, bare: str) -> bool:
        """Whether these characters, without blanks, are one person's name."""
        if "·" in bare:
            return all(1 <= len(part) <= 8 for part in bare.split("·")) and not bare.endswith(self._ends)
        if bare.endswith(_DESKS):
            return False
        if 2 <= len(bare) <= 9 and self._given.fullmatch(bare):
            return True
        surname = self._surname(bare)
        longest = _LONGEST_NAME - (surname in self._words)
        return bool(surname) and 2 <= len(bare) <= longest and bare[len(surname) :] not in self._titles

    def people(self, text: str, start: int, end: int) -> tuple[list[Name], int]:
        """The people named from ``start`` on, one after another, and where the row of names ends."""
        found: list[Name] = []
        at = stop = start
        while at < end:
            at = self._between(text, at, end)
            names = self._people_at(text, at, end)
            if not names:
                break
            found += names
            at = stop = self._after(text, names[-1].end, end)
        return found, stop

    def people_before(self, text: str, start: int, end: int) -> list[Name]:
        """The people whose row of names ends at ``end``; the row begins after ``start``, at a mark or blank."""
        starts = [start, *(m.end() for m in re.finditer(r"[^\w·]+", text[start:end]) if m.end() < end - start)]
        for begin in (starts[0], *(start + s for s in starts[1:])):
            names, stop = self.people(text, begin, end)
            if names and not text[stop:end].strip():
                return names
        return []

    def _between(self, text: str, at: int, end: int) -> int:
        gap = _BETWEEN.match(text, at, end)
        return gap.end() if gap else at

    def _after(self, text: str, at: int, end: int) -> int:
        code = _STAFF_CODE.match(text, at, end)
        at = code.end() if code else at
        return at + 1 if text.startswith(_ET_AL, at, end) and not text[at + 1 : at + 2].isalpha() else at

    def _people_at(self, text: str, at: int, end: int) -> list[Name]:
        if spaced := self._spaced(text, at, end):
            return spaced
        run = _RUN.match(text, at, end)
        if not run:
            return []
        bare = run[0]
        if not bare[0].isascii():
            if bare in self._placeholders or bare in self._accounts or bare in self._media:
                return []
            return [Name(at + a, at + b, "person") for a, b in self.split(bare)]
        entity: Entity = "person" if _LATIN_NAME.fullmatch(bare) else "account"
        return [Name(at, run.end(), entity)] if not bare.isupper() else []

    def _spaced(self, text: str, at: int, end: int) -> list[Name]:
        """Names with blanks inside: 方 敏, 王 小明, 欧阳 明; of a longer row of letters, the names it splits into."""
        row = _LETTERS.match(text, at, end)
        if row:
            places = [i for i in range(at, row.end()) if text[i] != " "]
            cuts = self.split("".join(text[i] for i in places))
            return [Name(places[a], places[b - 1] + 1, "person") for a, b in cuts]
        pair = _PAIR.match(text, at, end)
        if not pair or pair["surname"] not in self._surnames:
            return []
        if len(pair["surname"]) > 1 or not self.is_person(pair["given"]):
            return [Name(at, pair.end(), "person")]
        return []

    def split(self, run: str) -> list[tuple[int, int]]:
        """A row of characters as people's names; nothing where it is none.

        A first name may bear any surname; where names stand without a break, each further one must bear a common one.
        """
        run = run.removesuffix(_ET_AL)
        if "·" in run or len(run) < _LONGEST_NAME or self._given.fullmatch(run):
            return [(0, len(run))] if self.is_person(run) else []
        if len(run) > 5 * _LONGEST_NAME:
            return []
        best = min(self._splits(run, 0), key=lambda cuts: (len(cuts), cuts[0][1] != 3), default=None)
        if len(run) == _LONGEST_NAME and self.is_person(run) and (best is None or len(self._surname(run)) == 2):
            return [(0, len(run))]
        return best or []

    def _splits(self, run: str, at: int) -> Iterator[list[tuple[int, int]]]:
        if at == len(run):
            yield []
            return
        surname = self._surname(run[at:])
        if not surname or (at and surname not in self._common):
            return
        for length in (3, 2) if len(surname) == 1 else (4, 3):
            if at + length <= len(run):
                for rest in self._splits(run, at + length):
                    yield [(at, at + length), *rest]

    def _surname(self, bare: str) -> str:
        if len(bare) > 2 and bare[:2] in self._surnames:
            return bare[:2]
        return bare[:1] if bare[:1] in self._surnames else ""
