"""Times of a recording are written beside the song, which names them; what the person wrote there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.errors import LyricAudioError, SongError
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.stamping import AlreadyThere, LineTime, lines_as_sung, write_times
from lyricaudio.song import Song

SONG = """\
# わたしの曲
title: 谷のうた
{recording}sections:
  - name: サビ
    hook: true
    lines: [少しずつおりていく]  # 二度歌う
  - lines:
      - 学習率は一歩の大きさ
"""


def project(root: Path, recording: str = "# 録音\nrecording: my-song.mp3\n") -> Path:
    (root / "songs").mkdir()
    file = root / "songs" / "a.yaml"
    file.write_text(SONG.format(recording=recording), "utf-8")
    return file


def song(root: Path) -> Song:
    library = open_library([], folder=root)
    assert not library.errors
    return library.entries[0].song


def written(root: Path, file: Path, *, replace: bool = False) -> str:
    read = song(root)
    times = [LineTime(of=line.id, at_s=2.5 + 4 * n) for n, line in enumerate(lines_as_sung(read))]
    times.append(LineTime(of="", at_s=14.0))
    return write_times(read, times, file=file, root=root, replace=replace).read_text("utf-8")


TIMES = """\
[00:02.50]少しずつおりていく
[00:06.50]学習率は一歩の大きさ
[00:10.50]少しずつおりていく
[00:14.00]
"""


def test_times_lie_beside_the_recording_and_the_song_names_them(tmp_path: Path) -> None:
    file = project(tmp_path)
    assert written(tmp_path, file) == TIMES
    assert (file.parent / "my-song.lrc").is_file()
    named = "# 録音\nrecording: {file: my-song.mp3, lyrics: my-song.lrc}\n"
    assert file.read_text("utf-8") == SONG.format(recording=named)


def test_times_that_are_there_go_only_when_the_person_says_so(tmp_path: Path) -> None:
    file = project(tmp_path, "recording: {file: my-song.mp3, lyrics: words.lrc}\n")
    words = file.parent / "words.lrc"
    mine = "[ti:谷]\n[offset:500]\n# 注\n[00:01.00]少しずつおりていく\n[00:02.00]ラララ\n"
    words.write_text(mine, "utf-8")
    with pytest.raises(AlreadyThere, match=r"words\.lrc has the times of 2 lines already"):
        written(tmp_path, file)
    assert words.read_text("utf-8") == mine
    before = file.read_text("utf-8")
    assert written(tmp_path, file, replace=True) == f"[ti:谷]\n# 注\n[00:01.50]ラララ\n{TIMES}"
    assert file.read_text("utf-8") == before


def test_words_without_times_are_no_times_and_become_some(tmp_path: Path) -> None:
    file = project(tmp_path)
    (file.parent / "my-song.lrc").write_text("[ar:わたし]\n学習率は一歩の大きさ\n", "utf-8")
    assert written(tmp_path, file) == f"[ar:わたし]\n{TIMES}"


def test_nothing_is_written_of_another_song_or_of_nothing(tmp_path: Path) -> None:
    file = project(tmp_path)
    read = song(tmp_path)
    for times, message in (
        ([LineTime(of="12345678", at_s=1.0)], "no line '12345678' any more"),
        ([LineTime(of="", at_s=1.0)], "no line has a time yet"),
    ):
        with pytest.raises(LyricAudioError, match=message):
            write_times(read, times, file=file, root=tmp_path)
    assert [path.name for path in file.parent.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize(
    ("recording", "message"),
    [
        ("", "2:8: this song has no recording; name one beside the song"),
        ("recording: ../../my.mp3\n", "lies outside of the project"),
    ],
)
def test_a_song_that_cannot_have_times_says_why(tmp_path: Path, recording: str, message: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    file = project(root, recording)
    read = song(root)
    times = [LineTime(of=lines_as_sung(read)[0].id, at_s=1.0)]
    with pytest.raises(SongError, match=message):
        write_times(read, times, file=file, root=root)
