"""The player page of a release: what a browser needs, with the albums written into it.

The page is static, asks nobody outside, and without JavaScript is a list of audio elements, links and texts.
What moves is in `player/`: plain files that are copied beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import PurePosixPath
from string import Template
from types import MappingProxyType
from urllib.parse import quote, unquote

from lyricaudio.release.catalogue import CatalogueEpisode, by_song, zip_path
from lyricaudio.release.texts.shelf import playlist_path
from lyricaudio.units import clock_time

PAGE = PurePosixPath("index.html")
PLAYER_FOLDER = PurePosixPath("player")
TEXTS = PLAYER_FOLDER / "texts.html"
RIDES = PurePosixPath("rides.json")

_SOURCES = files(__package__).joinpath("player")
_ICONS = {"icon-192.png": 192, "icon-512.png": 512}
_MAIN = "player.js"
_WORKER = "sw.js"  # at the root, for a worker rules over its own folder only
_TEMPLATE = "page.html"
_MANY = 12  # albums; so many are listed in less room
_NAMED = 20  # albums, in the description
_MOST_TEXT = (
    60_000  # letters that the page itself holds for those without JavaScript; more are in a page of their own
)
_RIDE = (
    f'<button type="button" class="ride" id="ride" data-plans="{RIDES}" hidden>'
    '<span data-text="ride">今日の通勤</span> '
    '<span class="length"></span></button>\n'
)
_KINDS = (".js", ".css", ".webmanifest")
_LINK = re.compile(r'((?:href|src)=")([^"?#]+)')
_ZIP = re.compile(r'<a class="zip [^>]*>[^<]*</a>')


def page_html(
    episodes: Iterable[CatalogueEpisode],
    *,
    title: str = "lyricaudio",
    editions: Mapping[str, str] = MappingProxyType({}),
    lists: Mapping[str, Sequence[CatalogueEpisode]] = MappingProxyType({}),
    has_texts: bool = False,
    has_rides: bool = False,
) -> str:
    """Return the text of the page.

    Parameters
    ----------
    episodes
        In the order of the release.
    title
        The name of the whole, as the feed has it.
    editions
        Another text for each edition of an episode, by its name: sound, words and cover are asked for by it,
        so they change together in every cache on the way.
    lists
        The project's playlists, by their names.
    has_texts
        Whether the page of all texts lies beside it (`texts_html`).
    has_rides
        Whether the plans of the coming rides lie beside it (`rides_json`).
    """
    albums = by_song(episodes)
    names = "、".join(album[0].song_title for album in albums[:_NAMED])
    inline = sum(len(episode.lyrics) for album in albums for episode in album) <= _MOST_TEXT
    return Template(_source(_TEMPLATE).decode()).substitute(
        title=escape(title),
        description=escape(f"歌詞と解説で覚える: {names}"),
        modules=_modules(),
        shape="albums many" if len(albums) >= _MANY else "albums",
        rides=_RIDE if has_rides else "",
        lists=_lists(lists),
        texts=f' data-texts="{TEXTS}"' if has_texts else "",
        texts_link=f'<a href="{TEXTS}" data-text="texts">すべての歌詞と解説</a> ' if has_texts else "",
        albums="\n".join(_album(album, editions, inline=inline) for album in albums),
    )


def texts_html(episodes: Iterable[CatalogueEpisode], *, title: str = "lyricaudio") -> str:
    """Return a plain page of all that is said, to read without JavaScript, and for the page to search in."""
    songs = "\n".join(_texts(album) for album in by_song(episodes))
    return (
        '<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="player.css">\n'
        f'</head>\n<body>\n<main class="library">\n{songs}\n</main>\n</body>\n</html>\n'
    )


def with_files_at(page: str, places: Mapping[PurePosixPath, PurePosixPath]) -> str:
    """Return a page whose files lie in other places."""

    def link(found: re.Match[str]) -> str:
        old = PurePosixPath(unquote(found[2]))
        return f"{found[1]}{_href(places[old])}" if old in places else found[0]

    return _LINK.sub(link, page)


def without_zips(page: str) -> str:
    """Return a page that offers no archives of albums."""
    return _ZIP.sub("", page)


def assets_digest() -> str:
    """Return the digest of those files that are copied, and of the template."""
    sources = hashlib.sha256()
    for name in _names():
        sources.update(name.encode() + _source(name))
    return sources.hexdigest()


def assets() -> dict[PurePosixPath, bytes]:
    """Return the files that the page needs besides its data, by their paths from the root of the release."""
    from lyricaudio.release.pictures.icon import draw_icon  # with Pillow: only who makes a page pays

    copied = {_place(name): _source(name) for name in _names() if name.endswith(_KINDS)}
    return copied | {PLAYER_FOLDER / name: draw_icon(size) for name, size in _ICONS.items()}


def _names() -> list[str]:
    return sorted(path.name for path in _SOURCES.iterdir())


def _place(name: str) -> PurePosixPath:
    return PurePosixPath(name) if name == _WORKER else PLAYER_FOLDER / name


def _source(name: str) -> bytes:
    return _SOURCES.joinpath(name).read_bytes()


def _modules() -> str:
    """Return the tags that load all modules at once: an import is found out about one by one."""
    names = [name for name in _names() if name.endswith(".js") and name not in (_MAIN, _WORKER)]
    tags = [f'<link rel="modulepreload" href="{PLAYER_FOLDER / name}">' for name in names]
    return "\n".join([*tags, f'<script type="module" src="{PLAYER_FOLDER / _MAIN}"></script>'])


def _lists(lists: Mapping[str, Sequence[CatalogueEpisode]]) -> str:
    """Return the playlists: without JavaScript links to their files."""
    links = (
        f'<a href="{_href(playlist_path(name))}" '
        f'data-episodes="{escape(json.dumps([episode.id for episode in chosen], ensure_ascii=False))}">'
        f"{escape(name)}</a>"
        for name, chosen in lists.items()
        if chosen
    )
    found = "".join(links)
    return f'<nav class="lists" id="lists" data-label="lists">{found}</nav>\n' if found else ""


def _texts(album: Sequence[CatalogueEpisode]) -> str:
    parts = (
        f"<h3>{escape(episode.label)}</h3>\n<p>{_broken(episode.lyrics)}</p>"
        for episode in album
        if episode.lyrics
    )
    song, title = escape(album[0].song), escape(album[0].song_title)
    return "\n".join([f'<section data-song="{song}">', f"<h2>{title}</h2>", *parts, "</section>"])


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _album(album: Sequence[CatalogueEpisode], editions: Mapping[str, str], *, inline: bool) -> str:
    first = album[0]
    title, artist, song = escape(first.song_title), escape(first.artist), escape(first.song)
    reading = f' data-reading="{escape(first.title_sort)}"' if first.title_sort else ""
    seconds = sum(episode.seconds for episode in album)
    episodes = "\n".join(_episode(episode, editions, inline=inline) for episode in album)
    cover = _edition(first.path("cover"), first, editions)
    return f"""\
