"""Each day's ride by itself: made once, beside the server, when somebody first comes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from lyricaudio.cli.console import complain, say
from lyricaudio.messages import told
from lyricaudio.serve.offer import Offer

_AGAIN_S = 600.0
"""What failed is tried again when somebody comes so much later."""


class Daily:
    """Makes the ride of a day in a program of its own, which no listener has to wait for.

    Parameters
    ----------
    command
        The program that makes today's ride, with its arguments; none makes no ride.
    folder
        The project's, where it runs.
    is_made
        Tells whether the ride of a day is there.
    now
        Tells the time.

    Attributes
    ----------
    running
        What makes a ride now.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        is_made: Callable[[date], bool],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._command, self._folder = list(command), folder
        self._is_made, self._now = is_made, now
        self.running: subprocess.Popen[str] | None = None
        self._tried: datetime | None = None

    def came(self) -> None:
        """Begin with today's ride, if it is not there and not being made."""
        now = self._now()
        just = self._tried is not None and (now - self._tried).total_seconds() < _AGAIN_S
        if not self._command or self.running or just or self._is_made(now.date()):
            return
        self._tried = now
        self.running = subprocess.Popen(
            self._command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def look(self) -> None:
        """Tell how a ride that is being made has ended, if it has."""
        if self.running is None or self.running.poll() is None:
            return
        _, said = self.running.communicate()
        if self.running.returncode:
            reason = (said.strip().splitlines() or [told("it could not be made")])[-1]
            complain(told("today's ride: {reason}", reason=reason))
        else:
            say(told("today's ride is there"))
        self.running = None

    def close(self) -> None:
        """End what is being made; the next one goes on with it."""
        if self.running:
            self.running.terminate()
            self.running.communicate()
            self.running = None


def daily_ride(minutes: float | None, offer: Offer) -> Daily:
    """Return what makes each day's ride of so many minutes into a release; of None it makes none.

    Raises
    ------
    LyricAudioError
        When here is no project with songs.
    """
    if minutes is None:
        return Daily([], Path(), is_made=lambda day: True)
    from lyricaudio.pipeline.project.library import open_library
    from lyricaudio.pipeline.rides import ride_id

    library = open_library([], folder=Path())
    program = [sys.executable, "-m", "lyricaudio", "commute", "--minutes", f"{minutes:g}"]
    return Daily(
        [*program, "--output", str(offer.root)],
        library.root,
        is_made=lambda day: ride_id(day, minutes) in offer.contents().episodes,
    )
