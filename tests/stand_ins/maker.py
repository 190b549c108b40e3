"""Makers of episodes that start no process: one makes all that a build makes, the other no sound."""

from __future__ import annotations

from collections.abc import Sequence

from tests.stand_ins.executor import Inline

from lyricaudio import files
from lyricaudio.pipeline.making.imprint import catalogue_entry
from lyricaudio.pipeline.making.make import make_episodes
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.beside import Extras, episode_files
from lyricaudio.pipeline.project.record import EpisodeRecord, Record, facts_of
from lyricaudio.pipeline.project.report import Report, Result, Status, Watch


def make_here(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
    """Make all orders as a build does, in this process: workers cost more to start than a small song."""
    return make_episodes(orders, record, watch, extras=extras, executor=Inline())


def make_silently(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
    """Write the files of all orders, each at once, and let the record know them.

    They tell what they were made from, and nothing else.
    """
    results = []
    for order in orders:
        known = record.episodes.get(order.key)
        wanted = extras | known.extras if known else extras
        made = _made(order, record, wanted)
        record.made(made)
        path = record.output / order.mp3
        results.append(Result(name=order.name, status=Status.BUILT, path=path, seconds=made.episode.seconds))
    return Report(results=tuple(results))


def _made(order: Order, record: Record, extras: Extras) -> EpisodeRecord:
    targets = episode_files(record.output / order.mp3, extras)
    with files.replacing_all(list(targets.values())) as temporaries:
        for kind, temporary in zip(targets, temporaries, strict=True):
            shared = kind == "cover"  # by the episodes of its album
            temporary.write_text(order.song.title.text if shared else f"{kind} {order.digest}", "utf-8")
    facts = facts_of(record.output, targets.values())
    paths = {kind: fact.path for kind, fact in zip(targets, facts, strict=True)}
    return EpisodeRecord(
        digest=order.digest,
        sound=order.digest,
        song_path=order.song_path,
        name=order.name,
        extras=extras,
        files=facts,
        episode=catalogue_entry(order, paths, seconds=1.0, size_bytes=10, lines=()),
    )
