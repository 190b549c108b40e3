"""What docs/serving.md says of nginx: a path, a password, and the address that both end up in."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mygpoclient.api import EpisodeAction, MygPodderClient
from mygpoclient.http import Unauthorized
from tests.programs import started, until
from tests.serve.wire import EPISODES, KEY, LINE, SONG, Answer, ask, running

from lyricaudio.release.names.unique import addresses
from lyricaudio.serve.addresses import LOOPBACK
from lyricaudio.study.log import read

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
CONFIGURATION = """\
pid {folder}/pid;
error_log {folder}/errors;
daemon off;
master_process off;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/bodies;
  proxy_temp_path {folder}/proxied;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {address}:{port};
{location}
  }}
}}
"""
DOCUMENTED = Path(__file__).parents[2] / "docs" / "serving.md"

pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A server behind nginx."""

    port: int
    log: Path

    @property
    def base(self) -> str:
        """What its addresses begin with."""
        return f"http://localhost:{self.port}/uta/"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> Answer:
        """Ask with the password."""
        password = f"Basic {base64.b64encode(b'me:secret').decode()}"
        usual = {"Host": f"localhost:{self.port}", "Authorization": password}
        return ask(self.port, path, method, body, **(usual | headers))


def free_port() -> int:
    with contextlib.closing(socket.create_server((LOOPBACK, 0))) as found:
        return int(found.getsockname()[1])


def documented(folder: Path, port: int) -> str:
    """Return the location that the page shows, with our port and password file."""
    found = re.search(
        r"^    location /uta/ {$.*?^    }$", DOCUMENTED.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    shown = found[0].replace("/etc/nginx/uta.passwords", f"{folder}/passwords")
    return shown.replace("127.0.0.1:8765", f"{LOOPBACK}:{port}")


@pytest.fixture
def behind(release: Path, tmp_path: Path) -> Iterator[Behind]:
    assert NGINX
    (tmp_path / "passwords").write_text("me:{PLAIN}secret\n", "ascii")
    port = free_port()
    with running(release, base_url=f"http://localhost:{port}/uta/") as server:
        location = documented(tmp_path, server.port)
        text = CONFIGURATION.format(folder=tmp_path, address=LOOPBACK, port=port, location=location)
        (tmp_path / "nginx.conf").write_text(text, "utf-8")
        command = [NGINX, "-p", str(tmp_path), "-e", f"{tmp_path}/errors", "-c", str(tmp_path / "nginx.conf")]
        with started(command) as process:
            until(lambda: process.poll() is not None or listens(port), "nginx listens")
            assert process.poll() is None, (tmp_path / "errors").read_text()
            yield Behind(port=port, log=server.log)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port)):
        return True
    return False


@pytest.mark.slow
def test_below_a_path_and_behind_a_password_all_works(behind: Behind) -> None:
    assert behind.ask("/uta/", Authorization=None).status == 401
    assert behind.ask("/uta/").status == 200
    assert behind.ask(f"/uta/{SONG}", Range="bytes=2-4").body == bytes([2, 3, 4])
    feed = behind.ask("/uta/feed.xml").body.decode()
    assert f"<link>{behind.base}</link>" in feed
    assert "8765" not in feed

    cookie = behind.ask(f"/uta/?key={KEY.text}").headers["Set-Cookie"].split(";")[0]
    grade = {"episode": EPISODES[0].id, "line": LINE.line, "grade": "said", "at": "2026-11-24T08:00:00Z"}
    posted = json.dumps(grade).encode()
    sent = {"Origin": f"http://localhost:{behind.port}", "Content_Type": "application/json"}
    assert behind.ask("/uta/grades", "POST", posted, **sent).status == 403
    assert behind.ask("/uta/grades", "POST", posted, Cookie=cookie, **sent).status == 204
    assert json.loads(behind.ask("/uta/grades").body) == [grade]


@pytest.mark.slow
def test_a_podcast_app_reports_with_the_key_for_its_only_password(behind: Behind) -> None:
    app = MygPodderClient("me", KEY.text, behind.base)
    (feed,) = app.pull_subscriptions("phone", since=0).add
    assert feed == f"{behind.base}feed.xml"
    assert app.put_subscriptions("phone", [feed])
    sound = f"{behind.base}{addresses(EPISODES[0])['mp3']}"
    app.upload_episode_actions([EpisodeAction(feed, sound, "play", started=0, position=60, total=131)])
    assert {event.line for event in read(behind.log)} == {LINE.line, "p1"}
    with pytest.raises(Unauthorized):
        MygPodderClient("me", "secret", behind.base).upload_episode_actions([])
