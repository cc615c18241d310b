"""The numbers that a page states, and which of them a list is held against: the clause that governs the list decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from extractor.extract.rosters.drafts import Draft, Mention, Span
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.names import squeezed
from extractor.rules.rule import Rule
from extractor.text.numerals import cardinal
from extractor.text.segments import clauses, sentences

SIGNS = "①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩Ⅰ-Ⅻ"  # characters that number an entry, as a range for patterns
_FIRST_SIGNS = "㈠❶⒈⑴①Ⅰ"  # the ones of each series, the highest code first
PERSONAL = frozenset("名位人")
_BODIES = ("集体", "单位", "企业", "班组", "工会", "家", "机构", "组织", "站点", "城市", "社区")
_PEOPLE = ("个人", "同志", "职工", "劳模", "人员", "工匠", "选手", "者")
_NOUN = re.compile("[^0-9、和及与的为,]{0,16}")
_SHARED = 3  # so many last characters that a counted noun and the entries have in common


@dataclass(frozen=True, eq=False)
class Claim:
    """A number in prose with what its clause says. ``noun`` is what follows it, ``head`` what stands before 等.

    What only a list asks of its clause is found out when it is asked.
    """

    mention: Mention
    unit: str
    sentence: Span
    clause_at: Span
    clause: str
    noun: str
    before: str
    head: str
    lexis: Lexis
    title: bool = False

    @cached_property
    def award(self) -> bool:
        """Does the clause award or choose?"""
        return bool(self.lexis.rule("award").pattern.search(self.clause))

    @cached_property
    def local(self) -> bool:
        """Does the clause speak of the page's own place?"""
        return bool(self.lexis.rule("local").pattern.search(self.clause))

    @cached_property
    def share(self) -> Span | None:
        """The places over which the clause spreads a total, where it does."""
        share, at = self.lexis.rule("share").pattern, self.clause_at[0]
        match = share.search(self.clause)
        if match is None and self.clause.startswith("其中") and "、" in self.clause:  # 其中甲系统2个、乙系统1个
            first = self.before.rfind("、") + 1
            at += first
            match = share.search(self.clause[first:].split("、")[0])
        return match and (at + match.start("places"), at + match.end("places"))

    @cached_property
    def honours(self) -> tuple[str, ...]:
        """The honours that the clause speaks of; of 之家10家、小家20个 each number has its own."""
        parts, number = self.clause.split("、"), self.lexis.rule("number").pattern
        named = [self.lexis.honours_in(part) for part in parts if number.search(part)]
        if len(named) > 1 and all(named):
            return tuple(self.lexis.honours_in(parts[self.before.count("、")]))
        return tuple(self.lexis.honours_in(self.clause))


def claims_in(lines: Iterable[Line], text: str, lexis: Lexis) -> list[Claim]:
    """Every exact number with a unit of the lines, in page order."""
    return list(chain.from_iterable(_claims(line, text, lexis) for line in lines))


def value_of(words: str) -> int | None:
    """A whole number, or None; ⑶, ⒊ and Ⅲ are 3."""
    if len(words) == 1 and (first := next((one for one in _FIRST_SIGNS if words >= one), "")) and words < "㈫":
        return ord(words) - ord(first) + 1
    value = int(words) if words.isascii() and words.isdigit() else cardinal(words)
    return value if isinstance(value, int) and value > 0 else None


def addends(mentions: Sequence[Mention], claims: Sequence[Claim]) -> list[Claim]:
    """The claims that one clause adds up, where it names several kinds of thing: 30个城市、54个项目."""
    starts = {mention.start for mention in mentions}
    for best in (claim for claim in claims if claim.mention.start in starts):
        clause = [c for c in claims if c.clause_at == best.clause_at and _joined(c, best)]
        if len({claim.noun for claim in clause}) > 1 and all(claim.noun for claim in clause):
            return clause
    return []


def _joined(one: Claim, other: Claim) -> bool:
    return one is other or (one.unit == other.unit and not one.honours and not other.honours)


def shares(draft: Draft, claims: Sequence[Claim], text: str) -> list[tuple[Span, Mention]]:
    """How the words before a list spread its number over places: 济南4家,淄博、莱芜各3家."""
    found: list[tuple[Span, Mention]] = []
    for claim in claims:
        if claim.share and claim.mention.start < draft.start:
            at = claim.share[0]
            for place in re.split("[、和]", text[slice(*claim.share)]):
                found.append(((at, at + len(place)), claim.mention))
                at += len(place) + 1
    return found if len(found) > 1 else []


def mention(match: re.Match[str] | None, rule: Rule, offset: int = 0) -> Mention | None:
    """What a rule with the groups value and unit found in a text that begins at ``offset``."""
    value = value_of(match["value"]) if match and match["value"] else None
    if match is None or value is None:
        return None
    return Mention(value, offset + match.start("value"), offset + match.end("unit"), rule.tag)


