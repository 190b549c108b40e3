"""A song as the person wrote it: values only, each text with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from lyricaudio.errors import Place, SongError
from lyricaudio.messages import told
from lyricaudio.provenance import UNTOLD
from lyricaudio.song.nodes import Node

Delivery = Literal["speak", "chant", "sing"]
"""How lyrics are delivered: at their own speed from a beat on, mora by mora on the grid, or with notes."""

Speech = Literal["stereo", "mono"]
"""Of how many channels the episodes are that are more than the song itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it stands in the file, ruby and formulas included, and where it stands.

    `clip` names the file in which the writer says it; what is made of it hangs on what the file holds, not on
    its name.
    """

    text: str
    place: Place
    clip: Text | None = field(default=None, metadata=UNTOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """A term of the song's (or project's) own and how it is said, in kana."""

    term: str
    kana: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleChoice:
    """The style a song asks for; `None` leaves it to the project or the default.

    `bpm` is in quarter notes a minute, within `units.TEMPI`; `metre` is as it is written, `3/4`.
    """

    name: str | None = None
    bpm: float | None = None
    metre: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatChoice:
    """A loop of the person's own in place of the band: a file beside the song; its tempo if given."""

    file: Text
    bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChoice:
    """A finished song from elsewhere as the song's sound: its file, its `.lrc`, and its tempo if given."""

    file: Text
    lyrics: Text | None = None
    bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceChoice:
    """The engine (or `engine:voice`) for each role; `None` leaves it to the project or the default.

    Answers are by default said by another voice of the engine that explains.
    """

    lyric: str | None = None
    explain: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One lyric line with what belongs to it; `id` is its name among the lines of its song."""

    id: str = ""
    lyric: Text
    explain: tuple[Text, ...] = ()
    terms: tuple[Text, ...] = ()
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A verse, or the hook that comes back between verses; `melody` is notes, or the name of a MIDI file."""

    name: str | None = None
    hook: bool = False
    delivery: Delivery | None = None
    melody: Text | None = None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One of the points to take home; with a question it can be asked. `id` is its name in its song."""

    id: str = ""
    question: Text | None = None
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusable:
    """Two terms that one takes for each other, best with the sentence that tells them apart."""

    pair: tuple[Text, Text]
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """One song file. What the file left out is `None` or empty; the project fills it in."""

    file: str
    title: Text
    title_reading: str | None = None
    artist: str | None = None
    album: str | None = None
    year: int | None = None
    tags: tuple[str, ...] = ()
    style: StyleChoice = StyleChoice()
    delivery: Delivery | None = None
    melody: Text | None = None
    beat: BeatChoice | None = None
    recording: RecordingChoice | None = None
    voice: VoiceChoice = VoiceChoice()
    readings: tuple[OwnReading, ...] = ()
    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()
    confuse: tuple[Confusable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    """A form that the project wants built; `settings` are the form's own, None for its defaults."""

    name: str
    settings: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistChoice:
    """A playlist of the project: songs by tag or title, in which forms, up to how many minutes."""

    name: str
    select: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    minutes: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What `lyricaudio.yaml` says for all songs; every field has a default."""

    artist: str = "lyricaudio"
    album: str | None = None
    year: int | None = None
    style: StyleChoice = StyleChoice()
    delivery: Delivery | None = None
    voice: VoiceChoice = VoiceChoice()
    readings: tuple[OwnReading, ...] = ()
    loudness_lufs: float = -16.0
    speech: Speech = "stereo"
    forms: tuple[FormChoice, ...] = ()
    lexicons: tuple[str, ...] = ()
    exam: date | None = None
    playlists: tuple[PlaylistChoice, ...] = ()


def no_settings(form: str) -> Callable[[Node, Names], Any]:
    """Return the reader of the settings of a form that has none: it refuses them."""

    def refuse(node: Node, names: Names) -> None:
        raise SongError(
            node.place, told("the form '{form}' has no settings; write its name alone", form=form)
        )

    return refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names a file may use, given by the rooms that know them, for checks and did-you-mean.

    `settings_of` gives the reader of a form's own settings.
    """

    styles: tuple[str, ...]
    metres: tuple[str, ...]
    engines: tuple[str, ...]
    forms: tuple[str, ...]
    lexicons: tuple[str, ...] = ()
    settings_of: Callable[[str], Callable[[Node, Names], Any]] = no_settings
