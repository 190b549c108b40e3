"""What an episode says of itself: in the tags of its files, and in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from lyricaudio import __version__
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.reading.text.kana import hiragana
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.texts.faces import chapters, lyric_events, lyrics_text
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.song import display
from lyricaudio.voice.engine import load_engine

GENRE = "Educational"


def episode_tags(order: Order, timeline: Timeline, cover: bytes) -> EpisodeTags:
    """Write out what the tags of an episode say."""
    title_sort = _title_sort(order)
    return EpisodeTags(
        title=order.title,
        artist=order.artist,
        album=order.album,
        album_artist=order.artist,
        track=order.track,
        tracks=order.tracks,
        disc=order.disc,
        discs=order.discs,
        year=order.year,
        genre=GENRE,
        bpm=None if timeline.bpm is None or order.bedless else round(timeline.bpm),
        title_sort=title_sort,
        artist_sort=_kana(order, order.artist),
        album_sort=title_sort if order.album == display(order.song.title.text) else _kana(order, order.album),
        album_artist_sort=_kana(order, order.artist),
        comment=_comment(order),
        lyrics=lyrics_text(order.plan),
        embed_lrc=order.embed_lrc,
        events=lyric_events(timeline),
        chapters=chapters(timeline),
        cover=cover,
        length_s=timeline.length_s,
        encoder=f"lyricaudio {__version__}",
    )


def _title_sort(order: Order) -> str:
    return order.title_reading or _kana(order, order.song.title.text)


def _kana(order: Order, text: str) -> str:
    """Return hiragana to sort a name by; a name in Latin letters alone sorts as it is."""
    if text.isascii():
        return text
    return hiragana(order.manner.reader.kana(text)) or text


def _comment(order: Order) -> str:
    if order.recording:
        return order.form.about
    voices = {voice for manner in order.manners.values() for voice in manner.voices.values()}
    credits = sorted({load_engine(voice.engine).credit for voice in voices} - {""})
    return "\n".join([order.form.about, *(f"声: {credit}" for credit in credits)])


def catalogue_entry(
    order: Order,
    files: Mapping[str, str],
    *,
    seconds: float,
    size_bytes: int,
    lines: tuple[CatalogueLine, ...],
    digest: str = "",
) -> CatalogueEpisode:
    """Return what the catalogue says of an episode.

    Parameters
    ----------
    files
        Its paths from the output folder, by what they are.
    seconds, size_bytes
        Of the MP3.
    lines
        What is heard when, as `heard_lines` tells it from the timeline.
    digest
        Of the MP3's bytes.
    """
    return CatalogueEpisode(
        id=order.key,
        song=order.song_id,
        form=order.form_id,
        label=order.form.label,
        about=order.form.about,
        title=order.title,
        artist=order.artist,
        album=order.album,
        year=order.year,
        track=order.track,
        song_title=display(order.song.title.text),
        tags=order.tags,
        off_vocal=order.off_vocal,
        lyrics=lyrics_text(order.plan),
        seconds=seconds,
        size_bytes=size_bytes,
        files=files,
        lines=lines,
        digest=digest,
        title_sort=_title_sort(order),
    )
