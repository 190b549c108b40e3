"""Lyrics beside the MP3, for players that find `NAME.lrc` next to `NAME.mp3`.

One stamp a line in hundredths, sorted, LF, no blank lines and nothing after the last stamp: some players
refuse a file with anything else, and to a parser that splits at LF even a last line end makes a blank line.
Times of single words would be shown raw by many, so they stand in a file of their own, `NAME.elrc`, in kana:
the enhanced format of the A2 player, `<mm:ss.xx>` before each mora.
"""

from __future__ import annotations

from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.release.texts.metadata import EpisodeTags, lyric_stamps
from lyricaudio.units import milliseconds

# A player takes [x] for a tag and <00:01.00> for the time of a word, wherever they stand.
_LOOK_ALIKES = str.maketrans("[]<>", "［］＜＞")


def lrc_text(tags: EpisodeTags) -> str:
    """Return the `.lrc` file of an episode; its times are those of the synced lyrics in the MP3's tag."""
    lines = [f"[{_clock(stamp.at_ms)}]{row_text(stamp.text)}" for stamp in lyric_stamps(tags)]
    return "\n".join([*_header(tags), *lines])


def enhanced_lrc_text(tags: EpisodeTags) -> str:
    """Return the `.elrc` file of an episode: all that is said in kana, with the time of each mora."""
    lines = [
        f"[{_clock(milliseconds(event.start_s))}]"
        + "".join(f"<{_clock(milliseconds(mora.start_s))}>{mora.kana}" for mora in event.morae)
        + f"<{_clock(milliseconds(event.end_s))}>"
        for event in tags.events
        if event.morae
    ]
    return "\n".join([*_header(tags), *lines])


def _header(tags: EpisodeTags) -> list[str]:
    header = {
        "ti": tags.title,
        "ar": tags.artist,
        "al": tags.album,
        "length": _clock(milliseconds(tags.length_s))[:-3],
        "by": tags.encoder,
    }
    return [f"[{name}:{row_text(value)}]" for name, value in header.items() if row_text(value)]


def row_text(text: str) -> str:
    """Put a text on one line, without what a player could take for a tag."""
    return one_line(text).translate(_LOOK_ALIKES)


def _clock(time_ms: int) -> str:
    """Return `mm:ss.xx`, to the nearest hundredth; from 100 minutes on the minutes have three digits."""
    minutes, hundredths = divmod((time_ms + 5) // 10, 6000)
    return f"{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}"
