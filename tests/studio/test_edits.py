"""What is edited on the page is put into the file where it belongs, and nothing that others wrote is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.studio.desk import SONG, Studio, make_project, studio

pytestmark = pytest.mark.slow


def version(desk: Studio, name: str = "rate") -> str:
    return str(desk.get(f"/api/songs/{name}")["version"])


def edit(desk: Studio, what: str, *, status: int = 200, name: str = "rate", **value: Any) -> Any:
    sent = {"version": version(desk, name), "do": what} | value
    return desk.send(f"/api/edits/{name}", status=status, **sent)


def test_a_lyric_and_an_explanation_are_edited_with_comments_and_layout_kept(desk: Studio) -> None:
    shown = edit(desk, "text", at="9:16", text="学習率は一歩の幅")
    assert shown["sections"][0]["lines"][0]["lyric"]["text"] == "学習率は一歩の幅"
    edit(desk, "text", at="10:19", text="勾配に掛ける、\n小さな数です。")
    assert desk.song().read_text("utf-8") == SONG.replace(
        "一歩の大きさ\n        e", "一歩の幅\n        e"
    ).replace("勾配にかける小さな数です。", "勾配に掛ける、 小さな数です。")


def test_an_explanation_is_added_and_removed(desk: Studio) -> None:
    shown = edit(desk, "explain", at="11:10", text="損失が小さくなる向き: 下り")
    (added,) = shown["sections"][0]["lines"][1]["explain"]
    assert added["text"] == "損失が小さくなる向き: 下り"
    assert (
        "      - lyric: '谷を下る'\n        explain: '損失が小さくなる向き: 下り'\n"
        in desk.song().read_text("utf-8")
    )
    edit(desk, "unexplain", at=added["at"])
    assert desk.song().read_text("utf-8") == SONG.replace("- '谷を下る'", "- lyric: '谷を下る'")


def test_a_line_is_added_and_removed(desk: Studio) -> None:
    shown = edit(desk, "line", at="9:16", text="損失は下がる")
    lyrics = [line["lyric"] for line in shown["sections"][0]["lines"]]
    assert [lyric["text"] for lyric in lyrics] == ["学習率は一歩の大きさ", "損失は下がる", "谷を下る"]
    edit(desk, "unline", at=lyrics[1]["at"])
    assert desk.song().read_text("utf-8") == SONG


def test_a_reading_is_decided_for_the_song_or_for_one_place_and_changed_again(desk: Studio) -> None:
    edit(desk, "reading", surface="一歩", kana="イッポ")
    edit(desk, "reading", surface="一歩", kana="ヒトアシ")
    assert desk.song().read_text("utf-8") == SONG.replace(
        "# だいじ\n", "# だいじ\nreadings:\n  一歩: ヒトアシ\n"
    )
    edit(desk, "ruby", at="13:10", start=0, surface="谷", kana="タニ")
    assert "      - '{谷|たに}を下る'\n" in desk.song().read_text("utf-8")


def test_the_last_edit_is_undone_unless_somebody_else_has_saved_since(desk: Studio) -> None:
    assert desk.get("/api/songs/rate")["undo"] is False
    assert edit(desk, "text", at="9:16", text="一")["undo"] is True
    edit(desk, "text", at="9:16", text="二")
    edit(desk, "undo")
    assert edit(desk, "undo")["undo"] is False
    assert desk.song().read_text("utf-8") == SONG
    assert "nothing to undo" in edit(desk, "undo", status=422)["error"]
    edit(desk, "text", at="9:16", text="三")
    desk.song().write_text(SONG, "utf-8")
    assert desk.get("/api/songs/rate")["undo"] is False


def test_of_two_tabs_the_second_learns_that_the_first_has_saved(desk: Studio) -> None:
    seen = version(desk)
    desk.send("/api/edits/rate", version=seen, do="text", at="9:16", text="先の文")
    refused = desk.send("/api/edits/rate", status=412, version=seen, do="text", at="9:16", text="後の文")
    assert "saved elsewhere" in refused["error"]
    assert "先の文" in desk.song().read_text("utf-8")
    assert "後の文" not in desk.song().read_text("utf-8")


def test_what_an_editor_saves_meanwhile_is_never_overwritten(desk: Studio) -> None:
    seen = version(desk)
    by_hand = SONG.replace("谷を下る", "谷を下りる")
    desk.song().write_text(by_hand, "utf-8")
    for what in ("text", "explain", "unexplain", "reading", "ruby", "whole", "mend", "undo"):
        value: dict[str, Any] = {"at": "9:16", "text": "文", "surface": "谷", "kana": "タニ", "start": 0}
        desk.send("/api/edits/rate", status=412, version=seen, do=what, **value)
    assert desk.song().read_text("utf-8") == by_hand


def test_an_edit_that_makes_no_song_is_refused_and_the_file_stays(desk: Studio) -> None:
    for value in ({"text": " "}, {"text": "{谷|}を下る"}, {"text": "\\(x"}):
        assert edit(desk, "text", status=422, at="9:16", **value)["error"]
    assert edit(desk, "text", status=422, at="1:1", text="文")["error"]
    assert "is not kana" in edit(desk, "reading", status=422, surface="谷", kana="valley")["error"]
    assert edit(desk, "ruby", status=412, at="9:16", start=3, surface="谷", kana="タニ")["error"]
    assert desk.song().read_text("utf-8") == SONG


@pytest.mark.parametrize(
    "sent",
    [{}, {"do": "text"}, {"version": 1, "do": "text"}, {"version": "V", "do": "drop"},
     {"version": "V", "do": "text", "at": "x", "text": "文"}, {"version": "V", "do": "text", "at": "9:16"}],
)  # fmt: skip
def test_what_is_no_edit_is_refused(sent: dict[str, Any], desk: Studio) -> None:
    sent = {key: version(desk) if value == "V" else value for key, value in sent.items()}
    assert desk.ask("/api/edits/rate", "POST", json.dumps(sent).encode()).status == 400


def test_the_whole_file_is_edited_with_its_mistakes_and_mended(tmp_path: Path) -> None:
    with studio(make_project(tmp_path, a="title: う\nlines:\n  - あ\n")) as desk:
        broken = "title：う\nlines:\n  - 'あ'  # 一\n"
        shown = edit(desk, "whole", name="a", text=broken)
        assert shown["errors"]
        assert desk.get("/api/text/a")["text"] == broken
        assert edit(desk, "mend", name="a")["errors"] == []
        assert desk.song("a").read_text("utf-8") == "title: う\nlines:\n  - 'あ'  # 一\n"


def test_a_byte_order_mark_and_line_ends_stay(tmp_path: Path) -> None:
    with studio(make_project(tmp_path)) as desk:
        desk.song().write_bytes(b"\xef\xbb\xbf" + "title: う\r\nlines:\r\n  - あ\r\n".encode())
        edit(desk, "text", at="3:5", text="い")
        assert desk.song().read_bytes() == b"\xef\xbb\xbf" + "title: う\r\nlines:\r\n  - い\r\n".encode()
