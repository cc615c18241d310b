"""One line, cell or piece of a run as entries: the name, and what is said beside it. Offsets are the shadow's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.extract.rosters.drafts import Item, Span
from extractor.extract.rosters.employment import employment, stripped
from extractor.extract.rosters.lexis import Lexis

# A word: no blank outside brackets. Brackets are taken whole, so the search is linear.
_WORD = re.compile(r"(?:[^ \n—()]|\([^()]*\)|[()])+")
_BRACKET = re.compile(r"^(?P<name>[^()]*)\((?P<inner>[^()]*)\)$")
_PIECE = re.compile(r"[^,、; ]+")
_COMMA = re.compile(r"[,、;]")
_SEX = frozenset("男女")
_ALIAS = re.compile(r"^(?:原名?|又名|别名|曾用名|笔名|艺名|化名|简称|现名|本名|小名)[: ]*(?P<name>.+)$")
_BORN = re.compile(r"\d{2,4} ?[年.]|出生|[^,]{0,8}党员$|群众$|本科|大专|硕士|高中$|研究生$|\d+岁")
_WORK = re.compile(r"《(?P<name>[^《》]{1,80})》")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: ``text`` without blanks and brackets, ``inner`` what its bracket holds."""

    start: int
    end: int
    text: str
    inner: Span | None = None


def items_in(text: str, start: int, end: int, lexis: Lexis, *, glued: bool = False) -> list[Item]:
    """The entries that ``text[start:end]`` holds: one, or several persons or organisations in columns.

    glued: a unit may stand before a person's name without a mark between (供电公司庄敬之).
    """
    if work := _WORK.match(text, start, end):
        return [_work(work, text, end, lexis)]
    if (work := _WORK.search(text, start, end)) and work.end() == end and text[work.start() - 1] in " —:":
        return [Item(*work.span("name"), "work", {"unit": stripped(text, start, work.start())})]
    words = list(_words(text, start, end, lexis))
    people = [i for i, word in enumerate(words) if _is_person(word, text, lexis)]
    if people and _all_names(words, people, lexis):
        return _columns(words, text, lexis)
    if people and (people[0] == 0 or len(people) == 1):
        return [_person(words, people[0], text, end, lexis)]
    if listed := _listed(text, start, end, lexis):
        return [listed]
    if glued and (person := _glued(text, start, end, lexis)):
        return [person]
    return _organisations(words, text, start, end, lexis)


def _all_names(words: list[Word], people: list[int], lexis: Lexis) -> bool:
    """Are the words names in columns? Beside names enough, a short word of no other form is a rare surname's."""
    others = [w.text for i, w in enumerate(words) if w.text and i not in people]
    rare = all(2 <= len(text) <= 4 and not lexis.ending(text) and not lexis.post(text) for text in others)
    return not others or (rare and len(people) > max(len(others), 1))


