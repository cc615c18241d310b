"""The loader's complaints and the matcher's order."""

from __future__ import annotations

import pytest

from extractor.model.errors import RuleError
from extractor.rules.check import complaints
from extractor.rules.lexicon import parse_lexicon
from extractor.rules.load import load_book, parse_rules
from extractor.rules.match import Matcher

GOOD = """
[parts]
number = "[0-9]+"

[[rule]]
id = "a.count"
why = "numbers with a classifier"
pattern = '''(?P<n>{number}) {@things}'''
examples = [{ text = "有48家", gives = { n = "48" } }]
counter = ["48"]
"""
THINGS = "# source: made up\n个\n家\n"


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"a.toml": "[[rule"}, r"a\.toml: not TOML"),
        ({"a.toml": "[[rule]]\nwhy = 'x'"}, r"a\.toml: a rule without an id"),
        ({"a.toml": "[[rule]]\nid = 'r'\nwhy = 'x'"}, r"a\.toml: rule r: pattern is missing"),
        ({"a.toml": "[[rule]]\nid = 'r'\npattern = 'x'"}, r"a\.toml: rule r: why is missing"),
        ({"a.toml": "[[rule]]\nid = 'r'\nwhy = 'x'\npattern = '('"}, r"a\.toml: rule r: the pattern does not compile"),
        (
            {"a.toml": "[[rule]]\nid = 'r'\nwhy = 'x'\npattern = '(a)'"},
            r"a\.toml: rule r: the pattern has a nameless group",
        ),
        ({"a.toml": "[[rule]]\nid = 'r'\nwhy = 'x'\npattern = '{b}'"}, r"a\.toml: rule r: there is no part named b"),
        (
            {"a.toml": "[[rule]]\nid = 'r'\nwhy = 'x'\npattern = '{@b}'"},
            r"a\.toml: rule r: there is no lexicon named b",
        ),
        (
            {"a.toml": "[[rule]]\nid='r'\nwhy='x'\npattern='x'\n[[rule]]\nid='r'\nwhy='x'\npattern='x'"},
            r"rule r: the id stands twice",
        ),
        ({"a.toml": "[[rule]]\nid='r'\nwhy='x'\npattern='x'\nexamples=['x']"}, r"a\.toml: rule r: an example is"),
        ({"a.toml": "[parts]\np = 3"}, r"a\.toml: part p"),
        ({"a.tsv": "个\n"}, r"a\.tsv: a lexicon opens with"),
        ({"a.tsv": "# source: x\n家\n个\n"}, r"a\.tsv: line 3: '个' after '家'"),
        ({"a.tsv": "# source: x\n个\t1\n家\n"}, r"a\.tsv: line 3: 1 columns"),
    ],
)
def test_every_complaint_names_the_file(files: dict[str, str], complaint: str) -> None:
    """What is wrong with a rule file is said when it is loaded, with file and id or line."""
    with pytest.raises(RuleError, match=complaint) as caught:
        load_book(files)
    assert "\n" not in str(caught.value)


def test_examples_hold_or_are_complained_of() -> None:
    """A rule that breaks its word, lacks an example, or keeps a todo that works, is told so."""
    things = {"things": parse_lexicon("things", "things.tsv", THINGS)}
    (good,) = parse_rules("a.toml", GOOD, things)
    assert complaints(good) == []
    (bad,) = parse_rules("a.toml", GOOD.replace('n = "48"', 'n = "4"').replace('["48"]', '["8个"]'), things)
    assert len(complaints(bad)) == 2
    (done,) = parse_rules("a.toml", GOOD.replace("examples", "todo"), things)
    assert [c.split(": ")[-1] for c in complaints(done)] == [
        "no example",
        "'有48家' works now; move it from todo to examples",
    ]


def test_a_folder_of_rules_goes_over_the_shipped_ones() -> None:
    """A known id takes the rule's place, a new one comes last, lexicon rows are added, the digest changes."""
    base = load_book({"rules/a.toml": GOOD, "lexicons/things.tsv": THINGS})
    over = load_book({"a.toml": GOOD.replace("a.count", "a.more"), "things.tsv": "# source: us\n座\n"}, base=base)
    assert [rule.id for rule in over.topic("a")] == ["a.count", "a.more"]
    assert over.rule("a.more").pattern.search("3座")
    assert over.lexicon("things").words == {"个", "家", "座"}
    assert over.sha256 != base.sha256
    assert (
        load_book({"a.toml": GOOD.replace("a.count", "a.more"), "things.tsv": "# source: us\n座\n"}, base=base).sha256
        == over.sha256
    )


def test_the_first_rule_that_matches_wins() -> None:
    """At one place the order of rules decides; hits do not overlap; groups are the rule's own."""
    text = "[[rule]]\nid='x.{0}'\nwhy='w'\npattern='''{1}'''\n"
    rules = parse_rules(
        "x.toml",
        text.format("year", "(?P<y>[0-9]{{4}})年".replace("{{", "{").replace("}}", "}"))
        + text.format("number", "(?P<y>[0-9])"),
        {},
    )
    hits = list(Matcher(rules).scan("2023年12"))
    assert [(hit.rule.id, hit.match["y"]) for hit in hits] == [("x.year", "2023"), ("x.number", "1"), ("x.number", "2")]
    assert Matcher(rules).at("a1", 0) is None
    assert Matcher(()).at("a1", 0) is None
