"""VOICEVOX: an engine that runs as a program of its own and answers HTTP on this machine.

It is given the reading, never the text. It tells the length of every phone before it speaks, so mora times
are exact. Its own version is no part of a clip's key: whether a release is complete must be known while the
engine is not running.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.messages import message, told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech
from lyricaudio.voice.engines.aquestalk import kana_notation
from lyricaudio.voice.engines.pause import pauses_s
from lyricaudio.voice.hearing.fetched import decoded

_URL = "http://127.0.0.1:50021"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CONNECT_S = 3.0
_ANSWER_S = 50.0  # a voice's first use takes some 10 s, as may a long line; a build's limit is 60
_FRAMES_PER_S = 93.75  # each phone is rounded to whole frames
_SAMPLE_RATE = 24000
_SILENCE_S = 0.1  # before the first mora and after the last
_LISTED = 8  # voices that an error names


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
        self._loaded: set[str] = set()

    @property
    def version(self) -> str:
        """The version of what is sent, and where to: another address may have other voices."""
        return f"1 at {_address(_url())}"

    @property
    def online(self) -> bool:
        """Whether the engine is on another machine."""
        return urlsplit(_url()).hostname not in _LOOPBACK

    def unavailable(self) -> str | None:
        """Say that the address is none, or None: whether the engine runs shows when it is used."""
        if not _is_address(_url()):
            return told("LYRICAUDIO_VOICEVOX_URL is no address; write it as {url}, or unset it", url=_URL)
        return None

    def unreachable(self) -> str | None:
        """Ask for its voices."""
        server = _Server(url=_url(), answer_s=_CONNECT_S)
        try:
            with server.understood():
                list(_styles(server.answer("GET", "/speakers", told("its voices"), {}).json()))
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
        """Let the engine plan the phones of a reading, set the pauses, and let it speak the plan."""
        server = _Server(url=_url(), answer_s=self._answer_s)
        if voice not in self._loaded:
            _load(server, voice)
            self._loaded.add(voice)
        text = told("'{text}'", text=reading.written)
        query = {"text": kana_notation(reading), "is_kana": "true", "speaker": voice}
        with server.understood():
            plan = server.answer("POST", "/accent_phrases", text, query).json()
            _set_pauses(plan, _inner_pauses_s(reading))
            spans = list(_spans(plan))
        times = _mora_times(spans, reading)
        wav = server.answer("POST", "/synthesis", text, {"speaker": voice}, body=_audio_query(plan)).content
        audio = decoded(wav, reading, engine=self.name, kind="wav")
        length_s = times[-1].end_s + _SILENCE_S
        if abs(audio.duration_s - length_s) > _SILENCE_S:
            raise EngineError(
                told(
                    "voicevox: {found_s:.1f} s of sound for {text}, {planned_s:.1f} s were planned; run again"
                    " later",
                    found_s=audio.duration_s,
                    text=text,
                    planned_s=length_s,
                )
            )
        return Speech(audio=audio, morae=times)


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
    return round(length_s * _FRAMES_PER_S)


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
            start_s=start / _FRAMES_PER_S,
            vowel_onset_s=vowel / _FRAMES_PER_S,
            end_s=end / _FRAMES_PER_S,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    url: str
    answer_s: float

    def answer(
        self, method: str, path: str, subject: str, query: Mapping[str, str], *, body: Any = None
    ) -> requests.Response:
        """Ask the engine, once more after a failure; `subject` is what an error says it was about.

        Raises
        ------
        EngineError
            When it can do others, but not this.
        EngineUnavailable
            When it does not run, does not answer, or is not VOICEVOX.
        """
        for _ in range(2):
            response = self._sent(method, path, query, body)
            if response.status_code != 500:
                break
        if response.status_code == 500:
            raise EngineError(
                told(
                    "VOICEVOX failed twice on {subject}; restart it, or make the text shorter",
                    subject=subject,
                )
            )
        if response.status_code == 400:
            with self.understood():
                reason = response.json()["detail"]["text"]
            raise EngineError(
                told(
                    "VOICEVOX cannot read {subject}: {reason}; write it otherwise in readings",
                    subject=subject,
                    reason=reason,
                )
            )
        if response.status_code not in (200, 204):
            raise self._stranger(f" ({response.status_code})")
        return response

    def _sent(self, method: str, path: str, query: Mapping[str, str], body: Any) -> requests.Response:
        try:
            with requests.Session() as session:
                session.trust_env = False  # proxies are for what is farther away
                return session.request(
                    method,
                    self.url + path,
                    params=query,
                    json=body,
                    timeout=(_CONNECT_S, self.answer_s),
                    allow_redirects=False,
                )
        except requests.exceptions.ReadTimeout as error:
            raise EngineUnavailable(
                told(
                    "VOICEVOX at {address} gave no answer for {answer_s:.0f} s; restart it, or use the voice"
                    " openjtalk",
                    address=_address(self.url),
                    answer_s=self.answer_s,
                )
            ) from error
        except requests.exceptions.RequestException as error:
            raise EngineUnavailable(
                told(
                    "VOICEVOX is not running at {address}; start it, or use the voice openjtalk",
                    address=_address(self.url),
                )
            ) from error

    @contextlib.contextmanager
    def understood(self) -> Iterator[None]:
        """Say of answers of another shape that they are not VOICEVOX's."""
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            raise self._stranger() from error

    def _stranger(self, status: str = "") -> EngineUnavailable:
        return EngineUnavailable(
            told(
                "what answers at {address}{status} is no VOICEVOX that is known; update it, or use the voice"
                " openjtalk",
                address=_address(self.url),
                status=status,
            )
        )


def _load(server: _Server, voice: str) -> None:
    """Let the engine load a voice, if it has it.

    Raises
    ------
    EngineUnavailable
        When it has not; with some that it has.
    """
    with server.understood():
        names = dict(_styles(server.answer("GET", "/speakers", told("its voices"), {}).json()))
    if voice not in names:
        some = ", ".join(f"{number} {name}" for number, name in list(names.items())[:_LISTED])
        raise EngineUnavailable(
            told("VOICEVOX has no voice {voice}; it has for instance {some}", voice=voice, some=some)
        )
    query = {"speaker": voice, "skip_reinit": "true"}
    server.answer("POST", "/initialize_speaker", told("voice {voice}", voice=voice), query)


def _styles(speakers: Any) -> Iterator[tuple[str, str]]:
    """Return the number and the name of each style of each speaker."""
    for speaker in speakers:
        for style in speaker["styles"]:
            yield str(style["id"]), f"{speaker['name']}（{style['name']}）"


def _url() -> str:
    return os.environ.get("LYRICAUDIO_VOICEVOX_URL", _URL).rstrip("/")


def _address(url: str) -> str:
    """Return host and port alone: what is before them may be a password."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False
