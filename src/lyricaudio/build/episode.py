"""The files of one episode, made in a worker: mixed, encoded, tagged; each file all or nothing."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyricaudio import files
from lyricaudio.build.beside import STEMS, TEXTS, Extras, episode_files
from lyricaudio.build.sound import Sound, write_sound
from lyricaudio.mix.bed import notes_of
from lyricaudio.music.midi import midi_file
from lyricaudio.release.chapterfile import chapters_json
from lyricaudio.release.episode import EpisodeTags
from lyricaudio.release.faces import sung_notes
from lyricaudio.release.lrc import enhanced_lrc_text, lrc_text
from lyricaudio.release.playerdata import PEAK_S, peaks_of, player_json
from lyricaudio.release.tags import audio_of, write_tags
from lyricaudio.release.video import write_video
from lyricaudio.release.webvtt import webvtt_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An episode to be made.

    Attributes
    ----------
    form, label
        How the song is taught: its name, and what the listener reads.
    mp3
        Where it goes; its other files go beside it.
    extras
        Whether the stems, with the notes as MIDI, and the lyric video are written too.
    earlier
        The MP3 of an earlier making of the same sound, with the same extras beside it.
    """

    sound: Sound
    tags: EpisodeTags
    form: str
    label: str
    mp3: Path
    extras: Extras
    earlier: Path | None = None


def make_episode(job: Job) -> None:
    """Make an episode's MP3, what lies beside it, and its album's cover.

    The files appear under their names when all are whole, one right after the other; one that is the same as
    before stays as it is. Sound that was made before is not mixed again.

    Raises
    ------
    LyricAudioError
        What was there before is unchanged then.
    """
    targets = episode_files(job.mp3, job.extras)
    with files.replacing_all(list(targets.values())) as paths:
        new = dict(zip(targets, paths, strict=True))
        peaks = _write_sound(job, new)
        write_tags(new["mp3"], job.tags)
        _write_texts(job, peaks, new)
        if job.extras.video:
            write_video(new["video"], job.tags, job.sound.timeline, new["mp3"])
        for kind, target in targets.items():
            if new[kind].exists() and target.is_file() and filecmp.cmp(new[kind], target, shallow=False):
                new[kind].unlink()


def _write_sound(job: Job, new: Mapping[str, Path]) -> Sequence[int]:
    """Write the MP3 without a tag, and the stems if they are wanted; return its peaks."""
    if job.earlier is not None:
        earlier = episode_files(job.earlier, job.extras)
        for kind in STEMS.keys() & new.keys():
            shutil.copyfile(earlier[kind], new[kind])
        new["mp3"].write_bytes(audio_of(earlier["mp3"]))
        return peaks_of(earlier["data"].read_text("utf-8"))
    stem_paths = (new["voice"], new["bed"]) if job.extras.stems else None
    return write_sound(job.sound, new["mp3"], stem_paths, peak_s=PEAK_S)


def _write_texts(job: Job, peaks: Sequence[int], new: Mapping[str, Path]) -> None:
    tags, timeline = job.tags, job.sound.timeline
    player = player_json(tags, timeline, form=job.form, label=job.label, peaks=peaks)
    texts = (lrc_text(tags), enhanced_lrc_text(tags), webvtt_text(tags), chapters_json(tags), player)
    for kind, text in zip(TEXTS, texts, strict=True):
        new[kind].write_bytes(text.encode())
    new["cover"].write_bytes(tags.cover)
    if job.extras.stems:
        score = midi_file(
            notes_of(timeline),
            bpm=timeline.bpm,
            metre=timeline.style.metre,
            title=tags.title,
            voice=sung_notes(timeline),
        )
        new["notes"].write_bytes(score)
