"""The page and what the studio says are in the language of who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.studio.desk import Studio, make_project, studio

from lyricaudio.messages import LANGUAGE, catalogue


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name in (LANGUAGE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "")
    yield monkeypatch
    monkeypatch.undo()
    catalogue.cache_clear()


def spoken(desk: Studio, accepts: str) -> tuple[bool, bool]:
    """Return whether the page is Japanese, and whether a refusal is."""
    page = desk.ask("/", Accept_Language=accepts).body
    refused = desk.ask("/api/songs/nothing").body.decode()
    return b'<html lang="ja">' in page, "曲" in refused


def test_the_browser_says_which_language_it_is(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with studio(make_project(tmp_path)) as desk:
        assert spoken(desk, "ja,en-US;q=0.7,en;q=0.3") == (True, True)
        assert spoken(desk, "de-DE,de;q=0.9,en;q=0.5,ja;q=0.3") == (False, False)


def test_who_has_chosen_a_language_keeps_it(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables.setenv(LANGUAGE, "ja")
    catalogue.cache_clear()
    with studio(make_project(tmp_path)) as desk:
        assert spoken(desk, "en") == (True, True)
