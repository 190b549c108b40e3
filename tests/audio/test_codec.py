from __future__ import annotations

import contextlib
import io
import os
import signal
import struct
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.programs import lives, until

from lyricaudio.audio import bitrate
from lyricaudio.audio.codec import decode, decoded_blocks, decoded_span, ffmpeg, ffmpeg_version, write_mp3
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import CodecError

RNG = np.random.default_rng(11)


def sine(frames: int, *, frequency_hz: float = 997.0, amplitude: float = 0.5, rate: int = 44100) -> Samples:
    wave = amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(frames) / rate)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def encoded(folder: Path, samples: Samples, *, rate: int = 44100, block: int = 10_000) -> Path:
    path = folder / "sound.mp3"
    write_mp3(path, blocks_of(samples, block), sample_rate=rate)
    return path


def blocks_of(samples: Samples, block: int = 10_000) -> Iterator[Samples]:
    for start in range(0, len(samples), block):
        yield samples[start : start + block]


def decoded(path: Path) -> Samples:
    return np.concatenate([np.zeros((0, 2), dtype=np.float32), *decoded_blocks(path)])


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize("frames", [1, 46, 47, 100, 1151, 1152, 1153, 1198, 2281, 44100, 250_001])
def test_as_many_frames_decode_as_it_says_that_it_wrote(tmp_path: Path, frames: int) -> None:
    path = tmp_path / "sound.mp3"
    written = write_mp3(path, blocks_of(sine(frames)), sample_rate=44100)
    assert len(decoded(path)) == written
    assert frames <= written <= frames + 119


def test_whole_bars_are_as_long_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp3"
    assert write_mp3(path, blocks_of(sine(44100)), sample_rate=44100) == 44100


@pytest.mark.parametrize("rate", [32000, 44100, 48000])
def test_frames_and_rate_hold_at_each_rate(tmp_path: Path, rate: int) -> None:
    path = encoded(tmp_path, sine(rate, rate=rate), rate=rate)
    sound = decode(path.read_bytes(), name="it", kind="mp3")
    assert (sound.sample_rate, sound.samples.shape) == (rate, (rate, 2))


@pytest.mark.parametrize("amplitude", [0.01, 0.3, 0.9])
@pytest.mark.parametrize("frequency_hz", [110.0, 997.0, 5000.0])
def test_it_decodes_as_loud_as_it_was(tmp_path: Path, amplitude: float, frequency_hz: float) -> None:
    samples = sine(88200, frequency_hz=frequency_hz, amplitude=amplitude)
    heard = decoded(encoded(tmp_path, samples))
    middle = slice(4410, -4410)
    assert level_db(heard[middle]) == pytest.approx(level_db(samples[middle]), abs=0.05)


def test_sound_comes_back_in_its_place_and_channel(tmp_path: Path) -> None:
    samples = np.zeros((44100, 2), dtype=np.float32)
    samples[20_000:20_400, 0] = sine(400)[:, 0]
    heard = decoded(encoded(tmp_path, samples))
    lag = np.correlate(heard[:, 0], samples[20_000:20_400, 0], "valid").argmax()
    assert lag == 20_000
    assert level_db(heard[20_000:20_400, 0]) > level_db(heard[20_000:20_400, 1] + 1e-9) + 40


def test_the_same_samples_give_the_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    samples = RNG.uniform(-0.5, 0.5, (30_000, 2)).astype(np.float32)
    assert len({encoded(tmp_path, samples, block=block).read_bytes() for block in (1000, 7777, 30_000)}) == 1


def mpeg_frames(data: bytes, *, kbps: int = 128) -> Iterator[tuple[int, bytes]]:
    """Cut an MP3 of a constant bit rate at 44.1 kHz into frames; yield each header and what follows it."""
    position = 0
    while position < len(data):
        (header,) = struct.unpack_from(">I", data, position)
        size = 144 * 1000 * kbps // 44_100 + (header >> 9 & 1)
        yield header, data[position + 4 : position + size]
        position += size


