"""Extended M3U playlists in UTF-8, with relative paths: the dialect that phone players read and write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from lyricaudio.release.texts.cleantext import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistEntry:
    """One episode in a playlist.

    Attributes
    ----------
    path
        Relative to the playlist's own folder; `..` may lead out of it.
    seconds
        The length of the audio.
    """

    path: PurePosixPath
    seconds: float
    artist: str
    title: str


def m3u8_text(name: str, entries: Sequence[PlaylistEntry]) -> str:
    """Return a playlist file: a header, then two lines for each entry, LF.

    Raises
    ------
    ValueError
        When a path is absolute or cannot stand on one line.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{one_line(name)}"]
    for entry in entries:
        label = f"{one_line(entry.artist)} - {one_line(entry.title)}"
        lines += [f"#EXTINF:{entry.seconds:.0f},{label}", _relative(entry.path)]
    return "\n".join(lines) + "\n"


def _relative(path: PurePosixPath) -> str:
    """Return the path as a playlist line; a leading `#` would make it a comment."""
    text = str(path)
    if path.is_absolute() or text != one_line(text):
        raise ValueError(f"not a path for a playlist: {text!r}")
    return f"./{text}" if text.startswith("#") else text