def governing(
    draft: Draft, claims: list[Claim], names: list[str], kind: str | None, lexis: Lexis, text: str
) -> list[Mention]:
    """The numbers of the best clause, and every other mention of the same number of the same things."""
    title = lexis.honours_in(text[slice(*draft.title)]) if draft.title else []
    wording = text[slice(*draft.title)] if draft.title else ""
    spread = Counter(claim.sentence for claim in claims if claim.share)
    scored = [
        (
            0 if spread[claim.sentence] > 1 and claim.share else _score(claim, draft, title, wording, names, kind),
            -abs(draft.start - claim.mention.start),
            claim,
        )
        for claim in claims
        if claim.mention.start < draft.start or _within(claim.mention, draft.sentence)
    ]
    own = [c for c in claims if _within(c.mention, draft.sentence) and c.local and c.mention.start < draft.start]
    if draft.run and own:
        scored = [row for row in scored if not _parted(row[2], own[-1], draft, len(names))]
    scored = [row for row in scored if row[0] >= (2 if names else 1)]
    if not scored:
        return []
    best = max(scored, key=lambda row: row[:2])[2]
    return [claim.mention for score, _, claim in scored if score > 0 and _alike(claim, best)]


def _parted(claim: Claim, own: Claim, draft: Draft, found: int) -> bool:
    """Is this the total of which the list's own sentence gives a part: 共50个,其中甲市有2个,分别为?"""
    if claim.local or claim.mention.value == found or not _within(claim.mention, draft.sentence):
        return False
    return claim.mention.start < own.mention.start and (claim.unit in PERSONAL) == (own.unit in PERSONAL)


def _score(claim: Claim, draft: Draft, title: list[str], wording: str, names: list[str], kind: str | None) -> int:
    agree = _agree(title, claim.honours)
    score = 3 * agree - 4 * (not agree and bool(title) and bool(claim.honours) and not _covers(wording, claim))
    score += 4 * (_within(claim.mention, draft.sentence))
    score += 3 * _heads(claim.head, names)
    score += 2 * (
        len(claim.noun) >= _SHARED and any(claim.noun.endswith(_tail(n)) or _tail(n) in claim.noun for n in names[:3])
    )
    score += 2 * _covers(wording, claim)
    fits = _fits(claim, kind)
    score += 0 if fits is None else 2 if fits else -4
    return score + claim.award + claim.local + claim.title


def _claims(line: Line, text: str, lexis: Lexis) -> Iterable[Claim]:
    rule = lexis.rule("number")
    if not lexis.may("number", text, line.start, line.end):
        return
    for begin, end in sentences(text, line.start, line.end):
        for a, b in clauses(text, begin, end):
            for match in rule.pattern.finditer(text, a, b):
                value = value_of(match["value"])
                if value is None or (match["value"] == "一" and match["unit"] in "个人项条件对"):
                    continue
                clause = text[a:b]
                before = text[a : match.start()]
                yield Claim(
                    mention=Mention(value, *match.span(), rule.tag),
                    unit=match["unit"],
                    sentence=(begin, end),
                    clause_at=(a, b),
                    clause=clause,
                    noun=_noun(text, match.end(), b),
                    before=before,
                    head=before[:-1].split("、")[0] if before.endswith("等") else "",
                    lexis=lexis,
                )


def _noun(text: str, start: int, end: int) -> str:
    match = _NOUN.match(text, start, end)
    return match[0] if match else ""


def _within(mention: Mention, span: Span | None) -> bool:
    return span is not None and span[0] <= mention.start < span[1]


def _alike(one: Claim, other: Claim) -> bool:
    """Do two claims say the same number of the same things? In one sentence, 1个单位 and 1个班组 do not."""
    if one.mention.value != other.mention.value or (one.unit in PERSONAL) != (other.unit in PERSONAL):
        return False
    return one is other or one.sentence != other.sentence or one.noun == other.noun


def _agree(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    return any(a.endswith(b) or b.endswith(a) for a in ours for b in theirs)


def _covers(wording: str, claim: Claim) -> bool:
    """The counted noun is in the list's own title: 48家工人文化宫, 首批标准化工人文化宫名单."""
    noun = claim.noun[:6]
    return any(len(noun) >= size and noun[:size] in wording for size in (4, 3))


def _heads(head: str, names: list[str]) -> bool:
    """Does 某某等 name the first entry? 孙某某等 names whoever is called 孙."""
    if not head or not names:
        return False
    bare = squeezed(head)
    return any(bare.endswith(name) for name in names) or ("某" in bare and bare[bare.index("某") - 1] == names[0][0])


def _tail(name: str) -> str:
    return name[-_SHARED:]


def _fits(claim: Claim, kind: str | None) -> bool | None:
    """Does the claim count what the list holds? None where its words do not say what they count."""
    words = claim.noun or claim.before
    personal = claim.unit in PERSONAL or any(word in words for word in _PEOPLE)
    bodily = claim.unit == "家" or any(word in words for word in _BODIES)
    if kind is None or personal == bodily:
        return None
    return (kind == "person") == personal
