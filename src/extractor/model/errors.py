"""Who is at fault decides what is raised: a rule's author, the world outside, or us.

A page is never at fault in this sense: what is wrong with it becomes a ``Problem``.
"""

from __future__ import annotations


class ExtractorError(Exception):
    """The base of every error that a caller may want to catch. Its text is one line that says what to do."""


class RuleError(ExtractorError):
    """A rule file or lexicon is wrong; the text names file and rule. Raised when rules are loaded, never later."""


class EdgeError(ExtractorError):
    """The network or the disk refused; the text names the file or URL and the remedy. Raised under ``edge/`` only.

    ``code`` is a stable word for machines, such as ``file.missing`` or ``http.404``.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
