"""What is to be made: one order per episode, with the digest of all that it is made from.

Nothing here reads a text aloud or opens a sound, so that finding out that all is done costs next to nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from lyricaudio import __version__
from lyricaudio.build.library import LEXICON_FILE, Entry, Library
from lyricaudio.lesson.form import FORMS, Form, plan_episode
from lyricaudio.lesson.plan import Plan, Role, voice_choice
from lyricaudio.music.style import Style, load_style
from lyricaudio.reading.lexicon import installed_lexicons, lexicon_from_mapping
from lyricaudio.reading.reader import Reader
from lyricaudio.release.names import safe_name
from lyricaudio.song import Project, Song, display
from lyricaudio.voice.engine import Voice, load_engine, resolve_voice

_MAKERS = ("audio", "lesson", "mix", "music", "reading", "release", "song", "voice", "build")
"""The rooms whose code decides what an episode's files hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One episode to be made.

    Attributes
    ----------
    song_path
        The song file, from the project's root; with the form it names the episode.
    plan, style, bpm, voices, readings, lexicon
        What is said, on what beat, by whom, with which readings of the song's and project's own.
    folder, stem
        Where its files go: `folder/stem.mp3`, from the output folder.
    title, artist, album, album_artist, year, track, tracks, disc, discs
        What the tags say.
    digest
        Of everything above but `folder` and `stem`, of the voices' and readers' versions and of our own
        code: equal digests mean equal bytes, wherever they lie.
    """

    song_path: str
    song: Song
    form: Form
    plan: Plan
    style: Style
    bpm: float
    voices: dict[Role, Voice]
    readings: dict[str, str]
    lexicon: dict[str, str]
    loudness_lufs: float
    folder: str
    stem: str
    title: str
    artist: str
    album: str
    year: int
    track: int
    tracks: int
    disc: int
    discs: int
    digest: str = ""

    @property
    def key(self) -> str:
        """The name under which its state is kept."""
        return f"{self.song_path}#{self.form.name}"

    @property
    def mp3(self) -> PurePosixPath:
        """The path of its MP3, from the output folder."""
        return PurePosixPath(self.folder) / f"{self.stem}.mp3"

    @property
    def name(self) -> str:
        """What the person knows it by."""
        return f"{display(self.song.title.text)} ({self.form.label})"

    @property
    def reader(self) -> Reader:
        """The reader that knows the song's own readings."""
        return _reader(tuple(self.readings.items()), tuple(self.lexicon.items()))


@cache
def _reader(readings: tuple[tuple[str, str], ...], lexicon: tuple[tuple[str, str], ...]) -> Reader:
    own = lexicon_from_mapping(dict(lexicon), source=LEXICON_FILE)
    return Reader(own=dict(readings), lexicons=[own, *installed_lexicons()])


def song_orders(library: Library, entry: Entry) -> list[Order]:
    """List the episodes of one song, in the order of its album.

    Raises
    ------
    EngineUnavailable
        When a voice that the song asks for cannot run here.
    """
    plans = [(form, plan_episode(entry.song, form)) for form in _forms(library.project)]
    planned = [(form, plan) for form, plan in plans if plan.parts]
    return [
        _order(library, entry, form, plan, track, len(planned))
        for track, (form, plan) in enumerate(planned, start=1)
    ]


def _forms(project: Project) -> list[Form]:
    return [form for name, form in FORMS.items() if not project.forms or name in project.forms]


def _order(library: Library, entry: Entry, form: Form, plan: Plan, track: int, tracks: int) -> Order:
    song, project = entry.song, library.project
    title = display(song.title.text)
    album = _album(song, project)
    discs = [other.number for other in library.entries if _album(other.song, project) == album]
    style, bpm = _style(song, project)
    order = Order(
        song_path=entry.path,
        song=song,
        form=form,
        plan=plan,
        style=style,
        bpm=bpm,
        voices=_voices(song, project, plan),
        readings={own.term: own.kana for own in (*project.readings, *song.readings)},
        lexicon={own.term: own.kana for own in library.lexicon},
        loudness_lufs=project.loudness_lufs,
        folder=f"{entry.number:02} {safe_name(title)}",
        stem=f"{track:02} {form.label}",
        title=title if form.name == "song" else f"{title} ({form.label})",
        artist=song.artist or project.artist,
        album=album,
        year=song.year or project.year or date.today().year,
        track=track,
        tracks=tracks,
        disc=discs.index(entry.number) + 1,
        discs=len(discs),
    )
    return _signed(order)


def _album(song: Song, project: Project) -> str:
    return song.album or project.album or display(song.title.text)


def _style(song: Song, project: Project) -> tuple[Style, float]:
    """Choose the style and tempo: the song's, else the project's (its tempo only with its style)."""
    style = load_style(song.style.name or project.style.name)
    if song.style.bpm is None and song.style.name in (None, project.style.name):
        return style, project.style.bpm or style.bpm
    return style, song.style.bpm or style.bpm


def _voices(song: Song, project: Project, plan: Plan) -> dict[Role, Voice]:
    roles: Sequence[Role] = sorted({cue.role for cue in plan.cues})
    return {
        role: resolve_voice(voice_choice(role, song.voice) or voice_choice(role, project.voice))
        for role in roles
    }


def _signed(order: Order) -> Order:
    """Fill in the digest: equal digests mean equal files."""
    made_from = {
        "code": code_digest(),
        "reader": order.reader.fingerprint,
        "engines": {str(voice): load_engine(voice.engine).version for voice in order.voices.values()},
        "cues": [[part.title, [(c.role, c.text.text) for c in part.cues]] for part in order.plan.parts],
        "style": repr(order.style),
        "title_reading": order.song.title_reading,
        **_plain(order),
    }
    data = json.dumps(made_from, ensure_ascii=False, sort_keys=True, default=str)
    return replace(order, digest=hashlib.sha256(data.encode()).hexdigest())


def _plain(order: Order) -> dict[str, object]:
    """Return the order's plain values, but for those that say only where the files lie."""
    plain = (str, int, float)
    fields = {name: getattr(order, name) for name in order.__dataclass_fields__}
    names = fields.keys() - {"song_path", "folder", "stem"}
    kept = {name: fields[name] for name in names if isinstance(fields[name], plain)}
    return kept | {"voices": {r: str(v) for r, v in order.voices.items()}}


@cache
def code_digest() -> str:
    """Return the digest of our own code and data, so that a new version makes its files anew."""
    digest = hashlib.sha256(__version__.encode())
    for room in _MAKERS:
        for path in _files(files("lyricaudio") / room):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            found += _files(path)
        elif path.name.endswith((".py", ".toml", ".tsv")):
            found.append(path)
    return found
