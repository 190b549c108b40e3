"""Who may come in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.serve.wire import ask
from tests.studio.desk import KEY, SONG, Studio, first_address, make_project, studio

pytestmark = pytest.mark.slow

PATHS = ("/", "/page/studio.js", "/api/songs", "/api/songs/rate", "/api/facts/rate", "/nothing")


@pytest.mark.parametrize("path", PATHS)
def test_without_the_key_nothing_is_to_be_had(path: str, desk: Studio) -> None:
    for answer in (ask(desk.port, path), ask(desk.port, f"{path}?key=another")):
        assert answer.status == 403
        assert "学習率" not in answer.body.decode()


def test_the_first_address_gives_the_key_as_a_cookie_until_the_browser_is_closed(desk: Studio) -> None:
    answer = ask(desk.port, first_address())
    assert answer.status == 200
    assert answer.headers["Set-Cookie"] == f"{KEY.cookie_name}={KEY.text}; Path=/; HttpOnly; SameSite=Strict"
    assert desk.ask("/").status == 200
    assert desk.ask("/").headers["Set-Cookie"] is None


def test_a_page_by_another_name_of_this_machine_is_refused(desk: Studio) -> None:
    assert desk.ask("/api/songs", Host="evil.example").status == 421
    assert desk.ask("/api/songs", Host=f"127.0.0.1:{desk.port}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
def test_another_page_reads_and_changes_nothing_even_with_the_cookie(origin: str, desk: Studio) -> None:
    assert desk.ask("/api/songs", Origin=origin).status == 403
    assert desk.ask("/api/songs", "POST", b"{}", Origin=origin).status == 403


def test_who_changes_something_must_say_from_which_page(desk: Studio) -> None:
    assert desk.ask("/api/songs", "POST", b"{}", Origin=None).status == 403


@pytest.mark.parametrize("name", ["../lyricaudio", "..%2flyricaudio", "%2e%2e/lyricaudio", "/etc/passwd",
                                  ".hidden", "rate.yaml", "rate/../rate", "out", ""])  # fmt: skip
def test_a_name_that_leaves_the_folder_of_songs_is_no_song(name: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "lyricaudio.yaml").write_text("artist: わたし\n", "utf-8")
    (root / "songs" / ".hidden.yaml").write_text(SONG, "utf-8")
    (tmp_path / "outside.yaml").write_text(SONG, "utf-8")
    os.symlink(tmp_path / "outside.yaml", root / "songs" / "out.yaml")
    with studio(root) as desk:
        for path in (f"/api/songs/{name}", f"/api/facts/{name}"):
            assert desk.ask(path).status == 404


def test_what_is_sent_is_bounded_and_must_be_json(desk: Studio) -> None:
    assert desk.ask("/api/songs", "POST", b"[" * 4_000_001).status == 413
    assert desk.ask("/api/songs", "POST", b"{").status == 400
    assert desk.ask("/api/songs", "POST", b"[" * 100_000).status == 400
    assert desk.ask("/api/songs", "POST", b"[]").status == 400
    assert desk.ask("/api/songs", "POST", b"{}").status == 400
    assert desk.ask("/api/songs", "POST", b"{}", Content_Type="text/plain").status == 415


def test_the_page_may_load_nothing_from_elsewhere(desk: Studio) -> None:
    assert "default-src 'self'" in desk.ask("/").headers["Content-Security-Policy"]
    assert [line.split()[1] for line in desk.said] == ["connected:"]
