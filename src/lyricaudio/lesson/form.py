"""The forms in which a song is taught: what a form is, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lyricaudio.lesson.forms import explain, song
from lyricaudio.lesson.plan import Part, Plan
from lyricaudio.song.model import Song


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way of teaching.

    `label` is what the listener reads on files and in titles, `playlist` the name of the list of all such
    episodes, `about` what a player shows as the episode's text, `summary` what `lyricaudio forms` says,
    `parts` plans the episode: empty when the song has
    nothing for this form.
    """

    name: str
    label: str
    playlist: str
    about: str
    summary: str
    parts: Callable[[Song], tuple[Part, ...]]


_ALL = (
    Form(
        name="song",
        label="うた",
        playlist="うただけ",
        about="歌詞を通して聴きます。サビは節のあとに戻ってきます。",
        summary=song.SUMMARY,
        parts=song.parts,
    ),
    Form(
        name="explain",
        label="解説",
        playlist="解説つき",
        about="一行ごとに、歌詞、解説、もう一度歌詞の順に聴きます。最後はまとめです。",
        summary=explain.SUMMARY,
        parts=explain.parts,
    ),
)

FORMS: dict[str, Form] = {form.name: form for form in _ALL}
"""All forms by name, in the order of an album's episodes."""


def plan_episode(song: Song, form: Form) -> Plan:
    """Plan one episode of a song; a plan without parts means that there is none."""
    return Plan(form=form.name, parts=form.parts(song))
