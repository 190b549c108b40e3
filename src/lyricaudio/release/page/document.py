"""The player page of a release: what a browser needs, with the albums written into it.

The page is static, asks nobody outside, and without JavaScript is a list of audio elements, links and texts.
What moves is in `player/`: plain files that are copied beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from pathlib import PurePosixPath
from string import Template
from urllib.parse import quote

from lyricaudio.release.catalogue import CatalogueEpisode, by_song, zip_path
from lyricaudio.release.pictures.icon import draw_icon

PAGE = PurePosixPath("index.html")
PLAYER_FOLDER = PurePosixPath("player")

_SOURCES = files(__package__).joinpath("player")
_ICONS = {"icon-192.png": 192, "icon-512.png": 512}
_MAIN = "player.js"
_WORKER = "sw.js"  # at the root, for a worker rules over its own folder only
_TEMPLATE = "page.html"
_KINDS = (".js", ".css", ".webmanifest")


def page_html(episodes: Iterable[CatalogueEpisode], *, title: str = "lyricaudio") -> str:
    """Return the text of the page.

    Parameters
    ----------
    episodes
        In the order of the release.
    title
        The name of the whole, as the feed has it.
    """
    albums = by_song(episodes)
    names = "、".join(album[0].song_title for album in albums)
    return Template(_source(_TEMPLATE).decode()).substitute(
        title=escape(title),
        description=escape(f"歌詞と解説で覚える: {names}"),
        modules=_modules(),
        albums="\n".join(_album(album) for album in albums),
    )


def assets_digest() -> str:
    """Return the digest of those files that are copied, and of the template."""
    sources = hashlib.sha256()
    for name in _names():
        sources.update(name.encode() + _source(name))
    return sources.hexdigest()


def assets() -> dict[PurePosixPath, bytes]:
    """Return the files that the page needs besides its data, by their paths from the root of the release."""
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


def _album(album: Sequence[CatalogueEpisode]) -> str:
    first = album[0]
    title, artist, song = escape(first.song_title), escape(first.artist), escape(first.song)
    seconds = sum(episode.seconds for episode in album)
    episodes = "\n".join(_episode(episode) for episode in album)
    cover = _href(first.path("cover"))
    return f"""\
<li class="album" data-album="{song}" data-title="{title}" data-artist="{artist}">
<img class="cover" src="{cover}" alt="" width="88" height="88" loading="lazy" decoding="async">
<div class="about" lang="ja">
<h2>{title}</h2>
<p>{artist} · {_clock(seconds)}</p>
</div>
<ul class="episodes">
{episodes}
</ul>
<p class="take"><a class="zip quiet" href="{_href(zip_path(first.song))}" data-text="zip" download>\
ダウンロード (ZIP)</a></p>
</li>"""


def _episode(episode: CatalogueEpisode) -> str:
    title, label, source = escape(episode.title), escape(episode.label), _href(episode.mp3)
    lyrics = "<br>".join(escape(line) for line in episode.lyrics.splitlines())
    return f"""\
<li>
<a class="episode" href="{source}" data-episode="{escape(episode.id)}" \
data-form="{escape(episode.form)}" data-way="{label}" data-title="{title}">\
<svg aria-hidden="true"><use href="#play"/></svg>\
<span lang="ja">{label}</span> <span class="length">{_clock(episode.seconds)}</span></a>
<noscript>
<audio controls preload="none" src="{source}" aria-label="{title}"></audio>
<details><summary>歌詞: {title}</summary><p lang="ja">{lyrics}</p></details>
</noscript>
</li>"""


def _href(path: PurePosixPath) -> str:
    """Return a path as a relative address in an attribute, percent-encoded."""
    return quote(str(path))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
