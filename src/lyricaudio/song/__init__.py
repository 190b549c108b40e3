"""What the person wrote, checked, every error with file, line and column."""

from lyricaudio.song.decode import decode_source
from lyricaudio.song.markup import Formula, MarkupError, Plain, Ruby, Span, display, spans
from lyricaudio.song.model import (
    BeatChoice,
    Delivery,
    FormChoice,
    Line,
    Names,
    OwnReading,
    PlaylistChoice,
    Point,
    Project,
    Section,
    Song,
    StyleChoice,
    Text,
    VoiceChoice,
)
from lyricaudio.song.parse import parse_lexicon, parse_project, parse_song

__all__ = [
    "BeatChoice",
    "Delivery",
    "FormChoice",
    "Formula",
    "Line",
    "MarkupError",
    "Names",
    "OwnReading",
    "Plain",
    "PlaylistChoice",
    "Point",
    "Project",
    "Ruby",
    "Section",
    "Song",
    "Span",
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
