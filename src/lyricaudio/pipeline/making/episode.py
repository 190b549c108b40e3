"""The files of one episode, made in a worker: mixed, encoded, tagged, with what lies beside."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lyricaudio import files
from lyricaudio.messages import told
from lyricaudio.mix.bed import notes_of
from lyricaudio.music.band.midi import midi_file
from lyricaudio.music.notation.musicxml import musicxml
from lyricaudio.music.notation.ustx import ustx
from lyricaudio.pipeline.making.soundfiles import Source, write_sound
from lyricaudio.pipeline.project.beside import STEMS, TEXTS, Extras, episode_files
from lyricaudio.release.page.playerdata import PEAK_S, peaks_of, player_json
from lyricaudio.release.pictures.video import write_video
from lyricaudio.release.texts.chapterfile import chapters_json
from lyricaudio.release.texts.faces import sung_notes, vocal_score
from lyricaudio.release.texts.lrc import enhanced_lrc_text, lrc_text
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.release.texts.tags import audio_of, write_tags
from lyricaudio.release.texts.webvtt import webvtt_text
from lyricaudio.work.executor import Folder

_MIXED = "episode.mp3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An episode to be made.

    Attributes
    ----------
    form, label, asks
        How the song is taught: its name, what the listener reads, and whether headphones tell how it went.
    mp3
        Where it is to lie, for error messages.
    extras
        Whether stems, notes, scores and the lyric video are written too.
    earlier
        Of the same sound, if it was made before, the files that hold it, by what they are.
    """

    sound: Source
    tags: EpisodeTags
    form: str
    label: str
    asks: bool
    mp3: PurePosixPath
    extras: Extras
    earlier: Mapping[str, Path]

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys of the clips that it is made from."""
        return () if self.earlier else self.sound.needs


def files_with_sound(mp3: Path, extras: Extras) -> dict[str, Path]:
    """Return the files of an episode that its sound can be had from again."""
    kinds = ("mp3", "data", *STEMS)
    return {kind: path for kind, path in episode_files(mp3, extras).items() if kind in kinds}


def mixed_files(folder: Folder, extras: Extras) -> dict[str, Path]:
    """Return what `mix_episode` leaves in a folder, by what it is."""
    return episode_files(folder.path / _MIXED, extras)


def mix_episode(job: Job, folder: Folder) -> None:
    """Mix, encode and tag an episode (in a worker), and leave its files in a folder, its album's cover too.

    Sound that was made before is not mixed again.

    Raises
    ------
    LyricAudioError
        When a clip or the backing is not usable, or the encoder fails.
    """
    new = mixed_files(folder, job.extras)
    with files.refusing(told("write {file}", file=job.mp3)):
        peaks = _write_sound(job, new)
        write_tags(new["mp3"], job.tags)
        _write_texts(job, peaks, new)
        if job.extras.video:
            write_video(new["video"], job.tags, job.sound.timeline, new["mp3"])


def _write_sound(job: Job, new: Mapping[str, Path]) -> Sequence[int]:
    """Write the MP3 without a tag, and the stems if they are wanted; return its peaks."""
    if job.earlier:
        for kind in STEMS.keys() & new.keys():
            shutil.copyfile(job.earlier[kind], new[kind])
        new["mp3"].write_bytes(audio_of(job.earlier["mp3"]))
        return peaks_of(job.earlier["data"].read_text("utf-8"))
    stem_paths = (new["voice"], new["bed"]) if job.extras.stems else None
    return write_sound(job.sound, new["mp3"], stem_paths, peak_s=PEAK_S)


def _write_texts(job: Job, peaks: Sequence[int], new: Mapping[str, Path]) -> None:
    tags, timeline = job.tags, job.sound.timeline
    player = player_json(tags, timeline, form=job.form, label=job.label, asks=job.asks, peaks=peaks)
    texts = (lrc_text(tags), enhanced_lrc_text(tags), webvtt_text(tags), chapters_json(tags), player)
    for kind, text in zip(TEXTS, texts, strict=True):
        new[kind].write_bytes(text.encode())
    new["cover"].write_bytes(tags.cover)
    if "notes" in new:
        first, *later = timeline.stretches
        notes = midi_file(
            notes_of(timeline),
            bpm=first.bpm,
            metre=first.style.metre,
            title=tags.title,
            voice=sung_notes(timeline),
            changes=[(one.start_beats, one.bpm, one.style.metre) for one in later],
        )
        new["notes"].write_bytes(notes)
    if job.extras.score:
        score = vocal_score(timeline, tags.title)
        new["musicxml"].write_bytes(musicxml(score))
        new["ustx"].write_bytes(ustx(score))
