"""Lyrics beside the MP3, for players that find `NAME.lrc` next to `NAME.mp3`.

One stamp a line in hundredths, sorted, LF, no blank lines and nothing after the last stamp: some players
refuse a file with anything else, and to a parser that splits at LF even a last line end makes a blank line.
Times of single words would be shown raw by many, so there are none.
"""

from __future__ import annotations

from lyricaudio.release.episode import EpisodeTags, lyric_stamps
from lyricaudio.release.text import one_line
from lyricaudio.units import milliseconds

# A player takes [x] for a tag and <00:01.00> for the time of a word, wherever they stand.
_LOOK_ALIKES = str.maketrans("[]<>", "［］＜＞")


def lrc_text(tags: EpisodeTags) -> str:
    """Return the `.lrc` file of an episode; its times are those of the synced lyrics in the MP3's tag."""
    header = {
        "ti": tags.title,
        "ar": tags.artist,
        "al": tags.album,
        "length": _clock(milliseconds(tags.length_s))[:-3],
        "by": tags.encoder,
    }
    lines = [f"[{name}:{_harmless(value)}]" for name, value in header.items() if _harmless(value)]
    lines += [f"[{_clock(stamp.at_ms)}]{_harmless(stamp.text)}" for stamp in lyric_stamps(tags)]
    return "\n".join(lines)


def _harmless(text: str) -> str:
    """Put a text on one line, without what a player could take for a tag."""
    return one_line(text).translate(_LOOK_ALIKES)


def _clock(time_ms: int) -> str:
    """Return `mm:ss.xx`, to the nearest hundredth; from 100 minutes on the minutes have three digits."""
    minutes, hundredths = divmod((time_ms + 5) // 10, 6000)
    return f"{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}"
