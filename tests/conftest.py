from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from tests.sampling import ALL, is_all
from tests.stand_ins.package import install

from lyricaudio.errors import Place
from lyricaudio.messages import LANGUAGE
from lyricaudio.song import Line, Section, Text
from lyricaudio.work.pool import WORKERS

os.environ[LANGUAGE] = "en"  # of what tests run, too; a test of another language says so itself
os.environ[WORKERS] = "1"  # tests run beside each other, and a worker begins with a second of imports

hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")

LONGEST = ("docs", "dask", "commands", "recordings", "readme", "living", "killed", "found", "executor", "run")
"""The files that take longest, at work or waiting: begun last, they would leave a core idle."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and leave out what is dear unless all is asked for."""
    dear = [] if is_all() else [item for item in items if item.get_closest_marker("dear")]
    config.hook.pytest_deselected(items=dear)
    items[:] = [item for item in items if item not in dear]
    place = {f"test_{name}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what nobody else says when processes share the tests."""
    if not is_all():
        terminalreporter.write_line(f"what is dear was left out, and some was sampled: {ALL}=1 tries all")


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays, and come less often (3 % of all time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def make_section() -> Callable[..., Section]:
    def section(name: str, *lyrics: str, hook: bool = False) -> Section:
        texts = (Text(text=lyric, place=Place("song.yaml", 1, 1)) for lyric in lyrics)
        return Section(name=name, hook=hook, lines=tuple(Line(lyric=text) for text in texts))

    return section


@pytest.fixture
def installed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """Install a package for the test: its name, and `files` and `entries` by keyword."""
    root: Path = tmp_path_factory.mktemp("packages")
    return partial(install, root, monkeypatch)
