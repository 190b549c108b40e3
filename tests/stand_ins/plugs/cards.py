"""A target: a card for every line, its text and its sound cut out of the song."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.targets.excerpt import excerpt
from lyricaudio.release.targets.outgoing import Choice, Finished, Outgoing, Shipment, shipment_of, written
from lyricaudio.release.targets.target import Target


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Make two files of every line."""
    return shipment_of(card for episode in finished.catalogue.episodes for card in cards(finished, episode))


def cards(finished: Finished, episode: CatalogueEpisode) -> Iterator[Outgoing]:
    """Yield the text and the sound of the lines of an episode."""
    for line in episode.lines:
        path = PurePosixPath(episode.song) / line.line
        yield written(path.with_suffix(".txt"), f"{line.text}\n")
        yield excerpt(finished, episode.mp3, line.start_s, line.end_s, to=path.with_suffix(".mp3"))


TARGET = Target(name="cards", summary="a card for every line", plan=plan)
