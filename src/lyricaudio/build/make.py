"""Making episodes: speak, lay out, mix, encode, tag; in worker processes, each file all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from lyricaudio import __version__
from lyricaudio.build.beside import Extras, episode_files
from lyricaudio.build.draft import Draft, Item, doubts_in, draft, silent_notes
from lyricaudio.build.episode import Job, make_episode
from lyricaudio.build.order import Order
from lyricaudio.build.record import EpisodeRecord, Record, facts_of, unchanged
from lyricaudio.build.report import Progress, Report, Result, Status, Watch
from lyricaudio.build.sound import Sound
from lyricaudio.build.speak import Speaker, clip_store
from lyricaudio.errors import LyricAudioError, Place, ReleaseError
from lyricaudio.mix.bed import Backing
from lyricaudio.music.timeline import Timeline
from lyricaudio.reading.model import Doubt
from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.cover import draw_cover
from lyricaudio.release.episode import EpisodeTags
from lyricaudio.release.faces import chapters, heard_lines, lyric_events, lyrics_text
from lyricaudio.song import display
from lyricaudio.voice.engine import load_engine
from lyricaudio.workers import Outcome, Pool, Task

GENRE = "Educational"

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def episode_tags(order: Order, timeline: Timeline, cover: bytes) -> EpisodeTags:
    """Write out what the tags of an episode say."""
    title_sort = order.title_reading or _kana(order, order.song.title.text)
    return EpisodeTags(
        title=order.title,
        artist=order.artist,
        album=order.album,
        album_artist=order.artist,
        track=order.track,
        tracks=order.tracks,
        disc=order.disc,
        discs=order.discs,
        year=order.year,
        genre=GENRE,
        bpm=round(timeline.bpm),
        title_sort=title_sort,
        artist_sort=_kana(order, order.artist),
        album_sort=title_sort if order.album == display(order.song.title.text) else _kana(order, order.album),
        album_artist_sort=_kana(order, order.artist),
        comment=_comment(order),
        lyrics=lyrics_text(order.plan),
        embed_lrc=order.embed_lrc,
        events=lyric_events(timeline),
        chapters=chapters(timeline),
        cover=cover,
        length_s=timeline.length_s,
        encoder=f"lyricaudio {__version__}",
    )


def _kana(order: Order, text: str) -> str:
    """Return hiragana to sort a name by; a name in Latin letters alone sorts as it is."""
    if text.isascii():
        return text
    kana = order.reader.read(text).kana
    return kana.translate(_KATAKANA_TO_HIRAGANA) or text


def _comment(order: Order) -> str:
    credits = sorted({load_engine(voice.engine).credit for voice in order.voices.values()} - {""})
    return "\n".join([order.form.about, *(f"声: {credit}" for credit in credits)])


_SPEAK_S_PER_MORA = 0.006
_SET_S_PER_MORA = 0.02
_MIX_S_PER_MORA = 0.004
_VIDEO_S_PER_MORA = 0.035
"""Roughly what the work costs, to tell how much of it is left."""

MIX_LIMIT_S = 3600.0


def make_episodes(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
    """Make all orders on all processors, adding to the record what is finished.

    `extras` are written beside all, and those that were there before are kept up to date.

    A text or voice that fails costs its own episode only. An interruption leaves the record with what was
    finished, and the store with every clip that was.
    """
    with Pool() as pool:
        making = _Making(pool, record, watch, extras=extras)
        for order in orders:
            making.add(order)
        pool.run()
    return making.report()


class _Making:
    """A build while its workers are busy."""

    def __init__(self, pool: Pool, record: Record, watch: Watch, *, extras: Extras) -> None:
        self._results: list[Result] = []
        self._doubts: set[tuple[Place, Doubt]] = set()
        self._pool, self._record, self._output, self._watch = pool, record, record.output, watch
        self._extras = extras
        self._store = clip_store(record.output)
        self._sounds = {known.sound: known for known in record.episodes.values()}
        self._speaker = Speaker(
            pool=pool,
            store=self._store,
            ready=self._mix,
            failed=self._fail,
            asked=lambda item: self._advance(clips_total=self._progress.clips_total + 1),
            heard=self._heard,
        )
        self._cover = cache(_cover)
        self._progress = Progress()
        self._voice_s: dict[str, float] = {}  # by key: what is not heard yet
        self._work_s = self._done_s = 0.0

    def add(self, order: Order) -> None:
        """Read an order, and submit what it needs."""
        try:
            planned = draft(order)
        except LyricAudioError as error:
            self._end(Result(name=order.name, status=Status.FAILED, error=error))
            return
        self._doubts |= doubts_in(planned)
        self._work_s += self._mix_s(planned)
        for item in planned.items:
            if item.key not in self._voice_s:
                self._voice_s[item.key] = _voice_s(item)
                self._work_s += _voice_s(item)
        self._advance(episodes_total=self._progress.episodes_total + 1)
        self._speaker.add(planned)

    def report(self) -> Report:
        """Return how all orders came out; doubtful readings are counted, they stop nothing."""
        count = len(self._doubts)
        notes = (f"{count} readings in doubt; see them with: lyricaudio check",) if count else ()
        return Report(results=tuple(self._results), notes=notes)

    def _extras_of(self, order: Order) -> Extras:
        known = self._record.episodes.get(order.key)
        return self._extras | known.extras if known else self._extras

    def _mix_s(self, planned: Draft) -> float:
        video = self._extras_of(planned.order).video
        per_mora = _MIX_S_PER_MORA + (_VIDEO_S_PER_MORA if video else 0.0)
        return per_mora * sum(len(item.reading.morae) for item in planned.items)

    def _heard(self, item: Item) -> None:
        self._done_s += self._voice_s.get(item.key, 0.0)
        self._voice_s[item.key] = 0.0
        self._advance(clips=self._progress.clips + 1, now=str(item.cue.text.place))

    def _mix(self, planned: Draft, timeline: Timeline) -> None:
        order = planned.order
        cover = self._cover(display(order.song.title.text), order.artist)
        tags = episode_tags(order, timeline, cover)
        extras = self._extras_of(order)
        sound = Sound(
            timeline=timeline,
            store=self._store,
            lufs=order.loudness_lufs,
            backing=Backing(soundfont=order.soundfont, loop=order.scoring.loop),
            voice=not order.off_vocal,
        )
        job = Job(
            sound=sound,
            tags=tags,
            form=order.form.name,
            label=order.form.label,
            mp3=self._output / order.mp3,
            extras=extras,
            earlier=self._earlier(sound.digest, extras),
        )
        task = Task(name=order.name, function=make_episode, arguments=(job,), limit_s=MIX_LIMIT_S)
        self._pool.submit(task, lambda outcome: self._made(planned, job, outcome))

    def _earlier(self, sound: str, extras: Extras) -> Path | None:
        """Return an MP3 of the same sound that was made before, with what is wanted beside it."""
        known = self._sounds.get(sound)
        if known and known.extras | extras == known.extras and unchanged(self._output, known.files):
            return self._output / known.episode.mp3
        return None

    def _made(self, planned: Draft, job: Job, outcome: Outcome) -> None:
        order = planned.order
        if outcome.error is not None:
            self._fail(planned, outcome.error)
            return
        try:
            made = _recorded(order, job, self._output)
        except OSError:
            self._fail(
                planned, ReleaseError(f"{job.mp3} vanished when it was just made; run the build again")
            )
            return
        known = self._record.episodes.get(order.key)
        status = Status.UNCHANGED if known and known.files == made.files else Status.BUILT
        self._record.made(made)
        self._done_s += self._mix_s(planned)
        self._end(
            Result(
                name=order.name,
                status=status,
                path=job.mp3,
                seconds=made.episode.seconds,
                notes=silent_notes(planned),
            )
        )

    def _fail(self, planned: Draft, error: LyricAudioError) -> None:
        self._done_s += self._mix_s(planned)
        self._end(Result(name=planned.order.name, status=Status.FAILED, error=error))

    def _end(self, result: Result) -> None:
        self._results.append(result)
        self._advance(episodes=self._progress.episodes + 1, now=result.name)

    def _advance(self, **changes: Any) -> None:
        share = self._done_s / self._work_s if self._work_s else 0.0
        self._progress = replace(self._progress, share=share, **changes)
        self._watch(self._progress)


def _recorded(order: Order, job: Job, output: Path) -> EpisodeRecord:
    paths = episode_files(job.mp3, job.extras)
    facts = facts_of(output, paths.values())
    files = {kind: fact.path for kind, fact in zip(paths, facts, strict=True)}
    return EpisodeRecord(
        digest=order.digest,
        sound=job.sound.digest,
        song_path=order.song_path,
        name=order.name,
        extras=job.extras,
        files=facts,
        episode=catalogue_entry(order, job.sound.timeline, files, size_bytes=facts[0].size),
    )


def catalogue_entry(
    order: Order, timeline: Timeline, files: Mapping[str, str], *, size_bytes: int
) -> CatalogueEpisode:
    """Return what the catalogue says of an episode.

    Parameters
    ----------
    files
        Its paths from the output folder, by what they are.
    size_bytes
        Of the MP3.
    """
    return CatalogueEpisode(
        id=order.key,
        song=order.song_id,
        form=order.form_id,
        label=order.form.label,
        about=order.form.about,
        title=order.title,
        artist=order.artist,
        album=order.album,
        year=order.year,
        track=order.track,
        song_title=display(order.song.title.text),
        tags=order.song.tags,
        off_vocal=order.off_vocal,
        lyrics=lyrics_text(order.plan),
        seconds=timeline.length_s,
        size_bytes=size_bytes,
        files=files,
        lines=heard_lines(timeline),
    )


def _voice_s(item: Item) -> float:
    return (_SET_S_PER_MORA if item.is_set else _SPEAK_S_PER_MORA) * len(item.reading.morae)


def _cover(title: str, artist: str) -> bytes:
    return draw_cover(title, subtitle=artist, seed=title)
