"""The embedded voice: Open JTalk's HTS engine with the Mei voice, both in the pyopenjtalk-plus wheel.

What is measured and guarded against here: ordinary lines pass 16-bit full scale, so samples stay float;
long runs of one vowel, ン or ッ make the synthesis filter explode, so they are shortened for the engine and
lengthened afterwards, and what explodes even then (ten ル in a row) is said in pieces; any speed but 1.0
spreads time over the whole line, so speed is always 1.0 and times are exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from lyricaudio import files
from lyricaudio.audio.sound import Samples, mono
from lyricaudio.errors import EngineError
from lyricaudio.memo import remembered
from lyricaudio.messages import told
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.stdout import stdout_to_nowhere
from lyricaudio.voice.clip import FULL_SCALE_LIMIT, MoraTime, Speech, fault_of
from lyricaudio.voice.engines.hts import duration_tree
from lyricaudio.voice.engines.mei import TIMBRES, Mei, voice_file
from lyricaudio.voice.engines.pause import pauses_s, resized

_SAMPLE_RATE = 48000
_FRAME = 240  # samples in one 5 ms frame of the voice
_INT16 = 32768.0
_CUT_FADE = 240  # samples over which a cut inside a pause is softened: 5 ms
_NOTE_RANGE = (58, 72)
_WARPING = re.compile(rb"(OPTION\[MCP\]:ALPHA=)[\d.]+")
_VOICED_ON = frozenset("aiueoAIUEON")
_RUN = 2  # equal phones in a row that the engine is given at most, when more make it explode


class OpenJTalk(Mei):
    """The HTS engine, one per process, on full-context labels."""

    def heard(self, reading: Reading) -> str:
        """Return the full-context labels and the lengths of the pauses among them."""
        return "\n".join([*reading.labels, *map(str, pauses_s(reading))])

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Synthesize at the engine's own speed; what explodes is lengthened afterwards, or said in pieces.

        Raises
        ------
        EngineError
            When there is nothing to say, or the package does not fit its voice file.
        """
        if not reading.labels:
            raise EngineError(told("'{text}' has nothing to say; write words", text=reading.written))
        speech = _speak(reading, voice, _synthesized, longest_run=len(reading.labels))
        if fault_of(speech):
            speech = _speak(reading, voice, _synthesized, longest_run=_RUN)
        if fault_of(speech):
            speech = _speak(reading, voice, _in_pieces, longest_run=_RUN)
        return speech

    def times(self, reading: Reading, voice: str) -> tuple[MoraTime, ...]:
        """Return when the morae will sound, from the voice's duration tree."""
        return _mora_times(reading, _bounds(_phones(reading, longest_run=len(reading.labels))))

    def note_range(self, voice: str) -> tuple[int, int]:
        """Return the range that its speech was measured to have, with three semitones more above."""
        lowest, highest = (note + TIMBRES[voice].half_tones for note in _NOTE_RANGE)
        return lowest, highest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phone:
    """One label: the phone's length in samples, how often it is to be repeated, or a pause's new length."""

    label: str
    samples: int
    repeats: int = 0
    pause_samples: int | None = None

    @property
    def heard_samples(self) -> int:
        """Its length in the speech."""
        return self.samples if self.pause_samples is None else self.pause_samples


_Synthesis = Callable[[list[str], str], Samples]
"""What makes samples of labels by a voice."""


def _speak(reading: Reading, voice: str, synthesis: _Synthesis, *, longest_run: int) -> Speech:
    phones = _phones(reading, longest_run)
    sound = synthesis([phone.label for phone in phones], voice)
    expected = sum(phone.samples for phone in phones)
    if len(sound) != expected:
        raise EngineError(
            told(
                "openjtalk made {count} samples of '{text}', its voice file says {expected}; reinstall"
                " pyopenjtalk-plus",
                count=len(sound),
                text=reading.written,
                expected=expected,
            )
        )
    return Speech(
        audio=mono(_retimed(sound, phones), _SAMPLE_RATE), morae=_mora_times(reading, _bounds(phones))
    )


def _phones(reading: Reading, longest_run: int) -> list[_Phone]:
    """Pair labels with their lengths; what a run has too many of becomes repeats of its last phone."""
    tree = duration_tree(voice_file())
    pauses = iter(pauses_s(reading))
    phones: list[_Phone] = []
    run = 1
    for label in reading.labels:
        name = _phone_name(label)
        same = bool(phones) and name == _phone_name(phones[-1].label)
        run = run + 1 if same else 1
        if run > longest_run:
            phones[-1] = replace(phones[-1], repeats=phones[-1].repeats + 1)
            continue
        pause = round(next(pauses) * _SAMPLE_RATE) if name == "pau" else None
        phones.append(_Phone(label=label, samples=tree.frames(label) * _FRAME, pause_samples=pause))
    return phones


def _phone_name(label: str) -> str:
    return label[label.index("-") + 1 : label.index("+")]


