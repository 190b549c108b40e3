"""What is to be made: one order per episode, with the digest of all that it is made from.

Nothing here reads a text aloud or opens a sound, so that finding out that all is done costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio.lesson.form import Form, chosen_forms, plan_episode
from lyricaudio.lesson.plan import Cue, Plan
from lyricaudio.lesson.sung import plan_of_recording
from lyricaudio.pipeline.planning.manner import Manner, manner_of
from lyricaudio.pipeline.planning.shelfmarks import Shelfmark
from lyricaudio.pipeline.planning.times import Times
from lyricaudio.pipeline.planning.wishes import NO_WISHES, Wishes
from lyricaudio.pipeline.project.choices import Scoring, scoring_of
from lyricaudio.pipeline.project.library import Entry, Library
from lyricaudio.pipeline.project.sounds import OwnRecording, OwnSounds, own_sounds
from lyricaudio.provenance import UNTOLD, code_digest, digest
from lyricaudio.song import Project, Song, display

_OFF_VOCAL = "オフボーカル"
_OFF_VOCAL_FORM = "-off-vocal"
OWN = ""
"""What segments call the song that was planned."""

MAKER = "lyricaudio.pipeline.making.make"
"""The module that makes episodes: whatever it imports decides their bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One episode to be made.

    Attributes
    ----------
    song_id, song_path, song
        The song: its identity, its file from the project's root, and all that it says.
    plan
        What is said; a segment without a song's name is of this one.
    manners
        How each song of the plan is said and played, by the name that its segments give it.
    length_s
        How long it has to be; None is as long as it takes.
    mono
        Whether it has one channel, and half the size.
    embed_lrc
        Whether the plain lyrics in its tags have stamps.
    folder, stem
        Where its files go: `folder/stem.mp3`, from the output folder.
    off_vocal
        Whether the voice is left out; such an episode has an album of its own.
    soundfont
        What plays the band in place of our own instruments.
    recording
        What is heard in place of all that is planned: the song as somebody else finished it.
    title, title_reading, artist, album, year, track, tracks, disc, discs
        What the tags say.
    tags
        The song's, by which playlists select it.
    own_files
        The sounds of the person's own that its song names, and what tells their times.
    digest
        Of all that its files are made from, wherever they lie: of the fields that are told, of the voices'
        and readers' versions, and of our own code. Equal digests mean equal bytes.
    """

    song_id: str
    song_path: str = field(metadata=UNTOLD)
    song: Song = field(metadata=UNTOLD)
    form: Form[Any] = field(metadata=UNTOLD)
    plan: Plan
    manners: dict[str, Manner]
    loudness_lufs: float
    length_s: float | None = None
    off_vocal: bool = False
    soundfont: Path | None = None
    recording: OwnRecording | None = None
    mono: bool = False
    embed_lrc: bool = False
    folder: str = field(metadata=UNTOLD)
    stem: str = field(metadata=UNTOLD)
    title: str
    title_reading: str | None
    artist: str
    album: str
    year: int
    track: int
    tracks: int
    disc: int
    discs: int
    tags: tuple[str, ...]
    own_files: tuple[Path, ...] = field(default=(), metadata=UNTOLD)
    digest: str = field(default="", metadata=UNTOLD)

    @property
    def form_id(self) -> str:
        """The form's name, that of an episode without the voice being one of its own."""
        return f"{self.form.name}{_OFF_VOCAL_FORM if self.off_vocal else ''}"

    @property
    def key(self) -> str:
        """The episode's identity: what everything that is kept about it hangs on."""
        return f"{self.song_id}/{self.form_id}"

    @property
    def mp3(self) -> PurePosixPath:
        """The path of its MP3, from the output folder."""
        return PurePosixPath(self.folder) / f"{self.stem}.mp3"

    @property
    def name(self) -> str:
        """What the person knows it by."""
        return f"{display(self.song.title.text)} ({_OFF_VOCAL if self.off_vocal else self.form.label})"

    @property
    def manner(self) -> Manner:
        """How its own song is said and played."""
        return self.manners[OWN]

    @property
    def loops(self) -> dict[str, Path]:
        """The loops that play in place of the band, by their songs."""
        return {song: manner.scoring.loop for song, manner in self.manners.items() if manner.scoring.loop}

    @property
    def bedless(self) -> frozenset[str]:
        """The songs without a bed: those of a recording whose tempo nobody knows, which no bed would fit."""
        return frozenset(
            song
            for song, manner in self.manners.items()
            if manner.recording and not manner.recording.bpm and not manner.scoring.loop
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """All files beside the songs that they name."""
        return (
            *(path for manner in self.manners.values() for path in manner.scoring.files),
            *self.own_files,
        )

    @property
    def cues(self) -> Iterator[tuple[Manner, Cue]]:
        """All that is said or stood for, in order, with the manner of its song."""
        for segment in self.plan.segments:
            for cue in segment.cues:
                yield self.manners[segment.song], cue


def song_orders(
    library: Library,
    entry: Entry,
    mark: Shelfmark,
    wishes: Wishes = NO_WISHES,
    *,
    times: Times,
    year: int | None = None,
) -> list[Order]:
    """List the episodes of one song, in the order of its album.

    Parameters
    ----------
    mark
        Where its files go.
    times
        When lines are sung in recordings of which nobody wrote it.
    year
        When it came out, if nobody wrote it down; None is this year.

    Raises
    ------
    EngineUnavailable
        When a voice that the song asks for cannot run here.
    """
    chosen = chosen_forms(library.project.forms)
    file = library.root / entry.path
    find = partial(times.of, entry.song, library)
    sounds = own_sounds(entry.song, file=file, root=library.root, find=find)
    plans = [(form, _planned(entry.song, form, settings, sounds)) for form, settings in chosen]
    planned = [(form, plan) for form, plan in plans if plan.parts]
    if not planned:
        return []
    scoring = scoring_of(entry.song, library.project, seed=entry.song_id, file=file, root=library.root)
    orders = [
        replace(
            _order(library, entry, mark, form, plan, replace(scoring, speed=plan.speed), sounds),
            track=track,
            tracks=len(planned),
            stem=f"{track:02} {form.label}",
            year=entry.song.year or library.project.year or year or date.today().year,
            soundfont=wishes.soundfont,
            embed_lrc=wishes.embed_lrc,
        )
        for track, (form, plan) in enumerate(planned, start=1)
    ]
    if wishes.off_vocal:
        apart = [order for order in orders if order.form.off_vocal and not order.recording]
        orders += [_without_voice(order) for order in apart]
    return [digested(order) for order in orders]


def is_off_vocal(key: str) -> bool:
    """Tell whether the key of an order is that of an episode without the voice."""
    return key.endswith(_OFF_VOCAL_FORM)


def _without_voice(order: Order) -> Order:
    """Make the same episode without the voice: in an album of its own, or the other's would be renumbered."""
    return replace(
        order,
        off_vocal=True,
        folder=f"{order.folder} {_OFF_VOCAL}",
        title=f"{order.title} ({_OFF_VOCAL})",
        album=f"{order.album} ({_OFF_VOCAL})",
        track=1,
        tracks=1,
    )


def _planned(song: Song, form: Form[Any], settings: Any, sounds: OwnSounds) -> Plan:
    """Plan an episode; a recording sings its lines in an order of its own."""
    if form.plays_recording and sounds.recording and sounds.recording.lines:
        return plan_of_recording(song, form.name, sounds.recording.lines)
    return plan_episode(song, form, settings)


def _order(
    library: Library,
    entry: Entry,
    mark: Shelfmark,
    form: Form[Any],
    plan: Plan,
    scoring: Scoring,
    sounds: OwnSounds,
) -> Order:
    song, project = entry.song, library.project
    title = display(song.title.text)
    return Order(
        song_id=entry.song_id,
        song_path=entry.path,
        song=song,
        form=form,
        plan=plan,
        manners={OWN: manner_of(song, library, plan, scoring, sounds)},
        recording=sounds.recording if form.plays_recording else None,
        own_files=sounds.files,
        loudness_lufs=project.loudness_lufs,
        mono=in_mono(project, form, plan),
        folder=mark.folder,
        stem="",
        title=form.title(title),
        title_reading=song.title_reading,
        artist=song.artist or project.artist,
        album=mark.album,
        year=0,
        track=0,
        tracks=0,
        disc=mark.disc,
        discs=mark.discs,
        tags=song.tags,
    )


def in_mono(project: Project, form: Form[Any], plan: Plan) -> bool:
    """Tell whether an episode has one channel: the song itself has two, and what tells left from right."""
    sided = any(cue.side for cue in plan.cues)
    return project.speech == "mono" and not form.plays_recording and not sided


def digested(order: Order) -> Order:
    """Return an order with its digest: of itself, and of what its episode is made with."""
    made_with = [manner.made_with for manner in order.manners.values()]
    form = [order.form.name, order.form.label, order.form.about]
    return replace(order, digest=digest([code_digest(MAKER), made_with, form, order]))
