"""Which files are songs, by which names they are asked for, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.lesson.plan import lyric_cues
from lyricaudio.pipeline.project.library import Library, open_library


def project(root: Path, **titles: str) -> Path:
    for name, title in titles.items():
        write(root, f"{name}.yaml", title)
    return root


def write(root: Path, name: str, title: str = "うた") -> None:
    path = root / "songs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"title: {title}\nlines: [行]\n", "utf-8")


def asked(root: Path, *names: str) -> list[str]:
    return sorted(open_library([Path(name) for name in names], folder=root).selected)


def notes(library: Library) -> str:
    return "\n".join(library.notes)


def test_songs_end_in_yaml_or_yml_in_any_case_and_are_not_hidden(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.YML", "deep/c.Yaml", "._a.yaml", ".d.yaml", ".hidden/e.yaml"):
        write(tmp_path, name, name)
    library = open_library([], folder=tmp_path)
    assert [entry.song_id for entry in library.entries] == ["a", "b", "deep/c"]
    assert library.notes == ()


@pytest.mark.parametrize("name", ["b.yaml.txt", "b.yml.TXT", "b.txt", "b.json", "b:2.yaml", "c/b.yaml.txt"])
def test_what_was_meant_to_be_a_song_and_is_none_is_named(tmp_path: Path, name: str) -> None:
    write(project(tmp_path, a="一つ"), name)
    library = open_library([], folder=tmp_path)
    assert len(library.entries) == 1
    (note,) = library.notes
    assert name in note
    assert "rename it" in note


def test_a_projects_file_may_end_in_yml_and_is_named_when_it_is_nearly_one(tmp_path: Path) -> None:
    project(tmp_path, a="一つ")
    (tmp_path / "lyricaudio.yml").write_text("artist: わたし\n", "utf-8")
    (tmp_path / "lexicon.yml").write_text("SELU: セルー\n", "utf-8")
    library = open_library([], folder=tmp_path)
    assert library.project.artist == "わたし"
    assert [own.kana for own in library.lexicon] == ["セルー"]
    (tmp_path / "lyricaudio.yml").rename(tmp_path / "lyricaudio.yaml.txt")
    assert "the file that is read is lyricaudio.yaml" in notes(open_library([], folder=tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "試しのうた",
        "試しのうた ",
        "songs/01-try.yaml",
        "songs/01-try",
        "01-try",
        "01-TRY",
        "try",
    ],
)
def test_a_song_is_found_by_its_file_its_name_and_its_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    project(tmp_path, **{"01-try": "試しのうた", "02-more": "ほかのうた"})
    monkeypatch.chdir(tmp_path)
    assert asked(tmp_path, name.strip()) == ["songs/01-try.yaml"]


@pytest.mark.parametrize("name", ["がっきのうた", "か\u3099っきのうた", "ｶﾞｯｷ"])
def test_a_name_is_the_same_in_every_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    project(tmp_path, a="がっきのうた", ガッキ="別のうた")
    monkeypatch.chdir(tmp_path)
    assert len(asked(tmp_path, name)) == 1


def test_a_folder_stands_for_the_songs_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, **{"a": "一", "deep/b": "二", "deep/c": "三"})
    monkeypatch.chdir(tmp_path)
    both = ["songs/deep/b.yaml", "songs/deep/c.yaml"]
    assert asked(tmp_path, "songs/deep") == asked(tmp_path, "deep") == both
    assert len(asked(tmp_path, "songs")) == len(asked(tmp_path, ".")) == 3
    (tmp_path / "empty").mkdir()
    with pytest.raises(LyricAudioError, match="there are no songs in empty"):
        asked(tmp_path, "empty")


def test_a_name_that_is_nobodys_is_met_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, **{"01-try": "試しのうた", "02": "ほか"})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LyricAudioError, match=r"did you mean songs/01-try.yaml \(試しのうた\)"):
        asked(tmp_path, "試しうた")
    with pytest.raises(LyricAudioError, match=r"there are songs/01-try.yaml, songs/02.yaml"):
        asked(tmp_path, "zzzz")


def test_songs_of_one_title_are_named_and_cannot_be_asked_for_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, a="同じうた", b="同じうた")
    monkeypatch.chdir(tmp_path)
    assert "songs/b.yaml:1:8: '同じうた' is also the title of songs/a.yaml" in notes(
        open_library([], folder=tmp_path)
    )
    with pytest.raises(LyricAudioError, match=r"may be songs/a.yaml, songs/b.yaml"):
        asked(tmp_path, "同じうた")


def test_where_there_are_no_songs_those_that_lie_elsewhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "lost.yaml").write_text("title: う\nlines: [行]\n", "utf-8")
    with pytest.raises(LyricAudioError, match=r"move .*lost.yaml there"):
        open_library([], folder=tmp_path)


def test_a_song_is_delivered_as_its_project_says_unless_it_says_so_itself(tmp_path: Path) -> None:
    write(project(tmp_path, a="一つ"), "b.yaml", "二つ\ndelivery: speak")
    (tmp_path / "lyricaudio.yaml").write_text("delivery: sing\n", "utf-8")
    songs = [entry.song for entry in open_library([], folder=tmp_path).entries]
    assert [cue.delivery for song in songs for cue in lyric_cues(song)] == ["sing", "speak"]
