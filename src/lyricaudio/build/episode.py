"""The files of one episode, made in a worker: mixed, encoded, tagged; each file all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyricaudio import files, units
from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.loudness import highest_true_peak
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.build.record import Extras
from lyricaudio.errors import CodecError, ReleaseError
from lyricaudio.mix.bed import Backing, notes_of
from lyricaudio.mix.master import Premaster, master, mastered, premastered, waveform
from lyricaudio.mix.mixer import SAMPLE_RATE, Stems, stems
from lyricaudio.music.midi import midi_file
from lyricaudio.music.timeline import Timeline
from lyricaudio.release.chapterfile import chapters_json
from lyricaudio.release.episode import EpisodeTags
from lyricaudio.release.faces import sung_notes
from lyricaudio.release.lrc import enhanced_lrc_text, lrc_text
from lyricaudio.release.playerdata import PEAK_S, player_json
from lyricaudio.release.tags import write_tags
from lyricaudio.release.video import write_video
from lyricaudio.release.webvtt import webvtt_text
from lyricaudio.voice.store import Store

HIGHEST_DBTP = -1.05
"""No player may have to clip: at most -1 dBTP after decoding, and a little for other decoders."""

CEILING_DBTP = -2.0
"""What the limiter leaves before encoding."""

_ENCODINGS = 4
_SIDECARS = (".lrc", ".elrc", ".vtt", ".chapters.json", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An episode to be made.

    Attributes
    ----------
    form, label
        How the song is taught: its name, and what the listener reads.
    mp3
        Where it goes; its other files go beside it.
    lufs
        The loudness of the master.
    voice
        Whether the voice is in the mix.
    extras
        Whether the stems, with the notes as MIDI, and the lyric video are written too.
    """

    timeline: Timeline
    tags: EpisodeTags
    form: str
    label: str
    store: Store
    mp3: Path
    lufs: float
    backing: Backing
    voice: bool
    extras: Extras


def episode_files(mp3: Path, extras: Extras) -> tuple[Path, ...]:
    """Return the files of an episode, its MP3 first."""
    stems = (*_wavs(mp3), mp3.with_suffix(".mid")) if extras.stems else ()
    video = (mp3.with_suffix(".mp4"),) if extras.video else ()
    sidecars = (mp3.with_suffix(suffix) for suffix in _SIDECARS)
    return (mp3, *sidecars, mp3.with_name("folder.jpg"), *stems, *video)


def _wavs(mp3: Path) -> tuple[Path, Path]:
    return mp3.with_suffix(".voice.wav"), mp3.with_suffix(".bed.wav")


def make_episode(job: Job) -> None:
    """Make an episode's MP3, what lies beside it, and its album's cover.

    The MP3 appears under its name only when it is whole: mixed, encoded, decoded again and tagged.

    Raises
    ------
    LyricAudioError
        What was there before is unchanged then.
    """
    mp3, tags = job.mp3, job.tags
    with files.replacing(mp3) as temporary:
        mixed = (block.mixed() for block in _stems(job))
        with premastered(mixed, scratch=temporary.parent) as premaster:
            ceiling_dbtp = _encode(premaster, job.lufs, temporary)
            peaks = waveform(premaster, PEAK_S)
            if job.extras.stems:
                _write_stems(job, premaster, ceiling_dbtp)
        write_tags(temporary, tags)
    _write_sidecars(job, peaks)
    if job.extras.video:
        with files.replacing(mp3.with_suffix(".mp4")) as temporary:
            write_video(temporary, tags, job.timeline, mp3)


def _write_sidecars(job: Job, peaks: Sequence[int]) -> None:
    mp3, tags = job.mp3, job.tags
    player = player_json(tags, job.timeline, form=job.form, label=job.label, peaks=peaks)
    texts = (lrc_text(tags), enhanced_lrc_text(tags), webvtt_text(tags), chapters_json(tags), player)
    for suffix, text in zip(_SIDECARS, texts, strict=True):
        files.write_text(mp3.with_suffix(suffix), text)
    cover = mp3.with_name("folder.jpg")
    if not (cover.is_file() and cover.read_bytes() == tags.cover):
        files.write_bytes(cover, tags.cover)


def _stems(job: Job) -> Iterator[Stems]:
    return stems(job.timeline, lambda key: _sound(job.store, key), job.backing, voice=job.voice)


def _encode(premaster: Premaster, lufs: float, path: Path) -> float:
    """Encode, and decode again: all frames must be there, and no true peak above -1 dBTP.

    Encoding adds up to 1.5 dB to a peak, how much only the encoder knows; so a master whose MP3 passes
    the limit is made once more with as much less room as it took. Returns the ceiling that did.
    """
    ceiling_dbtp = CEILING_DBTP
    for _ in range(_ENCODINGS):
        frames = write_mp3(path, master(premaster, lufs, ceiling_dbtp), sample_rate=SAMPLE_RATE)
        heard_frames, peak_dbtp = _heard(path)
        if heard_frames != frames:
            raise CodecError(f"{path}: only {heard_frames} of {frames} frames decode; the old file is kept")
        if peak_dbtp <= HIGHEST_DBTP:
            return ceiling_dbtp
        ceiling_dbtp -= peak_dbtp - HIGHEST_DBTP + 0.1
    raise CodecError(f"the encoder brings peaks to {peak_dbtp:.1f} dBTP; the old file is kept")


def _heard(path: Path) -> tuple[int, float]:
    """Decode an MP3 and return its frames and its true peak (dBTP)."""
    frames = 0

    def counted() -> Iterator[Samples]:
        nonlocal frames
        for block in decoded_blocks(path):
            frames += len(block)
            yield block

    peak = highest_true_peak(counted())
    return frames, units.db_from_gain(peak)


def _write_stems(job: Job, premaster: Premaster, ceiling_dbtp: float) -> None:
    """Write both stems under the master's gain, so that their sum is the master, and the notes as MIDI."""
    timeline = job.timeline
    with files.replacing(_wavs(job.mp3)[0]) as voice, files.replacing(_wavs(job.mp3)[1]) as bed:
        parts = ((block.voice, block.bed) for block in _stems(job))
        write_wavs((voice, bed), mastered(parts, premaster, job.lufs, ceiling_dbtp), SAMPLE_RATE)
    score = midi_file(
        notes_of(timeline),
        bpm=timeline.bpm,
        metre=timeline.style.metre,
        title=job.tags.title,
        voice=sung_notes(timeline),
    )
    files.write_bytes(job.mp3.with_suffix(".mid"), score)


def _sound(store: Store, key: str) -> Audio:
    clip = store.load(key)
    if clip is None:
        raise ReleaseError("a stored clip was damaged in the meantime; run the build again")
    return clip.audio
