"""Pages that answer and say nothing: challenges, errors, logins, programs without text. They are problems, never articles."""

from __future__ import annotations

from extractor.model.capture import Capture
from extractor.model.problem import Problem
from extractor.parse.draft import Draft
from extractor.rules.load import RuleBook

_SPARSE = 400  # characters of visible text; no page with more is only a shell
_SOME = 80  # characters of a body; a shell says less
_BARE = 60  # characters; with fewer and scripts a page is a shell whatever it says
_LOOK = 4000  # characters of scripts that are looked at


def shell_of(capture: Capture, draft: Draft, body: int, book: RuleBook) -> Problem | None:
    """What a page is in place of an article; None for a page that may hold one.

    body: how many characters the article would have.
    """
    if capture.status is not None and capture.status >= 400:
        return _problem("error_page", f"the server answered {capture.status}; fetch it again, or look for it elsewhere")
    if len(draft.text) >= _SPARSE or body >= _SOME:
        return None
    words = _words(draft)
    for rule in book.topic("cms"):
        if rule.data.get("role") == "shell" and rule.pattern.search(words):
            return _problem(rule.data["code"], rule.data["detail"])
    if len(draft.text) < _BARE and draft.scripts:
        return _problem("script_shell", "the article comes by script; save the page from a browser")
    return None


def _words(draft: Draft) -> str:
    titles = [field.value for field in draft.markup if field.name == "title"]
    return "\n".join([*titles, draft.text, "\n".join(script[:_LOOK] for script in draft.scripts[:5])])


def _problem(code: str, detail: str) -> Problem:
    return Problem(stage="parse", code=f"parse.{code}", detail=detail)
