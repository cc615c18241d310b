"""What went wrong on a page, as data. A page's problem never stops the line."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """A stage met something that it could not read, or that makes what it read doubtful.

    ``stage`` names the folder (fetch, parse, extract), ``code`` is a stable word for machines (``charset.replaced``),
    ``detail`` is one line for a person and says what to do where something can be done.
    """

    stage: str
    code: str
    detail: str
