"""The door: a file of any of the kinds that people have, made into a song."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.article import song_of_article
from lyricaudio.intake.blocks import Block, html_blocks, markdown_blocks, text_blocks
from lyricaudio.intake.found import Found
from lyricaudio.intake.stamped import song_of_karaoke, song_of_lrc
from lyricaudio.intake.termlist import is_term_list, song_of_terms
from lyricaudio.song.decode import decode_source

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_PROSE = {".txt": text_blocks, ".md": markdown_blocks, ".markdown": markdown_blocks}
_PAGES = {".html": html_blocks, ".htm": html_blocks}
SUFFIXES = (*_PROSE, *_PAGES, ".lrc", ".kar", ".mid", *_SEPARATORS)
"""What a file may be, by the end of its name."""

_SENTENCE = re.compile(r"[。.!?！？]$")
_MOST_SENTENCES = 0.2


def song_of_file(data: bytes, *, source: str) -> Found:
    """Return the song that a file holds.

    Parameters
    ----------
    data
        The file's bytes.
    source
        Its name as the person gave it, which says what kind of file it is.

    Raises
    ------
    LyricAudioError
        When it is of no kind that is known, cannot be read, or holds nothing for a song.
    """
    name, suffix = Path(source).stem, Path(source).suffix.lower()
    if suffix not in SUFFIXES:
        raise LyricAudioError(f"{source} is none of {' '.join(SUFFIXES)}; save what it says as one of these")
    if suffix in (".kar", ".mid"):
        return song_of_karaoke(data, name=name)
    text = decode_source(data, source=source)
    if suffix == ".lrc":
        found = song_of_lrc(text, name=name)
    elif suffix in _SEPARATORS or is_term_list(text):
        found = song_of_terms(text, name=name, separator=_SEPARATORS.get(suffix, "\t"))
    else:
        found = _written((_PROSE | _PAGES)[suffix](text), name)
    if not found.lines and not found.points:
        raise LyricAudioError(
            f"{source} has no lyrics and no points; put 歌詞 on a line above lyrics, or まとめ above a list"
        )
    return found


def _written(blocks: Sequence[Block], name: str) -> Found:
    """Return the song of an article, or of lyrics alone: lines without an end of a sentence."""
    found = song_of_article(blocks, name=name)
    said = [block.text for block in blocks if block.kind == "text"]
    sentences = sum(bool(_SENTENCE.search(text)) for text in said)
    if found.lines or not said or sentences > _MOST_SENTENCES * len(said):
        return found
    song = song_of_article([Block("text", "歌詞"), *blocks], name=name)
    # A single line before what explains it is what the article is about.
    return replace(song, title=song.lines[0].lyric) if len(song.lines) == 1 and song.rest else song
