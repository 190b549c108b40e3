"""Making episodes: speak, lay out, mix, encode, tag; in worker processes, each file all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lyricaudio import __version__, files, units
from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.loudness import highest_true_peak
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.build.order import Order
from lyricaudio.build.record import EpisodeRecord, Record, facts_of
from lyricaudio.build.report import Progress, Report, Result, Status, Watch
from lyricaudio.build.speak import Draft, Item, Speaker, clip_store, doubts_in, draft, silent_notes
from lyricaudio.errors import CodecError, LyricAudioError, Place, ReleaseError
from lyricaudio.mix.master import Premaster, master, premastered
from lyricaudio.mix.mixer import SAMPLE_RATE, mix
from lyricaudio.music.timeline import Timeline
from lyricaudio.reading.model import Doubt
from lyricaudio.release.cover import draw_cover
from lyricaudio.release.episode import EpisodeTags
from lyricaudio.release.faces import chapters, lyric_events, lyrics_text
from lyricaudio.release.lrc import lrc_text
from lyricaudio.release.tags import write_tags
from lyricaudio.song import display
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.store import Store
from lyricaudio.workers import Outcome, Pool, Task

GENRE = "Educational"

HIGHEST_DBTP = -1.05
"""No player may have to clip: at most -1 dBTP after decoding, and a little for other decoders."""

CEILING_DBTP = -2.0
"""What the limiter leaves before encoding."""

_ENCODINGS = 4
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


class Target(NamedTuple):
    """Where an episode's files go."""

    mp3: Path
    lrc: Path
    cover: Path


def target(order: Order, output: Path) -> Target:
    """Return the paths of an order's files."""
    mp3 = output / order.mp3
    return Target(mp3=mp3, lrc=mp3.with_suffix(".lrc"), cover=mp3.with_name("folder.jpg"))


def make_episode(timeline: Timeline, tags: EpisodeTags, store: Store, target: Target, lufs: float) -> None:
    """Make an episode's MP3, its lyrics file and its album's cover (in a worker).

    The MP3 appears under its name only when it is whole: mixed, encoded, decoded again and tagged.

    Raises
    ------
    CodecError, ReleaseError
        What was there before is unchanged then.
    """
    with files.replacing(target.mp3) as temporary:
        mixed = mix(timeline, lambda key: _sound(store, key))
        with premastered(mixed, scratch=temporary.parent) as premaster:
            _encode(premaster, lufs, temporary)
        write_tags(temporary, tags)
    files.write_text(target.lrc, lrc_text(tags))
    if not (target.cover.is_file() and target.cover.read_bytes() == tags.cover):
        files.write_bytes(target.cover, tags.cover)


def _encode(premaster: Premaster, lufs: float, path: Path) -> None:
    """Encode, and decode again: all frames must be there, and no true peak above -1 dBTP.

    Encoding adds up to 1.5 dB to a peak, how much only the encoder knows; so a master whose MP3 passes
    the limit is made once more with as much less room as it took.
    """
    ceiling_dbtp = CEILING_DBTP
    for _ in range(_ENCODINGS):
        frames = write_mp3(path, master(premaster, lufs, ceiling_dbtp), sample_rate=SAMPLE_RATE)
        heard_frames, peak_dbtp = _heard(path)
        if heard_frames != frames:
            raise CodecError(f"{path}: only {heard_frames} of {frames} frames decode; the old file is kept")
        if peak_dbtp <= HIGHEST_DBTP:
            return
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


def _sound(store: Store, key: str) -> Audio:
    clip = store.load(key)
    if clip is None:
        raise ReleaseError("a stored clip was damaged in the meantime; run the build again")
    return clip.audio


def episode_tags(order: Order, timeline: Timeline, cover: bytes) -> EpisodeTags:
    """Write out what the tags of an episode say."""
    title_sort = order.song.title_reading or _kana(order, order.song.title.text)
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
        bpm=round(order.bpm),
        title_sort=title_sort,
        artist_sort=_kana(order, order.artist),
        album_sort=title_sort if order.album == order.title else _kana(order, order.album),
        album_artist_sort=_kana(order, order.artist),
        comment=_comment(order),
        lyrics=lyrics_text(timeline),
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
_MIX_S_PER_MORA = 0.004
"""Roughly what the work costs, to tell how much of it is left."""

MIX_LIMIT_S = 3600.0


