from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from lyricaudio.pipeline.project.editors import line_for_editors, refresh

STYLE = Path(__file__).parents[3] / "src" / "lyricaudio" / "music" / "styles" / "lofi.toml"


def named_by(line: str, song: Path) -> Path:
    """Return the schema that an editor finds by a song's first line, in which a path counts from the song."""
    named = line.removeprefix("# yaml-language-server: $schema=").rstrip("\n")
    return Path(os.path.normpath(song.parent / named))


def styles(schema: Path) -> list[str]:
    whole: dict[str, Any] = json.loads(schema.read_text("utf-8"))
    known: list[str] = whole["properties"]["style"]["anyOf"][0]["enum"]
    return known


@pytest.mark.parametrize("song", ["songs/a.yaml", "songs/deep/a.yaml", "elsewhere/a.yaml"])
def test_a_new_song_names_a_schema_that_is_there(
    song: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    schema = named_by(line_for_editors(Path(song)), tmp_path / song)
    assert schema == tmp_path / ".lyricaudio" / "song.schema.json"
    assert "lofi" in styles(schema)


def test_a_song_outside_of_the_current_project_names_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine" / "songs").mkdir(parents=True)
    (tmp_path / "other" / "songs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "mine")
    song = tmp_path / "other" / "songs" / "a.yaml"
    assert line_for_editors(song).endswith("=../.lyricaudio/song.schema.json\n")
    assert (tmp_path / "other" / ".lyricaudio" / "song.schema.json").is_file()


def test_the_copy_learns_a_style_of_the_projects_own_and_is_written_only_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    schema = named_by(line_for_editors(Path("songs/a.yaml")), tmp_path / "songs" / "a.yaml")
    was = schema.stat()
    refresh(tmp_path)
    assert schema.stat().st_ino == was.st_ino
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "mine.toml").write_bytes(STYLE.read_bytes())
    refresh(tmp_path)
    assert "mine" in styles(schema)


def test_a_project_without_copies_gets_none_by_checking(tmp_path: Path) -> None:
    refresh(tmp_path)
    assert list(tmp_path.iterdir()) == []
