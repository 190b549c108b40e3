"""The forms in which a song is taught: what a form is, and which there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from lyricaudio.lesson.plan import Cue, Event, Gap, Part, Plan, Segment, said_faster
from lyricaudio.lesson.roles import ROLES
from lyricaudio.messages import message, told
from lyricaudio.plugs import Kind, Plug, reason
from lyricaudio.song.readers import NodeReader
from lyricaudio.song.schema import Schema, record
from lyricaudio.song.written import FormChoice, Song, no_settings

S = TypeVar("S")

_FORMS = Kind(
    what=message("form"),
    group="lyricaudio.forms",
    ours={
        "song": "lyricaudio.lesson.forms.song:FORM",
        "explain": "lyricaudio.lesson.forms.explain:FORM",
        "recall": "lyricaudio.lesson.forms.recall:FORM",
        "quiz": "lyricaudio.lesson.forms.quiz:FORM",
        "contrast": "lyricaudio.lesson.forms.contrast:FORM",
        "choice": "lyricaudio.lesson.forms.choice:FORM",
    },
)
"""Ours are in the order of an album's episodes; those of other packages follow."""

_USUAL = ("song", "explain", "recall")
"""What a project has that asks for none by name."""

_NO_FILE_NAME = re.compile(r'[\x00-\x1f/\\:*?"<>|]|^[. ]|[. ]$')


def _as_it_is(settings: object) -> float:
    return 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[S]):
    """A way of teaching.

    Attributes
    ----------
    name
        How projects and addresses name it.
    label
        What the listener reads on files and in titles.
    playlist
        The name of the list of all such episodes.
    about
        What a player shows as the episode's text.
    summary
        What `lyricaudio forms` says.
    parts
        Plans the episode by the settings: empty when the song has nothing for this form.
    settings
        What a project may say about it, a row for each; built without any it is the defaults.
    speed
        How fast the settings want it, of the voice's own speed and the song's tempo.
    plain_title
        Whether its episodes are called as their song, without the label.
    asks
        Whether it asks throughout: the buttons of headphones then say how it went, on the page.
    off_vocal
        Whether `build --off-vocal` makes it without the voice, too.
    plays_recording
        Whether it is the song itself, so that a finished recording of it is heard as it is.
    """

    name: str
    label: str
    playlist: str
    about: str
    summary: str
    parts: Callable[[Song, S], tuple[Part, ...]]
    settings: Schema[S]
    speed: Callable[[S], float] = _as_it_is
    plain_title: bool = False
    asks: bool = False
    off_vocal: bool = False
    plays_recording: bool = False

    def title(self, song_title: str) -> str:
        """Return what an episode of a song is called."""
        return song_title if self.plain_title else f"{song_title} ({self.label})"


NO_SETTINGS: Schema[None] = Schema(message("a form without settings"), (), build=lambda: None)
"""Of a form of which nothing can be said."""


def form_names() -> tuple[str, ...]:
    """Return the names of all forms, ours first, in the order of an album's episodes."""
    return tuple(_FORMS.plugs())


def load_form(name: str) -> Form[Any]:
    """Import a form by name.

    Raises
    ------
    PlugError
        When there is none of that name, or another package's is broken.
    """
    plug = _FORMS.find(name)
    form: Form[Any] = plug.load()
    if plug.packages:
        _look_at(form, plug)
        return replace(form, parts=_watched(form.parts, plug))
    return form


def chosen_forms(choices: Sequence[FormChoice]) -> tuple[tuple[Form[Any], Any], ...]:
    """Return the forms that a project asks for, each with its settings, in the order of an album's episodes.

    When it names none these are the usual ones: what another package brings is asked for by name, so that
    installing it changes no release.

    Raises
    ------
    PlugError
        As `load_form`, and when two of them would have one playlist.
    """
    settings = {choice.name: choice.settings for choice in choices} or dict.fromkeys(_USUAL)
    forms = [load_form(name) for name in form_names() if name in settings]
    listed: dict[str, str] = {}
    for form in forms:
        if (first := listed.setdefault(form.playlist, form.name)) != form.name:
            raise _FORMS.find(form.name).broken(
                told("has the playlist of '{first}', '{playlist}'", first=first, playlist=form.playlist)
            )
    return tuple((form, settings[form.name]) for form in forms)


def settings_of(name: str) -> NodeReader[Any]:
    """Return the reader of a form's settings in a project file; `PlugError` as `load_form`."""
    schema = load_form(name).settings
    return record(schema) if schema.keys else no_settings(name)


def plan_episode(song: Song, form: Form[S], settings: S | None = None) -> Plan:
    """Plan one episode of a song, by default settings if none are given.

    A plan without parts means that the song has no such episode.
    """
    chosen = form.settings.build() if settings is None else settings
    speed = form.speed(chosen)
    parts = tuple(said_faster(part, speed) for part in form.parts(song, chosen))
    return Plan(form=form.name, segments=(Segment(parts=parts),) if parts else (), speed=speed)


def form_sources() -> dict[str, str]:
    """Return who brings each form, by its name."""
    return {name: plug.source for name, plug in _FORMS.plugs().items()}


def _look_at(form: Any, plug: Plug) -> None:
    """Refuse what another package calls a form and is none."""
    if not isinstance(form, Form):
        raise plug.broken(told("is no lyricaudio.lesson.form.Form"))
    if form.name != plug.name:
        raise plug.broken(told("calls itself '{name}'", name=form.name))
    texts = (form.label, form.playlist, form.about, form.summary)
    if not all(isinstance(text, str) and text.strip() and text.isprintable() for text in texts):
        raise plug.broken(told("needs a label, a playlist, an about and a summary, each of one line"))
    if _NO_FILE_NAME.search(form.label):
        raise plug.broken(told("has a label that cannot be the name of a file, '{label}'", label=form.label))
    try:
        defaults = form.settings.build()
        for key in form.settings.keys:
            getattr(defaults, key.field or key.name)
    except Exception as error:
        raise plug.broken(told("has settings without defaults: {reason}", reason=reason(error))) from error


def _watched(
    parts: Callable[[Song, Any], tuple[Part, ...]], plug: Plug
) -> Callable[[Song, Any], tuple[Part, ...]]:
    """Let another package's form fail in one line that names it."""

    def watched(song: Song, settings: Any) -> tuple[Part, ...]:
        with plug.watched(told("on {file}", file=song.file)):
            planned = parts(song, settings)
        if not isinstance(planned, tuple) or not all(isinstance(part, Part) for part in planned):
            raise plug.broken(told("plans something else than a tuple of parts for {file}", file=song.file))
        events = [event for part in planned for event in part.events]
        if not all(isinstance(event, Cue | Gap) for event in events):
            raise plug.broken(told("plans something else than cues and gaps for {file}", file=song.file))
        unknown = {cue.role for event in events if (cue := _said(event))} - ROLES.keys()
        if unknown:
            raise plug.broken(
                told(
                    "plans the role '{role}', but there are {roles}",
                    role=min(unknown),
                    roles=", ".join(ROLES),
                )
            )
        return planned

    return watched


def _said(event: Event) -> Cue | None:
    """Return the cue that an event is, or stands for."""
    return event if isinstance(event, Cue) else event.stands_for
