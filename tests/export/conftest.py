from pathlib import Path

import pytest
from tests.stand_ins.release import make_release

from lyricaudio.release.targets.outgoing import Finished


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    """A finished release of two albums."""
    return make_release(tmp_path / "output")
