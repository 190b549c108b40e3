from __future__ import annotations

import json
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.stand_ins.served import keep_waiting
from tests.stand_ins.voicevox import PHONES, Answer, VoicevoxServer, planned, send, wav_of

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.engines.voicevox.engine import Voicevox
from lyricaudio.voice.known import resolve_voice
from lyricaudio.voice.store import checked_clip

LINE = "勾配が消える。だから、谷を歩く"
KANA = "コオバイガ'/キエル'、ダ'カラ、タニ'オ/アル'ク"

Say = Callable[..., Speech]


@pytest.fixture
def server(voicevox_server: VoicevoxServer) -> VoicevoxServer:
    return voicevox_server


@pytest.fixture
def say(server: VoicevoxServer, reader: Reader) -> Say:
    patient = Voicevox()

    def speak(text: str = LINE, voice: str = "3", engine: Voicevox = patient) -> Speech:
        return engine.speak(reader.read(text), voice)

    return speak


def test_a_line_is_planned_in_kana_and_spoken_as_planned(say: Say, server: VoicevoxServer) -> None:
    speech = say()
    assert server.asked == ["/speakers", "/initialize_speaker", "/accent_phrases", "/synthesis"]
    assert [mora.kana for mora in speech.morae] == list("コーバイガキエルダカラタニオアルク")
    assert speech.timing == "engine"
    assert speech.audio.samples.shape == (len(server.samples), 1)


def test_each_mora_begins_and_its_vowel_sounds_to_the_sample_when_it_is_said_to(
    say: Say, server: VoicevoxServer
) -> None:
    speech = say()
    loud = np.abs(server.samples)
    for mora in speech.morae:
        onset, end = round(mora.vowel_onset_s * 24000), round(mora.end_s * 24000)
        assert loud[onset:end].min() == 0.5
        assert loud[onset - 1] < 0.1 or mora.start_s == mora.vowel_onset_s
        assert all(loud[round(mora.start_s * 24000) : onset] == 0.05)
    assert np.count_nonzero(loud) == sum(round((m.end_s - m.start_s) * 24000) for m in speech.morae)


def test_pauses_have_the_weight_that_the_reading_gives_them(say: Say, server: VoicevoxServer) -> None:
    speech = say("消える。だから、足す")
    gaps_s = [later.start_s - earlier.end_s for earlier, later in pairwise(speech.morae)]
    assert [round(gap_s, 2) for gap_s in gaps_s if gap_s > 0] == [0.55, 0.3]
    assert [phrase["pause_mora"] and phrase["pause_mora"]["vowel_length"] for phrase in server.plans[0]] == [
        0.55,
        0.3,
        None,
    ]


def test_what_is_heard_tells_all_that_is_sent(reader: Reader) -> None:
    assert Voicevox().heard(reader.read(LINE)) == f"{KANA} 0.55 0.3"
    assert Voicevox().heard(reader.read(LINE + "。")) == f"{KANA} 0.55 0.3"


@pytest.mark.parametrize(
    "text",
    [
        "ResNetは近道で恒等写像を渡す",
        r"式では \(f(x)=\max(0,x)\) です。",
        "すくすく育つ、ちょっと待って、んん、っと",
        "シィ フュ クァ グァ ティ デュ ヴャ ウォ イェ ツァ トゥ スーパーー アンー",
        "アャ カィ キァ クャ シィ スェ ツュ テェ トィ ヒァ フョ プュ ヴゥ ヶァ ヲ ヰ ヱ ヂ ヅ",
    ],
)
def test_the_engine_hears_the_sounds_accents_and_pauses_of_the_reading(
    say: Say, server: VoicevoxServer, reader: Reader, text: str
) -> None:
    say(text)
    reading = reader.read(text)
    (plan,) = server.plans
    nearest = {"fy": "hy"}
    assert [(m["consonant"], m["vowel"]) for phrase in plan for m in phrase["moras"]] == [
        (nearest.get(mora.consonant or "", mora.consonant), mora.vowel) for mora in reading.morae
    ]
    assert [p["accent"] for p in plan] == [p.accent or len(p.morae) for p in reading.phrases]
    assert [bool(p["pause_mora"]) for p in plan[:-1]] == [p.pause_after for p in reading.phrases[:-1]]


