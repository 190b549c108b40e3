"""What the person wrote, checked, every error with file, line and column."""

from lyricaudio.song.decode import decode_source
from lyricaudio.song.markup import Formula, MarkupError, MarkupSpan, Plain, Ruby, display, spans
from lyricaudio.song.parse import parse_lexicon, parse_project, parse_song
from lyricaudio.song.written import (
    BeatChoice,
    Confusable,
    Delivery,
    FormChoice,
    Line,
    Names,
    OwnReading,
    PlaylistChoice,
    Point,
    Project,
    RecordingChoice,
    Section,
    Song,
    StyleChoice,
    Text,
    VoiceChoice,
)

__all__ = [
    "BeatChoice",
    "Confusable",
    "Delivery",
    "FormChoice",
    "Formula",
    "Line",
    "MarkupError",
    "MarkupSpan",
    "Names",
    "OwnReading",
    "Plain",
    "PlaylistChoice",
    "Point",
    "Project",
    "RecordingChoice",
    "Ruby",
    "Section",
    "Song",
    "StyleChoice",
    "Text",
    "VoiceChoice",
    "decode_source",
    "display",
    "parse_lexicon",
    "parse_project",
    "parse_song",
    "spans",
]
