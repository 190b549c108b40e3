"""How a clip's morae are set to music, when each is to sound and at which pitch; and who sings so itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech


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


@runtime_checkable
class Singer(Protocol):
    """What an engine has besides when some of its voices sing by themselves what is set to music.

    Which do is told by their speech (`Speech.sings`); the others' speech is moved to where it belongs.
    """

    def sing(self, reading: Reading, voice: str, setting: Setting) -> Speech:
        """Sing a reading that has morae at the times of a setting, and to its notes if it has any.

        Raises
        ------
        EngineError
            When there is no sound of it; with the remedy.
        """
