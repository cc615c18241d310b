"""Lists inside sentences: names joined by 、 that follow a cue, or stand before or after the words of an award."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.extract.rosters.drafts import Draft, Heading, Span
from extractor.extract.rosters.joined import Run, numbered, run_at, run_before, trimmed
from extractor.extract.rosters.lexis import Lexis
from extractor.extract.rosters.lines import Line
from extractor.extract.rosters.names import squeezed
from extractor.extract.rosters.numbers import Claim
from extractor.rules.rule import Rule
from extractor.text.segments import sentences

_JOINS = re.compile("[、:]")
_GRADED = re.compile(":[^:\n]*:|名单|等奖[^\n]*等奖")  # two grades at least, or the title of a list
_ALONE = 3
_CALLED = ("称号", "荣誉")
_OPENING = '“‘「『"'
_INSIDE = re.compile("[,、;:()的了过]|[0-9一二三四五六七八九十]+[名个家位人]")


def runs_in(prose: Iterable[Line], claims: Sequence[Claim], text: str, lexis: Lexis) -> list[Draft]:
    """Every list that a sentence of the prose holds, in page order."""
    found: list[Draft] = []
    by_sentence: dict[Span, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    in_order = sorted(claims, key=_sentence_start)
    before: list[Claim] = []
    for line in prose:
        span = (line.start, line.end)
        own = in_order[slice(*(bisect_left(in_order, at, key=_sentence_start) for at in span))]
        if not (_awards(span, text, lexis) or _leading(span, bool(before or own), text, lexis)):
            before = own
            continue
        here: list[Claim] = []
        drafts: list[Draft] = []
        for sentence, whole in _whole_sentences(line, text, lexis):
            here += [claim for span in whole for claim in by_sentence.get(span, [])]
            drafts += _in_sentence(sentence, [*before, *here], text, lexis)
        found += _in_company(_by_grade(drafts), text)
        before = here
    return found


def _in_company(drafts: list[Draft], text: str) -> list[Draft]:
    """甲荣获“子”;乙荣获“丑”;丙、丁荣获“寅”: single names are a list beside one of several, or where three follow one another."""
    alone = {squeezed(text[d.items[0].start : d.items[0].end]) for d in drafts if d.alone}
    if len(alone) >= _ALONE or (alone and any(draft.run and len(draft.items) > 1 for draft in drafts)):
        return drafts
    return [draft for draft in drafts if not draft.alone]


def _sentence_start(claim: Claim) -> int:
    return claim.sentence[0]


def _leading(span: Span, counts: bool, text: str, lexis: Lexis) -> bool:
    """Can one of the forms stand in a line that names no award: behind a number, with a word that leads, or with grades?"""
    if counts and lexis.may("run", text, *span):
        return True
    if _GRADED.search(text, *span):
        return True
    return lexis.may("honoured", text, *span) or bool(lexis.rule("awarded").pattern.search(text, *span))


def _whole_sentences(line: Line, text: str, lexis: Lexis) -> Iterator[tuple[Span, list[Span]]]:
    """The line's sentences; names parted by semicolons after a cue (分别是:甲;乙;丙) stay in one."""
    held: list[Span] = []
    for span in sentences(text, line.start, line.end):
        if held and not (text[held[-1][1] - 1] == ";" and _only_names(held[0], span, text, lexis)):
            yield (held[0][0], held[-1][1]), held
            held = []
        held.append(span)
    if held:
        yield (held[0][0], held[-1][1]), held


def _only_names(first: Span, span: Span, text: str, lexis: Lexis) -> bool:
    """Does ``span`` go on with the names of ``first``, with no cue or award of its own?"""
    cue = lexis.rule("run").pattern
    led = any(match.lastgroup == "strong" or numbered(text, match.end()) for match in cue.finditer(text, *first))
    if not led or lexis.rule("including").pattern.search(text, *span):
        return False
    return not cue.search(text, *span) and not lexis.rule("honoured").pattern.search(text, *span)


