"""Who is there: a line for every new client, every episode that it begins or has played, every refusal."""

from __future__ import annotations

from collections.abc import Callable

from lyricaudio.messages import told

MOST_REMEMBERED = 10_000
"""Beyond this many different lines all are forgotten, and may be said once more."""

_LONGEST = 80


class Visitors:
    """Tells each thing once.

    Parameters
    ----------
    tell
        Takes a line; it may hold what a stranger sent.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: set[str] = set()

    def came(self, client: str, program: str) -> None:
        """Note a request by a client's address and the program that it says it is."""
        name = program[:_LONGEST] or told("says no name")
        self._once(f"client {client}", told("{client}  connected: {name}", client=client, name=name))

    def began(self, client: str, episode: str) -> None:
        """Note that a client plays or fetches an episode."""
        line = f"{client}  {episode}"
        self._once(line, line)

    def played(self, client: str, episode: str) -> None:
        """Note that a client's podcast app tells that it has played an episode."""
        line = told("{client}  played: {episode}", client=client, episode=episode)
        self._once(line, line)

    def refused(self, host: str) -> None:
        """Note a request for a host that this server does not answer for."""
        host = host[:_LONGEST]
        line = told(
            "refused a request for the host '{host}'; if that is a name of this computer, add: --host-name",
            host=host,
        )
        self._once(line, line)

    def failed(self, path: str, error: Exception) -> None:
        """Note what must not happen."""
        line = told(
            "error at {path}: {kind}: {error}", path=path[:_LONGEST], kind=type(error).__name__, error=error
        )
        self._once(line, line)

    def _once(self, key: str, line: str) -> None:
        if key not in self._told:
            if len(self._told) >= MOST_REMEMBERED:
                self._told.clear()
            self._told.add(key)
            self._tell(line)
