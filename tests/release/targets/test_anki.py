"""A deck as Anki itself reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from tests.stand_ins.episodes import episode
from tests.stand_ins.release import finished

from lyricaudio.audio.codec import write_mp3
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.targets.outgoing import Choice, Finished
from lyricaudio.release.targets.target import load_target

pytestmark = pytest.mark.slow

RATE = 44100
LINE = "学習率は 一歩の<大きさ>"


def heard(*texts: tuple[str, str, str]) -> tuple[CatalogueLine, ...]:
    """Return texts by role and line, half a second each."""
    return tuple(
        CatalogueLine(line=line, role=role, text=text, start_s=number / 2, end_s=number / 2 + 0.4)
        for number, (role, line, text) in enumerate(texts)
    )


EXPLAIN = heard(
    ("lyric", "aa", LINE),
    ("explain", "aa", "勾配にかける小さな数です。"),
    ("lyric", "aa", LINE),
    ("lyric", "bb", "なにも隠れない行"),
    ("question", "p1", "一歩の大きさは何ですか。"),
    ("answer", "p1", "学習率 & 歩幅"),
    ("answer", "p2", "覚えておく一言"),
)
RECALL = heard(
    ("lyric", "aa", LINE),
    ("lyric", "aa", "＿＿＿は 一歩の<＿＿＿>"),
    ("lyric", "aa", "が＿＿＿＿ い＿＿＿＿＿＿＿"),
)


def release(root: Path, explain: tuple[CatalogueLine, ...] = EXPLAIN) -> Finished:
    episodes: list[CatalogueEpisode] = []
    for form, lines in (("explain", explain), ("recall", RECALL)):
        listed = replace(episode("04-relu", form), lines=lines)
        path = root / listed.mp3
        path.parent.mkdir(parents=True, exist_ok=True)
        write_mp3(path, [np.full((4 * RATE, 2), 0.1, np.float32)], sample_rate=RATE)
        episodes.append(listed)
    return finished(root, episodes)


def written(of: Finished, path: Path) -> Path:
    (deck,) = load_target("anki").plan(of, Choice()).files
    deck.write(path)
    return path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def import_into(collection: Collection, deck: Path) -> None:
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(deck), options=ImportAnkiPackageOptions())
    )


def notes(collection: Collection) -> dict[str, dict[str, str]]:
    """Return the notes by the names of their kinds."""
    found = (collection.get_note(number) for number in collection.find_notes(""))
    return {str(note.note_type()["name"]): dict(note.items()) for note in found}


def test_lines_hide_their_terms_and_points_are_questions_with_their_sound(
    tmp_path: Path, collection: Collection
) -> None:
    import_into(collection, written(release(tmp_path / "output"), tmp_path / "deck.apkg"))
    found = notes(collection)
    assert set(found) == {"lyricaudio 歌詞", "lyricaudio 一問一答"}
    line, point = found["lyricaudio 歌詞"], found["lyricaudio 一問一答"]
    assert line["answer"] == "{{c1::学習率}}は 一歩の&lt;{{c1::大きさ}}&gt;"
    assert line["more"] == "勾配にかける小さな数です。"
    assert line["sound"].count("[sound:") == 2
    assert (point["question"], point["answer"]) == ("一歩の大きさは何ですか。", "学習率 &amp; 歩幅")
    assert len(collection.find_cards("")) == 2
    assert not collection.media.check().missing
    media = Path(collection.media.dir())
    assert all(path.read_bytes()[:2] == b"\xff\xfb" for path in media.glob("lyricaudio-*.mp3"))
    assert len(list(media.glob("lyricaudio-*.mp3"))) == 4


def test_the_cards_show_the_question_without_the_answer(tmp_path: Path, collection: Collection) -> None:
    import_into(collection, written(release(tmp_path / "output"), tmp_path / "deck.apkg"))
    for number in collection.find_cards(""):
        card = collection.get_card(number)
        assert ">学習率" not in card.question()
        assert ">学習率" in card.answer()
        assert card.answer_av_tags()


def test_a_deck_that_is_imported_again_updates_its_notes_and_keeps_what_was_learned(
    tmp_path: Path, collection: Collection
) -> None:
    of = release(tmp_path / "output")
    import_into(collection, written(of, tmp_path / "deck.apkg"))
    before = collection.find_cards("")
    for number in before:
        card = collection.get_card(number)
        card.start_timer()
        collection.sched.answerCard(card, 3)
    corrected = tuple(replace(line, text=line.text.replace("小さな数", "小さな係数")) for line in EXPLAIN)
    again = release(tmp_path / "output", corrected)
    later = max(path.stat().st_mtime for path in (tmp_path / "output").rglob("*.mp3")) + 60
    for path in (tmp_path / "output").rglob("*.mp3"):
        os.utime(path, (later, later))
    import_into(collection, written(again, tmp_path / "again.apkg"))
    assert collection.find_cards("") == before
    assert notes(collection)["lyricaudio 歌詞"]["more"] == "勾配にかける小さな係数です。"
    assert all(collection.get_card(number).reps == 1 for number in before)


def test_another_version_is_told_by_what_it_is_made_of(tmp_path: Path) -> None:
    of = release(tmp_path / "output")
    versions = [load_target("anki").plan(of, Choice()).files[0].version for _ in range(2)]
    assert versions[0] == versions[1]
    corrected = tuple(replace(line, text=f"{line.text}!") for line in EXPLAIN)
    other = load_target("anki").plan(release(tmp_path / "output", corrected), Choice()).files[0].version
    assert other != versions[0]


def test_a_release_that_asks_nothing_says_what_to_build(tmp_path: Path) -> None:
    planned = load_target("anki").plan(release(tmp_path / "output", EXPLAIN[3:4]), Choice())
    assert planned.files == ()
    assert "build the form explain, and recall" in planned.notes[0]


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    of = release(tmp_path / "output")
    first, second = (written(of, tmp_path / name).read_bytes() for name in ("one.apkg", "two.apkg"))
    assert first == second
