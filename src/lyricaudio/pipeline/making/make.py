"""Making episodes: one coroutine each, side by side, in whatever processes the executor has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import Place, ReleaseError, unforeseen
from lyricaudio.messages import told
from lyricaudio.mix.bed import Backing
from lyricaudio.mix.recording import Recording
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import Draft, doubts_in, draft, read_cue, silent_notes
from lyricaudio.pipeline.making.episode import Job, files_with_sound, mix_episode, mixed_files
from lyricaudio.pipeline.making.imprint import catalogue_entry, episode_tags
from lyricaudio.pipeline.making.layout import laid_out
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.recorded import timeline_of_recording
from lyricaudio.pipeline.making.scoring import told_notes
from lyricaudio.pipeline.making.soundfiles import Recorded, Sound, Source
from lyricaudio.pipeline.making.speak import Voices, clip_store
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.beside import Extras, episode_files
from lyricaudio.pipeline.project.record import STATE_FOLDER, EpisodeRecord, Record, facts_of, unchanged
from lyricaudio.pipeline.project.report import Report, Result, Status, Watch
from lyricaudio.provenance import content_digest
from lyricaudio.reading.model import Doubt
from lyricaudio.release.pictures.cover import draw_cover
from lyricaudio.release.texts.faces import heard_lines
from lyricaudio.song import display
from lyricaudio.work.executor import TURN, Executor, Folder, Task

MIX_LIMIT_S = 3600.0


def make_episodes(
    orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras, executor: Executor
) -> Report:
    """Make all orders, adding to the record what is finished.

    A text or voice that fails costs its own episode only. An interruption leaves the record with what was
    finished, and the store with every clip that was.

    Parameters
    ----------
    extras
        Are written beside all, and those that were there before are kept up to date.
    executor
        Speaks, scores and mixes; it is opened, and closed at the end.

    Raises
    ------
    ExecutorUnavailable
        When nobody is there to do the work.
    """
    return asyncio.run(_make_all(orders, record, watch, extras, executor))


async def _make_all(
    orders: Sequence[Order], record: Record, watch: Watch, extras: Extras, executor: Executor
) -> Report:
    with files.scratch(record.output / STATE_FOLDER) as scratch:
        async with executor:
            making = _Making(executor, record, watch, extras, scratch)
            async with asyncio.TaskGroup() as episodes:
                for turn, order in enumerate(orders):
                    episodes.create_task(making.episode(turn, order))
    return making.report()


class _Making:
    """A build while its episodes are being made."""

    def __init__(
        self, executor: Executor, record: Record, watch: Watch, extras: Extras, scratch: Path
    ) -> None:
        self._executor, self._record, self._extras, self._scratch = executor, record, extras, scratch
        self._output = record.output
        self._clips = clip_store(record.output)
        self._meter = Meter(watch)
        self._voices = Voices(executor, self._clips, self._meter)
        self._sounds = {known.sound: known for known in record.episodes.values()}
        self._cover = cache(_cover)
        self._doubts: set[tuple[Place, Doubt]] = set()
        self._told: dict[str, None] = {}
        self._results: list[Result] = []
        self._numbers = count()
        self._reading = asyncio.Lock()

    async def episode(self, turn: int, order: Order) -> None:
        """Make an episode, and note how it came out."""
        TURN.set(turn)  # it is heard before those after it have all their clips
        self._meter.expect_episode()
        try:
            result = await self._made(order)
        except Exception as error:
            failure = unforeseen(error, order.song_path)
            result = Result(name=order.name, status=Status.FAILED, error=failure)
        self._results.append(result)
        self._meter.end_episode(order.key, order.name)

    async def _made(self, order: Order) -> Result:
        planned = await self._voices.hear(await self._read(order))
        self._told |= dict.fromkeys(planned.notes)
        if order.recording:
            return await self._finished(planned, timeline_of_recording(planned))
        spoken = await self._voices.speak(planned)
        scores = await self._voices.score(planned, spoken)
        for song, found in scores.items():
            self._told |= dict.fromkeys(told_notes(order.manners[song].scoring, found))
        clips = await self._voices.set(planned, scores)
        return await self._finished(planned, laid_out(planned, scores, clips))

    async def _finished(self, planned: Draft, timeline: Timeline) -> Result:
        """Have an episode's files made, and take their places."""
        job, mixed = await self._mix(planned.order, timeline)
        return self._write(planned, job, mixed)

    def report(self) -> Report:
        """Return how all orders came out; doubtful readings are counted, they stop nothing."""
        doubts = len(self._doubts)
        notes = (
            [told("{count} readings in doubt; see them with: lyricaudio check", count=doubts)]
            if doubts
            else []
        )
        return Report(results=tuple(self._results), notes=(*self._told, *notes))

    async def _read(self, order: Order) -> Draft:
        """Read an order, one after the other: the first is to get on its way."""
        async with self._reading:
            for manner, cue in order.cues:
                read_cue(manner, cue)
                await asyncio.sleep(0)  # workers get their tasks meanwhile, and Ctrl-C is heard
            planned = draft(order)
        self._doubts |= doubts_in(planned)
        self._meter.expect_work(planned, video=self._extras_of(order).video)
        return planned

    async def _mix(self, order: Order, timeline: Timeline) -> tuple[Job, Folder]:
        """Have an episode's files made; return what they were made from, and where they are."""
        folder = Folder(path=self._scratch / str(next(self._numbers)))
        job = self._job(order, timeline, folder)
        folder.path.mkdir()
        task = Task(
            name=order.name,
            function=mix_episode,
            arguments=(job, folder),
            limit_s=MIX_LIMIT_S,
            needs=job.needs,
        )
        await self._executor.submit(task)
        return job, folder

    def _job(self, order: Order, timeline: Timeline, folder: Folder) -> Job:
        extras = self._extras_of(order)
        sound = self._sound(order, timeline)
        return Job(
            sound=sound,
            tags=episode_tags(order, timeline, self._cover(display(order.song.title.text), order.artist)),
            form=order.form.name,
            label=order.form.label,
            asks=order.form.asks,
            mp3=order.mp3,
            extras=extras,
            earlier=self._earlier(sound.digest, extras, folder.path.with_suffix(".mp3")),
        )

    def _sound(self, order: Order, timeline: Timeline) -> Source:
        if order.recording:
            recording = Recording(file=order.recording.file)
            return Recorded(timeline=timeline, recording=recording, lufs=order.loudness_lufs)
        return Sound(
            timeline=timeline,
            clips=self._clips,
            lufs=order.loudness_lufs,
            backing=Backing(soundfont=order.soundfont, loops=order.loops, silent=order.bedless),
            voice=not order.off_vocal,
            mono=order.mono,
        )

    def _extras_of(self, order: Order) -> Extras:
        known = self._record.episodes.get(order.key)
        return self._extras | known.extras if known else self._extras

    def _earlier(self, sound: str, extras: Extras, kept: Path) -> dict[str, Path]:
        """Keep the files of the same sound that was made before, with its stems where they are wanted.

        They are linked, since another episode may take their places before they are read.
        """
        known = self._sounds.get(sound)
        if not (known and extras.stems <= known.extras.stems and unchanged(self._output, known.files)):
            return {}
        sources, found = (files_with_sound(mp3, extras) for mp3 in (self._output / known.episode.mp3, kept))
        files.link_all({found[kind]: source for kind, source in sources.items()})
        return found

    def _write(self, planned: Draft, job: Job, mixed: Folder) -> Result:
        """Let an episode's files take their places, all at once, and let the record know them."""
        order = planned.order
        targets = episode_files(self._output / order.mp3, job.extras)
        made_files = mixed_files(mixed, job.extras)
        files.put_all({target: made_files[kind] for kind, target in targets.items()})
        try:
            made = _recorded(order, job, self._output)
        except OSError as error:
            raise ReleaseError(
                told("{file} vanished when it was just made; run the build again", file=targets["mp3"])
            ) from error
        known = self._record.episodes.get(order.key)
        self._record.made(made)
        return Result(
            name=order.name,
            status=Status.UNCHANGED if known and known.files == made.files else Status.BUILT,
            path=targets["mp3"],
            seconds=made.episode.seconds,
            notes=silent_notes(planned),
        )


def _recorded(order: Order, job: Job, output: Path) -> EpisodeRecord:
    paths = episode_files(output / order.mp3, job.extras)
    facts = facts_of(output, paths.values())
    named = {kind: fact.path for kind, fact in zip(paths, facts, strict=True)}
    timeline = job.sound.timeline
    return EpisodeRecord(
        digest=order.digest,
        sound=job.sound.digest,
        song_path=order.song_path,
        name=order.name,
        extras=job.extras,
        files=facts,
        episode=catalogue_entry(
            order,
            named,
            seconds=timeline.length_s,
            size_bytes=facts[0].size,
            lines=heard_lines(timeline),
            digest=content_digest(paths["mp3"]),
        ),
    )


def _cover(title: str, artist: str) -> bytes:
    return draw_cover(title, subtitle=artist, seed=title)
