"""Citations: the documents that an article names by 《title》 or number, the short names it gives them, who issued them.

One scan for 《 and one for numbers. A title is a document's when its last word, what leads up to it or what follows says
so; a newspaper, song or show in the same marks is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.model.records import Citation
from extractor.model.span import Quoted
from extractor.rules.load import RuleBook
from extractor.rules.names import Names
from extractor.text.reading import Reading, Region

# How far an issuing body may stand before its title.
_BEFORE = 90
_TAIL = re.compile(r"(?:[(〔\[][^()〔〕\[\]]{1,20}[)〕\]]|[ ”’!?])+$")
_QUOTED = re.compile(r"[《“](?P<words>[^《》“”]+)[》”]")
_RUN = re.compile(r"[\u4e00-\u9fff、]+$")
_STATE = "中华人民共和国"
_BODY = re.compile(r"(?:(?!、|(?:和|与|以及|及)(?=[省市区县州全中国]))[\u4e00-\u9fff])+")
_JOINED = frozenset(("", "、", "和", "及", "与", "以及"))
# The organ's sign before a number, and what may lead up to it without belonging to it: 根据总工发〔2023〕15号.
_LONGEST_ORGAN = 14
_ORGAN = re.compile(
    r"(?:根据|按照|依据|依照|参照|遵照|落实|贯彻|执行|印发|下发|转发|发布|文件|文号|字号|通知|意见|办法|[的和及与以由了为](?!字)|(?<![\u4e00-\u9fff]))"
    r"(?P<organ>(?:(?!根据|按照|依据|依照|参照|遵照|落实|贯彻|执行|印发|下发|转发|文件|文号|字号)[\u4e00-\u9fff]){1,12}?)[ ]?$"
)
_AROUND = re.compile(r"[ ]?(?P<bracket>[(〔\[]?)[ ]?(?=(?P<organ>(?:[\u4e00-\u9fff]{1,12}[ ]?)?))")


@dataclass
class _Found:
    """A citation before its record is made; ``span`` is the evidence's."""

    span: tuple[int, int]
    rule: str
    title: tuple[int, int] | None = None
    number: tuple[int, int] | None = None
    issuer: tuple[int, int] | None = None
    issuer_rule: str = ""
    issued: bool = False  # whether a verb says so
    alias_of: int | None = None


def citations_in(reading: Reading, book: RuleBook) -> Iterable[Citation]:
    """Every citation of a page in text order; ``alias_of`` is the index of the full title's citation as a string."""
    if "《" not in reading.text and "号" not in reading.text:
        return []
    return [_record(reading, found) for found in _scan(reading.text, tuple(reading.regions()), book)]


def issuers_in(reading: Reading, book: RuleBook) -> Iterator[tuple[int, int, str]]:
    """The bodies that a verb of issuing joins to a document, one by one: shadow start and end, and the rule that spoke."""
    if "《" not in reading.text:
        return
    seen: set[int] = set()
    for found in _scan(reading.text, tuple(reading.regions()), book):
        if found.issuer and found.issued and found.issuer[0] not in seen:
            seen.add(found.issuer[0])
            for body in _BODY.finditer(reading.text, *found.issuer):
                yield body.start(), body.end(), found.issuer_rule


@lru_cache(maxsize=4)
def _scan(text: str, regions: tuple[Region, ...], book: RuleBook) -> tuple[_Found, ...]:
    """What a page cites; kept for a moment, since credits ask for it too."""
    return tuple(_Grammar.of(book).scan(text, regions))


def _record(reading: Reading, found: _Found) -> Citation:
    return Citation(
        title=reading.words(*found.title).text if found.title else None,
        number="".join(reading.words(*found.number).text.split()) if found.number else None,
        issuer=_issuer(reading, found),
        alias_of=str(found.alias_of) if found.alias_of is not None else None,
        evidence=reading.evidence(*found.span, found.rule),
    )


def _issuer(reading: Reading, found: _Found) -> Quoted | None:
    if not found.issuer:
        return None
    evidence = reading.evidence(*found.issuer, found.issuer_rule)
    return Quoted(value="".join(evidence.quote.split()), evidence=evidence)


