"""Episodes as a catalogue lists them, made up: what a test is about is given, all else is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio.release.catalogue import CATALOGUE, Catalogue, CatalogueEpisode, CatalogueLine, catalogue_json

LABELS = {"song": "うた", "explain": "解説", "recall": "暗唱"}


def episode(song: str = "04-relu", form: str = "song", *, folder: str = "", **given: Any) -> CatalogueEpisode:
    """Return an episode of a song in a form; its files lie in `folder`, the song's title if none is given."""
    title = given.pop("song_title", "ReLUのうた")
    track, label = list(LABELS).index(form) + 1, LABELS[form]
    place = PurePosixPath(folder or f"04 {title}")
    stem = f"{track:02} {label}"
    made = CatalogueEpisode(
        id=f"{song}/{form}",
        song=song,
        form=form,
        label=label,
        about="歌詞を通して聴きます。",
        title=title if form == "song" else f"{title} ({label})",
        artist="lyricaudio",
        album=title,
        year=2026,
        track=track,
        song_title=title,
        tags=(),
        off_vocal=False,
        lyrics="負ならゼロ",
        seconds=131.4,
        size_bytes=2_000,
        files=beside(place / f"{stem}.mp3"),
        lines=(CatalogueLine(line="aa", role="lyric", text="負ならゼロ", start_s=1.0, end_s=2.0),),
    )
    return replace(made, **given)


def beside(mp3: PurePosixPath) -> dict[str, str]:
    """Return the files of an episode by what they are."""
    endings = {"lrc": ".lrc", "vtt": ".vtt", "chapters": ".chapters.json", "data": ".json"}
    files = {kind: str(mp3.with_suffix(ending)) for kind, ending in endings.items()}
    return {"mp3": str(mp3), "cover": str(mp3.with_name("folder.jpg")), **files}


def write_catalogue(
    root: Path, episodes: Iterable[CatalogueEpisode] = (), files: Iterable[str] | None = None
) -> Catalogue:
    """Write the catalogue of a release: of the files given, or else of all that are there."""
    there = (path for path in root.rglob("*") if path.is_file() and path.name != CATALOGUE)
    names = files if files is not None else (path.relative_to(root).as_posix() for path in there)
    catalogue = Catalogue(
        title="G検定のうた",
        artist="lyricaudio",
        made_by="lyricaudio 0.1.0",
        episodes=tuple(episodes),
        files=tuple(sorted(names)),
    )
    (root / CATALOGUE).write_text(catalogue_json(catalogue), "utf-8")
    return catalogue
