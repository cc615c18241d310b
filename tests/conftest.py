"""What tests share: the folder of fixtures, and Hypothesis told to be quick and repeatable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of fixtures."""
    return Path(__file__).parent.parent / "fixtures"
