"""An Android phone on a cable, written to by Android's own `adb`; the phone needs nothing for it."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.export.destination import NoDevice
from lyricaudio.messages import told
from lyricaudio.release.targets.outgoing import Outgoing

MUSIC = PurePosixPath("/sdcard/Music")
"""Where every player of the phone looks."""

_SCAN_ALL = "content call --uri content://media --method scan_volume --arg external_primary"
_SCAN_FILE = "am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d"
"""How Android is told to look for new music: since version 11, and before."""


class AdbPlace:
    """A folder on the phone that `adb` sees; where there are several, ANDROID_SERIAL chooses.

    Raises
    ------
    NoDevice
        When there is no `adb` here, or no phone that lets it in.
    """

    def __init__(self, root: PurePosixPath = MUSIC) -> None:
        program = shutil.which("adb")
        if program is None:
            raise NoDevice(
                told(
                    "there is no adb on the PATH; install Android's platform tools, or export to a folder by"
                    " --to"
                )
            )
        self._program = program
        self._root = root
        state = self._run("get-state")
        if state.returncode or state.stdout.strip() != b"device":
            raise NoDevice(
                told(
                    "adb reaches no phone ({said}); connect it, switch on USB debugging in its developer"
                    " options, and allow this computer on its screen",
                    said=_said(state),
                )
            )

    @property
    def name(self) -> str:
        """Its path on the phone."""
        return told("the phone's {root}", root=self._root)

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what is in a file; None when it is not there."""
        found = self._shell("cat", self._root / path)
        return None if found.returncode else found.stdout

    def sizes_bytes(self, paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, int]:
        """Return the sizes of those files that are there."""
        listed = self._shell("find", self._root, "-type", "f", "-exec", "stat", "-c", "%s %n", "{}", "+")
        found = {}
        for line in listed.stdout.decode("utf-8", "replace").splitlines():
            size, _, name = line.partition(" ")
            if size.isdecimal() and (path := PurePosixPath(name)).is_relative_to(self._root):
                found[path.relative_to(self._root)] = int(size)
        return {path: found[path] for path in paths if path in found}

    def holds(self, file: Outgoing) -> bool:
        """Tell whether a file is there with exactly these bytes."""
        with tempfile.TemporaryDirectory() as scratch:
            wanted = Path(scratch) / "wanted"
            file.write(wanted)
            with wanted.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        there = self._shell("sha256sum", self._root / file.path)
        return there.stdout.decode("utf-8", "replace").startswith(digest)

    def free_bytes(self) -> int | None:
        """Return how much more fits in; None when the phone does not tell."""
        rows = self._shell("df", "-k", self._root.parent).stdout.decode("utf-8", "replace").splitlines()
        columns = rows[-1].split() if rows else []
        return int(columns[3]) * 1024 if len(columns) > 3 and columns[3].isdecimal() else None

    def put(self, file: Outgoing) -> int:
        """Push a file under a hidden name, then let it take its place."""
        target = self._root / file.path
        pushed = target.with_name(files.TEMPORARY_PREFIX + hashlib.sha256(bytes(target)).hexdigest()[:16])
        with tempfile.TemporaryDirectory() as scratch:
            local = Path(scratch) / "file"
            file.write(local)
            if file.changed_ns is not None:
                os.utime(local, ns=(file.changed_ns, file.changed_ns))
            size_bytes = local.stat().st_size
            self._do(target, self._shell("mkdir", "-p", target.parent))
            self._do(target, self._run("push", str(local), str(pushed)))
        self._do(target, self._shell("mv", "-f", pushed, target))
        return size_bytes

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file that may be there, and the folders that it leaves empty."""
        self._do(self._root / path, self._shell("rm", "-f", self._root / path))
        for folder in list(path.parents)[:-1]:
            self._shell("rmdir", self._root / folder)

    def settle(self, paths: Sequence[PurePosixPath]) -> None:
        """Let the phone look for its new music."""
        if self._run("shell", _SCAN_ALL).returncode:
            for path in paths:
                self._run("shell", f"{_SCAN_FILE} {shlex.quote(f'file://{self._root / path}')}")

    def _do(self, target: PurePosixPath, done: subprocess.CompletedProcess[bytes]) -> None:
        if done.returncode:
            raise ReleaseError(
                told(
                    "cannot write {target} on the phone: {said}; run again to go on",
                    target=target,
                    said=_said(done),
                )
            )

    def _shell(self, *words: object) -> subprocess.CompletedProcess[bytes]:
        return self._run("shell", shlex.join(map(str, words)))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [self._program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the last thing that a program said."""
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return said.splitlines()[-1] if said else told("it ended with {returncode}", returncode=done.returncode)