def squeezed(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


# --- words -----------------------------------------------------------------------------------------------------------


def _words(text: str, start: int, end: int, lexis: Lexis) -> Iterator[Word]:
    found = [span for match in _WORD.finditer(text, start, end) for span in _parted(text, match, lexis)]
    for group in _joined(text, found, lexis):
        yield _word(text, group[0][0], group[-1][1])


def _parted(text: str, match: re.Match[str], lexis: Lexis) -> list[Span]:
    """王芳(女)江州市环卫处 is a person and more, though no blank stands between."""
    close = match[0].find(")")
    if 0 < close < len(match[0]) - 1:
        head = _word(text, match.start(), match.start() + close + 1)
        if lexis.is_person(head.text) and _personal(text, head.inner, lexis):
            return [(match.start(), match.start() + close + 1), (match.start() + close + 1, match.end())]
    return [match.span()]


def _word(text: str, start: int, end: int) -> Word:
    bracket = _BRACKET.match(text[start:end])
    if not bracket:
        return Word(start, end, squeezed(text[start:end]))
    name = bracket["name"].rstrip()
    inner = (start + bracket.start("inner"), start + bracket.end("inner"))
    return Word(start, start + len(name), squeezed(name), inner)


def _joined(text: str, words: list[Span], lexis: Lexis) -> Iterator[list[Span]]:
    """Words of one character each, grouped to names: by the wider gap, else two by two (王 伟, 李 小 明)."""
    run: list[Span] = []
    for span in words:
        if _single(text, span, lexis) and not (len(run) > 1 and text[slice(*span)] in _SEX):
            run.append(span)
            continue
        if run:
            yield from _names(run)
            run = []
        yield [span]
    yield from _names(run)


def _single(text: str, span: Span, lexis: Lexis) -> bool:
    head = text[span[0] : span[1]].split("(")[0]
    return (len(head) == 1 and "\u3400" <= head <= "\u9fff") or (len(head) == 2 and head in lexis.surnames)


def _names(run: list[Span]) -> Iterator[list[Span]]:
    gaps = [b[0] - a[1] for a, b in pairwise(run)]
    even = not gaps or min(gaps) == max(gaps)
    if even and len(run) <= 3:
        yield from [run] if run else []
        return
    group: list[Span] = []
    for span, gap in zip(run, [*gaps, max(gaps) + 1], strict=True):
        group.append(span)
        if len(group) == 2 if even else gap > min(gaps):
            yield group
            group = []
    if group:
        yield group


# --- persons ---------------------------------------------------------------------------------------------------------


def _is_person(word: Word, text: str, lexis: Lexis) -> bool:
    if lexis.is_person(word.text):
        return True
    return bool(word.inner and word.text) and bool(_personal(text, word.inner, lexis)) and len(word.text) <= 12


def _personal(text: str, inner: Span | None, lexis: Lexis) -> dict[str, Span]:
    """What a bracket says of a person: (女,回族) -> sex and ethnicity."""
    said: dict[str, Span] = {}
    for match in _PIECE.finditer(text, *inner) if inner else ():
        if match[0] in _SEX:
            said["sex"] = match.span()
        elif match[0] in lexis.peoples or match[0] + "族" in lexis.peoples:
            said["ethnicity"] = match.span()
        elif alias := _ALIAS.match(match[0]):
            said["alias"] = (match.start() + alias.start("name"), match.end())
    return said


def _bracketed(text: str, word: Word, lexis: Lexis) -> dict[str, Span]:
    """What stands in the bracket behind a name: (女,回族,江州纺织厂挡车工)."""
    if not word.inner:
        return {}
    pieces = [m.span() for m in _PIECE.finditer(text, *word.inner)]
    rest = [piece for piece in pieces if not _personal(text, piece, lexis)]
    said = employment(text, rest[0][0], rest[-1][1], lexis) if rest else {}
    return {**said, **_personal(text, word.inner, lexis)}


def _columns(words: list[Word], text: str, lexis: Lexis) -> list[Item]:
    items: list[Item] = []
    for word in words:
        if word.text:
            items.append(Item(word.start, word.end, "person", _bracketed(text, word, lexis)))
        elif items:
            items[-1].attributes.update(_bracketed(text, word, lexis))
    return items


def _person(words: list[Word], at: int, text: str, end: int, lexis: Lexis) -> Item:
    word = words[at]
    said = _bracketed(text, word, lexis)
    before, after = words[:at], words[at + 1 :]
    while after and (simple := _simple(after[0], text, lexis)):
        said.update(simple)
        after = after[1:]
    if before:
        said.update(employment(text, before[0].start, before[-1].end, lexis))
    if after:
        rest = employment(text, after[0].start, end, lexis)
        said.update({"post": (after[0].start, end)} if before and "post" not in rest else rest)
    return Item(word.start, word.end, "person", said)


def _simple(word: Word, text: str, lexis: Lexis) -> dict[str, Span]:
    if not word.text:
        return _personal(text, word.inner, lexis)
    if word.text.strip(",、") in _SEX | lexis.peoples:
        return _personal(text, (word.start, word.end), lexis)
    return {}


def _listed(text: str, start: int, end: int, lexis: Lexis) -> Item | None:
    """A person whose particulars follow after commas: 张三,女,汉族,云州机床厂车工."""
    pieces = [m.span() for m in _PIECE.finditer(text, start, end)]
    if len(pieces) < 2 or not _COMMA.search(text, start, end) or text[pieces[0][1]] not in ",、":
        return None
    word = _word(text, *pieces[0])
    if not lexis.is_person(word.text) or "、" in text[pieces[0][1] : pieces[1][0]]:
        return None
    said = _bracketed(text, word, lexis)
    rest = [p for p in pieces[1:] if not _particular(text, p, said, lexis)]
    if rest:
        said.update(employment(text, rest[0][0], rest[-1][1], lexis))
    return Item(word.start, word.end, "person", said)


def _particular(text: str, span: Span, said: dict[str, Span], lexis: Lexis) -> bool:
    found = _personal(text, span, lexis)
    said.update(found)
    return bool(found or _BORN.match(text[slice(*span)]))


def _glued(text: str, start: int, end: int, lexis: Lexis) -> Item | None:
    """A unit and a person run together: the split after the longest known ending of a unit or a post wins."""
    bracket = _word(text, start, end)
    words = text[start : bracket.end]
    if lexis.ending(words) and len(lexis.ending(words) or "") > 1:
        return None
    best: tuple[int, int, int] | None = None
    for length in (2, 3, 4):
        head, tail = words[:-length], words[-length:]
        head = head.removesuffix("的")  # 热力公司的张海涛
        ending = lexis.ending(head) or lexis.post(head) if len(head) > 1 else None
        sure = lexis.surname(tail, common=True) or len(ending or "") > 1
        if ending and sure and lexis.is_person(tail) and lexis.kind(head) not in ("work", "place"):
            best = max(best or (0, 0, 0), (len(ending), length == 3, length))
    if best is None:
        return None
    at = bracket.end - best[2]
    before = at - (text[at - 1] == "的")
    said = {**employment(text, start, before, lexis), **_bracketed(text, bracket, lexis)}
    return Item(at, bracket.end, "person", said)


# --- everything else -------------------------------------------------------------------------------------------------


def _work(work: re.Match[str], text: str, end: int, lexis: Lexis) -> Item:
    rest = stripped(text, work.end(), end)
    if rest[0] >= rest[1]:
        return Item(*work.span("name"), "work")
    if text[rest[0]] == "的":  # 《…》的手稿 is not the work
        return Item(work.start(), rest[1], None)
    words = list(_words(text, *rest, lexis))
    if lexis.rule("grade").pattern.match(text[slice(*rest)]):
        return Item(*work.span("name"), "work", {"grade": rest})
    if not lexis.is_person(words[-1].text):
        return Item(*work.span("name"), "work", {"unit": rest})
    unit = {"unit": (words[0].start, words[-2].end)} if len(words) > 1 else {}
    return Item(*work.span("name"), "work", {**unit, "author": (words[-1].start, words[-1].end)})


def _organisations(words: list[Word], text: str, start: int, end: int, lexis: Lexis) -> list[Item]:
    endings = {lexis.ending(word.text) for word in words}
    if len(words) > 1 and len(endings) == 1 and None not in endings and all(len(w.text) > 4 for w in words):
        return [_organisation(text, w.start, w.inner[1] + 1 if w.inner else w.end, lexis) for w in words]
    return [_organisation(text, start, end, lexis)]


def _organisation(text: str, start: int, end: int, lexis: Lexis) -> Item:
    """A name as it stands; a bracket that holds another body or an alias is an attribute, any other part of the name."""
    opening = text.rfind("(", start, end)
    if text[end - 1 : end] == ")" and opening > start and ")" not in text[opening : end - 1]:
        inner, name_end = (opening + 1, end - 1), len(text[:opening].rstrip())
        words = text[slice(*inner)]
        if alias := _ALIAS.match(words):
            return replace_alias(Item(start, name_end, lexis.kind(text[start:name_end])), inner, alias.start("name"))
        if _is_unit(words, lexis) and (name_end < opening or lexis.ending(text[start:name_end])):
            return Item(start, name_end, lexis.kind(squeezed(text[start:name_end])), {"unit": inner})
    return Item(start, end, lexis.kind(squeezed(text[start:end])))


def replace_alias(item: Item, inner: Span, skip: int) -> Item:
    """The item with the alias that its bracket gives."""
    return replace(item, attributes={"alias": (inner[0] + skip, inner[1])})


def _is_unit(words: str, lexis: Lexis) -> bool:
    return len(words) > 5 and lexis.kind(words) in ("organisation", "palace")