def test_the_file_is_constant_128_kbit_joint_stereo_with_an_info_header_and_no_tag(tmp_path: Path) -> None:
    data = encoded(tmp_path, sine(100_000)).read_bytes()
    frames = list(mpeg_frames(data))
    # By their bits: MPEG-1 layer III without checksum; 9 is 128 kbit/s, 0 is 44.1 kHz. Mode 0 is stereo and
    # 1 joint stereo, of which the first frame, which holds no sound, is neither.
    assert {header >> 16 for header, _ in frames} == {0xFFFB}
    assert {(header >> 12 & 15, header >> 10 & 3) for header, _ in frames} == {(9, 0)}
    assert {header >> 6 & 3 for header, _ in frames[1:]} == {1}
    info = frames[0][1][32:]
    assert info[:4] == b"Info"
    flags, count, size = struct.unpack_from(">III", info, 4)
    assert (flags & 3, count, size) == (3, len(frames) - 1, len(data))
    assert sum(len(body) + 4 for _, body in frames) == len(data)


def test_in_mono_it_has_half_of_that_in_one_channel(tmp_path: Path) -> None:
    path = tmp_path / "mono.mp3"
    write_mp3(path, [sine(100_000)], sample_rate=44100, mono=True)
    data = path.read_bytes()
    frames = [header for header, _ in mpeg_frames(data, kbps=64)]
    # By their bits: 5 is 64 kbit/s, mode 3 is one channel.
    assert {(header >> 12 & 15, header >> 10 & 3, header >> 6 & 3) for header in frames} == {(5, 0, 3)}
    assert len(data) - len(encoded(tmp_path, sine(100_000)).read_bytes()) // 2 in range(-500, 500)
    assert len(data) == pytest.approx(bitrate.mp3_bytes(100_000 / 44100, mono=True), abs=1000)


def test_the_info_header_tells_the_encoders_delay_and_padding(tmp_path: Path) -> None:
    frames = list(mpeg_frames(encoded(tmp_path, sine(100_000)).read_bytes()))
    lame = frames[0][1][32 + 120 :]
    delay, padding = lame[21] << 4 | lame[22] >> 4, (lame[22] & 15) << 8 | lame[23]
    assert lame[:4] in (b"LAME", b"Lavc", b"Lavf")
    assert 1152 * (len(frames) - 1) - delay - padding == 100_000


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put a shell script in the place of ffmpeg."""

    def put(script: str) -> None:
        path = tmp_path / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(path))
        ffmpeg.cache_clear()

    yield put
    ffmpeg.cache_clear()
    if (tmp_path / "pid").is_file():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid_told(tmp_path), signal.SIGKILL)


TELL_PID = "echo $$ > {0}/told && mv {0}/told {0}/pid"
"""What a stand-in does first, so that whoever sees the file finds the number in it."""


def pid_told(folder: Path) -> int:
    return int((folder / "pid").read_text())


def half_a_minute() -> Iterator[Samples]:
    for _ in range(30):
        yield sine(44100)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo first >&2; echo no libmp3lame here >&2; exit 8", r"\(8\): no libmp3lame here$"),
        ("kill -9 $$", r"\(-9\): no message$"),
        ("head -c 100000 >/dev/null; kill -9 $$", r"\(-9\): no message$"),
        ("head -c 100000 >/dev/null; exit 0", r"\(0\): no message$"),
        ("cat >/dev/null; echo disk full >&2; exit 1", r"\(1\): disk full$"),
    ],
    ids=["at once", "killed at once", "killed midway", "content with less", "at the end"],
)
def test_an_encoder_that_stops_early_is_an_error_with_its_last_words(
    tmp_path: Path, stand_in: Callable[[str], None], script: str, said: str
) -> None:
    stand_in(script)
    with pytest.raises(CodecError, match=said):
        write_mp3(tmp_path / "sound.mp3", half_a_minute(), sample_rate=44100)


def test_an_encoder_is_ended_when_the_mix_fails(tmp_path: Path, stand_in: Callable[[str], None]) -> None:
    stand_in(f"{TELL_PID.format(tmp_path)}; exec sleep 9999")

    def failing() -> Iterator[Samples]:
        yield sine(10)
        until((tmp_path / "pid").is_file, "the encoder runs")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_mp3(tmp_path / "sound.mp3", failing(), sample_rate=44100)
    assert not lives(pid_told(tmp_path))


@pytest.mark.parametrize("command", ["/nowhere/ffmpeg", "/", "no-such-ffmpeg"])
def test_an_ffmpeg_that_is_not_there_is_an_error_that_names_it(
    tmp_path: Path, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    stand_in("exit 1")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", command)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    for use in (
        lambda: write_mp3(tmp_path / "sound.mp3", [sine(10)], sample_rate=44100),
        lambda: list(decoded_blocks(tmp_path / "sound.mp3")),
        lambda: decode(b"ID3", name="it", kind="mp3"),
        ffmpeg_version,
    ):
        with pytest.raises(CodecError, match=f"no ffmpeg at {command}; .*IMAGEIO_FFMPEG_EXE"):
            use()
    assert list((tmp_path / "temporary").iterdir()) == []


ENCODE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
import numpy as np
from lyricaudio.audio.codec import write_mp3
from lyricaudio.errors import CodecError

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_mp3(Path(sys.argv[1]), [np.zeros((44100, 2), dtype=np.float32)] * 20, sample_rate=44100)
except CodecError as error:
    print(error)
"""


