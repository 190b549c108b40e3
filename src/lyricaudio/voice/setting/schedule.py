"""How a clip's morae are set to music: when each is to sound, and at which pitch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The wanted times of a clip's morae, in seconds from the bar line on which the line starts.

    Attributes
    ----------
    onsets_s
        When each mora's vowel (or its ン, ッ, ー) begins, ascending; one per mora of the reading.
    end_s
        When the last mora has to be over.
    notes
        The pitch of each mora as a MIDI note number (69 is 440 Hz); None keeps the melody of speech.
    """

    onsets_s: tuple[float, ...]
    end_s: float
    notes: tuple[float, ...] | None = None
