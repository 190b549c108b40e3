import gzip
import io
import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from PIL import Image
from tests.stand_ins.episodes import episode

from lyricaudio.release.page.document import TEXTS, assets, page_html, texts_html

ALBUM = episode(lyrics="負ならゼロ\n\nx < 0 & y")


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_an_album_in_the_page() -> None:
    html = page_html([ALBUM])
    start = html.index('<li class="album"')
    folder = "04%20ReLU%E3%81%AE%E3%81%86%E3%81%9F"
    assert (
        html[start : html.index('\n</ul>\n<p class="feet">')]
        == f"""\
<li class="album" data-album="04-relu" data-title="ReLUのうた" data-artist="lyricaudio">
<img class="cover" src="{folder}/folder.jpg" alt="" width="88" height="88" loading="lazy" decoding="async">
<div class="about" lang="ja">
<h2>ReLUのうた</h2>
<p>lyricaudio · 2:11</p>
</div>
<ul class="episodes">
<li>
<a class="episode" href="{folder}/01%20%E3%81%86%E3%81%9F.mp3" data-episode="04-relu/song" data-form="song" \
data-way="うた" data-title="ReLUのうた" data-seconds="131">\
<span lang="ja">うた</span> <span class="length">2:11</span></a>
<noscript>
<audio controls preload="none" src="{folder}/01%20%E3%81%86%E3%81%9F.mp3" aria-label="ReLUのうた"></audio>
<details><summary>歌詞: ReLUのうた</summary><p lang="ja">負ならゼロ<br><br>x &lt; 0 &amp; y</p></details>
</noscript>
</li>
</ul>
<p class="take"><a class="zip quiet" href="zip/04-relu.zip" data-text="zip" download>\
ダウンロード (ZIP)</a></p>
</li>"""
    )


def test_a_title_cannot_break_out_of_its_place() -> None:
    bad = '"><script>alert(1)</script>$title'
    elements = Elements(page_html([episode(song_title=bad)], title=bad))
    assert [attributes.get("src") for attributes in elements.of("script")] == ["player/player.js"]
    assert elements.of("li")[0]["data-title"] == bad


def test_nothing_is_inline_and_nothing_is_asked_from_elsewhere() -> None:
    elements = Elements(page_html([ALBUM]))
    assert elements.of("style") == []
    for tag, attributes in elements.found:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        assert not any(re.match(r"\w+:|//", attributes.get(name) or "") for name in ("src", "href")), tag


def test_every_file_that_the_page_names_is_there() -> None:
    elements = Elements(page_html([ALBUM]))
    named = {attributes["href"] for attributes in elements.of("link")} | {
        attributes["src"] for attributes in elements.of("script")
    }
    assert named - {path.as_posix() for path in assets()} == {"feed.xml"}
    assert f'href="{TEXTS}"' in page_html([ALBUM], has_texts=True)


def test_the_worker_keeps_every_file_that_the_page_needs() -> None:
    worker = assets()[PurePosixPath("sw.js")].decode()
    kept = set(re.findall(r'"(player/[^"]+)"', worker))
    needed = {path.as_posix() for path in assets()} - {"sw.js", "player/icon-512.png"}
    assert kept == needed


@pytest.mark.parametrize("path", [path for path in assets() if path.suffix == ".js"], ids=str)
def test_a_module_imports_only_what_is_there(path: PurePosixPath) -> None:
    source = assets()[path].decode()
    for imported in re.findall(r'from "\./([^"]+)"', source):
        assert path.parent / imported in assets()


def test_every_string_is_there_in_both_languages() -> None:
    source = assets()[PurePosixPath("player/texts.js")].decode()
    japanese, english = (
        set(re.findall(r"^    (\w+):", part, re.MULTILINE)) for part in source.split("\n  en: {")
    )
    assert japanese == english
    page = page_html([ALBUM])
    modules = {path.name: data.decode() for path, data in assets().items() if path.suffix == ".js"}
    everything = page + "".join(source for name, source in modules.items() if name != "texts.js")
    used = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    used |= set(re.findall(r'\b(?:text|say|label)\((?:[\w.$]+, )?"([a-z_]\w*)"', everything))
    assert used <= japanese
    assert [name for name in japanese if not re.search(rf"\b{name}\b", everything)] == [
        name
        for name in japanese
        if name.startswith("then_")  # made of the name of a choice
    ]


def test_the_manifest_names_icons_of_the_sizes_that_they_have() -> None:
    manifest = json.loads(assets()[PurePosixPath("player/app.webmanifest")])
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(assets()[PurePosixPath("player") / icon["src"]]))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert picture.format == "PNG"


def test_the_page_looks_for_the_data_of_an_episode_beside_its_mp3() -> None:
    source = assets()[PurePosixPath("player/albums.js")].decode()
    assert r'mp3.replace(/\.mp3(?=\?|$)/, ".json")' in source


def test_sound_and_cover_of_an_edition_have_an_address_of_their_own() -> None:
    elements = Elements(page_html([ALBUM, episode(form="explain")], editions={ALBUM.id: "e1"}))
    links = [attributes["href"] or "" for attributes in elements.of("a") if "data-episode" in attributes]
    assert [link.partition(".mp3")[2] for link in links] == ["?v=e1", ""]
    assert [(attributes["src"] or "").partition(".mp3")[2] for attributes in elements.of("audio")] == [
        "?v=e1",
        "",
    ]
    assert (elements.of("img")[0]["src"] or "").endswith("folder.jpg?v=e1")


def test_a_title_can_be_found_by_its_kana() -> None:
    elements = Elements(page_html([episode(title_sort="れるーのうた")]))
    assert elements.of("li")[0]["data-reading"] == "れるーのうた"


def test_the_projects_playlists_are_links_that_name_their_episodes() -> None:
    elements = Elements(page_html([ALBUM], lists={"通勤 <1>": [ALBUM], "leer": []}))
    links = [attributes for attributes in elements.of("a") if "data-episodes" in attributes]
    assert [link["data-episodes"] for link in links] == ['["04-relu/song"]']
    assert unquote(links[0]["href"] or "").startswith("playlists/通勤")


def test_many_albums_are_listed_in_little_room_and_their_texts_stand_in_a_page_of_their_own() -> None:
    many = [episode(f"{number:03}", lyrics=f"行{number}" * 200) for number in range(200)]
    page, texts = page_html(many, has_texts=True), texts_html(many)
    assert '<ul class="albums many">' in page
    assert "行7行7" not in page
    assert f'data-texts="{TEXTS}"' in page
    songs = [attributes["data-song"] for attributes in Elements(texts).of("section")]
    assert songs == [each.song for each in many]
    assert "行7行7" in texts
    assert len(gzip.compress(page.encode())) < 300_000


def test_a_release_without_albums_has_a_page() -> None:
    assert '<ul class="albums">\n\n</ul>' in page_html([])
