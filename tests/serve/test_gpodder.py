"""The gPodder API, asked by gPodder's own library and by requests that nobody's library sends."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from mygpoclient.api import EpisodeAction, MygPodderClient, PodcastDevice
from mygpoclient.http import BadRequest, Unauthorized
from tests.serve.wire import EPISODES, KEY, LINE, Answer, Running, running

from lyricaudio.release.names.unique import addresses
from lyricaudio.serve.plays import MOST_PLAYS_BYTES
from lyricaudio.study.log import Event, read

pytestmark = pytest.mark.slow

AT = datetime(2024, 1, 10, 7, 30, 5, tzinfo=UTC)
HEARD = Event(at=AT, song="01-rate", line=LINE.line, what="heard")
POINT = Event(at=AT, song="01-rate", line="p1", what="heard")
PLAYS = "/api/2/episodes/me.json"


@pytest.fixture
def served(release: Path) -> Iterator[Running]:
    with running(release) as server:
        yield server


def base(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}/"


def client(server: Running, password: str = KEY.text) -> MygPodderClient:
    return MygPodderClient("me", password, base(server))


def played(server: Running, **given: Any) -> EpisodeAction:
    usual: dict[str, Any] = {
        "podcast": f"{base(server)}feed.xml",
        "episode": base(server) + quote(str(addresses(EPISODES[0])["mp3"])),
        "action": "play",
        "device": "phone",
        "timestamp": "2024-01-10T07:30:05",
        "started": 0,
        "position": 60,
        "total": 131,
    }
    return EpisodeAction(**(usual | given))


def log(server: Running) -> tuple[Event, ...]:
    return read(server.log)


def post(server: Running, body: bytes, path: str = PLAYS, **headers: str | None) -> Answer:
    """Post with the key as the password."""
    return server.ask(path, "POST", body, **({"Authorization": basic(KEY.text)} | headers))


def basic(password: str, name: str = "me") -> str:
    return f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"


def test_what_gpodder_reports_is_in_the_log_once(served: Running) -> None:
    app = client(served)
    assert app.upload_episode_actions([played(served)]) > 0
    assert app.upload_episode_actions([played(served), played(served)]) > 0
    assert log(served) == (HEARD, POINT)
    app.upload_episode_actions([played(served, timestamp="2024-01-11T07:30:05")])
    assert len(log(served)) == 4


def test_other_actions_and_other_podcasts_leave_nothing(served: Running) -> None:
    app = client(served)
    elsewhere = {"podcast": "http://example.org/feed.xml", "episode": "http://example.org/1.mp3"}
    other = EpisodeAction(action="download", podcast="http://example.org/feed.xml", episode="x")
    app.upload_episode_actions([played(served, **elsewhere), other])
    assert log(served) == ()
    assert not served.log.exists()


def test_nothing_of_other_devices_is_given_back(served: Running) -> None:
    app = client(served)
    app.upload_episode_actions([played(served)])
    changes = app.download_episode_actions(since=0)
    assert changes.actions == []
    assert changes.since > 0


def test_who_signs_in_gets_the_podcast_and_keeps_the_others_to_himself(served: Running) -> None:
    app = client(served)
    assert app.update_device_settings("phone", "電話", "mobile")
    assert app.get_devices() == []
    first = app.pull_subscriptions("phone", since=0)
    assert (first.add, first.remove) == ([f"{base(served)}feed.xml"], [])
    sent = app.update_subscriptions("phone", ["http://example.org/private.xml"], [])
    assert sent.update_urls == []
    later = app.pull_subscriptions(PodcastDevice("phone", "", "mobile", 0).device_id, since=first.since)
    assert (later.add, later.remove) == ([], [])
    assert app.get_subscriptions("phone") == [f"{base(served)}feed.xml"]
    assert app.put_subscriptions("phone", ["http://example.org/private.xml"])
    assert app.get_subscriptions("phone") == [f"{base(served)}feed.xml"]


def test_one_client_may_ask_as_often_as_it_likes(served: Running) -> None:
    """The library gives its password three times in its life, and goes by the cookie then."""
    app = client(served)
    for _ in range(9):
        app.download_episode_actions(since=0)


def test_signing_in_gives_a_cookie_by_which_antennapod_goes_on(served: Running) -> None:
    signed_in = post(served, b"", "/api/2/auth/me/login.json")
    assert (signed_in.status, signed_in.body) == (200, b"")
    cookie, *limits = signed_in.headers["Set-Cookie"].split("; ")
    assert limits == ["Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Strict"]
    body = json.dumps([played(served).to_dictionary() | {"guid": "lyricaudio:01-rate:song"}]).encode()
    answer = post(served, body, Authorization=None, Cookie=cookie)
    assert answer.status == 200
    assert json.loads(answer.body)["update_urls"] == []
    assert log(served) == (HEARD, POINT)
    signed_out = post(served, b"", "/api/2/auth/me/logout.json", Authorization=None, Cookie=cookie)
    assert signed_out.status == 200
    assert signed_out.headers["Set-Cookie"].startswith(f'{KEY.cookie_name}=""; ')
    assert "Max-Age=0" in signed_out.headers["Set-Cookie"]


@pytest.mark.parametrize("password", ["", "x", f"{KEY.text}x", KEY.text[:-1], "鍵"])
def test_without_the_key_nothing_is_taken_or_told(password: str, served: Running) -> None:
    with pytest.raises(Unauthorized):
        client(served, password or "wrong").upload_episode_actions([played(served)])
    body = json.dumps([played(served).to_dictionary()]).encode()
    for authorization in (None, "", "Basic", "Basic !", "Basic /w==", f"Bearer {KEY.text}", basic(password)):
        refused = post(served, body, Authorization=authorization)
        assert (refused.status, refused.headers["Set-Cookie"]) == (401, None)
        assert refused.headers["WWW-Authenticate"] == 'Basic realm="lyricaudio", charset="UTF-8"'
    for path in ("devices/me.json", "subscriptions/me/phone.json", "episodes/me.json"):
        assert served.ask(f"/api/2/{path}").status == 401
    assert served.ask("/subscriptions/me/phone.json").status == 401
    assert log(served) == ()


def test_any_name_will_do_and_the_key_may_stand_in_the_address(served: Running) -> None:
    body = json.dumps([played(served).to_dictionary()]).encode()
    assert post(served, body, Authorization=basic(KEY.text, "私:")).status == 401  # a name has no colon
    assert (
        post(served, body, quote("/api/2/episodes/私.json"), Authorization=basic(KEY.text, "私")).status
        == 200
    )
    assert post(served, body, f"{PLAYS}?key={KEY.text}", Authorization=None).status == 200
    assert log(served) == (HEARD, POINT)


def test_another_sites_page_reports_nothing(served: Running) -> None:
    body = json.dumps([played(served).to_dictionary()]).encode()
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        assert post(served, body, Origin=origin).status == 403
    assert log(served) == ()


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b"null", b"\xff", b"[" * 9000, b'{"actions": []}'])
def test_a_body_that_is_no_list_of_actions_is_refused_and_harms_nothing(body: bytes, served: Running) -> None:
    assert post(served, body).status == 400
    client(served).upload_episode_actions([played(served)])
    assert log(served) == (HEARD, POINT)
    assert [line for line in served.said if line.startswith("error")] == []


def test_an_action_that_is_wrong_spoils_no_other(served: Running) -> None:
    good = played(served).to_dictionary()
    actions = [None, {}, good | {"position": "x"}, good | {"episode": "http://[::1"}, good]
    assert post(served, json.dumps(actions).encode()).status == 200
    assert log(served) == (HEARD, POINT)


def test_a_body_without_end_is_refused(served: Running) -> None:
    endless = b" " * (MOST_PLAYS_BYTES + 1)
    for path in (PLAYS, "/api/2/subscriptions/me/phone.json", "/api/2/devices/me/phone.json"):
        assert post(served, endless, path).status == 413


def test_it_says_once_what_was_played(served: Running) -> None:
    for _ in range(2):
        client(served).upload_episode_actions([played(served)])
    assert [line for line in served.said if "played" in line] == ["127.0.0.1  played: 01-rate/song"]


def test_a_log_that_cannot_be_written_is_told_and_the_app_keeps_what_it_has(served: Running) -> None:
    served.log.write_bytes(b"no database" * 1000)
    body = json.dumps([played(served).to_dictionary()]).encode()
    assert post(served, body).status == 503
    assert any("cannot be used" in line for line in served.said)
    served.log.unlink()
    assert post(served, body).status == 200
    assert log(served) == (HEARD, POINT)


def test_below_a_path_and_behind_another_server_it_is_the_same(release: Path) -> None:
    with running(release, base_url="http://localhost:80/uta/") as server:
        app = MygPodderClient("me", KEY.text, f"{base(server)}uta")
        assert app.pull_subscriptions("phone", since=0).add == ["http://localhost:80/uta/feed.xml"]
        app.upload_episode_actions([played(server, podcast="http://localhost:80/uta/feed.xml")])
        assert log(server) == (HEARD, POINT)
        with pytest.raises(BadRequest):
            app._client.POST(f"{base(server)}uta{PLAYS}", {})