def repeated(run: Draft, lists: Iterable[Draft], text: str) -> bool:
    """Are the names of a run the first of a list that the page prints in full?"""
    names = {squeezed(text[item.start : item.end]) for item in run.items}
    for draft in lists:
        known = names & {squeezed(text[item.start : item.end]) for item in draft.items}
        if len(known) * 2 >= len(names) and len(draft.items) >= len(names):
            return True
    return False


def _in_sentence(sentence: Span, claims: list[Claim], text: str, lexis: Lexis) -> list[Draft]:
    if not _JOINS.search(text, *sentence) and not claims and not lexis.rule("award").pattern.search(text, *sentence):
        return []
    alone: list[Draft] = []
    for form in (_following, _honoured, _awarded, _graded):
        drafts = list(form(sentence, claims, text, lexis))
        if not all(draft.alone for draft in drafts):
            return drafts
        alone = alone or drafts
    return alone


# --- the four forms -------------------------------------------------------------------------------------------------


def _following(sentence: Span, claims: list[Claim], text: str, lexis: Lexis) -> Iterator[Draft]:
    """分别为:甲、乙; 先进集体:甲、乙; 有甲、乙等30人."""
    at = sentence[0]
    for cue, rule in _cues(sentence, text, lexis):
        if cue.start() < at:
            continue
        title = _honour_before(text, at, cue.start(), lexis)
        grade = _grade_before(text, at, cue.start(), lexis) if cue.lastgroup == "colon" else None
        if not grade and not _leads(cue, title, claims, text, sentence, lexis):
            continue
        run = run_at(text, cue.end(), sentence[1], claims, lexis)
        if run and (len(run.items) > 1 or run.cited or title or grade or _one(claims)):
            if cue.lastgroup == "colon" and not (title or grade) and not _as_many(run, claims):
                continue
            if cue.lastgroup is None and not (run.cited or len(run.items) > 1):
                continue
            at = run.end
            if grade:
                title = None
                run = replace(run, items=[replace(item, group=0) for item in run.items], grade=Heading(*grade, None))
            yield _draft(run, title, (cue.start(), cue.end()), sentence, rule.tag)


def _cues(sentence: Span, text: str, lexis: Lexis) -> list[tuple[re.Match[str], Rule]]:
    """The words that lead to names; 包括 and 有 only where the sentence awards and nothing stronger stands in it."""
    run, weak = lexis.rule("run"), lexis.rule("including")
    cues = [(cue, run) for cue in run.pattern.finditer(text, *sentence)] if lexis.may("run", text, *sentence) else []
    if any(cue.lastgroup == "strong" for cue, _ in cues) or not _awards(sentence, text, lexis):
        return cues
    cues = sorted([*((cue, weak) for cue in weak.pattern.finditer(text, *sentence)), *cues], key=_place)
    return [pair for at, pair in enumerate(cues) if at == 0 or pair[0].start() >= cues[at - 1][0].end()]


def _place(cue: tuple[re.Match[str], Rule]) -> int:
    return cue[0].start()


def _awards(span: Span, text: str, lexis: Lexis) -> bool:
    return bool(lexis.rule("award").pattern.search(text, *span)) or lexis.speaks_of_honour(text, *span)


def _leads(
    cue: re.Match[str], title: Span | None, claims: list[Claim], text: str, sentence: Span, lexis: Lexis
) -> bool:
    """A cue needs company: a number or an honour; a colon alone needs an honour right before it, 有 an award."""
    if cue.lastgroup == "colon":
        if title is not None and cue.start() - title[1] <= 4:
            return True
        counts = any(
            claim.clause_at[0] <= claim.mention.start < cue.start() <= claim.clause_at[1] + 1 for claim in claims
        )
        return counts and bool(lexis.rule("award").pattern.search(text, sentence[0], cue.start()))
    if cue.lastgroup is None:
        return bool(title or lexis.rule("award").pattern.search(text, *sentence))
    return bool(title or claims or cue[0].startswith("名单"))


