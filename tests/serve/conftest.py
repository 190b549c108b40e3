from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.serve.wire import Running, make_release, running


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return make_release(tmp_path / "output")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that the tests of a module share; its release does not change."""
    output = make_release(tmp_path_factory.mktemp("served") / "output")
    with running(output, "study.example") as started:
        yield started
