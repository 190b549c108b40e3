"""The one way in which files are written: a temporary file beside the target, fsync, replace.

A reader sees the old file or the new one, never a part; a crash leaves at most a temporary file, which
`reap` removes at the next start. Nothing else in the package opens a final path for writing.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lyricaudio.errors import ReleaseError

TEMPORARY_PREFIX = ".lyricaudio-tmp-"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a fresh temporary path beside `target`; when the block ends well it takes the target's place.

    On any exception, an interruption included, the temporary file is removed and the target is as before.

    Raises
    ------
    ReleaseError
        When the disk is full, read-only or otherwise refuses.
    """
    temporary = target.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        _sync(temporary, os.O_RDWR)
        os.replace(temporary, target)
        with contextlib.suppress(OSError):  # Windows and some file systems do not synchronize folders
            _sync(target.parent, os.O_RDONLY)
    except OSError as error:
        raise ReleaseError(
            f"cannot write {target}: {error.strerror or error}; what was there is unchanged"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes) -> None:
    """Write a whole file, or leave the old one as it is."""
    with replacing(target) as temporary:
        temporary.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write a whole UTF-8 file with LF line ends, or leave the old one as it is."""
    write_bytes(target, text.encode("utf-8"))


def reap(folder: Path) -> int:
    """Remove temporary files that a killed run left anywhere below `folder`; return how many.

    Only for the holder of the project's lock: another run's files would look the same.
    """
    removed = 0
    for orphan in folder.rglob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError):  # a read-only folder: whoever has to write there will say so
            orphan.unlink()
            removed += 1
    return removed


def _sync(path: Path, flags: int) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
