"""A file's bytes to text: UTF-8, or an error that says what it looks like instead."""

from __future__ import annotations

import codecs
import re

from lyricaudio.errors import Place, SongError
from lyricaudio.messages import told
from lyricaudio.song.characters import HIRAGANA, KATAKANA

MOST_SONG_BYTES = 2_000_000

_MARKS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))
_JAPANESE = (("cp932", "Shift-JIS"), ("euc_jp", "EUC-JP"))
_USUAL = re.compile(f"[{HIRAGANA}{KATAKANA}一-龠々、。「」・（）〜　]")
_LEAST_USUAL = (
    0.9  # under a wrong encoding much comes out as half-width kana, and as signs that nobody writes
)


def decode_source(data: bytes, *, source: str) -> str:
    """Decode a song or project file; a byte order mark is taken away, line ends stay as they are.

    Parameters
    ----------
    data
        The file's bytes, at most 2,000,000.
    source
        The file as the person named it.

    Raises
    ------
    SongError
        The file is too large, or not UTF-8; then the message names the encoding that it seems to have.
    """
    if len(data) > MOST_SONG_BYTES:
        large = told(
            "{count:,} bytes; a file may have {most:,}, so split it", count=len(data), most=MOST_SONG_BYTES
        )
        raise SongError(Place(source, 1, 1), large)
    return decoded(data, source=source)


def decoded(data: bytes, *, source: str) -> str:
    """Decode a text of any length that comes from outside; parameters and errors as `decode_source`."""
    if (looks_like := _other_mark(data)) is not None:
        other = told(
            "the file is not UTF-8 but {encoding}; open the file in an editor and save it as UTF-8",
            encoding=looks_like,
        )
        raise SongError(Place(source, 1, 1), other)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _stray_byte(data[error.start], _guess(data))
        raise SongError(_place(data[: error.start], source), message) from None


def _stray_byte(byte: int, looks_like: str | None) -> str:
    if looks_like is None:
        return told(
            "byte 0x{byte:02X} is not UTF-8; open the file in an editor and save it as UTF-8", byte=byte
        )
    return told(
        "byte 0x{byte:02X} is not UTF-8 (it looks like {encoding}); open the file in an editor and save it as"
        " UTF-8",
        byte=byte,
        encoding=looks_like,
    )


def _other_mark(data: bytes) -> str | None:
    """Recognise what would pass for UTF-8 or fails it at once: UTF-16, and JIS with its escapes."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if data[:200].count(0) > len(data[:200]) // 4:
        return "UTF-16"
    return "ISO-2022-JP" if b"\x1b$@" in data or b"\x1b$B" in data else None


def _guess(data: bytes) -> str | None:
    """Find the Japanese encoding under which nearly all the characters are those of Japanese."""
    shares = {name: _usual_share(data, codec) for codec, name in _JAPANESE}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _LEAST_USUAL else None


def _usual_share(data: bytes, codec: str) -> float:
    try:
        foreign = re.sub(r"[\x00-\x7f]", "", data.decode(codec))
    except UnicodeDecodeError:
        return 0.0
    return len(_USUAL.findall(foreign)) / max(len(foreign), 1)


def _place(before: bytes, source: str) -> Place:
    """Where the first byte stands that is not UTF-8."""
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8-sig", errors="replace")) + 1
    return Place(source, before.count(b"\n") + 1, column)