<li class="album" data-album="{song}" data-title="{title}" data-artist="{artist}"{reading}>
<img class="cover" src="{cover}" alt="" width="88" height="88" loading="lazy" decoding="async">
<div class="about" lang="ja">
<h2>{title}</h2>
<p>{artist} · {clock_time(seconds)}</p>
</div>
<ul class="episodes">
{episodes}
</ul>
<p class="take"><a class="zip quiet" href="{_href(zip_path(first.song))}" data-text="zip" download>\
ダウンロード (ZIP)</a></p>
</li>"""


def _episode(episode: CatalogueEpisode, editions: Mapping[str, str], *, inline: bool) -> str:
    title, label = escape(episode.title), escape(episode.label)
    source = _edition(episode.mp3, episode, editions)
    lyrics = (
        f'<details><summary>歌詞: {title}</summary><p lang="ja">{_broken(episode.lyrics)}</p></details>\n'
        if inline
        else ""
    )
    return f"""\
<li>
<a class="episode" href="{source}" data-episode="{escape(episode.id)}" \
data-form="{escape(episode.form)}" data-way="{label}" data-title="{title}" \
data-seconds="{round(episode.seconds)}">\
<span lang="ja">{label}</span> <span class="length">{clock_time(episode.seconds)}</span></a>
<noscript>
<audio controls preload="none" src="{source}" aria-label="{title}"></audio>
{lyrics}</noscript>
</li>"""


def _edition(path: PurePosixPath, episode: CatalogueEpisode, editions: Mapping[str, str]) -> str:
    edition = editions.get(episode.id)
    return f"{_href(path)}?v={edition}" if edition else _href(path)


def _href(path: PurePosixPath) -> str:
    """Return a path as a relative address in an attribute, percent-encoded."""
    return quote(str(path))
