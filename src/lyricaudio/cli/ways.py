"""How a release gets onto a phone from this machine, in three lines: what is said after a build."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from pathlib import Path

from lyricaudio.messages import told

_ICLOUD = ("Library/Mobile Documents/com~apple~CloudDocs", "iCloudDrive")
_CLOUDS = ("Google Drive", "GoogleDrive", "OneDrive", "Dropbox", "Nextcloud", "Sync")
"""Folders in a person's own that are kept in step with a phone, as their programs name them."""

_NAME = "lyricaudio"  # of our program, and of our folder in one of them


def ways_to_a_phone(output: Path | None, *, home: Path | None) -> tuple[str, str, str]:
    """Return a line for Android, one for iPhones and one for both, with the commands to run.

    What else is to be known stands behind a `#`, so that a shell takes all that follows the name.

    Parameters
    ----------
    output
        The release, when it is not where the commands look by themselves.
    home
        The person's own folder, if there is one; a synced folder that is found in it is named.
    """
    program = this_program()
    option = f" -o {shlex.quote(str(output))}" if output else ""
    export = f"{program} export{option}"
    android = _folder(home, _CLOUDS) or told("A_SYNCED_FOLDER")
    to_android = told(
        "Android  {export} --to {folder}  # for AntennaPod, too: --target podcast-folder",
        export=export,
        folder=android,
    )
    if shutil.which("adb"):
        to_android = told("Android  {export} --adb  # the phone on a cable", export=export)
    iphone = _folder(home, (*_ICLOUD, *_CLOUDS)) or told("A_FOLDER_IN_ICLOUD_DRIVE")
    return (
        to_android,
        told("iPhone   {export} --to {folder}  # open it in BookPlayer", export=export, folder=iphone),
        told(
            "both     {serve}  # scan the code: listen at once, or take albums as zips",
            serve=f"{program} serve{option}",
        ),
    )


def this_program() -> str:
    """Return how a person calls this program here: by its name only where a shell finds it by that."""
    called, found = Path(sys.argv[0]), shutil.which(_NAME)
    if called.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m {_NAME}"
    if called.stem != _NAME or not called.is_file():
        return _NAME
    there = found is not None and os.path.realpath(found) == os.path.realpath(called)
    return _NAME if there else shlex.quote(str(called))


def own_home() -> Path | None:
    """Return the person's own folder, if the system knows one: in a container it may not."""
    with contextlib.suppress(RuntimeError):
        return Path.home()
    return None


def _folder(home: Path | None, names: tuple[str, ...]) -> str | None:
    """Return our own folder in the first of some folders that is there, as a shell takes it."""
    folders = [home / name for name in names] if home else []
    return next((shlex.quote(str(folder / _NAME)) for folder in folders if os.path.isdir(folder)), None)
