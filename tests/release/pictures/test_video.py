import subprocess
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.release.shown_lines import placed, tags_of, timeline

from lyricaudio.audio.codec import decoded_blocks, ffmpeg, write_mp3, write_mp4
from lyricaudio.errors import CodecError
from lyricaudio.music.timeline import Timeline
from lyricaudio.release.pictures.slide import SIZE
from lyricaudio.release.pictures.video import FPS, scenes, video_frames, write_video
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.release.texts.tags import write_tags

pytestmark = pytest.mark.slow

Frame = npt.NDArray[np.uint8]

LINE = placed([("負", "フ"), ("なら", "ナラ"), ("ゼロ", "ゼロ")], 1)
TALK = placed([("傾き", "カタムキ"), ("は", "ワ"), ("ゼロ", "ゼロ")], 3, role="explain")
SHORT = timeline(LINE, TALK)
"""Three seconds: a line from 0.46 s, which ends at 1.085 s, and its explanation from 1.46 s."""


def frames(tags: EpisodeTags, shown: Timeline, first: int, last: int) -> list[Frame]:
    taken = islice(video_frames(tags_of(tags, shown), shown), first, last)
    return [np.array(frame).reshape(SIZE[1], SIZE[0], 3) for frame in taken]


def words(frame: Frame) -> Frame:
    return frame[140:560, 500:1220]


def amber(picture: Frame) -> npt.NDArray[np.bool_]:
    """Return where a picture is of the colour of what was heard."""
    return np.asarray((picture[..., 0] > 200) & (picture[..., 2] < 120))


def test_a_video_has_a_frame_for_every_24th_of_a_second(tags: EpisodeTags) -> None:
    assert sum(1 for _ in video_frames(tags_of(tags, SHORT), SHORT)) == 3 * FPS


def test_a_line_appears_in_the_frame_nearest_to_its_stamp(tags: EpisodeTags) -> None:
    line = round(LINE.start_s * FPS)
    before, first = (words(frame) for frame in frames(tags, SHORT, line - 1, line + 1))
    assert (before != first).any()


def test_the_fill_moves_on_while_the_line_is_heard_and_then_stands(tags: EpisodeTags) -> None:
    found = frames(tags, SHORT, 0, 40)
    lit = [int(amber(words(frame)).sum()) for frame in found]
    line, over, talk = (round(at_s * FPS) for at_s in (LINE.start_s, LINE.end_s, TALK.start_s))
    assert lit[line] == 0
    assert all(
        before < after
        for before, after in zip(lit[line : line + 8 : 4], lit[line + 4 : over : 4], strict=False)
    )
    assert set(lit[over + 1 : talk]) == {max(lit)}
    assert lit[talk] == 0


def test_the_bar_shows_how_far_the_episode_is(tags: EpisodeTags) -> None:
    (middle,) = frames(tags, SHORT, FPS, FPS + 1)
    bar = middle[678, 64:1216]
    assert np.flatnonzero(amber(bar)).max() == pytest.approx((1216 - 64) / 3, abs=8)


def test_scenes_say_what_belongs_together(tags: EpisodeTags) -> None:
    question, answer = (
        placed([("何", "ナニ")], 1, role="question"),
        placed([("傾", "カタ")], 2, role="answer"),
    )
    shown = timeline(LINE, TALK, question, answer)
    told = [scene.shown for scene in scenes(tags_of(tags, shown), shown)]
    assert [(scene.above, scene.below) for scene in told] == [
        ("", "負ならゼロ"),
        ("", "何"),
        ("負ならゼロ", "何"),
        ("", ""),
        ("何", ""),
    ]
    assert told[1].chapter == "1/2  1番"


def test_a_long_rest_shows_the_title_again(tags: EpisodeTags) -> None:
    late = placed([("愛", "アイ")], 20)
    shown = timeline(LINE, late, bars=8)
    found = list(scenes(tags_of(tags, shown), shown))
    assert [scene.shown.placement for scene in found] == [None, LINE, None, late]
    assert found[2].start_s == LINE.end_s


@pytest.fixture(scope="module")
def video(tags: EpisodeTags, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The video of an episode that is silent but for a click at two seconds."""
    folder = tmp_path_factory.mktemp("video")
    sound = np.zeros((3 * 44100, 2), dtype=np.float32)
    sound[2 * 44100 : 2 * 44100 + 20] = 0.5
    write_mp3(folder / "01 うた.mp3", [sound], sample_rate=44100)
    named = tags_of(tags, SHORT)
    write_tags(folder / "01 うた.mp3", named)
    write_video(folder / "video", named, SHORT, folder / "01 うた.mp3")
    return folder / "video"


def decoded(video: Path, *arguments: str) -> bytes:
    command = [ffmpeg(), "-nostdin", "-v", "error", "-xerror", "-i", str(video), *arguments, "pipe:1"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_a_video_is_as_long_as_its_sound_and_in_time_with_it(video: Path) -> None:
    sound = np.frombuffer(decoded(video, "-map", "0:a", "-ac", "1", "-f", "f32le"), dtype="<f4")
    mp3 = np.concatenate(list(decoded_blocks(video.with_name("01 うた.mp3"))))
    assert len(sound) == len(mp3)
    assert abs(int(np.abs(sound).argmax()) - int(np.abs(mp3[:, 0]).argmax())) <= 44  # 1 ms
    shape = (-1, 90, 160)
    gray = decoded(video, "-map", "0:v", "-vf", "scale=160:90", "-pix_fmt", "gray", "-f", "rawvideo")
    pictures = np.frombuffer(gray, np.uint8).reshape(shape).astype(np.int16)
    assert len(pictures) == 3 * FPS
    change = np.abs(np.diff(pictures[:, 18:70, 63:152], axis=0)).mean(axis=(1, 2))
    assert sorted(np.argsort(change)[-2:] + 1) == [round(p.start_s * FPS) for p in SHORT.placements]


def test_a_video_is_what_phones_and_uploads_take(video: Path) -> None:
    command = [ffmpeg(), "-nostdin", "-hide_banner", "-i", str(video)]
    told = subprocess.run(command, capture_output=True, check=False).stderr.decode()
    assert "h264 (High)" in told
    assert "yuv420p(tv, bt709" in told
    assert "1280x720" in told
    assert "aac (LC)" in told
    assert "学習ループのうた" in told
    assert "1番" in told  # a chapter
    data = video.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # it plays while it loads


def test_the_colours_of_a_video_are_those_of_its_frames(tags: EpisodeTags, video: Path) -> None:
    drawn = frames(tags, SHORT, 30, 31)[0][104:484, 64:444]
    size = f"{SIZE[0]}x{SIZE[1]}"
    rgb = decoded(
        video,
        "-map",
        "0:v",
        "-ss",
        "1.25",
        "-frames:v",
        "1",
        "-s",
        size,
        "-pix_fmt",
        "rgb24",
        "-f",
        "rawvideo",
    )
    shown = np.frombuffer(rgb, np.uint8).reshape(SIZE[1], SIZE[0], 3)[104:484, 64:444]
    assert shown.mean(axis=(0, 1)) == pytest.approx(drawn.mean(axis=(0, 1)), abs=2.5)


def test_an_encoder_that_stops_is_told_in_one_line(tmp_path: Path) -> None:
    frame = memoryview(bytes(64 * 64 * 3))
    with pytest.raises(CodecError, match="the MP4 encoder stopped"):
        write_mp4(tmp_path / "video", [frame] * 90, fps=24, size=(64, 64), audio=tmp_path / "missing.mp3")
