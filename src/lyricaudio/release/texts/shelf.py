"""The playlists of a release: one per album, one per form, and the project's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.names.safe import safe_name
from lyricaudio.release.texts.playlist import PlaylistEntry, m3u8_text
from lyricaudio.song import PlaylistChoice

PLAYLISTS_FOLDER = "playlists"


def playlists(
    episodes: Sequence[CatalogueEpisode], own: Sequence[PlaylistChoice], form_names: Mapping[str, str]
) -> dict[PurePosixPath, str]:
    """Return the text of every playlist by its path from the output folder.

    Parameters
    ----------
    episodes
        In the order of the release.
    own
        The playlists of the project.
    form_names
        The name of each form's playlist.
    """
    texts = {}
    albums: dict[PurePosixPath, list[CatalogueEpisode]] = {}
    for episode in episodes:
        albums.setdefault(episode.mp3.parent, []).append(episode)
    for folder, album in albums.items():
        name = album[0].song_title
        texts[folder / f"00 {safe_name(name)}.m3u8"] = _text(name, album, folder)
    lists = {name: [e for e in episodes if e.form == form] for form, name in form_names.items()}
    lists |= chosen_lists(episodes, own)
    for name, chosen in lists.items():
        if chosen:
            texts[playlist_path(name)] = _text(name, chosen, PurePosixPath(PLAYLISTS_FOLDER))
    return texts


def chosen_lists(
    episodes: Sequence[CatalogueEpisode], own: Sequence[PlaylistChoice]
) -> dict[str, list[CatalogueEpisode]]:
    """Return what is in each of the project's own playlists, by its name."""
    return {choice.name: _chosen(choice, episodes) for choice in own}


def playlist_path(name: str) -> PurePosixPath:
    """Return where a playlist lies that is no album's."""
    return PurePosixPath(PLAYLISTS_FOLDER) / f"{safe_name(name)}.m3u8"


def _chosen(choice: PlaylistChoice, episodes: Sequence[CatalogueEpisode]) -> list[CatalogueEpisode]:
    """Pick by song title or tag and by form; with `minutes`, each episode that still fits."""
    left_s = choice.minutes * 60 if choice.minutes else float("inf")
    chosen = []
    for episode in episodes:
        wanted = not choice.select or not {episode.song_title, *episode.tags}.isdisjoint(choice.select)
        if wanted and (not choice.forms or episode.form in choice.forms) and episode.seconds <= left_s:
            left_s -= episode.seconds
            chosen.append(episode)
    return chosen


def _text(name: str, episodes: Sequence[CatalogueEpisode], folder: PurePosixPath) -> str:
    entries = [
        PlaylistEntry(
            path=_relative(episode.mp3, folder),
            seconds=episode.seconds,
            artist=episode.artist,
            title=episode.title,
        )
        for episode in episodes
    ]
    return m3u8_text(name, entries)


def _relative(path: PurePosixPath, folder: PurePosixPath) -> PurePosixPath:
    """Return the way from a folder one level below the output folder to a file below it."""
    return PurePosixPath(path.name) if path.parent == folder else ".." / path
