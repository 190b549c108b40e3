from __future__ import annotations

import contextlib
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import certifi
import gtts
import pytest
from tests.programs import PATIENCE_S, until
from tests.stand_ins.served import keep_waiting

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engines.gtts import GoogleTranslate, Patience
from lyricaudio.voice.engines.network import BUNDLES
from lyricaudio.voice.store import Cached, Clips
from lyricaudio.work.blobs import FolderStore

pytestmark = pytest.mark.slow

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
Batch = Callable[[bytes], bytes]

SLOW = pytest.mark.slow
LINE = "谷へ向かって歩いていく"
LONG = "谷へ向かって歩いていく、" * 8 + "そこが底。"  # two parts
SELF_SIGNED = Path(__file__).with_name("self_signed.pem")
PATIENT = Patience(connect_s=PATIENCE_S, read_s=PATIENCE_S, line_s=2 * PATIENCE_S, waits_s=(1.0, 2.0, 4.0))
HASTY = replace(PATIENT, read_s=0.3)


class Unheard(GoogleTranslate):
    """The engine, whose stand-in hums and is taken at its word: what it says is not what is tested here."""

    certain = True


class Clock:
    """The engine's own time, which passes when it waits or when a server takes its time."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture(autouse=True)
def no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of how this machine is set up counts."""
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Nothing is waited for in earnest but the next part of an answer."""
    clock = Clock()
    monkeypatch.setattr("lyricaudio.voice.engines.gtts.time", clock)
    return clock


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(folder=tmp_path / "clips")


@pytest.fixture
def say(store: FolderStore, reader: Reader, speech: Callable[[int], bytes]) -> Callable[..., ClipFacts]:
    """Speak a text by way of the store, with little patience."""
    speech(1 + len(LINE))  # so that the stand-in has it at hand

    def speak(text: str = LINE, patience: Patience = PATIENT) -> ClipFacts:
        engine = Unheard(patience)
        return Cached(engine=engine, clips=Clips(store=store)).speak(reader.read(text), "ja")

    return speak


Say = Callable[..., ClipFacts]


def answered(
    body: bytes, status: int = 200, kind: str = "application/json", headers: Mapping[str, str] | None = None
) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cut(batch: Batch, share: float, *, length_told: bool) -> Answer:
    """Close the connection after a share of the answer."""

    def answer(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        body = batch(speech)
        handler.send_response(200)
        if length_told:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: int(share * len(body))])

    return answer


def dropped(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
    """Close the connection without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def stalled(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
    """Start an answer, and leave it."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.flush()
    keep_waiting(handler)


REFUSED = answered(b"<html>Too many requests</html>", 429, "text/html")
PAGE = answered(b"<!doctype html><title>Before you continue</title>" * 99, kind="text/html")


def test_a_line_is_fetched_in_one_request(say: Say, heard: list[str]) -> None:
    facts = say()
    assert heard == [LINE]
    assert [mora.kana for mora in facts.morae] == list("タニエムカッテアルイテイク")
    assert facts.timing == "spread"
    assert facts.duration_s == pytest.approx(0.1 * (1 + len(LINE)), abs=0.1)


def test_gtts_itself_takes_the_stand_in_for_the_translator(
    heard: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, speech: Callable[[int], bytes]
) -> None:
    monkeypatch.setattr(
        gtts.tts, "_translate_url", lambda tld, path: f"{os.environ['LYRICAUDIO_GTTS_URL']}/{path}"
    )
    gtts.gTTS(LINE, lang="ja", lang_check=False).save(str(tmp_path / "speech.mp3"))
    assert heard == [LINE]
    assert (tmp_path / "speech.mp3").read_bytes() == speech(1 + len(LINE))


def test_what_is_sent_is_spelled_in_kana_only_where_it_must_be(say: Say, heard: list[str]) -> None:
    say("ReLUの{傾|かたむ}き")
    assert heard == ["レルーのカタムき"]


def test_being_asked_whether_it_runs_opens_no_connection(heard: list[str]) -> None:
    assert GoogleTranslate().unavailable() is None
    assert heard == []


def test_a_long_line_is_cut_at_punctuation_and_joined(say: Say, heard: list[str]) -> None:
    facts = say(LONG)
    assert heard == ["谷へ向かって歩いていく、" * 7, "谷へ向かって歩いていく、そこが底。"]
    assert facts.duration_s == pytest.approx(0.1 * sum(1 + len(part) for part in heard), abs=0.2)


def spelled(text: str) -> Reading:
    mora = Mora(kana="ア", consonant=None, vowel="a")
    phrase = AccentPhrase(morae=(mora,) * len(re.findall(r"\w", text)), accent=0)
    return Reading(written=text, spoken=text, phrases=(phrase,), labels=())


@pytest.mark.parametrize(
    "text",
    [
        "あ" * 90 + "。",
        "あ" * 91,
        "あ" * 180 + "、、、",
        "ね！" * 45,
        "？" * 100 + "え" * 20,
        "。" * 200 + "え。" * 40 + "、" * 200,
    ],
)
def test_no_part_is_longer_than_the_server_takes_nor_without_a_word(heard: list[str], text: str) -> None:
    GoogleTranslate(PATIENT).speak(spelled(text), "ja")
    assert all(len(part) <= 90 for part in heard)
    assert all(re.search("[あねえ]", part) for part in heard)
    assert re.sub(r"\W", "", "".join(heard)) == re.sub(r"\W", "", text)


FAULTS_TO_OUTLAST: dict[str, Callable[[Batch], Answer]] = {
    "503": lambda batch: answered(b"", 503),
    "dropped": lambda batch: dropped,
    "stalled": lambda batch: stalled,
    "cut": lambda batch: cut(batch, 0.5, length_told=True),
}


@pytest.mark.parametrize(
    "fault", [pytest.param(fault, marks=SLOW if fault == "stalled" else ()) for fault in FAULTS_TO_OUTLAST]
)
def test_a_fault_that_passes_is_outlasted(
    say: Say, answers: list[Answer], heard: list[str], batch: Batch, fault: str
) -> None:
    answers.append(FAULTS_TO_OUTLAST[fault](batch))
    patience = replace(PATIENT, read_s=3.0) if fault == "stalled" else PATIENT
    assert say(patience=patience).duration_s > 1
    assert heard == [LINE] * 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("503", "answers 503"),
        ("dropped", "gives no whole answer"),
        pytest.param("stalled", "gives no whole answer", marks=SLOW),
        ("cut", "gives no whole answer"),
    ],
)
def test_a_fault_that_stays_is_given_up_after_a_few_requests_and_leaves_nothing(
    say: Say,
    answers: list[Answer],
    heard: list[str],
    batch: Batch,
    store: FolderStore,
    clock: Clock,
    fault: str,
    said: str,
) -> None:
    answers += [FAULTS_TO_OUTLAST[fault](batch)] * 99
    with pytest.raises(
        EngineUnavailable, match=f"^gtts: http://127.* {said}; what is done is kept: .*openjtalk$"
    ):
        say(patience=HASTY if fault == "stalled" else PATIENT)
    until(lambda: len(heard) >= 1 + len(PATIENT.waits_s), "the server has heard of the last request")
    assert len(heard) == 1 + len(PATIENT.waits_s)
    assert clock.now_s == sum(PATIENT.waits_s)
    assert not store.folder.exists()


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {}, "refuses (429)"),
        (403, {}, "refuses (403)"),
        (429, {"Retry-After": "40"}, "refuses (429) and asks to wait 40 s"),
        (429, {"Retry-After": "3600"}, "refuses (429) and asks to wait 60 min"),
        (503, {"Retry-After": "86400"}, "refuses (503) and asks to wait 24 h"),
        (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, "refuses (503) and asks to wait 0 s"),
        (429, {"Retry-After": "soon"}, "refuses (429)"),
    ],
)
def test_who_refuses_or_asks_to_wait_is_not_asked_again(
    say: Say,
    answers: list[Answer],
    heard: list[str],
    store: FolderStore,
    clock: Clock,
    status: int,
    headers: dict[str, str],
    said: str,
) -> None:
    answers += [answered(b"", status, headers=headers)] * 9
    with pytest.raises(EngineUnavailable, match=rf"^gtts: http://127\S* {re.escape(said)}; what is done is "):
        say()
    assert heard == [LINE]
    assert clock.now_s == 0
    assert not store.folder.exists()


def test_a_line_is_given_up_when_its_tries_have_taken_too_long(
    say: Say, answers: list[Answer], heard: list[str], store: FolderStore, clock: Clock
) -> None:
    def slow(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        clock.sleep(20.0)
        dropped(handler, speech)

    answers += [slow] * 99
    with pytest.raises(EngineUnavailable, match="gives no whole answer"):
        say(patience=replace(PATIENT, line_s=45.0, waits_s=(1.0,) * 50))
    assert heard == [LINE] * 3
    assert not store.folder.exists()


def test_a_line_is_given_up_when_an_answer_drips_for_too_long(
    say: Say, answers: list[Answer], heard: list[str], store: FolderStore, clock: Clock
) -> None:
    def dripping(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            clock.sleep(1.0)
            handler.wfile.write(bytes(1024))
            handler.wfile.flush()

    answers += [dripping] * 99
    with pytest.raises(EngineUnavailable, match="gives no whole answer"):
        say(patience=replace(PATIENT, line_s=45.0))
    assert heard == [LINE]
    assert not store.folder.exists()


def test_an_answer_is_waited_for_no_longer_than_the_line_has_time(
    say: Say, answers: list[Answer], store: FolderStore
) -> None:
    answers += [stalled] * 99
    with pytest.raises(EngineUnavailable, match="gives no whole answer"):
        say(patience=replace(PATIENT, line_s=0.3, waits_s=(0.3,)))
    assert not store.folder.exists()


def changed(batch: Batch, change: Callable[[bytes], bytes]) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        answered(change(batch(speech)))(handler, speech)

    return answer


WITHOUT_AUDIO: dict[str, Callable[[Batch], Answer]] = {
    "a page": lambda batch: PAGE,
    "nothing": lambda batch: answered(b""),
    "null": lambda batch: changed(batch, lambda body: re.sub(rb'"\[.*?\]"', b"null", body)),
    "an empty text": lambda batch: changed(batch, lambda body: re.sub(rb'\\".*?\\"', b'\\"\\"', body)),
    "broken base64": lambda batch: changed(batch, lambda body: body.replace(b'[\\"', b'[\\"!')),
    "cut base64": lambda batch: changed(batch, lambda body: body.replace(b'\\"]"', b'A\\"]"')),
    "html in base64": lambda batch: answered(batch(b"<html>" * 99)),
    "a playlist in base64": lambda batch: answered(batch(b"#EXTM3U\n#EXTINF:10,\nfile:///etc/hosts\n")),
    "a cut page": lambda batch: cut(batch, 0.7, length_told=False),
}


@pytest.mark.parametrize("fault", WITHOUT_AUDIO)
def test_an_answer_without_audio_is_an_error_of_the_line_and_leaves_nothing(
    say: Say, answers: list[Answer], heard: list[str], batch: Batch, store: FolderStore, fault: str
) -> None:
    answers.append(WITHOUT_AUDIO[fault](batch))
    with pytest.raises(EngineError, match=r"^gtts: the answer .*run again later") as caught:
        say()
    assert not isinstance(caught.value, EngineUnavailable)
    assert heard == [LINE]
    assert not store.folder.exists()


def test_being_sent_to_another_page_is_an_answer_without_audio(
    say: Say, answers: list[Answer], store: FolderStore
) -> None:
    def elsewhere(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/consent")
        handler.end_headers()

    answers.append(elsewhere)
    with pytest.raises(EngineError, match="held no audio"):
        say()
    assert not store.folder.exists()


@pytest.mark.parametrize("percent", range(0, 100, 10))
@pytest.mark.parametrize("length_told", [True, False])
def test_a_connection_that_is_cut_anywhere_leaves_nothing(
    say: Say, answers: list[Answer], batch: Batch, store: FolderStore, percent: int, length_told: bool
) -> None:
    answers += [cut(batch, percent / 100, length_told=length_told)] * 99
    with pytest.raises(EngineError, match=r"^gtts: "):
        say()
    assert not store.folder.exists()


@pytest.mark.parametrize("percent", range(10, 60, 10))
def test_speech_too_short_for_its_morae_is_refused(
    say: Say, answers: list[Answer], batch: Batch, store: FolderStore, percent: int
) -> None:
    """A cut before the answer was written: all that can tell is the length."""

    def half_said(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        answered(batch(speech[: len(speech) * percent // 100]))(handler, speech)

    answers.append(half_said)
    with pytest.raises(EngineError, match=r"^gtts: .* s of sound for the 19 morae of '.*'; it broke off"):
        say("坂を下りて、谷の底へ歩いていこう。")
    assert not store.folder.exists()


def test_speech_too_long_for_its_morae_is_refused(
    say: Say, answers: list[Answer], batch: Batch, speech: Callable[[int], bytes], store: FolderStore
) -> None:
    answers.append(answered(batch(speech(150))))
    with pytest.raises(EngineError, match=r"15.* s of sound for the 13 morae"):
        say()
    assert not store.folder.exists()


def test_an_answer_without_end_is_given_up(say: Say, answers: list[Answer], store: FolderStore) -> None:
    answers.append(answered(bytes(5_100_000)))
    with pytest.raises(EngineError, match="has no end"):
        say()
    assert not store.folder.exists()


@pytest.mark.parametrize("fault", [REFUSED, PAGE, dropped], ids=["429", "a page", "dropped"])
def test_half_a_line_is_never_kept(
    say: Say, answers: list[Answer], heard: list[str], batch: Batch, store: FolderStore, fault: Answer
) -> None:
    def spoken(handler: BaseHTTPRequestHandler, speech: bytes) -> None:
        answered(batch(speech))(handler, speech)

    answers += [spoken, *[fault] * 99]
    with pytest.raises(EngineError):
        say(LONG)
    assert len(heard) > 1
    assert not store.folder.exists()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_server_that_is_not_there_is_not_asked_again(
    say: Say, monkeypatch: pytest.MonkeyPatch, store: FolderStore, clock: Clock
) -> None:
    monkeypatch.setenv("LYRICAUDIO_GTTS_URL", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(EngineUnavailable, match=r"^gtts: no connection to http://127.0.0.1:.*openjtalk$"):
        say()
    assert clock.now_s == 0
    assert not store.folder.exists()


def test_without_a_network_no_name_is_found_and_nothing_tried_again(
    say: Say, monkeypatch: pytest.MonkeyPatch, store: FolderStore, clock: Clock
) -> None:
    def offline(*arguments: object, **named: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.delenv("LYRICAUDIO_GTTS_URL", raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(EngineUnavailable, match=r"^gtts: no connection to https://translate\.google\.com; "):
        say()
    assert clock.now_s == 0
    assert not store.folder.exists()


@contextlib.contextmanager
def self_vouching(received: list[bytes]) -> Iterator[int]:
    """Listen for one client, with a certificate that nobody else vouches for; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                received.append(secured.recv(1000))
        except (ssl.SSLError, ConnectionError):
            received.append(b"")

    with ThreadPoolExecutor(1) as thread, socket.create_server(("127.0.0.1", 0)) as listening:
        served = thread.submit(serve, listening)
        try:
            yield listening.getsockname()[1]
            served.result(PATIENCE_S)
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # ends the waiting for a client


def test_a_certificate_that_nobody_vouches_for_is_refused(
    say: Say, monkeypatch: pytest.MonkeyPatch, store: FolderStore
) -> None:
    received: list[bytes] = []
    with self_vouching(received) as port:
        monkeypatch.setenv("LYRICAUDIO_GTTS_URL", f"https://127.0.0.1:{port}")
        with pytest.raises(
            EngineUnavailable,
            match=r"^gtts: the certificate of https://127\S* is not valid; .* set REQUESTS_CA_BUNDLE to",
        ):
            say()
    assert received == [b""]
    assert not store.folder.exists()


@pytest.mark.parametrize("variable", BUNDLES)
def test_whoever_the_system_vouches_for_is_believed(
    say: Say, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    received: list[bytes] = []
    with self_vouching(received) as port:
        monkeypatch.setenv("LYRICAUDIO_GTTS_URL", f"https://127.0.0.1:{port}")
        monkeypatch.setenv(variable, str(SELF_SIGNED))
        with pytest.raises(EngineUnavailable, match="gives no whole answer"):
            say(patience=replace(PATIENT, waits_s=()))
    assert received[0].startswith(b"POST /_/TranslateWebserverUi")


def test_a_bundle_that_does_not_vouch_for_the_server_or_is_none_is_named(
    say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LYRICAUDIO_GTTS_URL", "https://127.0.0.1:9")
    monkeypatch.setenv("CURL_CA_BUNDLE", str(tmp_path / "none.pem"))
    with pytest.raises(
        EngineUnavailable, match=r"CURL_CA_BUNDLE names .*none\.pem, which holds no certificates; "
    ):
        say()
    received: list[bytes] = []
    with self_vouching(received) as port:
        monkeypatch.setenv("LYRICAUDIO_GTTS_URL", f"https://127.0.0.1:{port}")
        monkeypatch.setenv("CURL_CA_BUNDLE", certifi.where())
        with pytest.raises(EngineUnavailable, match=r"is not vouched for by .*, which CURL_CA_BUNDLE names"):
            say()


def test_the_systems_proxy_is_the_way_and_is_named_without_its_password(
    say: Say, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxied = os.environ["LYRICAUDIO_GTTS_URL"]
    monkeypatch.setenv("LYRICAUDIO_GTTS_URL", "http://translate.invalid")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{closed_port()}")
    with pytest.raises(
        EngineUnavailable,
        match=r"no connection to http://translate.invalid through the proxy 127\.0\.0\.1:\d+; ",
    ) as refused:
        say()
    assert "secret" not in str(refused.value)
    monkeypatch.setenv("http_proxy", proxied)
    with contextlib.suppress(EngineUnavailable):  # the stand-in is no proxy, but has been asked as one
        say(patience=replace(PATIENT, waits_s=()))