def make_episodes(orders: Sequence[Order], record: Record, output: Path, watch: Watch) -> Report:
    """Make all orders on all processors, adding to the record what is finished.

    A text or voice that fails costs its own episode only. An interruption leaves the record with what was
    finished, and the store with every clip that was.
    """
    with Pool() as pool:
        making = _Making(pool, record, output, watch)
        for order in orders:
            making.add(order)
        pool.run()
    return making.report()


class _Making:
    """A build while its workers are busy."""

    def __init__(self, pool: Pool, record: Record, output: Path, watch: Watch) -> None:
        self._results: list[Result] = []
        self._doubts: set[tuple[Place, Doubt]] = set()
        self._pool, self._record, self._output, self._watch = pool, record, output, watch
        self._store = clip_store(output)
        self._speaker = Speaker(
            pool=pool, store=self._store, ready=self._mix, failed=self._fail, spoke=self._spoke
        )
        self._cover = cache(_cover)
        self._progress = Progress()
        self._work_s = self._done_s = 0.0

    def add(self, order: Order) -> None:
        """Read an order, and submit what it needs."""
        try:
            self._refuse_foreign(order)
            planned = draft(order)
        except LyricAudioError as error:
            self._end(Result(name=order.name, status=Status.FAILED, error=error))
            return
        self._doubts |= doubts_in(planned)
        self._work_s += _mix_s(planned)
        self._advance(episodes_total=self._progress.episodes_total + 1)
        for item in self._speaker.add(planned):
            self._work_s += _speak_s(item)
            self._advance(clips_total=self._progress.clips_total + 1)

    def report(self) -> Report:
        """Return how all orders came out; doubtful readings are counted, they stop nothing."""
        count = len(self._doubts)
        notes = (f"{count} readings in doubt; see them with: lyricaudio check",) if count else ()
        return Report(results=tuple(self._results), notes=notes)

    def _refuse_foreign(self, order: Order) -> None:
        ours = self._record.paths
        for path in target(order, self._output):
            if path.exists() and path.relative_to(self._output).as_posix() not in ours:
                raise ReleaseError(f"{path} exists and was not made by lyricaudio; move it away")

    def _spoke(self, item: Item) -> None:
        self._done_s += _speak_s(item)
        self._advance(clips=self._progress.clips + 1, now=str(item.cue.text.place))

    def _mix(self, planned: Draft, timeline: Timeline) -> None:
        order = planned.order
        cover = self._cover(display(order.song.title.text), order.artist)
        tags = episode_tags(order, timeline, cover)
        task = Task(
            name=order.name,
            function=make_episode,
            arguments=(timeline, tags, self._store, target(order, self._output), order.loudness_lufs),
            limit_s=MIX_LIMIT_S,
        )
        self._pool.submit(task, lambda outcome: self._made(planned, timeline, outcome))

    def _made(self, planned: Draft, timeline: Timeline, outcome: Outcome) -> None:
        order = planned.order
        if outcome.error is not None:
            self._fail(planned, outcome.error)
            return
        self._record.episodes[order.key] = EpisodeRecord(
            digest=order.digest,
            song_path=order.song_path,
            seconds=timeline.length_s,
            files=facts_of(self._output, target(order, self._output)),
        )
        path, notes = target(order, self._output).mp3, silent_notes(planned)
        self._done_s += _mix_s(planned)
        self._end(
            Result(name=order.name, status=Status.BUILT, path=path, seconds=timeline.length_s, notes=notes)
        )

    def _fail(self, planned: Draft, error: LyricAudioError) -> None:
        self._done_s += _mix_s(planned)
        self._end(Result(name=planned.order.name, status=Status.FAILED, error=error))

    def _end(self, result: Result) -> None:
        self._results.append(result)
        self._advance(episodes=self._progress.episodes + 1, now=result.name)

    def _advance(self, **changes: Any) -> None:
        share = self._done_s / self._work_s if self._work_s else 0.0
        self._progress = replace(self._progress, share=share, **changes)
        self._watch(self._progress)


def _speak_s(item: Item) -> float:
    return _SPEAK_S_PER_MORA * len(item.reading.morae)


def _mix_s(planned: Draft) -> float:
    return _MIX_S_PER_MORA * sum(len(item.reading.morae) for item in planned.items)


def _cover(title: str, artist: str) -> bytes:
    return draw_cover(title, subtitle=artist, seed=title)
