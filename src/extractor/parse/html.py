"""An HTML page to a draft: the tree, walked, with what only its markup says."""

from __future__ import annotations

from extractor.model.problem import Problem
from extractor.parse.dom import parse_tree
from extractor.parse.draft import Draft
from extractor.parse.markup import read_markup
from extractor.parse.walk import walk


def read_html(text: str, name: str | None) -> tuple[Draft, list[Problem]]:
    """The draft of an HTML text, and what had to be done to read it. name: the page's URL or path."""
    root, problems = parse_tree(text)
    if root is None:
        return Draft("", []), problems
    draft = walk(root, name)
    draft.markup = read_markup(root, draft.marks, draft.scripts)
    return draft, problems