def test_a_disk_that_fills_while_encoding_is_an_error(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", ENCODE_ON_A_FULL_DISK, tmp_path / "sound.mp3"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.startswith("the MP3 encoder stopped (")
    assert said.stderr == ""


@pytest.mark.parametrize("name", ["out:2026", "-x", "concat:a|b", "https:"])
def test_a_folder_may_have_a_name_that_ffmpeg_takes_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(name) / "sound.mp3"
    path.parent.mkdir()
    write_mp3(path, [sine(4410)], sample_rate=44100)
    assert sum(map(len, decoded_blocks(path))) == 4410
    assert len(decoded_span(path, 0.0, 0.05, sample_rate=44100)) == 2205


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 127\n", "no program\n"])
def test_an_ffmpeg_that_does_not_run_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    broken = tmp_path / "broken"
    broken.write_text(script)
    broken.chmod(0o755)
    monkeypatch.setattr("lyricaudio.audio.codec.ffmpeg", lambda: str(broken))
    with pytest.raises(CodecError, match=rf"^the ffmpeg at {broken} does not run: .*; correct IMAGEIO_"):
        ffmpeg_version()


def test_the_ffmpeg_in_use_tells_its_version() -> None:
    assert ffmpeg_version()


def mp3_bytes(samples: Samples, *options: str, rate: int = 24000) -> bytes:
    """Encode one channel as online voices do: no tag, no Info header."""
    command = [ffmpeg(), "-v", "error", "-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]
    plain = ["-write_xing", "0", "-id3v2_version", "0", *options, "-f", "mp3", "pipe:1"]
    return subprocess.run([*command, *plain], input=samples.tobytes(), capture_output=True, check=True).stdout


def wav_bytes(samples: Samples, rate: int) -> bytes:
    file = io.BytesIO()
    with contextlib.closing(wave.open(file, "wb")) as wav:
        wav.setnchannels(samples.shape[1])
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(np.rint(samples * 32767).astype("<i2").tobytes())
    return file.getvalue()


def test_a_mono_mp3_decodes_at_its_own_rate() -> None:
    tone = sine(24000, rate=24000)[:, 0]
    sound = decode(mp3_bytes(tone), name="it", kind="mp3")
    assert (sound.sample_rate, sound.samples.shape[1]) == (24000, 1)
    assert 1.0 <= sound.duration_s < 1.15  # with the encoder's delay, which nothing tells
    assert level_db(sound.samples[4800:19200]) == pytest.approx(level_db(tone), abs=0.5)


def test_a_wav_decodes_to_its_samples() -> None:
    samples = RNG.uniform(-1, 1, (5000, 2)).astype(np.float32)
    sound = decode(wav_bytes(samples, 22050), name="it", kind="wav")
    assert sound.sample_rate == 22050
    np.testing.assert_allclose(sound.samples, samples, atol=1 / 16384)


CONSENT_PAGE = b"<!doctype html><html><title>Before you continue</title>" + 200 * b"<p>We use cookies</p>"


@pytest.fixture
def playlists(tmp_path: Path) -> dict[str, bytes]:
    """What makes an unwary ffmpeg open other files."""
    good = tmp_path / "good.mp3"
    good.write_bytes(mp3_bytes(sine(24000)[:, 0]))
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{good}\n#EXT-X-ENDLIST\n"
    return {
        "hls": hls.encode(),
        "ffconcat": f"ffconcat version 1.0\nfile {good}\n".encode(),
        "concat": f"concat:{good}|{good}".encode(),
    }


@pytest.mark.parametrize("kind", ["mp3", "wav"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"ID3", CONSENT_PAGE, bytes(50_000), RNG.bytes(1000), b"RIFF\0\0\0\0WAVE"],
    ids=["empty", "one byte", "a tag's start", "a page", "zeros", "noise", "a header"],
)
def test_what_is_no_audio_is_refused_by_name_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, data: bytes
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(CodecError, match=f"^audio/me.m4a is not {kind} audio$"):
        decode(data, name="audio/me.m4a", kind=kind)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("trap", ["hls", "ffconcat", "concat"])
@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_a_playlist_is_no_audio_whatever_it_is_called(
    tmp_path: Path, playlists: dict[str, bytes], trap: str, kind: str
) -> None:
    with pytest.raises(CodecError):
        decode(playlists[trap], name="a song", kind=kind)
    path = tmp_path / f"trap.{kind}"
    path.write_bytes(playlists[trap])
    with pytest.raises(CodecError, match=f"^trap.{kind} does not decode$"):
        decoded(path)


def test_a_file_that_was_cut_decodes_to_fewer_frames(tmp_path: Path) -> None:
    """No decoder calls it an error, so frames have to be counted."""
    path = encoded(tmp_path, sine(100_000))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 40_000 < len(decoded(path)) < 60_000


@pytest.mark.parametrize(("start_s", "end_s"), [(0.0, 0.5), (0.1, 0.2), (1.234, 3.0), (3.9, 5.0)])
def test_a_part_decodes_to_the_samples_that_it_has_in_the_whole(
    tmp_path: Path, start_s: float, end_s: float
) -> None:
    noise = RNG.uniform(-0.5, 0.5, (4 * 44100, 2)).astype(np.float32)
    path = encoded(tmp_path, noise)
    part = decoded_span(path, start_s, end_s, sample_rate=44100)
    np.testing.assert_array_equal(part, decoded(path)[round(start_s * 44100) : round(end_s * 44100)])


@pytest.mark.parametrize("script", ["printf 12345; exit 0", "printf 12345678abc; kill -9 $$", "exit 1"])
def test_a_decoder_that_stops_in_the_midst_of_a_frame_is_an_error(
    tmp_path: Path, stand_in: Callable[[str], None], script: str
) -> None:
    stand_in(script)
    with pytest.raises(CodecError, match=r"^sound.mp3 does not decode$"):
        decoded(tmp_path / "sound.mp3")


def test_a_decoder_that_is_left_early_is_ended(tmp_path: Path, stand_in: Callable[[str], None]) -> None:
    stand_in(f"{TELL_PID.format(tmp_path)}; exec cat /dev/zero")
    blocks = decoded_blocks(tmp_path / "sound.mp3")
    assert next(blocks).shape[1] == 2
    blocks.close()  # type: ignore[attr-defined]
    assert not lives(pid_told(tmp_path))
