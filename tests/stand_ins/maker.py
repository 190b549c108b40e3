"""A maker of episodes that makes no sound: its files tell what they were made from, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from lyricaudio import files
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.beside import Extras, episode_files
from lyricaudio.pipeline.project.record import EpisodeRecord, Record, facts_of
from lyricaudio.pipeline.project.report import Report, Result, Status, Watch
from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.texts.faces import lyrics_text
from lyricaudio.song import display


def make_silently(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
    """Write the files of all orders, each at once, and let the record know them."""
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
    return EpisodeRecord(
        digest=order.digest,
        sound=order.digest,
        song_path=order.song_path,
        name=order.name,
        extras=extras,
        files=facts,
        episode=_listed(order, {kind: fact.path for kind, fact in zip(targets, facts, strict=True)}),
    )


def _listed(order: Order, paths: dict[str, str]) -> CatalogueEpisode:
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
        seconds=1.0,
        size_bytes=10,
        files=paths,
        lines=(),
    )
