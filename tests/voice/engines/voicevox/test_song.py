"""A singer of VOICEVOX's sings our tune at our times, by the engine's song API."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.stand_ins.singer import mei_singing
from tests.stand_ins.voicevox import SINGERS, Json, VoicevoxServer, send, wav_of

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engines.voicevox.engine import Voicevox
from lyricaudio.voice.engines.voicevox.song import FRAMES_PER_S, natural_setting
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.store import Cached, Clips, clip_key, set_key
from lyricaudio.work.blobs import FolderStore

LINE = "ちょっとだけ、コーヒーをのんだ"
DECODER, WHOLE = "3009", "3100"

Sing = Callable[..., Speech]


@pytest.fixture
def server(voicevox_server: VoicevoxServer) -> VoicevoxServer:
    return voicevox_server


@pytest.fixture(scope="module")
def line() -> Reading:
    return Reader().read(LINE)


def at(reading: Reading, step_s: float = 0.23) -> Setting:
    """Set each mora a little later than even, and to another note than its neighbours."""
    onsets_s = tuple(step_s * i + 0.003 * i * i for i in range(len(reading.morae)))
    notes = tuple(60.0 + (5 * i) % 7 for i in range(len(reading.morae)))
    return Setting(onsets_s=onsets_s, end_s=onsets_s[-1] + 0.6, notes=notes)


@pytest.fixture
def sing(server: VoicevoxServer, line: Reading) -> Sing:
    def sung(voice: str = DECODER, setting: Setting | None = None) -> Speech:
        return Voicevox().sing(line, voice, setting or at(line))

    return sung


def sent(server: VoicevoxServer) -> list[tuple[int, Json]]:
    """Return the notes that the engine was given, each with the frame on which it begins."""
    notes = server.scores[-1]["notes"]
    starts = [0, *accumulate(note["frame_length"] for note in notes)]
    return list(zip(starts, notes, strict=False))


def test_a_note_is_a_mora_at_its_time_to_a_frame_and_at_its_pitch(
    sing: Sing, server: VoicevoxServer, line: Reading
) -> None:
    sing()
    wanted, notes = at(line), [(start, note) for start, note in sent(server) if note["key"] is not None]
    first = notes[0][0]
    late_s = [
        (start - first) / FRAMES_PER_S - onset_s
        for (start, _), onset_s in zip(notes, wanted.onsets_s, strict=True)
    ]
    assert max(map(abs, late_s)) <= 1 / FRAMES_PER_S
    assert [note["key"] for _, note in notes] == list(map(round, wanted.notes or ()))
    assert "".join(note["lyric"] for _, note in notes) == "チョットダケコオヒイオノンダ"


def test_a_song_begins_and_ends_with_a_rest_and_has_one_where_the_line_breathes(
    sing: Sing, server: VoicevoxServer, line: Reading
) -> None:
    slow = at(line, step_s=0.5)
    sing(setting=slow)
    rests = [place for place, (_, note) in enumerate(sent(server)) if note["key"] is None]
    assert rests == [0, 6, len(line.morae) + 2]
    assert [note["lyric"] for _, note in sent(server) if note["key"] is None] == ["", "", ""]
    sing(setting=at(line, step_s=0.2))
    assert [place for place, (_, note) in enumerate(sent(server)) if note["key"] is None] == [
        0,
        len(line.morae) + 1,
    ]


def test_each_mora_sounds_to_the_sample_when_it_is_said_to(sing: Sing, server: VoicevoxServer) -> None:
    speech = sing()
    loud = np.abs(server.samples)
    assert speech.timing == "engine"
    assert speech.sings
    for mora, later in pairwise(speech.morae):
        assert mora.start_s <= mora.vowel_onset_s < mora.end_s <= later.start_s
        onset, end = round(mora.vowel_onset_s * 24000), round(mora.end_s * 24000)
        assert loud[onset:end].min() == 0.5
        assert all(loud[round(mora.start_s * 24000) : onset] == 0.05)


def test_who_only_sings_is_planned_for_by_the_teacher_and_who_plans_is_not(
    sing: Sing, server: VoicevoxServer
) -> None:
    sing(DECODER)
    assert server.asked == [
        "/speakers",
        "/singers",
        "/initialize_speaker",
        "/singers",
        "/initialize_speaker",
        "/sing_frame_audio_query",
        "/frame_synthesis",
    ]
    server.asked.clear()
    sing(WHOLE)
    assert server.asked[2:] == ["/initialize_speaker", "/sing_frame_audio_query", "/frame_synthesis"]


def test_a_teacher_has_no_voice(sing: Sing) -> None:
    with pytest.raises(EngineUnavailable, match=r"^VOICEVOX has no voice 6000; it has for instance 2 "):
        sing("6000")


def test_without_a_tune_a_singer_follows_the_accent(server: VoicevoxServer, line: Reading) -> None:
    speech = Voicevox().speak(line, DECODER)
    keys = [note["key"] for _, note in sent(server) if note["key"] is not None]
    assert keys == [64 if mora.high else 62 for mora in line.morae]
    assert [mora.kana for mora in speech.morae] == [mora.kana for mora in line.morae]


def test_natural_times_leave_the_pauses_of_the_reading(line: Reading) -> None:
    setting = natural_setting(line)
    steps_s = [later - before for before, later in pairwise((*setting.onsets_s, setting.end_s))]
    assert [round(step_s, 2) for step_s in steps_s] == [0.15] * 4 + [0.45] + [0.15] * 8


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(store=FolderStore(folder=tmp_path))


@pytest.mark.slow
def test_what_is_sung_is_believed_for_its_words_and_kept_at_its_times(
    server: VoicevoxServer, line: Reading, clips: Clips
) -> None:
    server.voice = mei_singing(line)
    engine, setting = Voicevox(), at(line)
    facts = Cached(engine=engine, clips=clips).set(line, DECODER, setting)
    assert facts.believed
    assert clips.facts(clip_key(engine, line, DECODER)) is not None
    onsets_s = [mora.vowel_onset_s for mora in facts.morae]
    late_s = [
        found - onsets_s[0] - (wanted - setting.onsets_s[0])
        for found, wanted in zip(onsets_s, setting.onsets_s, strict=True)
    ]
    assert max(map(abs, late_s)) <= 1 / FRAMES_PER_S
    asked = len(server.asked)
    assert Cached(engine=engine, clips=clips).set(line, DECODER, setting) == facts
    assert len(server.asked) == asked


def test_what_a_talker_has_said_is_set_without_asking(
    server: VoicevoxServer, line: Reading, clips: Clips
) -> None:
    engine = Voicevox()
    keep_believed(engine, line, clips)
    asked = len(server.asked)
    Cached(engine=engine, clips=clips).set(line, "3", at(line))
    assert clips.facts(set_key(engine, line, "3", at(line)))
    assert len(server.asked) == asked


def keep_believed(engine: Voicevox, line: Reading, clips: Clips) -> None:
    """Lay a talker's clip into the store as if somebody had listened to it."""
    clip = clip_from_speech(engine.speak(line, "3"))
    clips.save(clip_key(engine, line, "3"), replace(clip, facts=replace(clip.facts, believed=True)))