def _honoured(sentence: Span, claims: list[Claim], text: str, lexis: Lexis) -> Iterator[Draft]:
    """甲、乙被评为“模范职工之家”."""
    rule = lexis.rule("honoured")
    if not lexis.may("honoured", text, *sentence):
        return
    at = sentence[0]
    for verb in rule.pattern.finditer(text, *sentence):
        title = _honour_after(text, verb.end(), sentence[1], lexis)
        if verb.start() < at or (title is None and not (verb["itself"] or verb[0].endswith("为"))):
            continue
        run = run_before(text, at, verb.start(), claims, lexis)
        if title is None and not verb["itself"] and not _counted(run):
            continue
        several = run is not None and _many(run, claims)
        if run and (run.cited or title or several):
            alone = not (run.cited or len(run.items) > 1 or _single(claims, title, text))
            if alone and text[run.items[0].start : run.items[0].end] in lexis.endings:
                continue  # 公司荣获…: not named
            draft = _draft(run, title, verb.span(), sentence, rule.tag)
            yield from _one_each(run, verb, sentence, text, lexis) or [replace(draft, alone=alone)]
        at = title[1] if title else verb.end()


def _many(run: Run, claims: list[Claim]) -> bool:
    """Names enough to be a list without an honour's name: 甲、乙、丙入选; after a number, 甲、乙等入选."""
    enough = len(run.items) > 1 and bool(claims) if run.etc else len(run.items) >= _ALONE
    return enough and all(item.kind and item.kind != "work" for item in run.items)


def _as_many(run: Run, claims: list[Claim]) -> bool:
    """Does a number of the claims count the names?"""
    return any(claim.mention.value == len(run.items) for claim in claims)


def _counted(run: Run | None) -> bool:
    """Does the number behind the names count them?"""
    return run is not None and run.cited is not None and run.cited.value == len(run.items)


def _one(claims: list[Claim]) -> bool:
    return any(claim.mention.value == 1 for claim in claims)


def _one_each(run: Run, verb: re.Match[str], sentence: Span, text: str, lexis: Lexis) -> list[Draft]:
    """甲、乙分别荣获“子”“丑”: as many honours as names are one for each."""
    titles = list(lexis.honour_spans(text, verb.end(), sentence[1])) if verb[0].startswith("分别") else []
    if len(titles) != len(run.items) or len(titles) < 2:
        return []
    tag = lexis.rule("honoured").tag
    return [
        _draft(replace(run, items=[item], start=item.start, cited=None), title, title, sentence, tag)
        for item, title in zip(run.items, titles, strict=True)
    ]


def _single(claims: list[Claim], title: Span | None, text: str) -> bool:
    """One name alone is a list only where a number says that there is one, or where its neighbours are lists."""
    honour = text[slice(*title)] if title else ""
    return bool(honour) and any(claim.mention.value == 1 and honour in claim.clause for claim in claims)


def _awarded(sentence: Span, claims: list[Claim], text: str, lexis: Lexis) -> Iterator[Draft]:
    """授予甲、乙、丙等3名同志“工匠”称号."""
    rule = lexis.rule("awarded")
    found: list[Draft] = []
    at = sentence[0]
    for verb in rule.pattern.finditer(text, *sentence):
        run = run_at(text, verb.end(), sentence[1], claims, lexis)
        title = _honour_after(text, run.end, sentence[1], lexis) if run else None
        if run and title is None and text.endswith(_CALLED, at, verb.start()):  # 将“…”称号授予甲、乙
            title, run = _honour_before(text, at, verb.start(), lexis), replace(run, closed=True)
        if run and run.closed and verb.start() >= at and (title or run.cited):
            at = run.end
            found.append(_draft(run, title, verb.span(), sentence, rule.tag))
    several = len(found) > 1 or any(len(draft.items) > 1 for draft in found)
    yield from (d for d in found if several or _single(claims, d.title, text))


