"""The sound of one episode, made in a worker: mixed, mastered, encoded, and heard again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyricaudio import units
from lyricaudio.audio.codec import write_mp3
from lyricaudio.audio.granules import lowered
from lyricaudio.audio.loudness import frames_above
from lyricaudio.audio.mpeg import mp3_blocks
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.errors import CodecError, ReleaseError
from lyricaudio.messages import told
from lyricaudio.mix.bed import Backing
from lyricaudio.mix.master import Premaster, master, mastered, premastered, waveform
from lyricaudio.mix.mixer import SAMPLE_RATE, Stems, made_from, stems
from lyricaudio.mix.recording import Recording
from lyricaudio.music.timeline import Timeline
from lyricaudio.provenance import code_digest, digest
from lyricaudio.voice.store import Clips

HIGHEST_DBTP = -1.05
"""No player may have to clip: at most -1 dBTP after decoding, and a little for other decoders."""

CEILING_DBTP = -2.5
"""What the limiter leaves before encoding."""

_LOWERINGS = 4
_HEARD_FRAMES = 3 * SAMPLE_RATE  # at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What is heard of an episode, whatever its files say about it.

    Attributes
    ----------
    clips
        Holds those that the timeline names.
    lufs
        The loudness of the master.
    voice
        Whether the voice is in the mix.
    mono
        Whether it is heard from one channel.
    """

    timeline: Timeline
    clips: Clips
    lufs: float
    backing: Backing
    voice: bool
    mono: bool = False

    @property
    def digest(self) -> str:
        """The digest of all that decides it: equal digests mean equal sound."""
        code = code_digest(__name__)
        made = made_from(self.timeline, self.backing, voice=self.voice)
        return digest([code, made, self.lufs, self.mono])

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys of the clips that are heard."""
        heard = self.timeline.heard if self.voice else ()
        return tuple(dict.fromkeys(placement.spoken.clip_key for placement in heard))

    def mixed(self) -> Iterator[Samples]:
        """Yield what is heard in blocks."""
        return (block.mixed() for block in self.stems())

    def stems(self) -> Iterator[Stems]:
        """Yield voice and bed in blocks."""
        both = stems(self.timeline, lambda key: _clip(self.clips, key), self.backing, voice=self.voice)
        return (block.centred() for block in both) if self.mono else both


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A finished recording that is heard as it is, at the loudness of a master.

    `timeline` says when what is heard in it, which decides nothing of its sound.
    """

    timeline: Timeline
    recording: Recording
    lufs: float

    @property
    def mono(self) -> bool:
        """Whether it is heard from one channel: it stays as it is."""
        return False

    @property
    def digest(self) -> str:
        """The digest of all that decides it: equal digests mean equal sound."""
        return digest([code_digest(__name__), self.recording.file, self.lufs])

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys of the clips that are heard: none."""
        return ()

    def mixed(self) -> Iterator[Samples]:
        """Yield what is heard in blocks; `CodecError` when it does not decode."""
        return self.recording.mixed()

    def stems(self) -> Iterator[Stems]:
        """Yield it as a bed without a voice: what is mixed already cannot be taken apart."""
        return self.recording.stems()


Source = Sound | Recorded
"""Where the sound of an episode comes from."""


def write_sound(
    sound: Source, mp3: Path, stem_paths: tuple[Path, Path] | None, *, peak_s: float
) -> tuple[int, ...]:
    """Write an MP3 without a tag, and voice and bed of a mix as WAV files beside it if wanted.

    Returns
    -------
    tuple of int
        The highest sample of every `peak_s`, 0 to 255.

    Raises
    ------
    LyricAudioError
        When a clip or the backing is not usable, or the encoder fails.
    """
    with premastered(sound.mixed(), scratch=mp3.parent) as premaster:
        _encode(premaster, sound.lufs, mp3, mono=sound.mono)
        if stem_paths:
            _write_stems(sound, premaster, stem_paths)
        return tuple(waveform(premaster, peak_s))


def _encode(premaster: Premaster, lufs: float, path: Path, *, mono: bool) -> None:
    """Encode, and decode again: all frames must be there, and no true peak above -1 dBTP.

    Encoding adds up to 2.5 dB to a peak, how much only the encoder knows; where the MP3 passes the limit, it
    is made quieter for that moment.
    """
    blocks = master(premaster, lufs, CEILING_DBTP)
    frames = write_mp3(path, blocks, sample_rate=SAMPLE_RATE, mono=mono)
    for _ in range(_LOWERINGS):
        heard_frames, too_loud = _heard(path)
        if heard_frames != frames:
            raise CodecError(
                told(
                    "only {heard_frames} of {frames} frames decode; the old file is kept",
                    heard_frames=heard_frames,
                    frames=frames,
                )
            )
        if not too_loud:
            return
        path.write_bytes(lowered(path.read_bytes(), too_loud))
    raise CodecError(told("the encoder brings peaks above the limit; the old file is kept"))


def _heard(path: Path) -> tuple[int, list[int]]:
    """Decode an MP3 and return the number of its frames, and those that are too loud."""
    frames, too_loud = 0, []
    limit = units.gain_from_db(HIGHEST_DBTP)
    for block in mp3_blocks(path, sample_rate=SAMPLE_RATE, frames=_HEARD_FRAMES):
        too_loud += [frames + frame for frame in frames_above(block, limit)]
        frames += len(block)
    return frames, too_loud


def _write_stems(sound: Source, premaster: Premaster, paths: tuple[Path, Path]) -> None:
    """Write both stems under the master's gain, so that their sum is the master."""
    parts = ((block.voice, block.bed) for block in sound.stems())
    write_wavs(paths, mastered(parts, premaster, sound.lufs, CEILING_DBTP), SAMPLE_RATE)


def _clip(clips: Clips, key: str) -> Audio:
    clip = clips.load(key)
    if clip is None:
        raise ReleaseError(told("a stored clip was damaged in the meantime; run the build again"))
    return clip.audio