def test_a_lyric_that_the_engine_refuses_is_named_with_its_reason(sing: Sing, server: VoicevoxServer) -> None:
    answer = json.dumps({"detail": "lyricが不正です: ヷ"}).encode()
    server.answers["/sing_frame_audio_query"] = [lambda handler, _: send(handler, answer, 400)]
    with pytest.raises(EngineError) as caught:
        sing()
    assert str(caught.value) == (
        f"VOICEVOX cannot read '{LINE}': lyricが不正です: ヷ; write it otherwise in readings"
    )


def spoiled(spoil: Callable[[Json], object]) -> Callable[[Json], bytes]:
    def answer(plan: Json) -> bytes:
        spoil(plan)
        return json.dumps(plan).encode()

    return answer


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan["phonemes"].pop(),
        lambda plan: plan["phonemes"].insert(1, {"phoneme": "a", "frame_length": 0}),
        lambda plan: plan["phonemes"][0].update(frame_length=30),
        lambda plan: plan["phonemes"][-1].update(frame_length=9),
        lambda plan: plan["phonemes"][2].update(phoneme="pau"),
        lambda plan: plan["phonemes"].clear(),
    ],
    ids=["one less", "one more", "late", "short", "a rest for a note", "none"],
)
def test_a_plan_of_other_notes_is_not_sung(
    sing: Sing, server: VoicevoxServer, spoil: Callable[[Json], object]
) -> None:
    answer = spoiled(spoil)
    server.answers["/sing_frame_audio_query"] = [
        lambda handler, plan: send(handler, answer(json.loads(plan)))
    ]
    with pytest.raises(EngineError, match=r"^voicevox plans other notes than the 13 of 'ちょっと.*; update"):
        sing()
    assert "/frame_synthesis" not in server.asked


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b'{"phonemes": 3}', b'{"phonemes": ["x"]}', b"null"]
)
def test_another_program_that_plans_is_no_voicevox(sing: Sing, server: VoicevoxServer, body: bytes) -> None:
    server.answers["/sing_frame_audio_query"] = [lambda handler, _: send(handler, body)]
    with pytest.raises(EngineUnavailable, match="is no VOICEVOX that is known; update it"):
        sing()


def test_an_engine_without_a_teacher_is_named(sing: Sing, server: VoicevoxServer) -> None:
    lone = [{"name": "波音リツ", "styles": SINGERS[0]["styles"][1:]}]
    server.answers["/singers"] = [lambda handler, _: send(handler, json.dumps(lone).encode())] * 2
    with pytest.raises(
        EngineUnavailable, match=r"^VOICEVOX has nothing that plans the songs of 3009; update it"
    ):
        sing()


@pytest.mark.parametrize("path", ["/singers", "/sing_frame_audio_query", "/frame_synthesis"])
def test_a_failure_that_passes_is_outlasted_and_one_that_stays_is_named(
    sing: Sing, server: VoicevoxServer, path: str
) -> None:
    server.answers[path] = [lambda handler, _: send(handler, b"Internal Server Error", 500)]
    assert sing().morae
    server.answers[path] = [lambda handler, _: send(handler, b"Internal Server Error", 500)] * 9
    with pytest.raises(EngineError, match=r"^VOICEVOX failed twice on "):
        sing()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_song_shorter_than_planned_is_refused(sing: Sing, server: VoicevoxServer, share: float) -> None:
    server.answers["/frame_synthesis"] = [
        lambda handler, _: send(handler, wav_of(server.samples[: int(share * len(server.samples))]))
    ]
    with pytest.raises(EngineError, match=r"^voicevox: .* for 'ちょっと.*; run again later$|were planned"):
        sing()


def test_two_morae_in_one_moment_cannot_be_sung(sing: Sing, line: Reading) -> None:
    wanted = at(line)
    crowded = replace(wanted, onsets_s=(0.0, 0.004, *wanted.onsets_s[2:]))
    with pytest.raises(EngineError, match="has two morae in one moment; break the line, or slow it down"):
        sing(setting=crowded)
