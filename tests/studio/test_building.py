"""A build from the page: its progress, what comes of it, and the release for the phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.programs import until
from tests.serve.wire import ask
from tests.studio.desk import Studio, make_project, studio

SHORT = "title: 谷\nvoice: {lyric: tone, explain: tone, answer: tone}\nlines: [谷を下る]\n"


def built(desk: Studio) -> Any:
    until(lambda: desk.get("/api/build")["state"] != "building", "the build has ended")
    return desk.get("/api/build")


@pytest.mark.slow
def test_a_song_is_built_with_progress_and_is_had_by_the_phone(tmp_path: Path) -> None:
    root = make_project(tmp_path, a=SHORT, b=SHORT.replace("谷", "山"))
    (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    with studio(root) as desk:
        assert desk.get("/api/build") == {"state": "idle"}
        assert "no release" in desk.send("/api/phone", status=422)["error"]
        begun = desk.send("/api/build", status=202, songs=["a"])
        assert (begun["state"], begun["songs"], begun["share"]) == ("building", ["a"], 0.0)
        state = built(desk)
        assert state["state"] == "done"
        assert [(one["status"], one["error"]) for one in state["results"]] == [("built", None)]
        assert state["episodes"] == state["episodes_total"] == 1
        assert len(list((root / "output").glob("*/*.mp3"))) == 1

        assert desk.get("/api/phone")["open"] is False
        assert desk.ask("/api/phone/code.svg").status == 404
        phone = desk.send("/api/phone")
        first = phone["addresses"][0]["address"]
        assert desk.ask("/api/phone/code.svg").body.startswith(b"<?xml")
        port = int(first.split("?")[0].rstrip("/").rpartition(":")[2])
        assert port != desk.port
        assert ask(port, "/").status == 200
        assert ask(port, "/api/songs").status == 404
        desk.send("/api/phone", "DELETE")
        assert desk.get("/api/phone")["open"] is False


@pytest.mark.slow
def test_a_song_that_is_wrong_says_so_and_a_build_that_is_stopped_ends(tmp_path: Path) -> None:
    root = make_project(tmp_path, a="title: う\nlimes: [あ]\n", b=SHORT)
    with studio(root) as desk:
        desk.send("/api/build", status=202, songs=["a"])
        state = built(desk)
        assert state["state"] == "failed"
        assert "limes" in state["error"]
        desk.send("/api/build", status=404, songs=["../c"])
        desk.send("/api/build", status=202, songs=["b"])
        assert desk.send("/api/build", "DELETE")["state"] == "stopped"
        desk.send("/api/build", status=202, songs=["b"])  # the studio ends what it has begun
