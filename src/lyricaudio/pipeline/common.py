"""What belongs to no single episode: playlists, page, feed, the show's cover, and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from lyricaudio import __version__
from lyricaudio.lesson.form import chosen_forms
from lyricaudio.pipeline.project.record import EpisodeRecord
from lyricaudio.provenance import code_digest, digest
from lyricaudio.release.catalogue import CATALOGUE, Catalogue, catalogue_json
from lyricaudio.release.page.document import PAGE, assets, assets_digest, page_html
from lyricaudio.release.texts.feed import COVER, FEED, Show, feed_xml
from lyricaudio.release.texts.shelf import playlists
from lyricaudio.song import Project

_ABOUT = "歌詞で覚えて、解説でわかる。"


def common_digest(project: Project, finished: Sequence[EpisodeRecord]) -> str:
    """Return the digest of all that these files are made from, without making them.

    Parameters
    ----------
    finished
        All episodes, in the order of the release.
    """
    episodes = [[str(known.episode.mp3), known.digest, known.episode.size_bytes] for known in finished]
    lists = [project.playlists, _list_names(project)]
    return digest([code_digest(__name__), assets_digest(), _show(project), lists, episodes])


def common_files(project: Project, finished: Sequence[EpisodeRecord]) -> dict[PurePosixPath, bytes]:
    """Return the files by their paths from the output folder, the catalogue last; none without episodes."""
    if not finished:
        return {}
    # Drawing is imported late: a build with nothing to do must not pay for it.
    from lyricaudio.release.pictures.cover import draw_cover

    episodes = tuple(known.episode for known in finished)
    show = _show(project)
    texts = {
        **playlists(episodes, project.playlists, _list_names(project)),
        PAGE: page_html(episodes, title=show.title),
        FEED: feed_xml(show, episodes),
    }
    cover = draw_cover(show.title, subtitle=show.author, seed=show.show_id)
    # What the page names comes before the page.
    files = assets() | {COVER: cover} | {path: text.encode() for path, text in texts.items()}
    paths = {file.path for known in finished for file in known.files} | set(map(str, files))
    catalogue = Catalogue(
        title=show.title,
        artist=show.author,
        made_by=show.generator,
        episodes=episodes,
        files=tuple(sorted(paths)),
    )
    return {**files, PurePosixPath(CATALOGUE): catalogue_json(catalogue).encode()}


def _list_names(project: Project) -> dict[str, str]:
    return {form.name: form.playlist for form, _ in chosen_forms(project.forms)}


def _show(project: Project) -> Show:
    title = project.album or project.artist
    return Show(
        show_id=f"{project.artist}/{title}",
        title=title,
        author=project.artist,
        description=_ABOUT,
        generator=f"lyricaudio {__version__}",
    )
