import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from tests.release.shown_lines import LEAD_S, MORA_S, placed, timeline

from lyricaudio.audio.sound import Audio, mono
from lyricaudio.music.timeline import Placement
from lyricaudio.release.pictures.linepicture import MOST_PICTURE_BYTES, line_picture

RATE = 24000
LINE = [("負", "フ"), ("なら", "ナラ"), ("ゼロ", "ゼロ")]
NOTES = (57.0, 57.0, 57.0, 57.0, 57.0)


def voice(placement: Placement, pitch_hz: float = 220.0) -> Audio:
    """Return a buzz as long as a line."""
    times_s = np.arange(round(placement.spoken.facts.duration_s * RATE)) / RATE
    return mono(0.3 * np.sign(np.sin(2 * np.pi * pitch_hz * times_s)), RATE)


def pixels(data: bytes) -> npt.NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.int16)


def red(picture: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """Return where a picture is of the colour of onsets and of the pitch."""
    return np.asarray((picture[..., 0] > 190) & (picture[..., 1] < 110) & (picture[..., 2] < 140))


def test_a_picture_is_a_small_png_on_a_light_ground_and_always_the_same() -> None:
    line = placed(LINE)
    data = line_picture(line, timeline(line), voice(line))
    assert data.startswith(b"\x89PNG")
    assert len(data) <= MOST_PICTURE_BYTES
    assert pixels(data)[0, 0].min() > 240
    assert data == line_picture(line, timeline(line), voice(line))


def test_a_tick_marks_every_vowel_onset_on_the_axis_of_time() -> None:
    line = placed(LINE)
    columns = np.flatnonzero(red(pixels(line_picture(line, timeline(line), voice(line)))).sum(axis=0) > 6)
    legend = columns[-1] - 40  # the swatch of the legend is red too
    first_of_each = columns[np.flatnonzero(np.diff(columns, prepend=-9) > 1)]
    ticks = first_of_each[first_of_each < legend]
    assert len(ticks) == 5
    px_per_s = np.diff(ticks) / MORA_S
    assert px_per_s == pytest.approx(np.full(4, px_per_s.mean()), abs=1.1 / MORA_S)


def test_the_pitch_of_a_sung_line_lies_on_its_note() -> None:
    line = placed(LINE, notes=NOTES)
    shown = timeline(line)

    def rows(pitch_hz: float) -> npt.NDArray[np.intp]:
        found = red(pixels(line_picture(line, shown, voice(line, pitch_hz))))
        return np.flatnonzero(found[200:280].sum(axis=1) > 60)

    at_note, above = rows(220.0), rows(220.0 * 2 ** (1 / 12))
    assert at_note.size > 0
    assert at_note.mean() - above.mean() == pytest.approx(13, abs=1.5)


def test_a_chanted_line_shows_no_pitch() -> None:
    chanted, sung = placed(LINE), placed(LINE, notes=NOTES)
    heights = [pixels(line_picture(line, timeline(line), voice(line))).shape[0] for line in (chanted, sung)]
    assert heights[1] - heights[0] == 5 * 13 + 14  # rows for its note and two on either side, and a gap


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 120])
def test_a_line_of_any_length_makes_a_small_picture_even_of_noise(count: int) -> None:
    line = placed([("あ", "ア")] * count)
    shown = timeline(line, bars=count // 12 + 2)
    noise = np.random.default_rng(5).normal(0, 0.1, round(line.spoken.facts.duration_s * RATE))
    data = line_picture(line, shown, mono(noise, RATE))
    assert len(data) <= MOST_PICTURE_BYTES
    assert pixels(data).shape[1] <= 2000


def test_what_is_spoken_at_its_own_speed_has_a_picture_too() -> None:
    line = placed(LINE, role="explain")
    picture = pixels(line_picture(line, timeline(line), voice(line)))
    assert red(picture).any()
    assert line.morae[0].vowel_onset_s - line.start_s == pytest.approx(LEAD_S)
