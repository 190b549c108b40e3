"""What is to be made: one order per episode, with the digest of all that it is made from.

Nothing here reads a text aloud or opens a sound, so that finding out that all is done costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

from lyricaudio.build.choices import Scoring, scoring_of
from lyricaudio.build.digest import code_digest, content_digest, digest
from lyricaudio.build.library import LEXICON_FILE, Entry, Library
from lyricaudio.build.record import NO_EXTRAS, Extras
from lyricaudio.lesson.form import FORMS, Form, plan_episode
from lyricaudio.lesson.plan import Cue, Plan, Role, voice_choice
from lyricaudio.reading.lexicon import installed_lexicons, lexicon_from_mapping
from lyricaudio.reading.reader import Reader
from lyricaudio.release.names import safe_name
from lyricaudio.song import Project, Song, display
from lyricaudio.voice.engine import Voice, load_engine, resolve_voice

_OFF_VOCAL = "オフボーカル"
_OFF_VOCAL_KEY = "-off-vocal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a build may be asked for besides.

    Attributes
    ----------
    extras
        What is to lie beside each episode.
    off_vocal
        An episode without the voice for each song.
    soundfont
        What plays the band in place of our own instruments.
    embed_lrc
        Whether the plain lyrics in the tags have stamps, for players that read no others.
    """

    extras: Extras = NO_EXTRAS
    off_vocal: bool = False
    soundfont: Path | None = None
    embed_lrc: bool = False


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One episode to be made.

    Attributes
    ----------
    song_path
        The song file, from the project's root; with the form it names the episode.
    plan, scoring, voices, readings, lexicon
        What is said, on what beat, by whom, with which readings of the song's and project's own.
    embed_lrc
        Whether the plain lyrics in its tags have stamps.
    number
        The song's in the project, counted from 1.
    folder, stem
        Where its files go: `folder/stem.mp3`, from the output folder.
    off_vocal
        Whether the voice is left out; such an episode has an album of its own.
    soundfont
        What plays the band in place of our own instruments.
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
    scoring: Scoring
    voices: dict[Role, Voice]
    readings: dict[str, str]
    lexicon: dict[str, str]
    loudness_lufs: float
    off_vocal: bool = False
    soundfont: Path | None = None
    embed_lrc: bool = False
    number: int
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
        return f"{self.song_path}#{self.form.name}{_OFF_VOCAL_KEY if self.off_vocal else ''}"

    @property
    def mp3(self) -> PurePosixPath:
        """The path of its MP3, from the output folder."""
        return PurePosixPath(self.folder) / f"{self.stem}.mp3"

    @property
    def name(self) -> str:
        """What the person knows it by."""
        return f"{display(self.song.title.text)} ({_OFF_VOCAL if self.off_vocal else self.form.label})"

    @property
    def reader(self) -> Reader:
        """The reader that knows the song's own readings."""
        return _reader(tuple(self.readings.items()), tuple(self.lexicon.items()))


@cache
def _reader(readings: tuple[tuple[str, str], ...], lexicon: tuple[tuple[str, str], ...]) -> Reader:
    own = lexicon_from_mapping(dict(lexicon), source=LEXICON_FILE)
    return Reader(own=dict(readings), lexicons=[own, *installed_lexicons()])


def song_orders(library: Library, entry: Entry, wishes: Wishes = NO_WISHES) -> list[Order]:
    """List the episodes of one song, in the order of its album.

    Raises
    ------
    EngineUnavailable
        When a voice that the song asks for cannot run here.
    """
    plans = [(form, plan_episode(entry.song, form)) for form in _forms(library.project)]
    planned = [(form, plan) for form, plan in plans if plan.parts]
    orders = [
        replace(
            _order(library, entry, form, plan, track, len(planned)),
            soundfont=wishes.soundfont,
            embed_lrc=wishes.embed_lrc,
        )
        for track, (form, plan) in enumerate(planned, start=1)
    ]
    if wishes.off_vocal:
        orders += [_without_voice(order) for order in orders if order.form.name == "song"]
    return [_signed(order) for order in orders]


def is_off_vocal(key: str) -> bool:
    """Tell whether the key of an order is that of an episode without the voice."""
    return key.endswith(_OFF_VOCAL_KEY)


def _without_voice(order: Order) -> Order:
    """Make the same episode without the voice: in an album of its own, or the other's would be renumbered."""
    return replace(
        order,
        off_vocal=True,
        folder=f"{order.folder} {_OFF_VOCAL}",
        title=f"{order.title} ({_OFF_VOCAL})",
        album=f"{order.album} ({_OFF_VOCAL})",
        track=1,
        tracks=1,
    )


def _forms(project: Project) -> list[Form]:
    return [form for name, form in FORMS.items() if not project.forms or name in project.forms]


def _order(library: Library, entry: Entry, form: Form, plan: Plan, track: int, tracks: int) -> Order:
    song, project = entry.song, library.project
    title = display(song.title.text)
    album = _album(song, project)
    discs = [other.number for other in library.entries if _album(other.song, project) == album]
    return Order(
        song_path=entry.path,
        song=song,
        form=form,
        plan=plan,
        scoring=scoring_of(song, project, file=library.root / entry.path, root=library.root),
        voices=_voices(song, project, plan),
        readings={own.term: own.kana for own in (*project.readings, *song.readings)},
        lexicon={own.term: own.kana for own in library.lexicon},
        loudness_lufs=project.loudness_lufs,
        number=entry.number,
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


def _album(song: Song, project: Project) -> str:
    return song.album or project.album or display(song.title.text)


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
        "cues": [[part.title, [_told(cue) for cue in part.cues]] for part in order.plan.parts],
        "scoring": order.scoring.told,
        "sounds": [path and content_digest(path) for path in (order.scoring.loop, order.soundfont)],
        "title_reading": order.song.title_reading,
        **_plain(order),
    }
    return replace(order, digest=digest(made_from))


def _told(cue: Cue) -> list[object]:
    return [cue.role, cue.text.text, cue.delivery, cue.line, cue.hook]


def _plain(order: Order) -> dict[str, object]:
    """Return the order's plain values, but for those that say only where the files lie."""
    plain = (str, int, float)
    fields = {name: getattr(order, name) for name in order.__dataclass_fields__}
    names = fields.keys() - {"song_path", "number", "folder", "stem"}
    kept = {name: fields[name] for name in names if isinstance(fields[name], plain)}
    return kept | {"voices": {r: str(v) for r, v in order.voices.items()}}
