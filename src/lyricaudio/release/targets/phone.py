"""The music folder of a phone: what its players read, and nothing that they would trip over."""

from __future__ import annotations

from pathlib import PurePosixPath

from lyricaudio.messages import message
from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment, copied, shipment_of
from lyricaudio.release.targets.target import Target

_ENDINGS = frozenset({".mp3", ".lrc", ".m3u8"})
_COVER = "folder.jpg"


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take sound, lyrics, playlists and covers as they are."""
    return shipment_of(copied(finished, path) for path in finished.paths if is_for_players(path))


def is_for_players(path: PurePosixPath) -> bool:
    """Tell whether a file of a release is one that music players know."""
    return path.suffix in _ENDINGS or path.name == _COVER


TARGET = Target(
    name="phone",
    summary=message("a phone's music folder, or one that is synced to it: MP3s, .lrc, playlists, covers"),
    plan=plan,
)
