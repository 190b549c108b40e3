"""Work that several wait for: each piece is done once, in the pool, and its result is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.workers import Outcome, Pool, Task

Then = Callable[[], None]
Failed = Callable[[LyricAudioError], None]


@dataclass(slots=True)
class _Waiting:
    """Somebody who waits: for which keys still, and what to do then."""

    missing: set[str]
    then: Then
    failed: Failed


@dataclass(slots=True, kw_only=True)
class Jobs:
    """Tasks under keys; equal keys mean equal results.

    Attributes
    ----------
    begun, done
        Called with the key of each task that has to be run: when it is submitted, and when it has ended,
        before those who wait for it.
    """

    pool: Pool
    begun: Callable[[str], None]
    done: Callable[[str, Outcome], None]
    _results: dict[str, Any] = field(default_factory=dict)
    _waiting: dict[str, list[_Waiting]] = field(default_factory=dict)

    def know(self, key: str, result: Any) -> None:
        """Keep a result that need not be worked out."""
        self._results[key] = result

    def knows(self, key: str) -> bool:
        """Tell whether a result is there."""
        return key in self._results

    def result(self, key: str) -> Any:
        """Return a result that is there."""
        return self._results[key]

    def need(self, tasks: Mapping[str, Task], then: Then, failed: Failed) -> None:
        """Call `then` when the results of all tasks are there, or `failed` once, with the first error.

        A task is run only when its result is not known and nobody waits for it yet.
        """
        waiting = _Waiting({key for key in tasks if key not in self._results}, then, failed)
        if not waiting.missing:
            then()
            return
        for key, task in tasks.items():
            if key in waiting.missing:
                known = self._waiting.setdefault(key, [])
                known.append(waiting)
                if len(known) == 1:
                    self.begun(key)
                    self.pool.submit(task, partial(self._ended, key))

    def _ended(self, key: str, outcome: Outcome) -> None:
        self.done(key, outcome)
        waiting = self._waiting.pop(key)
        if outcome.error is None:
            self._results[key] = outcome.value
        for one in waiting:
            if outcome.error is not None:
                self._fail(one, outcome.error)
            elif key in one.missing:
                one.missing.discard(key)
                if not one.missing:
                    one.then()

    def _fail(self, one: _Waiting, error: LyricAudioError) -> None:
        """Tell one who waits that it is in vain; what else it waits for is of no use to it any more."""
        if one.missing:
            one.missing.clear()
            one.failed(error)
