"""What belongs to no single episode: playlists, the player page, the podcast feed, the show's cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from lyricaudio import __version__
from lyricaudio.build.digest import digest, release_digest
from lyricaudio.build.library import Library
from lyricaudio.build.order import Order
from lyricaudio.build.record import EpisodeRecord, Record
from lyricaudio.lesson.form import FORMS
from lyricaudio.release.faces import lyrics_text
from lyricaudio.release.feed import COVER, FEED, FeedItem, Show, episode_guid, feed_xml
from lyricaudio.release.page import PAGE, PageAlbum, PageEpisode, assets, page_html
from lyricaudio.release.shelf import Shelved, playlists
from lyricaudio.song import Project, display

_ABOUT = "歌詞で覚えて、解説でわかる。"
_Finished = tuple[Order, EpisodeRecord]


def common_digest(library: Library, orders: Sequence[Order], record: Record) -> str:
    """Return the digest of all that these files are made from, without making them."""
    return digest(
        {
            "code": release_digest(),
            "show": repr(_show(library.project)),
            "playlists": repr(library.project.playlists),
            "episodes": [
                [str(order.mp3), order.digest, known.seconds, known.files[0].size]
                for order, known in _finished(orders, record)
            ],
        }
    )


def common_files(library: Library, orders: Sequence[Order], record: Record) -> dict[PurePosixPath, bytes]:
    """Return the files by their paths from the output folder; only finished episodes are in them."""
    # Drawing is imported late: a build with nothing to do must not pay for it.
    from lyricaudio.release.cover import draw_cover

    finished = _finished(orders, record)
    shelf = playlists(
        [_shelved(order, known) for order, known in finished],
        library.project.playlists,
        {form.name: form.playlist for form in FORMS.values()},
    )
    show = _show(library.project)
    heard = [(order, known) for order, known in finished if not order.off_vocal]
    texts = {
        **shelf,
        PAGE: page_html(list(_albums(heard)), title=show.title),
        FEED: feed_xml(show, [_item(order, known) for order, known in heard]),
    }
    cover = draw_cover(show.title, subtitle=show.author, seed=show.show_id)
    return {path: text.encode() for path, text in texts.items()} | assets() | {COVER: cover}


def _finished(orders: Sequence[Order], record: Record) -> list[_Finished]:
    return [(order, known) for order in orders if (known := record.episodes.get(order.key))]


def _show(project: Project) -> Show:
    title = project.album or project.artist
    return Show(
        show_id=f"{project.artist}/{title}",
        title=title,
        author=project.artist,
        description=_ABOUT,
        generator=f"lyricaudio {__version__}",
    )


def _shelved(order: Order, known: EpisodeRecord) -> Shelved:
    return Shelved(
        path=order.mp3,
        form="" if order.off_vocal else order.form.name,
        song_title=display(order.song.title.text),
        tags=order.song.tags,
        title=order.title,
        artist=order.artist,
        seconds=known.seconds,
    )


def _episode_id(order: Order) -> str:
    return f"{order.number:02}-{order.track}"


def _albums(finished: Sequence[_Finished]) -> Iterator[PageAlbum]:
    for _, group in groupby(finished, key=lambda one: one[0].number):
        episodes = list(group)
        first = episodes[0][0]
        yield PageAlbum(
            number=first.number,
            title=display(first.song.title.text),
            artist=first.artist,
            cover=first.mp3.with_name("folder.jpg"),
            episodes=tuple(
                PageEpisode(
                    episode_id=_episode_id(order),
                    form=order.form.name,
                    label=order.form.label,
                    title=order.title,
                    mp3=order.mp3,
                    seconds=known.seconds,
                    lyrics=lyrics_text(order.plan),
                )
                for order, known in episodes
            ),
        )


def _item(order: Order, known: EpisodeRecord) -> FeedItem:
    return FeedItem(
        guid=episode_guid(PurePosixPath(order.song_path).stem, order.form.name),
        anchor=_episode_id(order),
        title=order.title,
        album=display(order.song.title.text),
        season=order.number,
        episode=order.track,
        about=order.form.about,
        lyrics=lyrics_text(order.plan),
        seconds=known.seconds,
        size_bytes=known.files[0].size,
        mp3=order.mp3,
        cover=order.mp3.with_name("folder.jpg"),
        transcript=order.mp3.with_suffix(".vtt"),
        chapters=order.mp3.with_suffix(".chapters.json"),
    )
