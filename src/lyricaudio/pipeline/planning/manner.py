"""How a song is said and played, in whichever episode it is heard."""

from __future__ import annotations

from dataclasses import dataclass, field

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue, Plan, lyric_cues, voice_choice
from lyricaudio.lesson.roles import ROLES
from lyricaudio.lesson.sung import SungLine
from lyricaudio.memo import remembered
from lyricaudio.pipeline.project.choices import Scoring
from lyricaudio.pipeline.project.folders import LEXICON_FILE
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.sounds import NO_SOUNDS, OwnRecording, OwnSounds
from lyricaudio.provenance import UNTOLD
from lyricaudio.reading.lexicon.terms import chosen_lexicons, lexicon_from_mapping
from lyricaudio.reading.reader import Reader
from lyricaudio.song import Project, Song
from lyricaudio.voice.known import Voice, another_voice, known_engine, present_voice
from lyricaudio.voice.own import OwnClip


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a song is said and played.

    Attributes
    ----------
    lines
        All its lyric lines: what of them stands on the grid does so in one score, whichever an episode takes.
    scoring, voices
        On what beat, and by whom.
    readings, lexicon, lexicons
        The song's and project's own, and the names of the lexicons it chose.
    place
        Where the song is written.
    recording, clips
        The song's own sound, and the clips of the person's voice that are heard in place of an engine's.
    """

    lines: tuple[Cue, ...]
    scoring: Scoring
    voices: dict[str, Voice]
    readings: dict[str, str] = field(metadata=UNTOLD)  # these three are in the reader's fingerprint
    lexicon: dict[str, str] = field(metadata=UNTOLD)
    lexicons: tuple[str, ...] = field(metadata=UNTOLD)
    place: Place
    recording: OwnRecording | None = None
    clips: tuple[OwnClip, ...] = ()

    @property
    def reader(self) -> Reader:
        """The reader that knows the song's own readings."""
        return _reader(tuple(self.readings.items()), tuple(self.lexicon.items()), self.lexicons)

    @property
    def made_with(self) -> list[object]:
        """What decides its sound besides the fields: the reader, and the engines' versions."""
        engines = {str(voice): known_engine(voice.engine).version for voice in self.voices.values()}
        return [self.reader.fingerprint, engines]

    def voice_of(self, cue: Cue) -> Voice:
        """Return who says a cue."""
        return self.voices[_named(cue)]

    def clip_of(self, cue: Cue) -> OwnClip | None:
        """Return the clip in which the person says a cue, if there is one."""
        name = cue.text.clip
        return next((clip for clip in self.clips if name and clip.place == name.place), None)

    def sung(self, cue: Cue) -> SungLine | None:
        """Return what of the recording is heard as a cue; None when a voice says it.

        Of what is left out of a line nobody knows where a recording sings it, so a voice says the rest.
        """
        if self.recording is None or not ROLES[cue.role].is_line or cue.left_out:
            return None
        return self.recording.first_of(cue.of)


def manner_of(
    song: Song, library: Library, plan: Plan, scoring: Scoring, sounds: OwnSounds = NO_SOUNDS
) -> Manner:
    """Collect how a song is said and played in what a plan takes of it.

    Raises
    ------
    EngineUnavailable
        When a voice that the song asks for cannot run here.
    """
    project = library.project
    clips = (cue.text.clip for cue in (*plan.cues, *lyric_cues(song)))
    named = {clip.place for clip in clips if clip}
    names = sorted({_named(cue) for cue in plan.cues})  # to resolve one looks for the voice's file
    return Manner(
        lines=lyric_cues(song),
        scoring=scoring,
        voices={name: _voice(name, song, project) for name in names},
        readings=_readings(song, library),
        lexicon={own.term: own.kana for own in library.lexicon},
        lexicons=project.lexicons,
        place=song.title.place,
        recording=sounds.recording,
        clips=tuple(clip for clip in sounds.clips if clip.place in named),
    )


def reader_of(song: Song, library: Library) -> Reader:
    """Return the reader that knows a song's own readings."""
    lexicon = tuple((own.term, own.kana) for own in library.lexicon)
    return _reader(tuple(_readings(song, library).items()), lexicon, library.project.lexicons)


def _readings(song: Song, library: Library) -> dict[str, str]:
    return {own.term: own.kana for own in (*library.project.readings, *song.readings)}


def _named(cue: Cue) -> str:
    return cue.voice or cue.role


def _voice(name: str, song: Song, project: Project) -> Voice:
    """Find the voice of a role, or one that a cue asks for by name."""
    if name not in ROLES:
        return present_voice(name)
    choice = voice_choice(name, song.voice) or voice_choice(name, project.voice)
    if choice is None and (unlike := ROLES[name].unlike):
        return another_voice(_voice(unlike, song, project))
    return present_voice(choice)


@remembered
def _reader(
    readings: tuple[tuple[str, str], ...], lexicon: tuple[tuple[str, str], ...], lexicons: tuple[str, ...]
) -> Reader:
    own = lexicon_from_mapping(dict(lexicon), source=LEXICON_FILE)
    return Reader(own=dict(readings), lexicons=[own, *chosen_lexicons(lexicons)])
