"""VOICEVOX: an engine that runs as a program of its own and answers HTTP on this machine.

It is given the reading, never the text. It tells the length of every phone before it speaks, so mora times
are exact. Its own version is no part of a clip's key: whether a release is complete must be known while the
engine is not running. A singer's style sings what is set to music by itself, in its own song API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lyricaudio.audio.sound import Audio
from lyricaudio.errors import EngineError
from lyricaudio.messages import message, told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech
from lyricaudio.voice.engines.aquestalk import kana_notation
from lyricaudio.voice.engines.pause import pauses_s
from lyricaudio.voice.engines.voicevox.server import (
    CONNECT_S,
    URL,
    Server,
    Style,
    address,
    found_style,
    is_address,
    listed,
    load,
    planner_for,
    server_url,
)
from lyricaudio.voice.engines.voicevox.song import FRAMES_PER_S, natural_setting, song_notes, sung_times
from lyricaudio.voice.hearing.fetched import decoded
from lyricaudio.voice.setting.schedule import Setting

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ANSWER_S = 50.0  # a voice's first use takes some 10 s, as may a long line; a build's limit is 60
_SAMPLE_RATE = 24000
_SILENCE_S = 0.1  # before the first mora and after the last


class Voicevox:
    """The engine on this machine, or where `LYRICAUDIO_VOICEVOX_URL` says; a voice is a style's number.

    Parameters
    ----------
    answer_s
        How long each answer is waited for.
    """

    name = "voicevox"
    summary = message("a VOICEVOX engine that runs beside; a voice is the number of a style")
    voices = ("3",)  # ずんだもん（ノーマル）
    credit = "VOICEVOX（公開するときは「VOICEVOX:キャラクター名」と書く）"
    parallel = 1  # a synthesis takes all processors, and first uses side by side each load the voice

    def __init__(self, answer_s: float = _ANSWER_S) -> None:
        self._answer_s = answer_s
        self._loaded: dict[str, Style] = {}
        self._planners: dict[str, Style] = {}

    @property
    def version(self) -> str:
        """The version of what is sent, and where to: another address may have other voices."""
        return f"1 at {address(server_url())}"

    @property
    def online(self) -> bool:
        """Whether the engine is on another machine."""
        return urlsplit(server_url()).hostname not in _LOOPBACK

    def unavailable(self) -> str | None:
        """Say that the address is none, or None: whether the engine runs shows when it is used."""
        if not is_address(server_url()):
            return told("LYRICAUDIO_VOICEVOX_URL is no address; write it as {url}, or unset it", url=URL)
        return None

    def unreachable(self) -> str | None:
        """Ask for its voices."""
        server = Server(url=server_url(), answer_s=CONNECT_S)
        try:
            listed(server, "/speakers")
        except EngineError as error:
            return str(error)
        return None

    def has_voice(self, name: str) -> bool:
        """Tell whether it is a number; whether the engine has such a style shows when it is used."""
        return re.fullmatch(r"0|[1-9][0-9]{0,9}", name) is not None

    def heard(self, reading: Reading) -> str:
        """Return the kana notation, and the lengths of the pauses in it."""
        return " ".join([kana_notation(reading), *map(str, _inner_pauses_s(reading))])

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Let the engine plan the phones of a reading, set the pauses, and let it speak the plan.

        A singer sings it on two notes, as the accent goes.
        """
        server = self._server()
        style = self._style(server, voice)
        if style.sings:
            return self._sung(server, style, reading, natural_setting(reading))
        text = told("'{text}'", text=reading.written)
        query = {"text": kana_notation(reading), "is_kana": "true", "speaker": voice}
        with server.understood():
            plan = server.answer("POST", "/accent_phrases", text, query).json()
            _set_pauses(plan, _inner_pauses_s(reading))
            spans = list(_spans(plan))
        times = _mora_times(spans, reading)
        wav = server.answer("POST", "/synthesis", text, {"speaker": voice}, body=_audio_query(plan)).content
        return Speech(audio=self._audio(wav, reading, times[-1].end_s + _SILENCE_S), morae=times)

    def sing(self, reading: Reading, voice: str, setting: Setting) -> Speech:
        """Let a singer plan a line that is set to music, and sing the plan."""
        server = self._server()
        return self._sung(server, self._style(server, voice), reading, setting)

    def _sung(self, server: Server, style: Style, reading: Reading, setting: Setting) -> Speech:
        notes = song_notes(reading, setting)
        planner = self._planner(server, style)
        text = told("'{text}'", text=reading.written)
        score = {"notes": [note.sent() for note in notes]}
        with server.understood():
            query = {"speaker": planner.number}
            plan = server.answer("POST", "/sing_frame_audio_query", text, query, body=score).json()
            times = sung_times(plan["phonemes"], notes)
            plan |= {"volumeScale": 1.0, "outputSamplingRate": _SAMPLE_RATE, "outputStereo": False}
        if times is None:
            raise EngineError(
                told(
                    "voicevox plans other notes than the {morae} of '{text}'; update VOICEVOX, or write"
                    " another reading in readings",
                    morae=len(reading.morae),
                    text=reading.written,
                )
            )
        wav = server.answer("POST", "/frame_synthesis", text, {"speaker": style.number}, body=plan).content
        length_s = sum(note.frames for note in notes) / FRAMES_PER_S
        return Speech(audio=self._audio(wav, reading, length_s), morae=times, sings=True)

    def _server(self) -> Server:
        return Server(url=server_url(), answer_s=self._answer_s)

    def _style(self, server: Server, voice: str) -> Style:
        """Return a voice, loaded."""
        if voice not in self._loaded:
            style = found_style(server, voice)
            load(server, style)
            self._loaded[voice] = style
        return self._loaded[voice]

    def _planner(self, server: Server, singer: Style) -> Style:
        """Return what plans a singer's songs, loaded."""
        if singer.number not in self._planners:
            planner = planner_for(server, singer)
            if planner != singer:
                load(server, planner)
            self._planners[singer.number] = planner
        return self._planners[singer.number]

    def _audio(self, wav: bytes, reading: Reading, length_s: float) -> Audio:
        """Decode what was sent, which is to be so long."""
        audio = decoded(wav, reading, engine=self.name, kind="wav")
        if abs(audio.duration_s - length_s) > _SILENCE_S:
            raise EngineError(
                told(
                    "voicevox: {found_s:.1f} s of sound for {text}, {planned_s:.1f} s were planned; run again"
                    " later",
                    found_s=audio.duration_s,
                    text=told("'{text}'", text=reading.written),
                    planned_s=length_s,
                )
            )
        return audio


