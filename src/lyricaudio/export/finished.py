"""The release that is carried: what its catalogue names, and nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.release.catalogue import read_catalogue
from lyricaudio.release.targets.outgoing import Finished


def open_release(root: Path) -> Finished:
    """Read which files a release consists of.

    Raises
    ------
    LyricAudioError
        When there is no release in the folder, or one of another version.
    """
    catalogue = read_catalogue(root)
    if catalogue is None:
        raise LyricAudioError(
            told("there is no release in {root}; make one with: lyricaudio build", root=root)
        )
    paths = sorted(map(PurePosixPath, catalogue.files))
    return Finished(root=root, paths=tuple(paths), catalogue=catalogue)
