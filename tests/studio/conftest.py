from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.studio.desk import Studio, make_project, studio


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Studio]:
    with studio(make_project(tmp_path)) as started:
        yield started
