import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from tests.release.shown_lines import placed, tags_of, timeline

from lyricaudio.lesson.roles import ROLES
from lyricaudio.music.timeline import Placement
from lyricaudio.release.pictures.palette import contrast
from lyricaudio.release.pictures.slide import SIZE, Shown, Slide, Stage, Wipe
from lyricaudio.release.texts.metadata import EpisodeTags

LINE = [
    ("勾配", "コーバイ"),
    ("が", "ガ"),
    (" ", ""),
    ("重", "カサ"),
    ("なり", "ナリ"),
    ("、", ""),
    ("消", "キ"),
    ("える", "エル"),
]


def drawn(tags: EpisodeTags, placement: Placement | None, **texts: str) -> Slide:
    named = {"chapter": "", "above": "", "below": ""} | texts
    return Stage(tags_of(tags, timeline())).slide(Shown(placement=placement, **named))


def changed(slide: Slide) -> npt.NDArray[np.bool_]:
    """Return which pixels what is heard changes, shape (height, width)."""
    before, after = (
        np.frombuffer(data, np.uint8).reshape(SIZE[1], SIZE[0], 3) for data in (slide.before, slide.after)
    )
    return np.asarray((before != after).any(axis=2))


@pytest.mark.parametrize("role", ROLES)
def test_all_that_is_lit_is_wiped_over(tags: EpisodeTags, role: str) -> None:
    slide = drawn(tags, placed(LINE, role=role))
    rest = changed(slide)
    assert rest.sum() > 2000
    for wipe in slide.wipes:
        left, top, right, bottom = wipe.box
        rest[top:bottom, left:right] = False
    assert np.argwhere(rest).tolist() == []


def test_words_are_wiped_from_left_to_right_as_their_morae_are_heard(tags: EpisodeTags) -> None:
    placement = placed(LINE)
    wipes = drawn(tags, placement).wipes[2:]  # after the two chapters
    assert [wipe.start_s for wipe in wipes] == sorted(wipe.start_s for wipe in wipes)
    spans = {(wipe.start_s, wipe.end_s) for wipe in wipes if wipe.end_s > wipe.start_s}
    assert spans == {(mora.start_s, mora.end_s) for mora in placement.morae}
    rows = {wipe.box[1] for wipe in wipes}
    for row in rows:
        lefts = [wipe.box[0] for wipe in wipes if wipe.box[1] == row]
        assert lefts == sorted(lefts)


def test_a_wipe_moves_evenly_and_stays_within_its_box() -> None:
    wipe = Wipe(box=(100, 0, 200, 10), start_s=1.0, end_s=2.0)
    assert [wipe.reach(at_s) for at_s in (0.0, 1.0, 1.25, 1.5, 2.0, 9.0)] == [100, 100, 125, 150, 200, 200]


def test_what_takes_no_time_is_wiped_at_once() -> None:
    wipe = Wipe(box=(100, 0, 200, 10), start_s=1.0, end_s=1.0)
    assert [wipe.reach(at_s) for at_s in (0.9, 1.0)] == [100, 200]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 30, 400])
def test_a_text_of_any_length_stays_in_its_place(tags: EpisodeTags, count: int) -> None:
    rows, columns = np.nonzero(changed(drawn(tags, placed([("勾配が", "コーバイガ")] * count)))[:660])
    assert (columns.min() >= 500, columns.max() < 1220) == (True, True)
    assert (rows.min() >= 136, rows.max() < 564) == (True, True)


def test_long_texts_around_stay_on_the_screen(tags: EpisodeTags) -> None:
    empty, full = (
        np.frombuffer(drawn(tags, None, chapter=text, above=text, below=text).before, np.uint8)
        for text in ("", "重みの更新が止まる" * 20)
    )
    columns = np.nonzero((empty != full).reshape(SIZE[1], SIZE[0], 3).any(axis=2))[1]
    assert (columns.min() >= 500, columns.max() < 1220) == (True, True)


@pytest.mark.parametrize("colour", ["white", "yellow", "navy", "black"])
def test_the_ground_is_dark_whatever_the_cover(tags: EpisodeTags, colour: str) -> None:
    cover = io.BytesIO()
    Image.new("RGB", (16, 16), colour).save(cover, "JPEG")
    slide = drawn(replace(tags, cover=cover.getvalue()), None)
    left, top = 1000, 60
    ground = slide.before[3 * (top * SIZE[0] + left) :][:3]
    assert contrast((ground[0], ground[1], ground[2]), (142, 138, 168)) >= 4


def test_characters_that_the_font_lacks_are_left_out(tags: EpisodeTags) -> None:
    plain, noted = (
        drawn(tags, placed([("愛", "アイ"), (mark, ""), ("の", "ノ")])).after for mark in (" ", " 🎵")
    )
    assert plain == noted
