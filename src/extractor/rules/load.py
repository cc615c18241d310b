"""TOML and TSV texts to rules and lexicons. Every complaint names the file and the rule; nothing here opens a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from extractor.model.errors import RuleError
from extractor.rules.lexicon import Lexicon, parse_lexicon
from extractor.rules.rule import Example, Rule

RULES_VERSION = "2026.11"

_OWN = {"id", "version", "pattern", "why", "seen", "examples", "counter", "todo"}
_PART = re.compile(r"\{(@?)([A-Za-z_][\w.]*)\}")


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules by topic (the file's stem) in the order of their files, all lexicons by name, and their digest.

    Compared by identity, so that what is compiled from a book can be kept with ``functools.lru_cache``.
    """

    version: str
    sha256: str
    rules: Mapping[str, tuple[Rule, ...]]
    lexicons: Mapping[str, Lexicon]
    divisions: bytes = b""

    def topic(self, name: str) -> tuple[Rule, ...]:
        """The rules of one topic; none where the book has none."""
        return self.rules.get(name, ())

    def role(self, topic: str, name: str) -> tuple[Rule, ...]:
        """The rules of a topic that play one role."""
        return tuple(rule for rule in self.topic(topic) if rule.data.get("role") == name)

    def rule(self, rule_id: str) -> Rule:
        """One rule by its id."""
        return next(rule for rules in self.rules.values() for rule in rules if rule.id == rule_id)

    def lexicon(self, name: str) -> Lexicon:
        """One lexicon by name; empty where the book has none."""
        return self.lexicons.get(name) or Lexicon(name, ())


def leads(book: RuleBook, written: Iterable[str]) -> set[str]:
    """The characters that a rule's data names: those of each text, or with ``@name`` the first ones of a lexicon."""
    letters: set[str] = set()
    for words in written:
        letters |= {word[0] for word in book.lexicon(words[1:]).words} if words[0] == "@" else set(words)
    return letters


def load_book(
    files: Mapping[str, str], *, base: RuleBook | None = None, divisions: bytes = b"", compile_now: bool = True
) -> RuleBook:
    """Rule files (``*.toml``) and lexicons (``*.tsv``) by their path, as a book.

    With ``base`` the files are laid over that book: a rule with a known id takes its place, a new one comes after the
    others of its topic, and lexicon rows are added. Raises RuleError for anything that is not well formed; with
    ``compile_now`` also for a pattern that does not compile.
    """
    lexicons = dict(base.lexicons) if base else {}
    for file, text in sorted(files.items()):
        if file.endswith(".tsv"):
            name = PurePosixPath(file).stem
            lexicon = parse_lexicon(name, file, text)
            lexicons[name] = lexicons[name].merged(lexicon) if name in lexicons else lexicon
    rules = dict(base.rules) if base else {}
    for file, text in sorted(files.items()):
        if file.endswith(".toml"):
            topic = PurePosixPath(file).stem
            rules[topic] = _overlay(rules.get(topic, ()), parse_rules(file, text, lexicons))
    if compile_now:
        for topic_rules in rules.values():
            for rule in topic_rules:
                _ = rule.pattern
    divisions = divisions or (base.divisions if base else b"")
    return RuleBook(RULES_VERSION, _digest(files, base, divisions), rules, lexicons, divisions)


def parse_rules(file: str, text: str, lexicons: Mapping[str, Lexicon]) -> tuple[Rule, ...]:
    """The rules of one TOML text. ``{name}`` in a pattern is a part of the same file, ``{@name}`` a lexicon's words."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not TOML ({error})") from error
    parts = _parts(file, content.get("parts", {}), lexicons)
    rules = tuple(_rule(file, row, parts, lexicons) for row in content.get("rule", []))
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise RuleError(f"{file}: rule {rule_id}: the id stands twice")
    return rules


def _parts(file: str, raw: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, pattern in raw.items():
        if not isinstance(pattern, str):
            raise RuleError(f"{file}: part {name}: a part is a pattern in quotation marks")
        parts[name] = f"(?:{_expand(file, f'part {name}', pattern, parts, lexicons)})"
    return parts


def _rule(file: str, row: dict[str, Any], parts: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> Rule:
    rule_id = row.get("id")
    if not isinstance(rule_id, str):
        raise RuleError(f"{file}: a rule without an id: {str(row)[:80]}")
    for key, kind in (("pattern", str), ("why", str), ("version", int)):
        if not isinstance(row.get(key, 1 if key == "version" else None), kind):
            raise RuleError(f"{file}: rule {rule_id}: {key} is missing, or no {kind.__name__}")
    return Rule(
        id=rule_id,
        version=row.get("version", 1),
        source=_expand(file, f"rule {rule_id}", row["pattern"], parts, lexicons),
        why=row["why"],
        file=file,
        seen=row.get("seen", ""),
        examples=_examples(file, rule_id, row.get("examples", [])),
        counter=tuple(row.get("counter", ())),
        todo=_examples(file, rule_id, row.get("todo", [])),
        data={key: value for key, value in row.items() if key not in _OWN},
    )


def _examples(file: str, rule_id: str, rows: list[dict[str, Any]]) -> tuple[Example, ...]:
    try:
        return tuple(Example(row["text"], row["gives"]) for row in rows)
    except (TypeError, KeyError) as error:
        raise RuleError(f"{file}: rule {rule_id}: an example is {{ text = …, gives = … }}") from error


def _expand(file: str, where: str, pattern: str, parts: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> str:
    def put(match: re.Match[str]) -> str:
        from_lexicon, name = match[1] == "@", match[2]
        if from_lexicon and name in lexicons:
            return lexicons[name].pattern
        if not from_lexicon and name in parts:
            return parts[name]
        raise RuleError(f"{file}: {where}: there is no {'lexicon' if from_lexicon else 'part'} named {name}")

    return _PART.sub(put, pattern)


def _overlay(old: tuple[Rule, ...], new: tuple[Rule, ...]) -> tuple[Rule, ...]:
    by_id = {rule.id: rule for rule in new}
    known = {rule.id for rule in old}
    return (*(by_id.get(rule.id, rule) for rule in old), *(rule for rule in new if rule.id not in known))


def _digest(files: Mapping[str, str], base: RuleBook | None, divisions: bytes) -> str:
    digest = sha256(base.sha256.encode() if base else b"")
    for file, text in sorted(files.items()):
        digest.update(f"{file}\0{text}\0".encode())
    digest.update(divisions)
    return digest.hexdigest()
