"""One's own voice is recorded on the page: it lies beside the song, which names it, when it says its text."""

from __future__ import annotations

import json
import subprocess
import wave
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from tests.serve.wire import Answer, ask
from tests.studio.desk import KEY, SONG, Studio
from tests.voice.engines.test_own import RATE, said

from lyricaudio.audio.codec import ffmpeg
from lyricaudio.audio.sound import Samples
from lyricaudio.messages import LANGUAGE, catalogue
from lyricaudio.pipeline.forecast import check
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.studio.clips import MOST_CLIP_BYTES

pytestmark = pytest.mark.slow

LYRIC, EXPLAINED, SECOND = "学習率は一歩の大きさ", "勾配にかける小さな数です。", "谷を下る"
AT = {LYRIC: "9:16", EXPLAINED: "10:19", SECOND: "11:10"}
KINDS = {
    "audio/webm;codecs=opus": ("-c:a", "libopus", "-f", "webm"),
    "audio/ogg; codecs=opus": ("-c:a", "libopus", "-f", "ogg"),
    "audio/mp4": ("-c:a", "aac", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"),
}
"""What browsers record, and how the same is made here."""
WEBM = "audio/webm;codecs=opus"


def encoded(samples: Samples, kind: str) -> bytes:
    """Return what a browser's recorder gives, as it does through a pipe: without its length."""
    source = ("-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    command = [ffmpeg(), "-v", "error", *source, *KINDS[kind], "pipe:1"]
    done = subprocess.run(command, input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    return done.stdout


@cache
def spoken(text: str, kind: str = WEBM) -> bytes:
    return encoded(said(text), kind)


def post(desk: Studio, at: str, sound: bytes, kind: str = WEBM, version: str = "", **headers: str) -> Answer:
    version = version or desk.get("/api/songs/rate")["version"]
    path = f"/api/clips/rate?at={at}&version={version}"
    return desk.ask(path, "POST", sound, **({"Content_Type": kind} | headers))


def kept(answer: Answer) -> Any:
    assert answer.status == 200, answer.body.decode()
    return json.loads(answer.body)["sections"][0]["lines"]


def refused(answer: Answer, status: int) -> str:
    assert answer.status == status, answer.body.decode()
    return str(json.loads(answer.body)["error"])


def clips(desk: Studio) -> list[str]:
    return sorted(path.name for path in desk.song().parent.iterdir() if path != desk.song())


@pytest.mark.parametrize(("kind", "ending"), [*zip(KINDS, (".webm", ".ogg", ".m4a"), strict=True)])
def test_what_browsers_record_is_kept_beside_the_song_which_names_it(
    desk: Studio, kind: str, ending: str
) -> None:
    line, _ = kept(post(desk, AT[LYRIC], spoken(LYRIC, kind), kind))
    name = line["lyric"]["clip"]
    assert (name.startswith("rate-"), name.endswith(ending)) == (True, True)
    assert (desk.song().parent / name).read_bytes() == spoken(LYRIC, kind)
    assert desk.song().read_text("utf-8") == SONG.replace(
        f"      - lyric: {LYRIC}\n", f"      - lyric: {LYRIC}\n        clip: {name}\n"
    )
    assert desk.get("/api/songs/rate")["undo"] is True
    notes = check(open_library([], folder=desk.root), desk.root / "output").notes
    assert [note for note in notes if name in note] == []


def test_an_explanation_and_two_lines_each_have_their_own_and_are_heard(desk: Studio) -> None:
    first = kept(post(desk, AT[LYRIC], spoken(LYRIC)))[0]
    explained = first["explain"][0]
    first = kept(post(desk, explained["at"], spoken(EXPLAINED)))[0]
    second = kept(post(desk, "12:10", spoken(SECOND)))[1]
    names = [first["lyric"]["clip"], first["explain"][0]["clip"], second["lyric"]["clip"]]
    assert sorted(names) == clips(desk)
    assert f"explain: {{text: '{EXPLAINED}', clip: '{names[1]}'}}  # 定義\n" in desk.song().read_text("utf-8")
    answer = desk.ask(f"/api/sounds/rate?at={first['explain'][0]['at']}")
    assert answer.status == 200
    with wave.open(BytesIO(answer.body)) as heard:
        assert heard.getframerate() == 48000  # the clip's, where the engine has another


def test_a_line_that_a_recording_sings_takes_no_clip(desk: Studio) -> None:
    """Its explanation does; the clip of the line would never be heard."""
    (desk.song().parent / "own.mp3").write_bytes(b"")
    song = SONG.replace("sections:", "recording: own.mp3\nsections:")
    assert song != SONG
    desk.song().write_text(song, "utf-8")
    why = refused(post(desk, "10:16", spoken(LYRIC)), 422)
    assert why == f"{desk.song()}:10:16: the recording sings this line"
    assert [path.name for path in desk.song().parent.glob("rate-*")] == []
    assert desk.song().read_text("utf-8") == song


def test_another_take_is_another_file_and_each_is_undone(desk: Studio) -> None:
    one = kept(post(desk, AT[LYRIC], spoken(LYRIC)))[0]["lyric"]["clip"]
    other = kept(post(desk, AT[LYRIC], spoken(LYRIC, "audio/mp4"), "audio/mp4"))[0]["lyric"]["clip"]
    again = kept(post(desk, AT[LYRIC], spoken(LYRIC)))[0]["lyric"]["clip"]
    assert (one, clips(desk)) == (again, sorted([one, other]))
    for named in (other, one, None):
        version = desk.get("/api/songs/rate")["version"]
        shown = desk.send("/api/edits/rate", version=version, do="undo")
        assert shown["sections"][0]["lines"][0]["lyric"]["clip"] == named
    assert desk.song().read_text("utf-8") == SONG


def test_back_to_the_engines_voice(desk: Studio) -> None:
    kept(post(desk, AT[LYRIC], spoken(LYRIC)))
    version = desk.get("/api/songs/rate")["version"]
    shown = desk.send("/api/edits/rate", version=version, do="unclip", at=AT[LYRIC])
    assert shown["sections"][0]["lines"][0]["lyric"]["clip"] is None
    assert desk.song().read_text("utf-8") == SONG
    desk.send("/api/edits/rate", version=shown["version"], do="unclip", at=AT[LYRIC], status=422)


def test_a_file_that_is_there_is_never_overwritten(desk: Studio) -> None:
    name = kept(post(desk, AT[LYRIC], spoken(LYRIC)))[0]["lyric"]["clip"]
    theirs = desk.song().parent / name
    theirs.write_bytes(b"something of theirs")
    other = kept(post(desk, AT[LYRIC], spoken(LYRIC)))[0]["lyric"]["clip"]
    assert other != name
    assert theirs.read_bytes() == b"something of theirs"


def noise(samples: Samples) -> Samples:
    loud = 0.5 * np.abs(samples).max() * np.random.default_rng(0).standard_normal(len(samples))
    return np.asarray(samples + loud, np.float32)


def test_what_cannot_be_used_is_told_and_nothing_is_written(desk: Studio) -> None:
    told = {
        "is too noisy": encoded(noise(said(LYRIC)), WEBM),
        "is too long": encoded(np.tile(said(LYRIC), 6), WEBM),
        "is silent": encoded(np.zeros(RATE, np.float32), WEBM),
        f"says is not '{LYRIC}'": spoken("ただいま込み合っています。"),
        "is damaged": b"no sound at all",
        "": b"",
    }
    for why, sound in told.items():
        assert why in refused(post(desk, AT[LYRIC], sound), 422)
    assert clips(desk) == []
    assert desk.song().read_text("utf-8") == SONG


def test_it_is_told_in_the_persons_language(desk: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    silence = encoded(np.zeros(RATE, np.float32), WEBM)
    assert refused(post(desk, AT[LYRIC], silence), 422) == "your recording is silent; record it again"
    with monkeypatch.context() as chosen:
        chosen.setenv(LANGUAGE, "ja")
        catalogue.cache_clear()
        said_in_japanese = refused(post(desk, AT[LYRIC], silence), 422)
    catalogue.cache_clear()
    assert said_in_japanese == "録音 は無音です。録音しなおしてください"


def test_too_much_and_another_kind_are_refused(desk: Studio) -> None:
    assert post(desk, AT[LYRIC], bytes(MOST_CLIP_BYTES + 1)).status == 413
    for kind in ("video/webm", "text/html", "application/json", ""):
        assert post(desk, AT[LYRIC], spoken(LYRIC), kind).status == 415
    assert clips(desk) == []


def test_nobody_else_may_send_one(desk: Studio) -> None:
    version, sound = desk.get("/api/songs/rate")["version"], spoken(LYRIC)
    path = f"/api/clips/rate?at={AT[LYRIC]}&version={version}"
    origin = f"http://{desk.host}"
    for headers in (
        {"Origin": origin},
        {"Origin": origin, "Cookie": f"{KEY.cookie_name}=another"},
        {"Origin": "https://elsewhere.example", "Cookie": desk.cookie},
        {"Cookie": desk.cookie},
    ):
        assert ask(desk.port, path, "POST", sound, Content_Type=WEBM, **headers).status == 403
    assert clips(desk) == []


def test_a_line_that_is_gone_or_was_saved_elsewhere_gets_none(desk: Studio) -> None:
    version = desk.get("/api/songs/rate")["version"]
    desk.song().write_text(SONG.replace("      - '谷を下る'\n", ""), "utf-8")
    assert "saved elsewhere" in refused(post(desk, AT[SECOND], spoken(SECOND), version=version), 412)
    assert "nothing is said here" in refused(post(desk, AT[SECOND], spoken(SECOND)), 422)
    question = desk.get("/api/songs/rate")["points"][0]["question"]["at"]
    assert "nothing is said here" in refused(post(desk, question, spoken(SECOND)), 422)
    desk.song().write_text(SONG.replace("'谷を下る'", "'…'"), "utf-8")
    assert "nothing is said here" in refused(post(desk, AT[SECOND], spoken(SECOND)), 422)
    assert desk.ask("/api/clips/gone?at=1:1&version=x", "POST", b"", Content_Type=WEBM).status == 404
    assert clips(desk) == []
