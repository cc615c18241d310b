"""What a count counts: the noun to its right up to a verb, 的 or a mark, else the one to its left. No segmentation.

The words that end a noun stand in counts_verbs.tsv, each with the side on which it does. Each side is one match over a
short window: what no such word begins with is run over, and only where one may begin is it looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.rules.counts import CountHit
from extractor.rules.lexicon import tree
from extractor.rules.load import RuleBook, leads
from extractor.rules.rule import either
from extractor.rules.runs import heads, led, others_than, up_to

_WINDOW: Final = 16
_LONGEST: Final = 8  # no word that ends a noun is longer
_STOP: Final = frozenset("。!?;\n")
_ENDS: Final = r"。!?;\n,:、()…—/0-9%"  # what ends the clause before a number
_CLAUSE: Final = re.compile(f"[^{_ENDS}]+")
# The kinds whose noun is what comes before: 覆盖率达87.5%, 金额860.5万元, 占地面积5万余平方米.
_LEFT_FIRST: Final = frozenset({"percent", "money", "measure", "multiple", "fraction", "index", "age"})
_SHARES: Final = frozenset({"percent", "fraction"})
_DONE: Final = frozenset({"money", "measure"})
_GRADES: Final = frozenset("级强")  # 12级台风
_PARTS: Final = _GRADES | frozenset("来间")  # what may be left of a time: 两年来, 五年间
_TIMES: Final = frozenset("年月天周日时")
_EXTENTS: Final = frozenset("长宽高深厚重远")  # 1.8公里长的街道
_OF: Final = _EXTENTS | {"的"}
_SHARE: Final = re.compile("占(?![地用道比])")
# The last character of a noun that names what is measured: 面积, 覆盖率, 总产值, 收入.
_ATTRIBUTES: Final = frozenset("积率度量额值费款金价薪酬资比重长高宽深龄距程速温压模支入本产润速贷券数力")
_GROWING: Final = re.compile("[增提下降减涨跌升压缩节扩翻]|上[升涨浮调]")
_FROM_TO: Final = re.compile(
    r"送(?![餐货审检别达])(?P<what>[\u4e00-\u9fff]{1,6}?)[到进下入至](?<!入(?=[会党职学选围]))[\u4e00-\u9fff]{1,6}$"
)
_LOOK_BACK: Final = 80
_MADE: Final = "率量额费员者"
_LASTING: Final = re.compile("持续|历时|连续|已有|长达|耗时|用时|为期|坚持")

Span = tuple[int, int]


@dataclass(frozen=True)
class Nouns:
    """Nouns up to the words that end them: to the right of a number, to its left, and the subject of a sentence."""

    right: re.Pattern[str]
    left: re.Pattern[str]  # the last noun of a clause, read from its end
    subject: re.Pattern[str]
    scope: re.Pattern[str]  # where something is counted, and not what is counted
    scopes: frozenset[str]  # what that begins with
    doing: re.Pattern[str]  # what stands between who does something and how much

    def of(self, text: str, hit: CountHit, before: int, floor: int, ceiling: int) -> Span | None:
        """Where the counted noun stands, in shadow offsets: from ``floor`` to ``before``, or up to ``ceiling`` on the right."""
        kind, end = hit.kind, hit.end
        if text[end : end + 1] == ")" and text[before - 1 : before] == "(":
            before -= 1  # 儿童(13—15岁)
        if kind == "duration":
            return self._lasting(text, hit, before, floor, ceiling)
        if kind in _LEFT_FIRST or hit.tag.startswith("count.bare"):
            return self._of_measure(text, hit, before, floor, ceiling)
        if found := self._right(text, end, ceiling):
            return found
        found = self._left(text, before, floor)
        if found and self._scoped(text, found):
            found = None  # 全区387家50人以下企业
        return found or self._behind_of(text, end, ceiling)

    def _of_measure(self, text: str, hit: CountHit, before: int, floor: int, ceiling: int) -> Span | None:
        """What is measured is named before the number (占地面积5万平方米), else behind it: 建起300平方米的展厅, 投入200万元资金.
        Who does it is never what is measured."""
        kind, end = hit.kind, hit.end
        if kind in _SHARES and (share := _SHARE.search(text, max(floor, before - _WINDOW), before)):
            before = share.start()  # 高技能人才占技能人才总量的28.7%
        left, behind = self._left(text, before, floor), None
        named = left is not None and self._named(text, left, hit)
        if left is None or (text[end : end + 1] in _OF and not named):
            behind = self._behind_of(text, end, ceiling)
        if left and not named and kind in _DONE and self.doing.search(text, left[1], before):
            return behind or self._right(text, end, ceiling)
        return behind or left or self._right(text, end, ceiling)

    def _named(self, text: str, left: Span, hit: CountHit) -> bool:
        """Whether the noun before a number and its 的 is what it measures: 占地面积5万平方米的文化宫, 产值增长30%的企业."""
        if hit.kind in _SHARES and self._scoped(text, left):
            return False  # 全市80%以上的职工
        if text[left[1] - 1] in _ATTRIBUTES:
            return True
        return hit.modifier is not None and _GROWING.match(hit.modifier) is not None

    def _scoped(self, text: str, noun: Span) -> bool:
        """Whether it is only where something is counted: 全市, 辖区内."""
        start, end = noun
        return text[start] in self.scopes and self.scope.fullmatch(text, start, end) is not None

    def _behind_of(self, text: str, end: int, ceiling: int) -> Span | None:
        """The noun behind 的: 70%的职工, 1.8公里长的街道."""
        at = end + 1 if text[end : end + 1] in _EXTENTS and text[end + 1 : end + 2] == "的" else end
        return self._right(text, at + 1, ceiling) if text[at : at + 1] == "的" else None

    def _lasting(self, text: str, hit: CountHit, before: int, floor: int, ceiling: int) -> Span | None:
        """What lasts: the noun before, the subject of the sentence, or what follows 两年来."""
        if named := self._left(text, before, floor):
            return named
        since = text[hit.end : hit.end + 1] == "来"
        named = (
            self._subject(text, hit.start)
            if since or _LASTING.search(text, max(0, hit.start - 4), hit.start + 4)
            else None
        )
        return named or (self._right(text, _behind(text, hit.end), ceiling) if since else None)

    def _right(self, text: str, at: int, ceiling: int) -> Span | None:
        if text[at : at + 1] == "“" and (closed := text.find("”", at, min(at + _WINDOW, ceiling))) > 0:
            return at, _run(self.right, text, closed + 1, ceiling)  # “司机之家”
        if text[at : at + 1] == "者":
            return None  # 缺席一次者
        if text[at : at + 1] == "类" and text[at - 1] == "大":
            at += 1  # 五大类服务
        end = _run(self.right, text, at, ceiling)
        while end > at and (text[end - 1] in "“《" or (text[end - 1] in "”》" and not text.count("“", at, end))):
            end -= 1
        return (at, end) if end - at > 1 else None

    def _left(self, text: str, at: int, floor: int) -> Span | None:
        """The last noun of the clause: verbs at its end are passed over, and it reaches back to the verb before."""
        lowest = max(floor, at - _WINDOW)
        backwards = text[at - 1 : lowest - 1 : -1] if lowest else text[:at][::-1]
        if "送" in backwards and (sent := _sent(text, at, backwards)):
            return sent
        behind, before = self.left.match(backwards).span(1)  # type: ignore[union-attr]  # it may be empty
        return _trimmed(text, at - before, at - behind, floor) if before - behind > 1 else None

    def _subject(self, text: str, at: int) -> Span | None:
        """The first noun of the sentence: 文化宫 in 文化宫成立于1950年,73年来."""
        start, lowest = at, max(0, at - _LOOK_BACK)
        while start > lowest and text[start - 1] not in _STOP:
            start -= 1
        end = _run(self.subject, text, start, at)
        return (start, end) if end - start > 1 else None


def _sent(text: str, at: int, backwards: str) -> Span | None:
    """What is sent: 演出 in 送演出到基层600余场."""
    clause = _CLAUSE.match(backwards)
    sent = clause and _FROM_TO.search(text, at - clause.end(), at)
    return sent.span("what") if sent else None


def _behind(text: str, at: int) -> int:
    """Where the words go on behind 来 and its comma: 两年来,服务站坚持开放."""
    return at + (2 if text[at + 1 : at + 2] == "," else 1)


def _run(noun: re.Pattern[str], text: str, start: int, ceiling: int) -> int:
    """Where the noun ends that begins at ``start``, at ``ceiling`` at the latest."""
    stop = min(start + _WINDOW, ceiling)
    return min(noun.match(text, start, start + _WINDOW + _LONGEST).end(), stop)  # type: ignore[union-attr]  # it may be empty


def _trimmed(text: str, start: int, end: int, floor: int) -> Span | None:
    """A noun without what only leads to it, or belongs to the number before it: 12级台风3次, 两年来食堂11个."""
    if text[start] in _PARTS:
        before = text[start - 1 : start]
        if before.isdecimal() if text[start] in _GRADES else before in _TIMES and start == floor:
            start += 1
    if text[start - 1 : start] != "每" and text[start] != "占" and text[start:end].isalpha():
        return start, end
    while start < end and text[end - 1] in " “《":
        end -= 1
    while start < end and (text[start] == " " or (text[start] == "“" and text.find("”", start, end) < 0)):
        start += 1
    if text[start - 1 : start] == "每":
        start += 1  # 每篇文章: the measure word is no part of the noun
    closed = text.rfind("”", start, end)
    if closed >= 0 and text.find("“", start, closed) < 0:
        start = closed + 1  # of “送万福、进万家”活动 only 活动 stands on this side of the comma
    if text.startswith("占", start, end) and text[start + 1] not in "地用":
        start += 1
    return (start, end) if end - start > 1 else None


@lru_cache(maxsize=8)
def nouns(book: RuleBook) -> Nouns:
    """The noun finder of a book."""
    rows = book.lexicon("counts_verbs").rows
    right, left, end, subject, doing, kept = ({row[0] for row in rows if side in row[1]} for side in "rlestk")
    back, skipped, whole = ({word[::-1] for word in words} for words in (left, left | end, kept))
    noun = up_to(back, f"[^{_ENDS}{heads(back | whole)}]", whole)
    # What is skipped, then the noun; behind a verb its last character may make a noun of it: 整改率, 接听量.
    last = (
        f"(?:(?=[{heads(skipped)}])(?!{led(whole)}){led(skipped)})*+((?:[{_MADE}](?!{led(whole)}){led(back)})?+{noun})"
    )
    right_of, subject_of = (re.compile(up_to(words, others_than(words))) for words in (right, subject))
    rules = book.role("counts_frame", "scope")
    scope, scopes = either(rules), frozenset(letter for rule in rules for letter in leads(book, rule.data["lead"]))
    return Nouns(right_of, re.compile(last), subject_of, re.compile(scope, re.VERBOSE), scopes, re.compile(tree(doing)))
