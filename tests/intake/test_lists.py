"""Lyrics with times, and lists of terms."""

from __future__ import annotations

import io

import mido
import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.found import FoundPoint
from lyricaudio.intake.source import song_of_file

LRC = """\
[ti:学習率のうた]
[ar:わたし]
[offset:+500]
[00:12.30]大きすぎると谷を飛び越す
[00:05.00]<00:05.10>学習率は <00:06.20>一歩の大きさ
[00:20.00][00:31.50]少しずつおりていく
[00:18.00]
歌: わたし
"""


def lines(source: str, data: bytes) -> list[str]:
    return [line.lyric for line in song_of_file(data, source=source).lines]


def points(source: str, text: str) -> tuple[FoundPoint, ...]:
    return song_of_file(text.encode(), source=source).points


def test_the_lines_of_an_lrc_come_in_order_of_their_times_and_as_often() -> None:
    song = song_of_file(LRC.encode(), source="a.lrc")
    assert (song.title, song.rest) == ("学習率のうた", ("歌: わたし",))
    assert [line.lyric for line in song.lines] == [
        "学習率は 一歩の大きさ",
        "大きすぎると谷を飛び越す",
        "少しずつおりていく",
        "少しずつおりていく",
    ]


def karaoke(*words: str) -> bytes:
    file, data = mido.MidiFile(charset="utf-8"), io.BytesIO()
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("track_name", name="Melody")]))
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("text", text=word) for word in words]))
    file.save(file=data)
    return data.getvalue()


def test_karaokes_syllables_are_lines_where_it_breaks_them() -> None:
    data = karaoke("@KMIDI", "@Tたにのうた", "\\が", "く", "しゅう", "/りつ", "は")
    assert song_of_file(data, source="a.kar").title == "たにのうた"
    assert lines("a.kar", data) == ["がくしゅう", "りつは"]


@pytest.mark.parametrize(("data", "says"), [(b"no midi", "no MIDI file"), (karaoke(), "has no words")])
def test_karaoke_without_words_says_so(data: bytes, says: str) -> None:
    with pytest.raises(LyricAudioError, match=says):
        song_of_file(data, source="a.kar")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a.csv", '用語,意味\n学習率,"一歩の, 大きさ"\nL1,重みの絶対値の和\n'),
        ("a.tsv", "学習率\t一歩の, 大きさ\nL1\t重みの絶対値の和\n"),
        ("anki.txt", "#separator:tab\n#html:true\n学習率\t一歩の, <b>大きさ</b>\nL1\t重みの絶対値の和\n"),
        ("backwards.csv", '"一歩の, 大きさ",学習率\n重みの絶対値の和,L1\n'),
    ],
)
def test_the_shorter_column_of_a_list_is_the_answer(source: str, text: str) -> None:
    said = [(point.question.replace(" ", ""), point.answer) for point in points(source, text)]
    assert said == [("一歩の,大きさ", "学習率"), ("重みの絶対値の和", "L1")]


def test_what_a_row_says_besides_is_kept() -> None:
    song = song_of_file("学習率,一歩の大きさ,よく出る\nひとりの行\n".encode(), source="a.csv")
    assert song.rest == ("学習率: よく出る", "ひとりの行")


@pytest.mark.parametrize(
    ("source", "text", "says"),
    [
        ("a.csv", "学習率\nL1\n", "two columns"),
        ("a.csv", "\n".join(f"語{i},意味{i}" for i in range(10_000)), "10,000 rows; a song takes 200"),
        ("a.txt", "過学習とは、訓練データに合わせすぎることです。\n", "no lyrics and no points"),
        ("a.docx", "", "none of"),
    ],
)
def test_what_holds_no_song_is_refused_with_what_to_do(source: str, text: str, says: str) -> None:
    with pytest.raises(LyricAudioError, match=says):
        song_of_file(text.encode(), source=source)


def test_another_encoding_is_named() -> None:
    with pytest.raises(LyricAudioError, match="looks like Shift-JIS"):
        song_of_file("歌詞\n学習率は一歩の大きさ\n大きすぎると谷を飛び越す\n".encode("cp932"), source="a.txt")
