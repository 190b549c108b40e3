from __future__ import annotations

import re
import time
import uuid
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from tests.stand_ins.release import BUILT_S, finished, make_release

from lyricaudio.release.targets import podcast
from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment
from lyricaudio.release.targets.target import load_target

CHOICE = Choice(base_url="https://uta.example/g/")


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    return make_release(tmp_path / "output")


@pytest.fixture
def site(release: Finished, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for file in load_target("podcast").plan(release, CHOICE).files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        file.write(folder / file.path)
    return folder


def test_every_address_in_the_feed_is_a_file_of_the_site(site: Path) -> None:
    channel = ElementTree.parse(site / "feed.xml").getroot()
    urls = [element.get("url") or element.get("href") for element in channel.iter()]
    found = [url for url in urls if url]
    assert len(found) == 2 + 4 * 4
    for url in found:
        path = url.removeprefix("https://uta.example/g/")
        assert path != url
        assert (site / unquote(path)).is_file(), path


def test_the_show_is_known_by_its_address_as_the_namespace_asks(site: Path, release: Finished) -> None:
    guid = "channel/{https://podcastindex.org/namespace/1.0}guid"
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    expected = str(uuid.uuid5(namespace, "uta.example/g/feed.xml"))
    assert ElementTree.parse(site / "feed.xml").getroot().findtext(guid) == expected
    assert ElementTree.parse(release.root / "feed.xml").getroot().findtext(guid) != expected


def test_the_page_and_its_data_are_there(site: Path) -> None:
    assert (site / "index.html").is_file()
    assert (site / "player" / "app.webmanifest").is_file()


def test_what_is_made_for_other_makers_of_music_is_not_published(release: Finished) -> None:
    for ending in (".mid", ".musicxml", ".ustx"):
        (release.root / release.catalogue.episodes[0].mp3).with_suffix(ending).write_bytes(b"x")
    whole = finished(release.root, release.catalogue.episodes)
    unheard = {".wav", ".mid", ".musicxml", ".ustx", ".elrc"}
    assert unheard < {path.suffix for path in whole.paths}
    published = load_target("podcast").plan(whole, CHOICE).files
    assert [file.path for file in published if file.path.suffix in unheard] == []


def links(page: Path) -> list[str]:
    found = re.findall(r'(?:href|src)="([^"?#]+)', page.read_text("utf-8"))
    return [unquote(link) for link in found if not link.startswith(("player/", "feed.xml"))]


def test_what_is_heard_lies_there_once_and_page_and_playlists_name_it(site: Path) -> None:
    mp3s = {path.relative_to(site).as_posix() for path in site.rglob("*.mp3")}
    assert len(mp3s) == 4
    named = links(site / "index.html")
    assert {name for name in named if name.endswith(".mp3")} == mp3s
    assert [name for name in named if not (site / name).exists()] == []
    for playlist in site.rglob("*.m3u8"):
        entries = [line for line in playlist.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert entries
        assert [entry for entry in entries if not (playlist.parent / entry).is_file()] == []


def test_what_an_episode_has_beside_it_moves_with_it(site: Path) -> None:
    (mp3,) = (path for path in site.rglob("*.mp3") if path.name.startswith("relu-song"))
    beside = {path.name.removeprefix(mp3.stem) for path in mp3.parent.glob(f"{mp3.stem}*")}
    assert beside == {".mp3", ".lrc", ".vtt", ".chapters.json"}


def test_without_room_for_the_zips_the_page_offers_none_and_the_figures_are_told(
    release: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned(most_mb: float) -> Shipment:
        monkeypatch.setattr(podcast, "HOSTED_MB", most_mb)
        return load_target("podcast").plan(release, CHOICE)

    whole = planned(1000.0)
    assert whole.notes == ()
    sizes_mb = {file.path: file.size_bytes / 1e6 for file in whole.files}
    zips_mb = sum(size for path, size in sizes_mb.items() if path.suffix == ".zip")
    tight = planned(sum(sizes_mb.values()) - zips_mb / 2)
    assert [note.partition(":")[0] for note in tight.notes] == ["no zips of the albums"]
    (page,) = (file for file in tight.files if file.path.name == "index.html")
    page.write(tmp_path / "index.html")
    assert not [link for link in links(tmp_path / "index.html") if link.endswith(".zip")]
    assert not [file for file in tight.files if file.path.suffix == ".zip"]
    assert [note[:12] for note in planned(0.001).notes] == ["no zips of t", "the site has"]


def test_each_album_is_a_zip_that_is_stored_with_names_in_utf_8(site: Path, release: Finished) -> None:
    assert sorted(path.name for path in (site / "zip").iterdir()) == ["loop.zip", "relu.zip"]
    with zipfile.ZipFile(site / "zip" / "relu.zip") as archive:
        assert archive.testzip() is None
        entries = {entry.filename: entry for entry in archive.infolist()}
        mp3 = "02 ReLUのうた/01 うた.mp3"
        assert archive.read(mp3) == (release.root / mp3).read_bytes()
    assert all(entry.compress_type == zipfile.ZIP_STORED for entry in entries.values())
    assert entries[mp3].flag_bits & 0x800
    assert entries[mp3].date_time == time.gmtime(BUILT_S + 60 * 5)[:6]
    assert {name.split("/")[0] for name in entries} == {"02 ReLUのうた"}
