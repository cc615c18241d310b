"""What tests share: the folder of fixtures, and Hypothesis told to be quick and repeatable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_configure() -> None:
    """What is compiled must be what is written: a module older than its source would be tested in its place."""
    package = Path(__file__).parent.parent / "src/extractor"
    sources = {module: module.parent / f"{module.name.split('.')[0]}.py" for module in package.rglob("*.so")}
    stale = [str(source) for module, source in sources.items() if module.stat().st_mtime < source.stat().st_mtime]
    if stale:
        raise pytest.UsageError(f"changed since it was compiled: {', '.join(stale)}; make setup, or make plain")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of fixtures."""
    return Path(__file__).parent.parent / "fixtures"
