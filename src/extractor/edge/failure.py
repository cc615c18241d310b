"""What stops a fetch, while it is under way: it becomes a ``Problem`` before it leaves this folder."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818 (it is told, not thrown at anyone)
    """Why an address gave no page.

    ``code`` is a stable word for machines, ``detail`` one line for a person with the remedy and without the address
    (an address may hold a password). ``passing``: whether another try may help.
    """

    def __init__(self, code: str, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.passing = passing
