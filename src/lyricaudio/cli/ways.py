"""How a release gets onto a phone from this machine, in three lines: what is said after a build."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

_ICLOUD = ("Library/Mobile Documents/com~apple~CloudDocs", "iCloudDrive")
_CLOUDS = ("Google Drive", "GoogleDrive", "OneDrive", "Dropbox", "Nextcloud", "Sync")
"""Folders in a person's own that are kept in step with a phone, as their programs name them."""

_EXPORT = "lyricaudio export"
_NAME = "lyricaudio"  # of our folder in one of them


def ways_to_a_phone(output: Path | None, *, home: Path) -> tuple[str, str, str]:
    """Return a line for Android, one for iPhones and one for both, with the commands to run.

    Parameters
    ----------
    output
        The release, when it is not where the commands look by themselves.
    home
        The person's own folder; a synced folder that is found in it is named.
    """
    option = f" -o {shlex.quote(str(output))}" if output else ""
    to_android = f"--to {_folder(home, _CLOUDS) or 'A_SYNCED_FOLDER'}"
    if shutil.which("adb"):
        to_android = "--adb, the phone on a cable"
    to_iphone = f"--to {_folder(home, (*_ICLOUD, *_CLOUDS)) or 'A_FOLDER_IN_ICLOUD_DRIVE'}"
    return (
        f"Android  {_EXPORT}{option} {to_android}; AntennaPod can add the folder as a podcast",
        f"iPhone   {_EXPORT}{option} {to_iphone}; open it in BookPlayer",
        f"both     lyricaudio serve{option}; scan the code: listen at once, or take albums as zips",
    )


def _folder(home: Path, names: tuple[str, ...]) -> str | None:
    """Return our own folder in the first of some folders that is there, as a shell takes it."""
    found = (home / name / _NAME for name in names if (home / name).is_dir())
    return next((shlex.quote(str(folder)) for folder in found), None)
