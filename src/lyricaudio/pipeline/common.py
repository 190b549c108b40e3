"""What belongs to no single episode: playlists, page, feed, the show's cover, and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from lyricaudio import __version__
from lyricaudio.lesson.form import chosen_forms
from lyricaudio.pipeline.project.record import EpisodeRecord
from lyricaudio.provenance import code_digest, digest
from lyricaudio.release.catalogue import CATALOGUE, Catalogue, CatalogueEpisode, catalogue_json
from lyricaudio.release.page.document import PAGE, RIDES, TEXTS, assets, assets_digest, page_html, texts_html
from lyricaudio.release.texts.feed import COVER, FEED, Show, episode_guid, feed_xml, show_guid
from lyricaudio.release.texts.shelf import chosen_lists, playlists
from lyricaudio.song import Project

_EDITION_DIGITS = 10
_ABOUT = "歌詞で覚えて、解説でわかる。"


def common_digest(project: Project, finished: Sequence[EpisodeRecord]) -> str:
    """Return the digest of all that these files are made from, without making them.

    Parameters
    ----------
    finished
        All episodes, in the order of the release.
    """
    episodes = [
        [str(known.episode.mp3), known.digest, known.episode.size_bytes, known.published_s]
        for known in finished
    ]
    lists = [project.playlists, _list_names(project)]
    told = [__version__, _names(project), project.loudness_lufs, lists, episodes]
    return digest([code_digest(__name__), assets_digest(), *told])


def common_files(
    project: Project, finished: Sequence[EpisodeRecord], *, guid: str
) -> dict[PurePosixPath, bytes]:
    """Return the files by their paths from the output folder, the catalogue last; none without episodes.

    Parameters
    ----------
    guid
        The identity that the podcast has; when it is empty, its first songs decide.
    """
    if not finished:
        return {}
    # Planning and drawing are imported late: a build with nothing to do must not pay for them.
    from lyricaudio.release.page.coming import rides_json
    from lyricaudio.release.pictures.cover import draw_cover

    episodes = tuple(known.episode for known in finished)
    show = _show(project, guid or _first_guid(project, episodes))
    editions = {known.episode.id: known.digest[:_EDITION_DIGITS] for known in finished}
    dates = {episode_guid(known.episode): known.published_s for known in finished}
    texts = {
        **playlists(episodes, project.playlists, _list_names(project)),
        PAGE: page_html(
            episodes,
            title=show.title,
            editions=editions,
            lists=chosen_lists(episodes, project.playlists),
            has_texts=True,
            has_rides=True,
        ),
        TEXTS: texts_html(episodes, title=show.title),
        RIDES: rides_json(episodes, editions),
        FEED: feed_xml(show, episodes, dates),
    }
    cover = draw_cover(show.title, subtitle=show.author, seed=_names(project))
    # What the page names comes before the page.
    files = assets() | {COVER: cover} | {path: text.encode() for path, text in texts.items()}
    paths = {file.path for known in finished for file in known.files} | set(map(str, files))
    catalogue = Catalogue(
        title=show.title,
        artist=show.author,
        made_by=show.generator,
        episodes=episodes,
        files=tuple(sorted(paths)),
        loudness_lufs=project.loudness_lufs,
    )
    return {**files, PurePosixPath(CATALOGUE): catalogue_json(catalogue).encode()}


def _list_names(project: Project) -> dict[str, str]:
    return {form.name: form.playlist for form, _ in chosen_forms(project.forms)}


def _show(project: Project, guid: str) -> Show:
    return Show(
        guid=guid,
        title=_title(project),
        author=project.artist,
        description=_ABOUT,
        generator=f"lyricaudio {__version__}",
    )


def _first_guid(project: Project, episodes: Sequence[CatalogueEpisode]) -> str:
    """Return the identity of a podcast that is new: names may be another's, too, but hardly all the words."""
    words = (text for episode in episodes for text in (episode.title, episode.lyrics))
    return show_guid("\n".join([_names(project), *words]))


def _names(project: Project) -> str:
    return f"{project.artist}/{_title(project)}"


def _title(project: Project) -> str:
    return project.album or project.artist