class _Grammar:
    """The citation rules of one book, ready to scan."""

    def __init__(self, book: RuleBook) -> None:
        self.rules = {rule.id.removeprefix("citation."): rule for rule in book.topic("citations")}
        self.names = Names.of(book)
        self.types = book.lexicon("document_types").longest_first
        self.works = book.lexicon("works").longest_first
        self.leads = (*book.lexicon("citing_words").longest_first, *book.lexicon("issuing_verbs").longest_first)

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: RuleBook) -> _Grammar:
        return _Grammar(book)

    def scan(self, text: str, regions: tuple[Region, ...]) -> list[_Found]:
        """Titles with all that belongs to them, then the numbers that stand alone, in text order."""
        page = _Page(self, text)
        for region in regions:
            page.read(region.start, region.end)
        page.quoted(regions)
        return page.sorted()


@dataclass
class _Page:
    """One page while it is read: what was found, and which short names stand for which of it."""

    grammar: _Grammar
    text: str
    found: list[_Found] = field(default_factory=list)
    short: dict[str, int] = field(default_factory=dict)

    def read(self, start: int, end: int) -> None:
        done = start
        rule = self.grammar.rules["title"]
        for match in rule.pattern.finditer(self.text, start, end):
            if match.start() >= done:
                done = self.title(match, rule.tag, start, end)
        self.numbers(start, end)

    def title(self, match: re.Match[str], tag: str, start: int, end: int) -> int:
        """Read one title with its number and short names; gives where reading goes on."""
        words = match["title"].strip()
        number, stop = self.number_behind(match.end(), end)
        alias = self.grammar.rules["alias"].pattern.match(self.text, stop, end)
        known = self.short.get(words)
        if known is None:
            known = self.last_of_type(words) if words in self.grammar.types else self.full_name(words)
        if known is None and not (number or alias or self.is_document(match, words, start)):
            return match.end()
        first = match.start("title") + len(match["title"]) - len(match["title"].lstrip())
        here = _Found((match.start(), stop), tag, (first, first + len(words)), number, alias_of=known)
        self.issuer(here, start, end)
        self.found.append(here)
        return self.aliases(alias) if alias else stop

    def aliases(self, alias: re.Match[str]) -> int:
        """The short names in brackets; as many of the last titles take them as there are, in order."""
        names = list(_QUOTED.finditer(self.text, *alias.span("alias")))
        known = len(self.found)
        for n, name in enumerate(names):
            owner = max(0, known - len(names) + n)
            owner = owner if self.found[owner].alias_of is None else known - 1
            self.short[name["words"]] = owner
            self.found.append(_Found(name.span(), self.grammar.rules["alias"].tag, name.span("words"), alias_of=owner))
        return alias.end()

    def last_of_type(self, word: str) -> int | None:
        """The nearest full title before that ends with this bare word: 《通知》 after 《关于…的通知》."""
        for i in range(len(self.found) - 1, -1, -1):
            span = self.found[i].title
            if span and self.found[i].alias_of is None and _core(self.text[slice(*span)]).endswith(word):
                return i
        return None

    def full_name(self, words: str) -> int | None:
        """The law whose name this is without the state's: 《工会法》 after 《中华人民共和国工会法》."""
        spans = ((i, found.title) for i, found in enumerate(self.found) if found.title and found.alias_of is None)
        return next((i for i, span in spans if self.text[slice(*span)] == _STATE + words), None)

    def quoted(self, regions: Sequence[Region]) -> None:
        """The uses of short names in quotation marks, behind the place that gives them: “办法”规定."""
        rule = self.grammar.rules["alias"]
        seen = {found.span for found in self.found}
        for given in [f for f in self.found if f.alias_of is not None and self.text[f.span[0]] == "“"]:
            words = self.text[slice(*given.span)]
            for region in regions:
                at = self.text.find(words, max(region.start, given.span[1]), region.end)
                while at >= 0:
                    span = at, at + len(words)
                    if span not in seen:
                        seen.add(span)
                        self.found.append(_Found(span, rule.tag, (at + 1, span[1] - 1), alias_of=given.alias_of))
                    at = self.text.find(words, span[1], region.end)

    def is_document(self, match: re.Match[str], words: str, start: int) -> bool:
        grammar, core = self.grammar, _core(words)
        typed = core.endswith(grammar.types) and len(core) > 1
        if (grammar.names.is_medium(core) and not typed) or self.text.startswith(grammar.works, match.end()):
            return False
        before = self.text[max(start, match.start() - 12) : match.start()].rstrip(" “")
        if before.endswith(grammar.works):
            return False
        return typed or core.startswith("关于") or before.removesuffix("了").endswith(grammar.leads)

    def number_behind(self, at: int, end: int) -> tuple[tuple[int, int] | None, int]:
        """The document number right behind a title, with or without brackets, and where it ends with its bracket."""
        around = _AROUND.match(self.text, at, end)
        if not around:
            return None, at
        begin = around.end()
        rules = self.grammar.rules
        dated = rules["number"].pattern.match(self.text, begin + len(around["organ"]), end) if around["organ"] else None
        match = dated or (rules["number_undated"].pattern.match(self.text, begin, end) if around["bracket"] else None)
        if not match:
            return None, at
        closed = around["bracket"] and self.text[match.end() : match.end() + 1] in (")", "〕", "]")
        return (begin, match.end()), match.end() + bool(closed)

    def numbers(self, start: int, end: int) -> None:
        """The numbers that stand alone: 文号:总工发〔2023〕15号, 根据总工发〔2023〕15号文件."""
        rule = self.grammar.rules["number"]
        for match in rule.pattern.finditer(self.text, start, end):
            organ = _ORGAN.search(self.text, max(start, match.start() - _LONGEST_ORGAN), match.start())
            begin = organ.start("organ") if organ else match.start()
            if organ and not any(f.span[0] < match.end() and begin < f.span[1] for f in self.found):
                self.found.append(_Found((begin, match.end()), rule.tag, number=(begin, match.end())))

    def issuer(self, here: _Found, start: int, end: int) -> None:
        """Who issued a document: named before its title, behind it, or before the title that it is joined to by 和."""
        before = self.found[-1] if self.found else None
        if before and before.issuer and self.text[before.span[1] : here.span[0]].strip() in _JOINED:
            here.issuer, here.issued, here.issuer_rule = before.issuer, before.issued, before.issuer_rule
            return
        here.issuer, here.issued = self.issuer_before(max(start, here.span[0] - _BEFORE), here.span[0])
        here.issuer_rule = self.grammar.rules["verb"].tag
        rule = self.grammar.rules["issued_by"]
        by = None if here.issuer else rule.pattern.match(self.text, here.span[1], end)
        if by and self.is_body(by["body"]):
            here.issuer, here.issued, here.issuer_rule = by.span("body"), True, rule.tag

    def issuer_before(self, start: int, end: int) -> tuple[tuple[int, int] | None, bool]:
        """The body whose name ends right before a title, with or without a verb; and whether there is a verb."""
        rules = self.grammar.rules
        head = self.text[start:end].rstrip(" ")
        verb = rules["verb"].pattern.search(head, max(0, len(head) - 12))
        if verb:
            head = head[: verb.start()].rstrip(" ")
            adverb = rules["adverb"].pattern.search(head, max(0, len(head) - 20))
            head = head[: adverb.start()].rstrip(" ") if adverb else head
        else:
            head = head.removesuffix("的")
        run = _RUN.search(head)
        lead = rules["lead"].pattern.match(run[0]) if run else None
        body = run[0][lead.end() if lead else 0 :].lstrip("、和及与以并了的") if run else ""
        span = (start + len(head) - len(body), start + len(head)) if self.is_body(body) else None
        return span, verb is not None

    def is_body(self, words: str) -> bool:
        return len(words) > 1 and self.grammar.names.is_body(words)

    def sorted(self) -> list[_Found]:
        """In text order, with ``alias_of`` counted in that order."""
        order = sorted(range(len(self.found)), key=lambda i: self.found[i].span)
        place = {old: new for new, old in enumerate(order)}
        for found in self.found:
            found.alias_of = place[found.alias_of] if found.alias_of is not None else None
        return [self.found[i] for i in order]


def _core(title: str) -> str:
    """A title without the brackets behind it: 办法(试行) is 办法."""
    return _TAIL.sub("", title)
