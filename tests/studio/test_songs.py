"""The songs of a project, as the page sees them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tests.studio.desk import SONG, Studio, make_project, studio


def test_all_songs_are_listed_with_what_is_wrong_with_one(tmp_path: Path) -> None:
    root = make_project(tmp_path, rate=SONG, broken="title: う\nlines:\n  - lyric：あ\n")
    (root / "songs" / "sjis.yaml").write_bytes("title: う\n".encode("cp932"))
    with studio(root) as desk:
        listed = {song["name"]: song for song in desk.get("/api/songs")["songs"]}
    assert list(listed) == ["broken", "rate", "sjis"]
    assert listed["rate"] == {
        "name": "rate", "title": "学習率のうた", "lines": 2, "explained": 1, "error": None
    }  # fmt: skip
    assert "UTF-8" in listed["sjis"]["error"]
    assert listed["broken"]["error"]


def test_a_song_is_shown_as_its_file_says_it_each_text_with_its_place(desk: Studio) -> None:
    song = desk.get("/api/songs/rate")
    assert (song["title"]["shown"], song["errors"], len(song["version"])) == ("学習率のうた", [], 32)
    assert song["sections"] == [
        {
            "name": "Aメロ",
            "hook": False,
            "lines": [
                {
                    "lyric": {
                        "at": "9:16",
                        "text": "学習率は一歩の大きさ",
                        "shown": "学習率は一歩の大きさ",
                        "clip": None,
                    },
                    "explain": [
                        {
                            "at": "10:19",
                            "text": "勾配にかける小さな数です。",
                            "shown": "勾配にかける小さな数です。",
                            "clip": None,
                        }
                    ],
                },
                {
                    "lyric": {"at": "11:10", "text": "谷を下る", "shown": "谷を下る", "clip": None},
                    "explain": [],
                },
            ],
        }
    ]
    assert song["points"][0]["question"]["text"] == "一歩の大きさは"


def test_a_broken_song_says_where_it_is_wrong(tmp_path: Path) -> None:
    with studio(make_project(tmp_path, a="title: う\nlimes: [あ]\n")) as desk:
        song = desk.get("/api/songs/a")
    assert [(error["line"], error["column"]) for error in song["errors"]] == [(2, 1)]
    assert "limes" in song["errors"][0]["message"]


def test_an_empty_project_has_no_songs(tmp_path: Path) -> None:
    with studio(tmp_path) as desk:
        assert desk.get("/api/songs") == {"songs": []}


def test_check_tells_of_each_line_its_morae_and_bars_and_what_is_in_doubt(tmp_path: Path) -> None:
    song = "title: うた\nvoice: {lyric: tone, explain: tone}\nlines:\n  - '一歩ずつ 人気のない谷を下る'\n"
    with studio(make_project(tmp_path, a=song)) as desk:
        shown, facts = desk.get("/api/songs/a"), desk.get("/api/facts/a")
    (line,) = shown["sections"][0]["lines"]
    place = line["lyric"]["at"]
    assert facts["version"] == shown["version"]
    assert facts["lines"][place]["morae"] == 17
    assert facts["lines"][place]["bars"] >= 2
    assert facts["beat"]["bpm"] > 0
    assert (facts["beat"]["bar_beats"], facts["beat"]["pulses_beats"]) == (4.0, [0.0, 1.0, 2.0, 3.0])
    doubt = next(doubt for doubt in facts["doubts"] if doubt["surface"] == "人気のない")
    text, start = line["lyric"]["text"], doubt["start"]
    assert (doubt["in"], text[start : start + 5]) == (place, "人気のない")
    assert len(doubt["candidates"]) >= 2
    assert [episode["stale"] for episode in facts["episodes"]].count(True) == len(facts["episodes"]) > 0


def test_a_style_that_is_edited_meanwhile_is_read_again(desk: Studio) -> None:
    desk.song().write_text("title: う\nstyle: mine\nvoice: {lyric: tone}\nlines: [谷]\n", "utf-8")
    style = desk.root / "styles" / "mine.toml"
    style.parent.mkdir()
    style.write_text(files("lyricaudio.music").joinpath("styles/lofi.toml").read_text("utf-8"), "utf-8")
    assert desk.get("/api/facts/rate")["errors"] == []
    style.write_text("bpm = 'quick'\n", "utf-8")
    assert "mine.toml" in desk.get("/api/facts/rate")["errors"][0]