def _retimed(sound: Samples, phones: list[_Phone]) -> Samples:
    """Repeat phones and resize pauses as asked."""
    pieces: list[Samples] = []
    source = 0
    for phone in phones:
        piece = sound[source : source + phone.samples]
        source += phone.samples
        if phone.pause_samples is not None:
            piece = resized(piece, phone.pause_samples, fade=_CUT_FADE)
        pieces += [piece, *(_looped(piece) for _ in range(phone.repeats))]
    return np.concatenate(pieces)


def _bounds(phones: list[_Phone]) -> list[tuple[int, int]]:
    """Return where each label sounds in the speech: its samples (start, stop), repeats one by one."""
    bounds: list[tuple[int, int]] = []
    at = 0
    for phone in phones:
        for _ in range(1 + phone.repeats):
            bounds.append((at, at + phone.heard_samples))
            at += phone.heard_samples
    return bounds


def _looped(phone: Samples) -> Samples:
    """Return a phone that can follow itself: cross-faded with its own reverse, so that ends meet."""
    ramp = np.sin(np.linspace(0, np.pi / 2, len(phone), dtype=np.float32)) ** 2
    looped: Samples = phone[::-1] * (1 - ramp) + phone * ramp
    return looped


def _mora_times(reading: Reading, bounds: list[tuple[int, int]]) -> tuple[MoraTime, ...]:
    """Give each mora its one or two phones, in order; `sil` and `pau` belong to none."""
    named = zip(map(_phone_name, reading.labels), bounds, strict=True)
    phones = iter(frames for name, frames in named if name not in ("sil", "pau"))
    return tuple(_mora_time(mora, [next(phones) for _ in range(mora.phones)]) for mora in reading.morae)


def _mora_time(mora: Mora, phones: list[tuple[int, int]]) -> MoraTime:
    return MoraTime(
        kana=mora.kana,
        start_s=phones[0][0] / _SAMPLE_RATE,
        vowel_onset_s=phones[-1][0] / _SAMPLE_RATE,
        end_s=phones[-1][1] / _SAMPLE_RATE,
    )


@remembered
def _engine(voice: str) -> Any:
    with stdout_to_nowhere():  # the package prints that it has no onnxruntime
        from pyopenjtalk import HTSEngine  # 0.3 s: only a process that speaks pays

    timbre = TIMBRES[voice]
    with _warped_file(timbre.warping) as file:
        engine = HTSEngine(str(file).encode())
    engine.set_speed(1.0)
    engine.add_half_tone(float(timbre.half_tones))
    return engine


@contextmanager
def _warped_file(warping: str | None) -> Iterator[Path]:
    """Give the voice file, or for as long as it takes to load it one that is read back by another warping."""
    if warping is None:
        yield voice_file()
        return
    with TemporaryDirectory() as folder:
        warped = Path(folder, voice_file().name)
        data = _WARPING.sub(rb"\g<1>" + warping.encode(), voice_file().read_bytes(), count=1)
        files.write_bytes(warped, data)
        yield warped


def _synthesized(labels: list[str], voice: str) -> Samples:
    """Return the engine's samples on the scale where 1.0 is 16-bit full scale; may pass it."""
    with np.errstate(over="ignore"):  # an explosion becomes infinite, which is found
        return np.asarray(_engine(voice).synthesize(labels) / _INT16, dtype=np.float32)


def _in_pieces(labels: list[str], voice: str) -> Samples:
    """Return the samples of labels that explode together: of halves, or of halves of these, side by side.

    Each is said between the silences of the line and cut out. Where they meet both fade for 5 ms, best in a
    pause or where a consonant begins.
    """
    tree = duration_tree(voice_file())
    silent = [_FRAME * tree.frames(label) for label in (labels[0], labels[-1])]

    def said(inner: list[str]) -> Samples:
        sound = _synthesized([labels[0], *inner, labels[-1]], voice)
        explodes = not np.isfinite(sound).all() or np.abs(sound).max() > FULL_SCALE_LIMIT
        if explodes and len(inner) > 1:
            middle = _seam(inner)
            return np.concatenate([_faded(said(inner[:middle])), _faded(said(inner[middle:]))])
        return sound[silent[0] : len(sound) - silent[1]]

    rests = [np.zeros(samples, dtype=np.float32) for samples in silent]
    return np.concatenate([rests[0], said(labels[1:-1]), rests[1]])


def _seam(labels: list[str]) -> int:
    """Return where to part labels: near the middle, before a pause or a consonant if there is one."""
    places = range(1, len(labels))
    good = [place for place in places if _phone_name(labels[place]) not in _VOICED_ON] or list(places)
    return min(good, key=lambda place: abs(2 * place - len(labels)))


def _faded(sound: Samples) -> Samples:
    ramp = np.minimum(1.0, np.arange(1, len(sound) + 1, dtype=np.float32) / np.float32(_CUT_FADE))
    faded: Samples = sound * ramp * ramp[::-1]
    return faded
