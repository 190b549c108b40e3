"""Which executor does the work."""

from __future__ import annotations

from lyricaudio.messages import told
from lyricaudio.work.executor import Executor, ExecutorUnavailable
from lyricaudio.work.pool import Pool


def executor_at(scheduler: str | None) -> Executor:
    """Return the executor at a Dask scheduler's address, or without one that of this machine.

    Raises
    ------
    ExecutorUnavailable
        When Dask is not installed.
    """
    if scheduler is None:
        return Pool()
    try:
        from lyricaudio.work.dask import Dask  # most people have no cluster, and importing it takes a second
    except ImportError as error:
        raise ExecutorUnavailable(
            told("Dask is not installed; install it with: pip install 'lyricaudio[dask]'")
        ) from error
    return Dask(scheduler)
