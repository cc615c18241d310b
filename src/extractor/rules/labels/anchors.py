"""Where labels stand: every label word whose surroundings allow it to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.rules.labels.hits import Anchor, Part
from extractor.rules.load import RuleBook
from extractor.rules.names import HAN, Names

SILENT = "-"

# A label's own front is read backwards from the label, so it is short: 本报记者, 中江报·中江网记者, 江报融媒编辑.
_FRONT = 24
_LONGEST_OUTLET = 18
_LONGEST_OWN_FRONT = 6
_CLOSERS = {"]": "[", "】": "【", "〕": "〔", ")": "("}
_OPENERS = frozenset(" \n()[]【】〔〕|丨/:;,。、!?□■▲●◎○◆◇★☆△▼※>》”’…—-·0123456789")
_RUN = re.compile(rf"[{HAN}A-Za-z·/]+$")
_OWN_RUN = re.compile(rf"[{HAN}A-Za-z0-9]+$")
_PAPERS = ("报", "网", "台")
_POSTED = re.compile(rf"驻[{HAN}]{{2,4}}$")  # 驻江州记者
_BOND = re.compile(r"[/、&丨|+]")


class Anchors:
    """The label words of one book and the rules that find them."""

    def __init__(self, book: RuleBook) -> None:
        self.names = Names.of(book)
        rules = {rule.id: rule for rule in book.topic("labels")}
        self._before = [rules[name] for name in ("label.said", "label.short", "label.spaced") if name in rules]
        self._after = [rules[name] for name in ("label.after", "label.after_slash") if name in rules]
        rows = [*book.lexicon("labels").rows, *book.lexicon("labels_short").rows]
        self.parts: dict[str, tuple[Part, ...]] = {row[0]: _parts(row[1], row[2]) for row in rows}
        self._apart = frozenset(row[0] for row in book.lexicon("labels_after").rows if row[2] == "0")
        self._parts_after = {row[0]: _parts(row[1]) for row in book.lexicon("labels_after").rows}
        endings = book.lexicon("label_endings").rows
        self._glued = tuple(row[0] for row in endings if row[1] != "front")
        self._strong = tuple(row[0] for row in endings if row[1] != "glued")
        self._honours = book.lexicon("honours_before").longest_first
        self._modifiers = book.lexicon("label_modifiers").words
        heads = {word[0] for word in (*self.parts, *self._modifiers, *book.lexicon("media").words)}
        self._heads = self.names.heads | heads

    def find(self, text: str, start: int, end: int) -> list[Anchor]:
        """Every label of ``text[start:end]`` in order, none inside another; 摄 behind a name goes before 摄 before one."""
        found = [*self._find_before(text, start, end), *self._find_after(text, start, end)]
        found.sort(key=lambda anchor: (anchor.label[0], -anchor.label[1]))
        kept: list[Anchor] = []
        for anchor in found:
            if not kept or anchor.label[0] >= kept[-1].label[1]:
                kept.append(anchor)
            elif anchor.kind == "after" and not kept[-1].set_off and anchor.label == kept[-1].label:
                kept[-1] = anchor
        return kept

    def _find_before(self, text: str, start: int, end: int) -> Iterator[Anchor]:
        for rule in self._before:
            floor = -1
            for match in rule.pattern.finditer(text, start, end):
                words, parts = self._known(match["label"])
                at, stop = match.end("label") - len(words), match.end("label")
                set_off = bool(match["gap"]) and self._is_boxed(text, at, match["gap"]) is not False
                opened = match.end() if set_off else stop
                if parts and not set_off and self._heads_table(text, at, stop, start, end, parts):
                    set_off = True
                if parts is None or not (set_off or self._may_lead(text, opened, end, words, parts)):
                    continue
                begin = self._begin(text, at, max(start, floor), words, set_off, floor >= 0)
                if begin is not None:
                    yield Anchor(rule.tag, parts, begin, (at, stop), opened, set_off)
                    floor = opened

    def _heads_table(self, text: str, at: int, stop: int, start: int, end: int, parts: tuple[Part, ...]) -> bool:
        """Whether a label has its line, or its cell of a table, to itself: 发文机关, and the body on the line below."""
        alone = (at == start or text[at - 1] == "\n") and (stop == end or text[stop] == "\n")
        return alone and parts[0][0] == "issuer"

    def _is_boxed(self, text: str, at: int, gap: str) -> bool | None:
        """Whether a label closes the bracket that it stands in alone, [编辑]何苗; None where no bracket follows it."""
        opener = _CLOSERS.get(gap[0])
        if opener is None:
            return None
        return text[at - 1 : at] == opener and (at < 2 or text[at - 2] in _OPENERS)

    def _known(self, words: str) -> tuple[str, tuple[Part, ...] | None]:
        """The label that these words end with, and its parts: 何苗 责 编 ends with a letter-spaced one."""
        while (parts := self._parts_of(words)) is None and " " in words:
            words = words.split(" ", 1)[1].lstrip(" ")
        return words, parts

    def _find_after(self, text: str, start: int, end: int) -> Iterator[Anchor]:
        for rule in self._after:
            at = start
            while match := rule.pattern.search(text, at, end):
                label, at = match["label"], match.end()
                if self._is_of_name(text, match):
                    at = match.start() + 1
                    continue
                parts = self._parts_after.get(label) or self.parts[label]
                yield Anchor(rule.tag, parts, match.start(), match.span("label"), match.end(), False, "after")

    def _is_of_name(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word such as 文 rather ends the name before it: 阚泽文; it must stand apart from one."""
        touches = match.start() == match.start("label") and text[match.start() - 1 : match.start()] not in (" ", ")")
        return touches and match["label"] in self._apart

    def _parts_of(self, words: str) -> tuple[Part, ...] | None:
        whole = self.parts.get("".join(words.split()))
        if whole is not None:
            return whole
        parts: dict[Part, None] = {}
        for piece in _BOND.split(words):
            known = self.parts.get(piece.strip())
            if known is None:
                return None
            parts |= dict.fromkeys(known)
        return tuple(parts)

    def _may_lead(self, text: str, at: int, end: int, words: str, parts: tuple[Part, ...]) -> bool:
        """Whether what follows a label without a mark may be its value: a name, another label, after a blank a date."""
        bare = at
        while bare < end and text[bare] == " ":
            bare += 1
        if bare == end or not parts:
            return False
        if text[bare] in self._heads or text[bare] == "《":
            return bare > at or words.endswith(self._glued)
        return bare > at and (text[bare].isascii() and text[bare].isalnum())

    def _begin(self, text: str, at: int, floor: int, words: str, set_off: bool, after_label: bool) -> int | None:
        """Where a label begins, its front included; None where it stands inside a word."""
        line = text[max(floor, at - _FRONT) : at]
        line = line[line.rfind("\n") + 1 :]
        if not line or line[-1] in _OPENERS:
            return at
        front = self._front(line)
        if front is None and set_off and words.endswith(self._strong):
            front = self._own_front(line)
        if front is not None:
            return at - len(line) + front
        return at if after_label and self._runs_on(text[floor:at], set_off) else None

    def _own_front(self, line: str) -> int | None:
        """Where the words before a label begin that nobody knows, 江报编辑:; no honour is one, 优秀通讯员:."""
        own = _OWN_RUN.search(line)
        if own is None or len(own[0]) > _LONGEST_OWN_FRONT or own[0].startswith(self._honours):
            return None
        return own.start()

    def _front(self, line: str) -> int | None:
        """Where the modifiers before a label begin, and the outlet before them: 全媒体, 本报, 中江报·中江网."""
        at = len(line)
        while size := next((n for n in (4, 3, 2, 1) if n <= at and line[at - n : at] in self._modifiers), 0):
            at -= size
        if posted := _POSTED.search(line, 0, at):
            at = posted.start()
        if at < len(line) and (at == 0 or line[at - 1] in _OPENERS):
            return at
        outlet = _RUN.search(line, 0, at)
        if outlet is None or len(outlet[0]) > _LONGEST_OUTLET:
            return None
        words = outlet[0].replace("/", "")
        return outlet.start() if self.names.is_medium(words) or words.endswith(_PAPERS) else None

    def _runs_on(self, before: str, set_off: bool) -> bool:
        """Whether an earlier label of this line is still open: 作者:何苗来源:工人日报, 记者何苗通讯员田野."""
        if "\n" in before or len(before) > 2 * _FRONT:
            return False
        return set_off or bool(self.names.split(before.strip(" :")))


def _parts(roles: str, grade: str = "0") -> tuple[Part, ...]:
    return () if roles == SILENT else tuple((role, int(grade) or None) for role in roles.split("+"))
