"""Finished clips in a store, each under the digest of what it was made from.

A clip's blob is a line of JSON (the facts), and the sound as 16-bit little-endian samples, scaled so that its
peak is full scale: the scale is among the facts, so over-range speech survives.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from lyricaudio.audio.sound import Audio
from lyricaudio.errors import EngineError
from lyricaudio.messages import told
from lyricaudio.provenance import code_digest
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime, Speech, fault_of
from lyricaudio.voice.engine import Certain, Engine
from lyricaudio.voice.hearing.believed import believed
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.pace import paced_clip
from lyricaudio.voice.setting.schedule import Setting, Singer
from lyricaudio.voice.setting.setter import set_clip
from lyricaudio.work.blobs import Store

_SCHEMA = 3
_FULL_SCALE = 32767


@dataclass(frozen=True, slots=True, kw_only=True)
class Clips:
    """The clips in a store."""

    store: Store

    def facts(self, key: str) -> ClipFacts | None:
        """Return the facts of a stored clip, or None when it is absent or damaged."""
        blob = self.store.get(key)
        return None if blob is None else _facts(_head(blob)[0])

    def load(self, key: str) -> Clip | None:
        """Return a stored clip, or None when it is absent or damaged."""
        if (blob := self.store.get(key)) is None:
            return None
        head, payload = _head(blob)
        samples = np.frombuffer(payload, dtype="<i2").astype(np.float32) * np.float32(head["scale"])
        audio = Audio(samples=samples.reshape(-1, head.get("channels", 1)), sample_rate=head["sample_rate"])
        return Clip(audio=audio, facts=_facts(head))

    def save(self, key: str, clip: Clip) -> None:
        """Keep a clip; `ReleaseError` when it cannot be written."""
        payload, scale = _quantised(clip.audio)
        form = {"sample_rate": clip.audio.sample_rate, "channels": clip.audio.samples.shape[1]}
        head = {**form, "scale": scale, **asdict(clip.facts)}
        self.store.put(key, json.dumps(head, ensure_ascii=False).encode() + b"\n" + payload)


def _head(blob: bytes) -> tuple[dict[str, Any], bytes]:
    head, payload = blob.split(b"\n", 1)
    return json.loads(head), payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """An engine that remembers: a clip is made once and then read from the store.

    What the store has of a voice from outside counts as little as what it sends, until somebody has listened.
    """

    engine: Engine
    clips: Clips

    def known(self, key: str) -> ClipFacts | None:
        """Return the facts of a stored clip; None when it is absent, damaged or to be listened to."""
        facts = self.clips.facts(key)
        return facts if facts and (facts.believed or _is_certain(self.engine)) else None

    def speak(self, reading: Reading, voice: str) -> ClipFacts:
        """Make sure that the clip is in the store, and return its facts.

        Raises
        ------
        EngineError
            When it had to be made and could not be.
        """
        key = clip_key(self.engine, reading, voice)
        facts = self.known(key)
        if facts is None:
            clip = self._kept(key, reading) or checked_clip(self.engine, reading, voice)
            self.clips.save(key, clip)
            facts = clip.facts
        return facts

    def set(self, reading: Reading, voice: str, setting: Setting) -> ClipFacts:
        """Make sure that the clip set to music is in the store, and return its facts.

        Raises
        ------
        EngineError
            When it had to be made and could not be.
        """
        key = set_key(self.engine, reading, voice, setting)
        facts = self.known(key)
        if facts is None:
            spoken = self._spoken(reading, voice)
            clip = self._sung(spoken, reading, voice, setting)
            facts = replace(clip.facts, believed=spoken.facts.believed)
            self.clips.save(key, replace(clip, facts=facts))
        return facts

    def pace(self, reading: Reading, voice: str, rate: float) -> ClipFacts:
        """Make sure that the clip at another speed is in the store, and return its facts.

        Raises
        ------
        EngineError
            When it had to be made and could not be.
        """
        key = paced_key(self.engine, reading, voice, rate)
        facts = self.known(key)
        if facts is None:
            spoken = self._spoken(reading, voice)
            clip = paced_clip(spoken, rate)
            facts = replace(clip.facts, believed=spoken.facts.believed)
            self.clips.save(key, replace(clip, facts=facts))
        return facts

    def _sung(self, spoken: Clip, reading: Reading, voice: str, setting: Setting) -> Clip:
        """Have a line sung by the voice itself where it can, and else move its speech."""
        if spoken.facts.sings and isinstance(self.engine, Singer):
            speech = self.engine.sing(reading, voice, setting)
            _require_sound(speech, self.engine, reading)
            return clip_from_speech(speech)
        return set_clip(spoken, reading, setting)

    def _kept(self, key: str, reading: Reading) -> Clip | None:
        """Return a stored clip that nobody has listened to, when it says its reading."""
        if (clip := self.clips.load(key)) is None:
            return None
        speech = Speech(audio=clip.audio, morae=clip.facts.morae, timing=clip.facts.timing)
        heard = _heard(speech, reading)
        facts = heard and replace(clip.facts, morae=heard.morae, timing=heard.timing, believed=True)
        return replace(clip, facts=facts) if facts else None

    def _spoken(self, reading: Reading, voice: str) -> Clip:
        self.speak(reading, voice)
        spoken = self.clips.load(clip_key(self.engine, reading, voice))
        if spoken is None:
            raise EngineError(
                told("the stored clip of '{text}' was damaged; run the build again", text=reading.written)
            )
        return spoken


def clip_key(engine: Engine, reading: Reading, voice: str) -> str:
    """Return the digest of all that decides how a clip sounds."""
    made_from = [_SCHEMA, engine.name, engine.version, voice, engine.heard(reading), reading.kana]
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False).encode()).hexdigest()


def set_key(engine: Engine, reading: Reading, voice: str, setting: Setting) -> str:
    """Return the digest of all that decides how a clip that is set to music sounds."""
    made_from = [clip_key(engine, reading, voice), code_digest(set_clip.__module__), asdict(setting)]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def paced_key(engine: Engine, reading: Reading, voice: str, rate: float) -> str:
    """Return the digest of all that decides how a clip at another speed sounds."""
    made_from = [clip_key(engine, reading, voice), code_digest(paced_clip.__module__), rate]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def checked_clip(engine: Engine, reading: Reading, voice: str) -> Clip:
    """Let an engine speak, and refuse what is no speech: nothing, not-a-number, or an explosion.

    Whoever listens to a voice from outside must find its reading, and all of it. By that speech without times
    of its own is given them.

    Raises
    ------
    EngineError
        Naming the text, when there is nothing to say, or the sound is not usable, or says something else.
    """
    if not reading.morae:
        raise EngineError(
            told("'{text}' has nothing to say; write words, or add it to readings", text=reading.written)
        )
    speech = engine.speak(reading, voice)
    _require_sound(speech, engine, reading)
    if _is_certain(engine):
        return clip_from_speech(speech)
    if (heard := _heard(speech, reading)) is None:
        raise EngineError(
            told(
                "{engine}: what it says is not '{text}', or not all of it; run again later, or write it"
                " otherwise in readings, or use the voice openjtalk",
                engine=engine.name,
                text=reading.written,
            )
        )
    clip = clip_from_speech(heard)
    return replace(clip, facts=replace(clip.facts, believed=True))


def _require_sound(speech: Speech, engine: Engine, reading: Reading) -> None:
    if fault := fault_of(speech):
        raise EngineError(
            told(
                "the voice {engine} gave {fault} for '{text}'; write it otherwise in readings, or use the"
                " voice openjtalk",
                engine=engine.name,
                fault=fault,
                text=reading.written,
            )
        )


def _is_certain(engine: Engine) -> bool:
    return isinstance(engine, Certain) and engine.certain


def _heard(speech: Speech, reading: Reading) -> Speech | None:
    """Return speech whose reading can be heard, with the engine's times if it told any; else None."""
    heard = believed(speech, reading)
    return speech if heard and speech.timing == "engine" else heard


def _quantised(audio: Audio) -> tuple[bytes, float]:
    peak = float(np.abs(audio.samples).max(initial=0.0)) or 1.0
    scale = peak / _FULL_SCALE
    return np.rint(audio.samples / scale).astype("<i2").tobytes(), scale


def _facts(head: dict[str, Any]) -> ClipFacts:
    return ClipFacts(
        duration_s=head["duration_s"],
        loudness_lufs=head["loudness_lufs"],
        morae=tuple(MoraTime(**mora) for mora in head["morae"]),
        timing=head["timing"],
        believed=head.get("believed", False),
        sings=head.get("sings", False),
    )