def _graded(sentence: Span, claims: list[Claim], text: str, lexis: Lexis) -> Iterator[Draft]:
    """甲获一等奖,乙、丙获二等奖; 一等奖甲; 二等奖乙、丙. A grade alone is no list: see ``_by_grade``."""
    rule = lexis.rule("won")
    if not lexis.may("won", text, *sentence):
        return
    at = sentence[0]
    for prize in rule.pattern.finditer(text, *sentence):
        if prize["verb"]:
            run = run_before(text, at, prize.start(), claims, lexis)
        else:
            run = run_at(text, prize.end(), sentence[1], claims, lexis)
        if run and prize.start() >= at and all(item.kind for item in run.items):
            items = [replace(item, group=0) for item in run.items]
            at = max(run.end, prize.end())
            yield _draft(
                replace(run, items=items, grade=Heading(*prize.span("grade"), None)),
                None,
                prize.span(),
                sentence,
                rule.tag,
            )


def _draft(run: Run, title: Span | None, lead: Span, sentence: Span, tag: str) -> Draft:
    more = run.etc and (run.cited is None or run.cited.value > len(run.items))
    return Draft(
        start=run.start,
        lead=title or lead,
        rule=tag,
        title=title,
        items=[replace(item, rule=tag) for item in run.items],
        counts=[run.cited] if run.cited else [],
        reason="partial" if more else None,
        sentence=sentence,
        headings=[run.grade] if run.grade else [],
        run=True,
    )


# --- honours ---------------------------------------------------------------------------------------------------------


def _grade_before(text: str, start: int, end: int, lexis: Lexis) -> Span | None:
    """一等奖: the grade that is all that stands between the last mark and the colon."""
    span = trimmed(text, max(text.rfind(mark, start, end) for mark in ",;。、") + 1 or start, end)
    span = (max(span[0], start), span[1])
    return span if lexis.rule("grade").pattern.search(text[slice(*span)]) else None


def _by_grade(drafts: list[Draft]) -> list[Draft]:
    """The grades of one paragraph are groups of one list; a single grade is no list."""
    graded = [draft for draft in drafts if draft.headings]
    if len(graded) < 2 and not any(len(draft.items) > 1 and draft.counts for draft in graded):
        return [draft for draft in drafts if not draft.headings]
    whole = graded[0]
    for draft in graded[1:]:
        group = len(whole.headings)
        whole.headings.extend(draft.headings)
        whole.items.extend(replace(item, group=group) for item in draft.items)
    return [draft for draft in drafts if draft is whole or not draft.headings]


def _honour_before(text: str, start: int, end: int, lexis: Lexis) -> Span | None:
    """The last honour before ``end``, with what belongs before it where it fills its clause: 全国工人先锋号."""
    found = list(lexis.honour_spans(text, start, end))
    if not found or text[found[-1][0] - 1] in _OPENING:
        return found[-1] if found else None
    first = max(start, *(text.rfind(mark, start, found[-1][0]) + 1 for mark in ",;。:"))
    whole = trimmed(text, first, found[-1][1])
    return whole if not _INSIDE.search(text, *whole) and whole[1] - whole[0] <= 30 else found[-1]


def _honour_after(text: str, start: int, end: int, lexis: Lexis) -> Span | None:
    """The honour from ``start`` on, with what belongs before it: 全国五一劳动奖状."""
    found = next(iter(lexis.honour_spans(text, start, min(end, start + 60))), None)
    if found and text[found[0] - 1] not in _OPENING:
        whole = trimmed(text, start, found[1])
        return whole if not _INSIDE.search(text, *whole) and whole[1] - whole[0] <= 30 else found
    return found
