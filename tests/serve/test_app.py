"""What clients get, over real sockets: checklist items 25 to 28 of the release."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import unicodedata
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.programs import PATIENCE_S
from tests.serve.wire import (
    CANARY,
    EPISODES,
    FILES,
    KEY,
    LINE,
    SONG,
    Answer,
    Running,
    make_release,
    running,
    send_raw,
)
from tests.stand_ins.episodes import write_catalogue

from lyricaudio.release.names.unique import addresses
from lyricaudio.serve.addresses import LOOPBACK
from lyricaudio.serve.grades import MOST_GRADES_BYTES

DATA = FILES[SONG]
COOKIE = f"{KEY.cookie_name}={KEY.text}"
GRADE = {"episode": EPISODES[0].id, "line": LINE.line, "grade": "said", "at": "2026-11-24T08:00:00Z"}


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_manifest_is_sent_whole(name: str, server: Running) -> None:
    answer = server.ask(f"/{name}")
    assert answer.status == 200
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Accept-Ranges"] == "bytes"
    if name != "feed.xml":
        assert answer.body == FILES[name]


def test_an_episode_is_had_by_the_address_that_the_feed_gives_it(server: Running) -> None:
    (address, other) = (str(addresses(one)["mp3"]) for one in EPISODES)
    assert address.rpartition("/")[2] != other.rpartition("/")[2]
    assert server.ask(f"/{address}").body == FILES[SONG]
    assert server.ask(f"/{address}", Range="bytes=5-9").body == FILES[SONG][5:10]


def test_an_address_of_yesterday_leads_to_the_sound_of_today(tmp_path: Path) -> None:
    made = replace(EPISODES[0], digest="0123456789")
    output = make_release(tmp_path / "output")
    write_catalogue(output, [made], FILES)
    with running(output) as server:
        answer = server.ask("/episodes/01-rate-song-fedcba98.mp3")
        assert (answer.status, answer.headers["Location"]) == (307, "01-rate-song-01234567.mp3")
        assert server.ask("/episodes/01-rate-song-01234567.mp3").body == FILES[SONG]
        for unknown in (
            "02-gauss-song-fedcba98.mp3",
            "01-rate-song-fedcba9.mp3",
            "01-rate-song-fedcba98.exe",
        ):
            assert server.ask(f"/episodes/{unknown}").status == 404


def test_what_is_kept_of_several_songs_has_several_names(server: Running) -> None:
    def name(path: str) -> str | None:
        return server.ask(f"/{path}", "HEAD").headers["Content-Disposition"]

    assert name(SONG) == f"inline; filename*=UTF-8''{quote('01-rate うた.mp3')}"
    assert name("02 ガウス/01 うた.mp3") == f"inline; filename*=UTF-8''{quote('02-gauss うた.mp3')}"
    assert name("01 学習率のうた/folder.jpg") is None


def test_the_root_is_the_page(server: Running) -> None:
    answer = server.ask("/")
    assert answer.body == FILES["index.html"]
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (SONG, "audio/mpeg"),
        ("01 学習率のうた/01 うた.lrc", "text/plain; charset=utf-8"),
        ("01 学習率のうた/01 うた.vtt", "text/vtt; charset=utf-8"),
        ("01 学習率のうた/01 うた.chapters.json", "application/json+chapters"),
        ("player/01-1.json", "application/json"),
        ("player/app.webmanifest", "application/manifest+json"),
        ("sw.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("01 学習率のうた/folder.jpg", "image/jpeg"),
        ("playlists/うただけ.m3u8", "audio/mpegurl; charset=utf-8"),
    ],
)
def test_a_file_says_what_it_is(name: str, kind: str, server: Running) -> None:
    assert server.ask(f"/{name}").headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["/", f"/{SONG}", "/feed.xml", "/zip/01-rate.zip", "/grades", "/nothing"])
def test_head_is_get_without_the_body(path: str, server: Running) -> None:
    got, head = server.ask(path), server.ask(path, "HEAD")
    assert (head.status, head.body) == (got.status, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("0-1", 0, 2),
        ("1000-", 1000, len(DATA)),
        ("-500", len(DATA) - 500, len(DATA)),
        ("0-", 0, len(DATA)),
        ("70000-200000", 70_000, 200_001),
        (f"{len(DATA) - 1}-", len(DATA) - 1, len(DATA)),
    ],
)
def test_a_range_is_that_part(asked: str, start: int, stop: int, server: Running) -> None:
    answer = server.ask(f"/{SONG}", Range=f"bytes={asked}")
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(DATA)}"
    assert answer.headers["Content-Length"] == str(stop - start)
    assert answer.body == DATA[start:stop]
    head = server.ask(f"/{SONG}", "HEAD", Range=f"bytes={asked}")
    assert (head.status, head.headers["Content-Length"]) == (206, str(stop - start))


def test_several_ranges_come_as_parts_of_one_answer(server: Running) -> None:
    answer = server.ask(f"/{SONG}", Range="bytes=5-9,-3")
    assert answer.status == 206
    matched = re.fullmatch(r"multipart/byteranges; boundary=(\w+)", answer.headers["Content-Type"])
    assert matched
    head, *parts, end = answer.body.split(f"--{matched[1]}".encode())
    assert (head, end) == (b"", b"--\r\n")
    kinds, bodies = zip(*(part.removesuffix(b"\r\n").split(b"\r\n\r\n", 1) for part in parts), strict=True)
    assert bodies == (DATA[5:10], DATA[-3:])
    assert f"Content-Range: bytes 5-9/{len(DATA)}".encode() in kinds[0]
    assert b"Content-Type: audio/mpeg" in kinds[1]
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_ten_thousand_ranges_are_answered_with_the_whole(server: Running) -> None:
    answer = server.ask(f"/{SONG}", Range="bytes=" + ",".join("0-" for _ in range(5000)))
    assert (answer.status, answer.body) == (200, DATA)


@pytest.mark.parametrize("unit", ["lines=0-1", "bytes=5-2", "bytes=x"])
def test_a_range_that_makes_no_sense_is_ignored(unit: str, server: Running) -> None:
    answer = server.ask(f"/{SONG}", Range=unit)
    assert (answer.status, answer.body) == (200, DATA)


def test_a_range_beyond_the_end_is_416_and_says_the_size(server: Running) -> None:
    answer = server.ask(f"/{SONG}", Range="bytes=999999999-")
    assert (answer.status, answer.body) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(DATA)}"


def test_a_part_is_sent_only_of_the_version_that_the_client_has(server: Running) -> None:
    headers = server.ask(f"/{SONG}", "HEAD").headers

    def status(if_range: str) -> int:
        return server.ask(f"/{SONG}", Range="bytes=0-1", If_Range=if_range).status

    assert status(headers["ETag"]) == 206
    assert status(headers["Last-Modified"]) == 206
    assert status('"another"') == 200
    assert status("W/" + headers["ETag"]) == 200
    assert status("Thu, 01 Jan 1970 00:00:00 GMT") == 200


def test_what_the_client_has_is_not_sent_again(server: Running) -> None:
    headers = server.ask(f"/{SONG}", "HEAD").headers
    etag, date = headers["ETag"], headers["Last-Modified"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)

    def asked(**conditions: str) -> Answer:
        return server.ask(f"/{SONG}", "GET", None, **conditions)

    known = asked(If_None_Match=etag)
    assert (known.status, known.body, known.headers["ETag"]) == (304, b"", etag)
    assert asked(If_None_Match=f'"x", W/{etag}').status == 304
    assert asked(If_None_Match="*").status == 304
    assert asked(If_Modified_Since=date).status == 304
    assert asked(If_None_Match=etag, Range="bytes=0-1").status == 304
    assert asked(If_None_Match='"x"').status == 200
    assert asked(If_None_Match='"x"', If_Modified_Since=date).status == 200
    assert asked(If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert asked(If_Modified_Since="yesterday").status == 200


def test_one_connection_serves_one_request_after_another(server: Running) -> None:
    with closing(http.client.HTTPConnection(LOOPBACK, server.port, timeout=PATIENCE_S)) as connection:
        connection.connect()
        first = connection.sock
        for path in ("/", "/sw.js", "/nothing", "/zip/01-rate.zip"):
            connection.request("GET", path)
            connection.getresponse().read()
            assert connection.sock is first


def test_a_name_may_come_decomposed_or_not_at_all_encoded_alike(server: Running) -> None:
    decomposed = unicodedata.normalize("NFD", "/02 ガウス/01 うた.mp3")
    assert server.ask(decomposed).body == FILES["02 ガウス/01 うた.mp3"]


@pytest.mark.parametrize(
    "target",
    [
        "/notes.txt",
        "/release.json",
        "/.env",
        "/.lyricaudio/build.json",
        "/link.mp3",
        "/way%20out/outside.txt",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/player/..%2f..%2foutside.txt",
        "/player/%5c..%5c..%5coutside.txt",
        "//etc/passwd",
        "/player",
        "/player/",
        "/gone.mp3",
        "/sw.js%00.mp3",
        "/%ff%fe",
        "/zip/03.zip",
        "/zip/.zip",
        "/zip/player.zip",
        "http://evil.example/sw.js",
        "*",
    ],
)
def test_there_is_nothing_else(target: str, server: Running) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = send_raw(server.port, request.encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"\r\n\r\nNot Found")
    assert CANARY not in answer


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(method: str, server: Running) -> None:
    for path, allowed in (("/", {"GET", "HEAD"}), ("/grades", {"GET", "HEAD", "POST"})):
        answer = server.ask(path, method)
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(", ")) == allowed
    assert server.ask("/", "POST").status == 405


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:9999", "LOCALHOST", "127.0.0.1", "[::1]:80", "study.example", "Study.Example:1"],
)
def test_it_answers_to_its_own_names(host: str, server: Running) -> None:
    assert server.ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "192.168.0.77",
        "localhost.evil.example",
        "localhost@evil",
        "a b",
        "",
        "[::1",
    ],
)
def test_it_answers_to_no_foreign_name(host: str, server: Running) -> None:
    for path in ("/", f"/{SONG}", "/grades", "/feed.xml"):
        answer = server.ask(path, Host=host)
        assert answer.status in (400, 421)
        assert FILES["index.html"] not in answer.body


def test_every_answer_carries_what_a_browser_must_not_do(server: Running) -> None:
    for answer in (
        server.ask("/"),
        server.ask(f"/{SONG}", Range="bytes=0-1"),
        server.ask("/nothing"),
        server.ask("/", "PUT"),
        server.ask("/", Host="evil.example"),
        server.ask("/grades"),
    ):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Server"] == "lyricaudio"
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:4321", "study.example"])
def test_the_feed_leads_back_to_the_address_that_was_asked(host: str, server: Running) -> None:
    answer = server.ask("/feed.xml", Host=host)
    assert answer.body == FILES["feed.xml"].replace(b"localhost:8765", host.encode())
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert server.ask("/feed.xml", Host=host, If_None_Match=answer.headers["ETag"]).status == 304
    assert server.ask("/feed.xml", Host=host, Range="bytes=0-4").body == b"<rss>"
    assert server.ask("/feed.xml", Host="localhost", If_None_Match=answer.headers["ETag"]).status == 200


def test_an_album_comes_as_a_zip_whole_or_in_parts(server: Running) -> None:
    answer = server.ask("/zip/01-rate.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''01%20%E5%AD%A6%E7%BF%92%E7%8E%87%E3%81%AE%E3%81%86%E3%81%9F.zip"
    )
    with zipfile.ZipFile(io.BytesIO(answer.body)) as opened:
        assert opened.testzip() is None
        assert opened.read(SONG) == DATA
        known = (".mp3", ".lrc", ".m3u8", "folder.jpg")
        album = [name for name in FILES if name.startswith("01 ") and name.endswith(known)]
        assert sorted(opened.namelist()) == sorted(album)
    part = server.ask("/zip/01-rate.zip", Range="bytes=300-99999", If_Range=answer.headers["ETag"])
    assert (part.status, part.body) == (206, answer.body[300:100_000])


def test_a_rebuild_shows_at_once(release: Path) -> None:
    with running(release) as server:
        etag = server.ask(f"/{SONG}").headers["ETag"]
        (release / "new").write_bytes(b"new")
        os.replace(release / "new", release / SONG)
        answer = server.ask(f"/{SONG}", If_None_Match=etag, Range="bytes=0-1", If_Range=etag)
        assert (answer.status, answer.body) == (200, b"new")


def post(server: Running, body: bytes, **headers: str | None) -> int:
    host = f"localhost:{server.port}"
    usual = {"Host": host, "Origin": f"http://{host}", "Content_Type": "application/json", "Cookie": COOKIE}
    return server.ask("/grades", "POST", body, **(usual | headers)).status


def test_the_page_posts_grades_and_gets_them_back(release: Path) -> None:
    with running(release) as server:
        assert json.loads(server.ask("/grades").body) == []
        assert post(server, json.dumps(GRADE).encode()) == 204
        assert (
            post(server, json.dumps(GRADE | {"line": "p1"}).encode(), Content_Type="Application/JSON; x=y")
            == 204
        )
        answer = server.ask("/grades")
    assert json.loads(answer.body) == [GRADE, GRADE | {"line": "p1"}]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_in_the_code_is_what_lets_a_browser_write(release: Path) -> None:
    with running(release) as server:
        grade = json.dumps(GRADE).encode()
        for cookie in (None, "lyricaudio=x", COOKIE[:-1], f"{COOKIE}x", "lyricaudio-0=" + KEY.text):
            assert post(server, grade, Cookie=cookie) == 403
            assert server.ask("/grades", Cookie=cookie).headers["Allow"] == "GET, HEAD"
        assert server.ask("/").headers["Set-Cookie"] is None
        assert server.ask("/?key=key-of-test1").headers["Set-Cookie"] is None
        opened = server.ask(f"/?key={KEY.text}")
        assert opened.body == FILES["index.html"]
        cookie, *attributes = opened.headers["Set-Cookie"].split("; ")
        assert attributes == ["Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Strict"]
        assert server.ask("/grades", Cookie=cookie).headers["Allow"] == "GET, HEAD, POST"
        assert post(server, grade, Cookie=cookie) == 204
        again = server.ask(f"/?key={KEY.text}", If_None_Match=opened.headers["ETag"])
        assert (again.status, again.headers["Set-Cookie"]) == (304, opened.headers["Set-Cookie"])


def test_nobody_else_posts_and_nothing_else_is_taken(server: Running) -> None:
    good = json.dumps(GRADE).encode()
    assert post(server, good, Origin="http://evil.example") == 403
    assert post(server, good, Origin="null") == 403
    assert post(server, good, Origin=None) == 403
    assert post(server, good, Content_Type="text/plain") == 415
    assert post(server, good, Content_Type=None) == 415
    assert post(server, b"{") == 400
    assert post(server, json.dumps(GRADE | {"line": "another"}).encode()) == 400
    assert post(server, json.dumps({"episode": "01-1", "cue": 0, "grade": "said", "at": 0}).encode()) == 400
    assert post(server, b" " * MOST_GRADES_BYTES + good) == 413
    assert json.loads(server.ask("/grades").body) == []


@pytest.mark.parametrize("field", GRADE)
def test_half_a_character_is_refused_and_harms_nothing(field: str, release: Path) -> None:
    with running(release) as server:
        assert post(server, json.dumps(GRADE | {field: "\ud800"}).encode()) == 400
        assert post(server, json.dumps(GRADE).encode()) == 204
        assert json.loads(server.ask("/grades").body) == [GRADE]


def test_it_says_once_who_comes_and_what_each_begins(release: Path) -> None:
    with running(release) as server:
        for start in range(5):
            server.ask(f"/{SONG}", Range=f"bytes={start}-", User_Agent="Player/1\x1b[2J")
        server.ask(f"/{SONG}", "HEAD")
        server.ask("/zip/02-gauss.zip")
        server.ask("/", Host="evil.example")
        server.ask("/", Host="evil.example")
    came, song, album, refused = server.said
    assert came == "127.0.0.1  connected: Player/1\x1b[2J"
    assert song == f"127.0.0.1  {SONG}"
    assert album == "127.0.0.1  02 ガウス.zip"
    assert refused.startswith("refused a request for the host 'evil.example'")
