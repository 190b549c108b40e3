"""How many bars the phrases of a song have: two, four or eight."""

from __future__ import annotations

PERIOD_BARS = 4
"""Two phrases of two bars, a question and its answer, make a period; sections are whole periods."""

_LENGTHS = (2, 4, 8)


def phrase_lengths(least: int, most: int) -> tuple[int, ...]:
    """Return the lengths that a phrase may have which takes so many bars, ascending and at least one.

    That is 2, 4 or 8 bars, and beyond them every eighth: the first that is not below `least`, and those after
    it until one is not below `most`.

    Examples
    --------
    >>> phrase_lengths(1, 3), phrase_lengths(3, 4), phrase_lengths(9, 9)
    ((2, 4), (4,), (16,))
    """
    longest = _LENGTHS[-1]
    beyond = range(2 * longest, max(least, most) + longest, longest)
    lengths = [bars for bars in (*_LENGTHS, *beyond) if bars >= least]
    enough = next(i for i, bars in enumerate(lengths) if bars >= most or bars == lengths[-1])
    return tuple(lengths[: enough + 1])