def _inner_pauses_s(reading: Reading) -> tuple[float, ...]:
    """Return the pauses between phrases: one after the last is not spoken."""
    pauses = pauses_s(reading)
    return pauses[:-1] if reading.phrases[-1].pause_after else pauses


def _set_pauses(plan: Any, lengths_s: tuple[float, ...]) -> None:
    """Give the pauses of a plan the lengths of the reading's."""
    pauses = [phrase["pause_mora"] for phrase in plan if phrase["pause_mora"]]
    for pause, length_s in zip(pauses, lengths_s, strict=True):
        pause["vowel_length"] = length_s


def _spans(plan: Any) -> Iterator[tuple[int, int, int]]:
    """Tell when each mora of a plan starts, when its vowel does, and when it ends, in frames."""
    at = _frames(_SILENCE_S)
    for phrase in plan:
        for mora in phrase["moras"]:
            vowel_at = at + _frames(mora["consonant_length"] or 0.0)
            end = vowel_at + _frames(mora["vowel_length"])
            yield at, vowel_at, end
            at = end
        if phrase["pause_mora"]:
            at += _frames(phrase["pause_mora"]["vowel_length"])


def _frames(length_s: float) -> int:
    return round(length_s * FRAMES_PER_S)


def _mora_times(spans: list[tuple[int, int, int]], reading: Reading) -> tuple[MoraTime, ...]:
    """Turn frames into times.

    Raises
    ------
    EngineError
        When the engine has read other morae than were written.
    """
    if len(spans) != len(reading.morae):
        raise EngineError(
            told(
                "voicevox reads {found} morae for the {morae} of '{text}'; update VOICEVOX, or write another"
                " reading in readings",
                found=len(spans),
                morae=len(reading.morae),
                text=reading.written,
            )
        )
    return tuple(
        MoraTime(
            kana=mora.kana,
            start_s=start / FRAMES_PER_S,
            vowel_onset_s=vowel / FRAMES_PER_S,
            end_s=end / FRAMES_PER_S,
        )
        for mora, (start, vowel, end) in zip(reading.morae, spans, strict=True)
    )


def _audio_query(plan: Any) -> dict[str, Any]:
    """Ask for a plan to be spoken as it is."""
    return {
        "accent_phrases": plan,
        "speedScale": 1.0,
        "pitchScale": 0.0,
        "intonationScale": 1.0,
        "volumeScale": 1.0,
        "prePhonemeLength": _SILENCE_S,
        "postPhonemeLength": _SILENCE_S,
        "outputSamplingRate": _SAMPLE_RATE,
        "outputStereo": False,
    }
