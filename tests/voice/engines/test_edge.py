from __future__ import annotations

import re
import socket
import ssl
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from tests.programs import PATIENCE_S
from tests.stand_ins.edge import (
    AUDIO,
    CANARY,
    Answer,
    EdgeServer,
    address,
    binary_message,
    send_audio,
    serving,
    text_message,
)

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engines import edge
from lyricaudio.voice.engines.edge import EdgeTts
from lyricaudio.voice.engines.network import BUNDLES
from lyricaudio.voice.known import resolve_voice
from lyricaudio.voice.store import Cached, Clips
from lyricaudio.work.blobs import FolderStore

pytestmark = pytest.mark.slow

LINE = "ReLUは谷へ向かって歩いていく"
SPOKEN = "レルーは谷へ向かって歩いていく"
SELF_SIGNED = Path(__file__).with_name("self_signed.pem")
REMEDY = "; what is done is kept: run again later, or use openjtalk"

Say = Callable[..., ClipFacts]


class Unheard(EdgeTts):
    """The engine, whose stand-in hums and is taken at its word: what it says is not what is tested here."""

    certain = True


@pytest.fixture(autouse=True)
def no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of how this machine is set up counts."""
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service(edge_server: EdgeServer) -> EdgeServer:
    return edge_server


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(folder=tmp_path / "clips")


@pytest.fixture
def say(service: EdgeServer, store: FolderStore, reader: Reader) -> Say:
    """Speak a text by way of the store."""

    def said(text: str = LINE, voice: str = "ja-JP-NanamiNeural", limit_s: float = PATIENCE_S) -> ClipFacts:
        return Cached(engine=Unheard(limit_s), clips=Clips(store=store)).speak(reader.read(text), voice)

    return said


def test_a_line_is_fetched_whole_and_its_morae_get_times(say: Say, service: EdgeServer) -> None:
    facts = say()
    assert service.asked == [("Microsoft Server Speech Text to Speech Voice (ja-JP, NanamiNeural)", SPOKEN)]
    assert [mora.kana for mora in facts.morae] == list("レルーワタニエムカッテアルイテイク")
    assert facts.timing != "engine"
    assert facts.duration_s == pytest.approx(0.1 * (1 + len(SPOKEN)), abs=0.1)


def test_the_voice_is_the_one_that_was_chosen(say: Say, service: EdgeServer) -> None:
    say(voice="ja-JP-KeitaNeural")
    assert service.asked[0][0] == "Microsoft Server Speech Text to Speech Voice (ja-JP, KeitaNeural)"


def test_only_its_own_voices_are_taken_and_the_service_is_not_asked(service: EdgeServer) -> None:
    assert str(resolve_voice("edge")) == "edge:ja-JP-NanamiNeural"
    with pytest.raises(
        EngineUnavailable, match=r"^'edge' has no voice 'nanami'; it has ja-JP-NanamiNeural, "
    ):
        resolve_voice("edge:nanami")
    assert service.connections == 0


def test_without_its_package_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match=re.escape("run: pip install 'lyricaudio[edge]'")):
        resolve_voice("edge")


def refused(status: int, **headers: str) -> Answer:
    async def answer(service: EdgeServer, request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers=headers)

    return answer


def cut(share: float) -> Answer:
    """Close after a share of the audio, as if all were said."""

    async def answer(service: EdgeServer, request: web.Request) -> web.StreamResponse:
        talk, mp3 = await service.listen(request)
        await send_audio(talk, mp3[: int(share * len(mp3))])
        await talk.close()
        return talk

    return answer


async def reset(service: EdgeServer, request: web.Request) -> web.StreamResponse:
    talk, mp3 = await service.listen(request)
    await send_audio(talk, mp3)
    assert request.transport is not None
    request.transport.abort()
    return talk


async def silent(service: EdgeServer, request: web.Request) -> web.StreamResponse:
    """End without any audio."""
    talk, _ = await service.listen(request)
    await talk.send_str(text_message("turn.start"))
    await talk.send_str(text_message("turn.end"))
    return talk


async def stalled(service: EdgeServer, request: web.Request) -> web.StreamResponse:
    talk, mp3 = await service.listen(request)
    await send_audio(talk, mp3)
    await talk.receive()  # until the other side has enough
    return talk


BREAKS = {
    "at once": cut(0.0),
    "early": cut(0.3),
    "after all audio": cut(1.0),
    "reset": reset,
    "no audio": silent,
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_connection_that_breaks_off_is_tried_again(say: Say, service: EdgeServer, fault: str) -> None:
    service.answers = [BREAKS[fault]] * 2
    assert say().duration_s == pytest.approx(0.1 * (1 + len(SPOKEN)), abs=0.1)
    assert service.connections == 3


@pytest.mark.parametrize("fault", BREAKS)
def test_a_connection_that_always_breaks_off_is_given_up_and_leaves_nothing(
    say: Say, service: EdgeServer, store: FolderStore, fault: str
) -> None:
    service.answers = [BREAKS[fault]] * 9
    with pytest.raises(
        EngineUnavailable, match=f"^edge: Microsoft's service sent no whole answer, 3 times{REMEDY}$"
    ):
        say()
    assert service.connections == 3
    assert not store.folder.exists()


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_speech_too_short_for_its_morae_is_refused_though_the_service_calls_it_all(
    say: Say, service: EdgeServer, store: FolderStore, share: float
) -> None:
    async def half_said(service: EdgeServer, request: web.Request) -> web.StreamResponse:
        talk, mp3 = await service.listen(request)
        await send_audio(talk, mp3[: int(share * len(mp3))])
        await talk.send_str(text_message("turn.end"))
        return talk

    service.answers = [half_said]
    with pytest.raises(EngineError, match=r"^edge: .* s of sound for the 17 morae of 'ReLU.*'; it broke off"):
        say()
    assert not store.folder.exists()


def test_a_clock_that_is_off_is_corrected_once(say: Say, service: EdgeServer) -> None:
    service.answers = [refused(403)]
    assert say().duration_s > 1
    assert service.connections == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refused(403), "refused (403): set the clock, or pip install -U edge-tts"),
        (refused(403, Date="garbage"), "refused (403): set the clock, or pip install -U edge-tts"),
        (refused(429), "refused (429)"),
        (refused(429, **{"Retry-After": "120"}), "refused (429) and asks to wait 2 min"),
        (refused(503), "refused (503)"),
        (refused(200), "refused (200)"),
    ],
    ids=["403", "403 without a date", "429", "429 for a while", "503", "a page"],
)
def test_a_refusal_is_told_without_address_or_token(
    say: Say, service: EdgeServer, store: FolderStore, answer: Answer, said: str
) -> None:
    service.answers = [answer] * 9
    with pytest.raises(EngineUnavailable) as caught:
        say()
    assert str(caught.value) == f"edge: Microsoft's service {said}{REMEDY}"
    shown = "".join(traceback.format_exception(caught.value))
    assert CANARY not in shown
    assert "127.0.0.1" not in shown
    assert not store.folder.exists()


def test_a_service_that_never_finishes_is_given_up_in_time(
    say: Say, service: EdgeServer, store: FolderStore
) -> None:
    service.answers = [stalled] * 9
    with pytest.raises(EngineUnavailable, match=f"service did not finish within 1 s{REMEDY}$"):
        say(limit_s=0.7)
    assert not store.folder.exists()


@pytest.mark.parametrize(
    "message",
    [
        text_message("weather"),
        text_message("audio.metadata", "<html>"),
        text_message("audio.metadata", '{"Metadata":[{"Type":"Mood"}]}'),
        "no header",
        b"",
        b"\xff\xffshort",
        binary_message(AUDIO),
        binary_message(b"Path:pictures\r\n", b"x"),
    ],
)
def test_messages_that_nobody_knows_are_told_as_such(
    say: Say, service: EdgeServer, store: FolderStore, message: str | bytes
) -> None:
    async def strange(service: EdgeServer, request: web.Request) -> web.StreamResponse:
        talk, _ = await service.listen(request)
        await (talk.send_str(message) if isinstance(message, str) else talk.send_bytes(message))
        await talk.close()
        return talk

    service.answers = [strange]
    with pytest.raises(EngineUnavailable, match="service answers in a new way: pip install -U edge-tts; "):
        say()
    assert not store.folder.exists()


def test_bytes_that_are_no_audio_are_refused(say: Say, service: EdgeServer, store: FolderStore) -> None:
    service.speech = lambda tenths: b"#EXTM3U\nfile:///etc/hosts\n" * 40
    with pytest.raises(EngineError, match=r"^edge: the answer of edge is not mp3 audio for 'ReLU"):
        say()
    assert not store.folder.exists()


def test_a_service_that_is_not_there_is_told_without_its_address(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", address(port))
    with pytest.raises(EngineUnavailable) as caught:
        say()
    assert str(caught.value) == f"edge: no connection to Microsoft's service{REMEDY}"
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_the_systems_certificates_and_proxy_hold(
    say: Say, service: EdgeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(SELF_SIGNED)
    with serving(service, tls) as port:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", address(port, "wss"))
        monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
        assert say().duration_s > 1
    monkeypatch.setenv("no_proxy", "")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("https_proxy", f"http://me:secret@127.0.0.1:{listening.getsockname()[1]}")
    with pytest.raises(
        EngineUnavailable, match=r"to Microsoft's service through the proxy 127\.0\.0\.1:\d+; "
    ):
        say("谷を歩く")


def test_a_certificate_that_nobody_vouches_for_is_refused(
    say: Say, service: EdgeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    with serving(service, tls) as port:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", address(port, "wss"))
        with pytest.raises(
            EngineUnavailable, match=r"^edge: the certificate of Microsoft's service is not va"
        ):
            say()
    assert service.connections == 0
