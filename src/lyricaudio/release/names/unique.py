"""Names that no other file has, for places where the files of all songs lie together.

A file in its album may be called `01 うた.mp3`; a program that fetches all of a feed into one folder, and
names files by the last part of their addresses, must not get two of that name. The names here are made of
what stays: the song's own name and the form, not titles and places in a list.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.names.safe import safe_name

EPISODES_FOLDER = "episodes"
"""What the addresses of episodes in the feed begin with; no album has this folder."""

_ADDRESSED = ("mp3", "vtt", "chapters")
_COVER = "cover"
_MOST_SONG_BYTES = 60  # percent-encoded 180 letters: with form and digest still a file name
_DIGEST_DIGITS = 8
_DIGEST = re.compile(rf"-[0-9a-f]{{{_DIGEST_DIGITS}}}(?=\.[a-z.0-9]+$)")


def file_name(episode: CatalogueEpisode) -> str:
    """Return the name of an episode's sound file for people, without its ending: `04-relu 解説`."""
    return safe_name(f"{episode.song} {episode.label}")


def addresses(episode: CatalogueEpisode) -> dict[str, PurePosixPath]:
    """Return where a feed's programs find an episode's sound, transcript and chapters, from the root.

    An address is of these bytes: when the sound changes, all have others, so that nobody who keeps a part of
    the old goes on with the new.
    """
    return {kind: address for kind, address in homes(episode).items() if kind in _ADDRESSED}


def homes(episode: CatalogueEpisode) -> dict[str, PurePosixPath]:
    """Return where all files of an episode but its album's cover may lie under names of their own."""
    paths = {kind: episode.path(kind) for kind in episode.files if kind != _COVER}
    stem = _stem(episode)
    return {
        kind: PurePosixPath(EPISODES_FOLDER) / f"{stem}{path.name.removeprefix(episode.mp3.stem)}"
        for kind, path in paths.items()
    }


def without_digest(address: str) -> str:
    """Return an address without its digest, as it is for all sounds that the episode ever had."""
    return _DIGEST.sub("", address)


def _stem(episode: CatalogueEpisode) -> str:
    song = safe_name(episode.song.replace("/", "-"), max_bytes=_MOST_SONG_BYTES)
    parts = (song, episode.form, episode.digest[:_DIGEST_DIGITS])
    return "-".join(filter(None, " ".join(parts).split()))
