"""One folder with all episodes in it: what apps take that add a folder of the phone as a podcast.

AntennaPod looks at the files of the folder itself and into none below it, knows an episode by its file's
name, and dates it by the file's time. So names are made of the song's own name and the form, and times
ascend.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath

from lyricaudio.messages import message
from lyricaudio.release.catalogue import CatalogueEpisode, by_song
from lyricaudio.release.names.dates import spaced_out
from lyricaudio.release.names.unique import file_name
from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment, copied, shipment_of
from lyricaudio.release.targets.target import Target
from lyricaudio.release.texts.feed import COVER

_PICTURE = PurePosixPath("folder.jpg")


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take the sound of all episodes and the show's cover, side by side."""
    episodes = [episode for album in by_song(finished.catalogue.episodes) for episode in album]
    names = _names(episodes)
    files = [copied(finished, episode.mp3, name) for episode, name in zip(episodes, names, strict=True)]
    if files:
        times_ns = spaced_out([file.changed_ns or 0 for file in files])
        files = [replace(file, changed_ns=time_ns) for file, time_ns in zip(files, times_ns, strict=True)]
    if COVER in finished.paths:
        files.append(copied(finished, COVER, _PICTURE))
    return shipment_of(files)


def _names(episodes: list[CatalogueEpisode]) -> list[PurePosixPath]:
    """Return a name for each; those that differ in capitals only are counted, for sticks know no capitals."""
    given, counted = [], Counter[str]()
    for episode in episodes:
        stem = file_name(episode)
        counted[stem.casefold()] += 1
        count = counted[stem.casefold()]
        given.append(PurePosixPath(f"{stem}.mp3" if count == 1 else f"{stem} ({count}).mp3"))
    return given


TARGET = Target(
    name="podcast-folder",
    summary=message("one folder of all episodes, which AntennaPod adds as a local podcast"),
    plan=plan,
)
