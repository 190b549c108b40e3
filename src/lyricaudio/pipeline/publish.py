"""Saying what there is: dates, the lists that name the episodes, and then away with what is outlived.

The lists change after what is new has come and before what is old goes: at no moment do they name a file that
is not there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, ReleaseError
from lyricaudio.messages import told
from lyricaudio.pipeline.common import common_digest, common_files
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.record import EpisodeRecord, FileFacts, Record, facts_of, finished, unchanged
from lyricaudio.pipeline.project.report import Result, Status
from lyricaudio.release.names.dates import published, spaced_out
from lyricaudio.release.texts.feed import FEED, dates_in, episode_guid, guid_in
from lyricaudio.song import Project


def publish(project: Project, orders: Iterable[Order], record: Record) -> list[Result]:
    """Write what follows from the finished episodes, and remove what belongs to nothing.

    Parameters
    ----------
    orders
        All episodes that the project asks for.

    Returns
    -------
    list of Result
        What failed; all else is done.
    """
    _forget_lost(orders, record)
    failed = [*_failing(str(record.output), partial(_renew, record))]
    _date(record)
    listed = finished(record)
    common = common_files(project, listed, guid=guid_in(_feed(record)))
    written: list[Path] = []
    for path, content in common.items():
        target = record.output / path
        failed += _failing(str(target), partial(_write, path, content, record))
        written += [target] if target.is_file() else []
    record.claimed |= {file.path for file in record.common}
    with files.refusing(told("look at {path}", path=record.output)):
        record.common = facts_of(record.output, written, record.common)
    record.common_digest = "" if failed else common_digest(project, listed)
    for old in sorted(record.claimed - record.current):
        failed += _failing(str(record.output / old), partial(files.remove, record.output, old))
    return failed


def facts_now(record: Record, known: EpisodeRecord) -> tuple[FileFacts, ...]:
    """Look at an episode's files.

    Raises
    ------
    ReleaseError
        When one of them is not there.
    """
    with files.refusing(told("look at {path}", path=known.episode.mp3)):
        return facts_of(record.output, [record.output / file.path for file in known.files], known.files)


def foreign_file(path: Path) -> ReleaseError:
    """Return what to say of a file of the person's that is in the way."""
    return ReleaseError(told("{path} exists and was not made by lyricaudio; move it away", path=path))


def _failing(name: str, action: Callable[[], None]) -> Iterator[Result]:
    """Do something; yield how it failed, if it did."""
    try:
        action()
    except LyricAudioError as error:
        yield Result(name=name, status=Status.FAILED, error=error)


def _forget_lost(orders: Iterable[Order], record: Record) -> None:
    """Forget episodes whose files are not there, or have another's in their place.

    The one is so when somebody removed the output meanwhile; the other when only one of two songs that
    exchange their titles was to be built. They are made again when their song is.
    """
    owners = {
        order.mp3: order.key
        for order in orders
        if (known := record.episodes.get(order.key)) and known.episode.mp3 == order.mp3
    }
    for key, known in list(record.episodes.items()):
        there = all((record.output / file.path).is_file() for file in known.files)
        if not there or owners.get(known.episode.mp3, key) != key:
            record.forget(key)


def _renew(record: Record) -> None:
    """Let the MP3s of each album be changed a minute apart, in order: some players sort by that alone.

    Covers are looked at anew: who made another episode of the album may have written the same again. What an
    older version has left without a digest gets one.
    """
    albums: dict[PurePosixPath, list[EpisodeRecord]] = {}
    for known in finished(record):
        albums.setdefault(known.episode.mp3.parent, []).append(known)
    for newest_first in albums.values():
        album = newest_first[::-1] if newest_first[0].is_ride else newest_first
        times_ns = spaced_out([known.files[0].changed_ns for known in album])
        for known, time_ns in zip(album, times_ns, strict=True):
            mp3, cover = known.files[0], known.episode.files["cover"]
            if mp3.changed_ns != time_ns and unchanged(record.output, (mp3,)):
                files.set_changed(record.output / mp3.path, time_ns)
            now = facts_now(record, known)
            kept = tuple(
                new if old is mp3 or old.path == cover or replace(new, digest=old.digest) == old else old
                for old, new in zip(known.files, now, strict=True)
            )
            record.episodes[known.episode.id] = replace(known, files=kept)


def _date(record: Record) -> None:
    """Let each episode know when it first was in the release; a lost record leaves what the feed says."""
    heard = {episode_guid(known.episode): known for known in finished(record) if not known.episode.off_vocal}
    known_s = {guid: known.published_s for guid, known in heard.items() if known.published_s}
    if len(known_s) < len(heard):
        known_s = dates_in(_feed(record)) | known_s
        for guid, date_s in published(list(heard), known_s, now_s=time.time()).items():
            record.episodes[heard[guid].episode.id] = replace(heard[guid], published_s=date_s)


def _feed(record: Record) -> bytes:
    """Return the feed as it is: it tells what podcast apps were told, even when the record is lost."""
    try:
        return (record.output / FEED).read_bytes()
    except OSError:
        return b""


def _write(path: PurePosixPath, content: bytes, record: Record) -> None:
    """Write a file of no single episode, if it differs."""
    target = files.within(record.output, path)
    if _holds(target, content):
        return
    if str(path) not in record.ours and target.exists():
        raise foreign_file(target)
    record.claim([str(path)])
    files.write_bytes(target, content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
