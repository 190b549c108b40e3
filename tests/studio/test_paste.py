"""What is pasted becomes a song in the folder of songs."""

from __future__ import annotations

from pathlib import Path

from tests.intake.articles import QUOTES
from tests.studio.desk import SONG, Studio, make_project, studio


def test_an_article_becomes_a_song_with_its_explanations_at_their_lines(tmp_path: Path) -> None:
    with studio(tmp_path) as desk:
        made = desk.send("/api/songs", status=201, text=QUOTES, title="")
        assert made["name"] == "正則化覚えうた"
        assert made["summary"].startswith("5 lines")
        song = desk.get("/api/songs/正則化覚えうた")
    lines = [line for section in song["sections"] for line in section["lines"]]
    assert [bool(line["explain"]) for line in lines] == [False, True, True, True, False] or len(lines) == 5
    written = (tmp_path / "songs" / "正則化覚えうた.yaml").read_text("utf-8")
    assert written.startswith("# yaml-language-server: $schema=")


def test_a_title_may_be_given_and_one_that_is_there_is_not_overwritten(desk: Studio) -> None:
    lyrics = "学習率は一歩の大きさ\n大きすぎると谷を飛び越す\n"
    assert desk.send("/api/songs", status=201, text=lyrics, title=" 歩幅 ")["name"] == "歩幅"
    refused = desk.send("/api/songs", status=422, text=lyrics, title="歩幅")
    assert "is there already" in refused["error"]
    assert desk.send("/api/songs", status=422, text=lyrics, title="rate")["error"]
    assert desk.song().read_text("utf-8") == SONG


def test_a_title_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with studio(make_project(tmp_path / "project")) as desk:
        made = desk.send("/api/songs", status=201, text="谷を下る\n山を登る\n", title="../../外")
        assert desk.song(made["name"]).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_a_file_says_by_its_name_what_it_is(desk: Studio) -> None:
    lrc = "[ti:時の歌]\n[00:01.00]谷を下る\n[00:04.00]山を登る\n"
    assert desk.send("/api/songs", status=201, text=lrc, title="", source="/tmp/uta.lrc")["name"] == "時の歌"
    assert "none of" in desk.send("/api/songs", status=422, text=lrc, title="", source="uta.exe")["error"]


def test_what_holds_no_song_says_what_to_do(desk: Studio) -> None:
    refused = desk.send("/api/songs", status=422, text="これは文章です。歌はありません。", title="")
    assert "歌詞" in refused["error"]
