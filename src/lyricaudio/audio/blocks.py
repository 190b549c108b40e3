"""Sounds added up block by block: an hour takes no more memory than a minute."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from lyricaudio.audio.sound import Samples

BLOCK_FRAMES = 1 << 17
"""About three seconds: large enough for numpy, small enough for any memory."""

T = TypeVar("T")


def sum_blocks(
    events: Sequence[tuple[int, T]], sound: Callable[[T], Samples], frames: int, channels: int
) -> Iterator[Samples]:
    """Yield the sum of sounds in blocks of `BLOCK_FRAMES` (the last is shorter), shape (frames, channels).

    Parameters
    ----------
    events
        The first frames of sounds, from 0 and in time order, and what `sound` makes each of.
    sound
        Makes a sound, float32, shape (frames, channels); called once for each event that begins in time.
    frames
        The length of the sum; what reaches beyond it is cut.
    """
    waiting = deque(event for event in events if event[0] < frames)
    tail = np.zeros((0, channels), dtype=np.float32)
    for start in range(0, frames, BLOCK_FRAMES):
        stop = min(start + BLOCK_FRAMES, frames)
        block, end = _resized(tail, max(stop - start, len(tail))), len(tail)
        while waiting and waiting[0][0] < stop:
            at, source = waiting.popleft()
            samples = sound(source)
            first, last = at - start, at - start + len(samples)
            if last > len(block):
                block = _resized(block, last + (last - (stop - start)))  # room for more of its kind
            block[first:last] += samples
            end = max(end, last)
        tail = block[stop - start : max(end, stop - start)]
        yield block[: stop - start]


def overlaid(
    streams: Sequence[tuple[int, Iterable[Samples]]], frames: int, channels: int
) -> Iterator[Samples]:
    """Yield the sum of streams of blocks in blocks of `BLOCK_FRAMES`, as `sum_blocks` does of sounds.

    Parameters
    ----------
    streams
        The first frame of each, from 0 and in time order, and its blocks, of any lengths: read as they are
        needed.
    """
    waiting = deque((at, iter(blocks)) for at, blocks in streams)
    heard: list[tuple[int, Iterator[Samples], Samples]] = []  # where the next block begins, and what is left
    for start in range(0, frames, BLOCK_FRAMES):
        stop = min(start + BLOCK_FRAMES, frames)
        while waiting and waiting[0][0] < stop:
            heard.append((*waiting.popleft(), np.zeros((0, channels), dtype=np.float32)))
        block = np.zeros((stop - start, channels), dtype=np.float32)
        heard = [stream for stream in (_added(block, start, *one) for one in heard) if stream]
        yield block


def _added(
    block: Samples, start: int, at: int, blocks: Iterator[Samples], left: Samples
) -> tuple[int, Iterator[Samples], Samples] | None:
    """Add what of a stream lies in a block that begins at `start`; None when the stream is over."""
    stop = start + len(block)
    while at < stop:
        if not len(left):
            following = next(blocks, None)
            if following is None:
                return None
            left = following
        now = min(len(left), stop - at)
        block[at - start : at - start + now] += left[:now]
        at, left = at + now, left[now:]
    return at, blocks, left


def _resized(block: Samples, frames: int) -> Samples:
    """Return a copy with silence after it."""
    copy = np.zeros((frames, block.shape[1]), dtype=np.float32)
    copy[: len(block)] = block
    return copy
