"""Pages of Chinese trade unions as data, each value with the exact characters that say it.

The public face. Importing it reads no file, compiles no rule and loads none of lxml, msgspec or httpcore: names are
fetched when they are first used (PEP 562).
"""

from importlib import import_module

TYPE_CHECKING = False  # for type checkers it is True; typing itself would be half of what importing us takes
if TYPE_CHECKING:
    from extractor.api import (
        extract,
        find_attribution,
        find_citations,
        find_counts,
        find_dates,
        find_rosters,
        isolate,
        locate,
        schema,
        to_json,
    )

__version__ = "0.1.0"
__all__ = [
    "extract",
    "find_attribution",
    "find_citations",
    "find_counts",
    "find_dates",
    "find_rosters",
    "isolate",
    "locate",
    "schema",
    "to_json",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # All at once: loading them binds the folder extract/ to the name of the function, which must win.
    api = import_module("extractor.api")
    globals().update({public: getattr(api, public) for public in __all__})
    return globals()[name]


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
