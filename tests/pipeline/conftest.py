from __future__ import annotations

from pathlib import Path

import pytest

QUICK = ("test_decide.py",)
"""What makes no sound; all else here builds, and is not for the fast lane."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)