@pytest.mark.slow
def test_every_mora_that_a_reading_can_have_is_known_to_the_engine(say: Say, reader: Reader) -> None:
    every = "、".join(f"ア{kana}ン" for kana in PHONES if kana[0] not in "_ァィゥェォャュョンッ")
    assert len(say(every).morae) == len(reader.read(every).morae)


def test_a_voice_is_loaded_once(say: Say, server: VoicevoxServer) -> None:
    say("一")
    say("二")
    say("三", "2")
    assert server.asked.count("/initialize_speaker") == server.asked.count("/speakers") == 2


def test_a_voice_that_the_engine_lacks_is_refused_with_some_that_it_has(
    say: Say, server: VoicevoxServer
) -> None:
    with pytest.raises(EngineUnavailable) as caught:
        say(voice="99")
    assert str(caught.value) == (
        "VOICEVOX has no voice 99; it has for instance 2 四国めたん（ノーマル）, 3 ずんだもん（ノーマル）,"
        " 3009 波音リツ（ノーマル）, 3100 歌う人（ノーマル）"
    )
    assert server.asked == ["/speakers", "/singers"]


def test_a_voice_may_be_any_number_and_is_resolved_without_asking(server: VoicevoxServer) -> None:
    assert str(resolve_voice("voicevox")) == "voicevox:3"
    assert str(resolve_voice("voicevox:47")) == "voicevox:47"
    for name in ("ずんだもん", "-1", "03", "３", "3 "):
        with pytest.raises(EngineUnavailable, match=f"^'voicevox' has no voice '{name}'; it has 3, …$"):
            resolve_voice(f"voicevox:{name}")
    assert server.asked == []


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_an_engine_that_does_not_run_is_named_with_what_to_do(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = closed_port()
    monkeypatch.setenv("LYRICAUDIO_VOICEVOX_URL", f"http://user:canary-123@127.0.0.1:{port}/")
    with pytest.raises(EngineUnavailable) as caught:
        say()
    assert str(caught.value) == (
        f"VOICEVOX is not running at 127.0.0.1:{port}; start it, or use the voice openjtalk"
    )


def test_a_proxy_is_not_asked_for_an_engine_on_this_machine(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert say().morae


@pytest.mark.parametrize(
    "url", ["127.0.0.1:50021", "localhost", "ftp://x", "http://", "http://[::1", "http://x:port"]
)
def test_what_is_no_address_is_said_before_anything_is_asked(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LYRICAUDIO_VOICEVOX_URL", url)
    with pytest.raises(EngineUnavailable, match="LYRICAUDIO_VOICEVOX_URL is no address; write it as http://"):
        resolve_voice("voicevox")


def test_engines_elsewhere_are_online_and_have_clips_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load_engine("voicevox")
    monkeypatch.delenv("LYRICAUDIO_VOICEVOX_URL", raising=False)
    assert (engine.online, engine.version) == (False, "1 at 127.0.0.1:50021")
    monkeypatch.setenv("LYRICAUDIO_VOICEVOX_URL", "http://me:secret@studio.local:50021")
    assert (engine.online, engine.version) == (True, "1 at studio.local:50021")


def answered(status: int, body: bytes = b"Internal Server Error") -> Answer:
    return lambda handler, _: send(handler, body, status)


def stalled(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    keep_waiting(handler)


def dropped(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def broken_off(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(answer)))
    handler.end_headers()
    handler.wfile.write(answer[: len(answer) // 2])


def sent_elsewhere(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    handler.send_response(307)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.end_headers()


PATHS = ["/speakers", "/initialize_speaker", "/accent_phrases", "/synthesis"]


@pytest.mark.parametrize("path", PATHS)
def test_a_failure_that_passes_is_outlasted(say: Say, server: VoicevoxServer, path: str) -> None:
    server.answers[path] = [answered(500)]
    assert say().morae
    assert server.asked.count(path) == 2


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_failure_that_stays_fails_the_line_after_a_second_try(
    say: Say, server: VoicevoxServer, path: str
) -> None:
    server.answers[path] = [answered(500)] * 9
    with pytest.raises(EngineError, match=r"^VOICEVOX failed twice on .*; restart it") as caught:
        say()
    assert not isinstance(caught.value, EngineUnavailable)
    assert server.asked.count(path) == 2


GONE = "VOICEVOX is not running at {}; start it, or use the voice openjtalk"
OTHER = "what answers at {}{} is no VOICEVOX that is known; update it, or use the voice openjtalk"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (dropped, GONE),
        (broken_off, GONE),
        (sent_elsewhere, OTHER.format("{}", " (307)")),
        (answered(404, b"<html>"), OTHER.format("{}", " (404)")),
        (answered(422, b"{}"), OTHER.format("{}", " (422)")),
    ],
    ids=["dropped", "broken off", "sent elsewhere", "404", "422"],
)
def test_an_engine_that_is_out_is_not_asked_again(
    say: Say, server: VoicevoxServer, path: str, fault: Answer, said: str
) -> None:
    if path == "/initialize_speaker" and fault is broken_off:
        fault = dropped  # its answer is empty
    server.answers[path] = [fault] * 9
    with pytest.raises(EngineUnavailable) as caught:
        say()
    assert str(caught.value) == said.format(server.address)
    assert server.asked.count(path) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/initialize_speaker", "/synthesis"])
def test_an_engine_that_does_not_answer_in_time_is_given_up(
    say: Say, server: VoicevoxServer, path: str
) -> None:
    server.answers[path] = [stalled]
    with pytest.raises(EngineUnavailable) as caught:
        say(engine=Voicevox(answer_s=2.0))
    assert str(caught.value) == (
        f"VOICEVOX at {server.address} gave no answer for 2 s; restart it, or use the voice openjtalk"
    )
    assert server.asked[-1] == path


@pytest.mark.parametrize("path", ["/speakers", "/accent_phrases"])
@pytest.mark.parametrize(
    "body", [b"", b"<!doctype html>", b'{"a": 1}', b"[1]", b'[{"moras": 3}]', b'["x"]', b"null"]
)
def test_another_program_at_the_address_is_no_voicevox(
    say: Say, server: VoicevoxServer, path: str, body: bytes
) -> None:
    server.answers[path] = [answered(200, body)]
    with pytest.raises(EngineUnavailable) as caught:
        say()
    assert str(caught.value) == OTHER.format(server.address, "")


def test_kana_that_the_engine_cannot_read_is_named_with_its_reason(say: Say, server: VoicevoxServer) -> None:
    detail = {"text": "判別できない読み仮名があります: ヷ", "error_name": "UNKNOWN_TEXT", "error_args": {}}
    server.answers["/accent_phrases"] = [answered(400, json.dumps({"detail": detail}).encode())]
    with pytest.raises(EngineError) as caught:
        say("坂")
    assert str(caught.value) == (
        "VOICEVOX cannot read '坂': 判別できない読み仮名があります: ヷ; write it otherwise in readings"
    )


def test_an_engine_that_reads_other_morae_is_not_believed(say: Say, server: VoicevoxServer) -> None:
    server.answers["/accent_phrases"] = [answered(200, json.dumps(planned("サカ'ア")).encode())]
    with pytest.raises(EngineError, match=r"^voicevox reads 3 morae for the 2 of '坂'; update VOICEVOX, or "):
        say("坂")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_sound_shorter_than_planned_is_refused(say: Say, server: VoicevoxServer, share: float) -> None:
    def cut(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
        send(handler, wav_of(server.samples[: int(share * len(server.samples))]))

    server.answers["/synthesis"] = [cut]
    with pytest.raises(EngineError, match=r"^voicevox: .* for '勾配が.*; run again later$|were planned"):
        say()


@pytest.mark.parametrize("keep", [10, 44, 2000])
def test_a_cut_file_is_refused(say: Say, server: VoicevoxServer, keep: int) -> None:
    server.answers["/synthesis"] = [lambda handler, answer: send(handler, answer[:keep])]
    with pytest.raises(EngineError, match=r"^voicevox: .*run again later$"):
        say()


def test_any_rate_and_number_of_channels_is_taken(say: Say, server: VoicevoxServer) -> None:
    def stereo(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
        send(handler, wav_of(np.repeat(server.samples, 2), rate=48000, channels=2))

    server.answers["/synthesis"] = [stereo]
    speech = say()
    assert speech.audio.samples.shape == (2 * len(server.samples), 1)
    assert speech.audio.sample_rate == 48000


def test_silence_is_no_clip(server: VoicevoxServer, reader: Reader, tmp_path: Path) -> None:
    server.answers["/synthesis"] = [lambda handler, _: send(handler, wav_of(0 * server.samples))]
    with pytest.raises(EngineError, match="no sound"):
        checked_clip(Voicevox(), reader.read(LINE), "3")
