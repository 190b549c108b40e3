"""In and out of compressed formats, by the ffmpeg that imageio-ffmpeg brings; pydub decodes.

pydub stays at this edge: it works on 16-bit samples and holds all of them, while an episode is written
from blocks as they are mixed. Files are opened by us and handed over as bytes, since a name could make
ffmpeg follow a playlist or a URL.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TypeVar

import imageio_ffmpeg
import numpy as np

from lyricaudio.audio.bitrate import mp3_kbps
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.errors import CodecError, refusal
from lyricaudio.memo import remembered
from lyricaudio.messages import told

KINDS = {
    ".wav": "wav",
    ".mp3": "mp3",
    ".flac": "flac",
    ".ogg": "ogg",
    ".opus": "ogg",
    ".m4a": "mp4",
    ".mp4": "mp4",
    ".aac": "aac",
    ".webm": "matroska",
    ".aiff": "aiff",
    ".aif": "aiff",
    ".caf": "caf",
    ".wma": "asf",
}
"""What sounds that people have may be, by the end of their names, and what the decoder calls it."""

_LAME_SCALE = np.float32(0.95)
"""What LAME multiplies its input by at this bit rate, by its own table of presets; undone beforehand."""

_PACKET_FRAMES = 1152
_SHORTEST_PIECE = 120
"""The fewest frames in a last packet.

ffmpeg's decoder does not cut a packet back to fewer than 47. And what counts whole packets, as many do,
finds up to two more than there is sound for: 2 * 1152 - 120 frames, 49.5 ms.
"""

_AAC_KBPS = 160
_KEY_FRAME_S = 5  # a seek decodes up to so much
_BT709 = [
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv,setparams=colorspace=bt709:color_primaries=bt709"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
]

_Fed = TypeVar("_Fed")

_ANSWER_S = 30.0  # in which even a busy machine says a version
_FROM_BOTH_SIDES = ("-map", "0:a", "-af", "aeval=val(0)|val(nb_in_channels-1):c=stereo")
"""ffmpeg itself lets one channel be heard from both sides 3 dB softer than it is."""

_FRAME_BYTES = 8  # of stereo float
_DECODED_BYTES = _FRAME_BYTES << 17  # three seconds at a time
_RUN_UP_S = 0.25  # a packet needs those before it to decode right

with warnings.catch_warnings():  # pydub warns at import when no ffmpeg is on the PATH; ours is not
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError


@remembered
def ffmpeg() -> str:
    """Return the path of the ffmpeg to use.

    Raises
    ------
    CodecError
        When imageio-ffmpeg has none for this platform, or none is where IMAGEIO_FFMPEG_EXE says.
    """
    try:
        path = str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise CodecError(
            told("no ffmpeg for this platform; install one and set IMAGEIO_FFMPEG_EXE")
        ) from error
    if shutil.which(path) is None:
        raise CodecError(told("no ffmpeg at {path}; correct IMAGEIO_FFMPEG_EXE, or unset it", path=path))
    return path


def ffmpeg_version() -> str:
    """Return the version of the ffmpeg in use.

    Raises
    ------
    CodecError
        As `ffmpeg`, and when it does not run.
    """
    try:
        done = subprocess.run([ffmpeg(), "-version"], capture_output=True, timeout=_ANSWER_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise _broken(error) from error
    return done.stdout.decode("utf-8", "replace").removeprefix("ffmpeg version ").split(" ")[0]


def _broken(error: Exception) -> CodecError:
    """Say what is wrong with an ffmpeg that does not run."""
    said = refusal(error) if isinstance(error, OSError) else str(error)
    return CodecError(
        told(
            "the ffmpeg at {path} does not run: {error}; correct IMAGEIO_FFMPEG_EXE, or install"
            " imageio-ffmpeg again",
            path=ffmpeg(),
            error=said,
        )
    )


def decode(data: bytes, *, name: str, kind: str) -> Audio:
    """Decode a whole compressed file.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        What to call it in an error.
    kind
        The container that it must be (`mp3`, `wav`); nothing else is tried.

    Raises
    ------
    CodecError
        When the bytes are not such a file.
    """
    AudioSegment.converter = ffmpeg()
    try:
        # The plain from_file needs an ffprobe beside ffmpeg, and imageio-ffmpeg has none.
        segment = AudioSegment.from_file_using_temporary_files(io.BytesIO(data), format=kind)
    except (CouldntDecodeError, OSError, IndexError) as error:
        raise CodecError(told("{name} is not {kind} audio", name=name, kind=kind)) from error
    scale = float(1 << (8 * segment.sample_width - 1))
    samples = np.array(segment.get_array_of_samples(), dtype=np.float32) / scale
    return Audio(samples=samples.reshape(-1, segment.channels), sample_rate=segment.frame_rate)


def write_mp3(path: Path, blocks: Iterable[Samples], *, sample_rate: int, mono: bool = False) -> int:
    """Encode blocks of stereo samples into an MP3 without tags, and return the number of frames.

    MPEG-1 layer III, constant 128 kbit/s, joint stereo, with the Info/LAME header that lets a decoder
    remove the encoder's delay. It decodes as loud as it was, and the same samples give the same bytes.
    In mono, of which the first channel is taken, it has 64 kbit/s.

    Parameters
    ----------
    path
        A temporary file: it is written in place.
    blocks
        float32, shape (frames, 2), in order.
    sample_rate
        In Hz: 32000, 44100 or 48000.

    Raises
    ------
    CodecError
        When the encoder fails; its last line is in the message.
    """
    channels, kbps = 1 if mono else 2, mp3_kbps(mono=mono)
    source = ["-f", "f32le", "-ar", str(sample_rate), "-ac", str(channels), "-i", "pipe:0"]
    coder = ["-c:a", "libmp3lame", "-b:a", f"{kbps}k", "-joint_stereo", "1"]
    target = ["-write_xing", "1", "-id3v2_version", "0", "-bitexact", "-f", "mp3", "-y", f"file:{path}"]
    return _encoded([*source, *coder, *target], lambda pipe: _feed_sound(pipe, blocks, channels), "MP3")


def write_mp4(
    path: Path, frames: Iterable[memoryview], *, fps: int, size: tuple[int, int], audio: Path
) -> None:
    """Encode pictures into an MP4 with the sound, names and chapters of an MP3.

    H.264 (8 bit, 4:2:0, BT.709) and AAC, which every phone and every upload takes, and its index in front,
    so that it plays while it loads. One thread only: its bytes would depend on the number of threads, and
    builds make several episodes at once anyway.

    Parameters
    ----------
    path
        A temporary file: it is written in place.
    frames
        RGB, 8 bits a channel, row by row; each is used before the next is asked for.
    fps
        Frames a second.
    size
        Width and height in pixels, both even.
    audio
        An MP3; what is encoded ends when the frames end or it does, whichever is later.

    Raises
    ------
    CodecError
        When the encoder fails, or the ffmpeg in use has no H.264; its last line is in the message.
    """
    width, height = size
    raw = ["-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{width}x{height}"]
    pictures = [*raw, "-framerate", str(fps), "-i", "pipe:0"]
    sound = ["-f", "mp3", "-i", f"file:{audio}", "-map", "0:v:0", "-map", "1:a:0"]
    names = ["-map_metadata", "1", "-map_chapters", "1"]
    h264 = ["-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "20", "-threads", "1"]
    keys = ["-g", str(_KEY_FRAME_S * fps), "-pix_fmt", "yuv420p", "-filter_threads", "1"]
    aac = ["-c:a", "aac", "-b:a", f"{_AAC_KBPS}k"]
    target = ["-bitexact", "-movflags", "+faststart", "-f", "mp4", "-y", f"file:{path}"]
    _encoded(
        [*pictures, *sound, *names, *h264, *keys, *_BT709, *aac, *target],
        lambda pipe: pipe.writelines(frames),
        "MP4",
    )


def _encoded(arguments: Sequence[str], feed: Callable[[IO[bytes]], _Fed], kind: str) -> _Fed:
    """Run the encoder, feed it, and return what `feed` returns."""
    command = [ffmpeg(), "-nostdin", "-v", "error", *arguments]
    with tempfile.TemporaryFile() as log:
        # A session of its own: Ctrl-C at the terminal must not reach the encoder before it reaches us.
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=log, start_new_session=True)
        except OSError as error:
            raise _broken(error) from error
        assert process.stdin is not None
        broken = False
        try:
            fed = feed(process.stdin)
            process.stdin.close()
        except BrokenPipeError:  # it has stopped by itself
            broken = True
        except BaseException:
            process.kill()
            raise
        finally:
            _end(process)
        if broken or process.returncode != 0:
            log.seek(0)
            lines = log.read().decode("utf-8", "replace").strip().splitlines()
            raise CodecError(
                told(
                    "the {kind} encoder stopped ({code}): {error}",
                    kind=kind,
                    code=process.returncode,
                    error=lines[-1] if lines else told("no message"),
                )
            )
    return fed


def _feed_sound(pipe: IO[bytes], blocks: Iterable[Samples], channels: int) -> int:
    """Write so many channels of all blocks to the encoder, and return the number of frames."""
    frames = 0
    for block in blocks:
        pipe.write(np.ascontiguousarray(block[:, :channels] / _LAME_SCALE, dtype="<f4").data)
        frames += len(block)
    silence = np.zeros((_missing(frames), channels), dtype="<f4")
    pipe.write(silence.data)
    return frames + len(silence)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait until the encoder has ended; what it did not take is dropped."""
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    process.wait()


def _missing(frames: int) -> int:
    """Return how much silence (under 2.8 ms) an episode needs at its end so that all agree on its length."""
    piece = frames % _PACKET_FRAMES
    return _SHORTEST_PIECE - piece if 0 < piece < _SHORTEST_PIECE else 0


def decoded_blocks(path: Path) -> Iterator[Samples]:
    """Decode an MP3 block by block, the encoder's delay and padding left out.

    Yields float32, shape (frames, 2).

    Raises
    ------
    CodecError
        When the decoder meets an error.
    """
    yield from _decoded(["-f", "mp3", "-i", f"file:{path}"], path.name)


def decoded_span(path: Path, start_s: float, end_s: float, *, sample_rate: int) -> Samples:
    """Decode a part of an MP3, the same samples as in the whole.

    Parameters
    ----------
    start_s, end_s
        From the start of the MP3; what lies beyond its end is left out.
    sample_rate
        That of the MP3, in Hz.

    Returns
    -------
    float32, shape (frames, 2).

    Raises
    ------
    CodecError
        When the decoder meets an error.
    """
    first, frames = round(start_s * sample_rate), round((end_s - start_s) * sample_rate)
    early = min(first, round(_RUN_UP_S * sample_rate))
    seek = ["-ss", f"{(first - early) / sample_rate:.6f}", "-t", f"{(early + frames) / sample_rate:.6f}"]
    source = [*seek, "-f", "mp3", "-i", f"file:{path}"]
    found = [*_decoded(source, path.name), np.empty((0, 2), np.float32)]
    return np.concatenate(found)[early : early + frames]


def decoded_file(path: Path, *, kind: str, sample_rate: int) -> Iterator[Samples]:
    """Decode the first sound of a file block by block: a file of any length takes no memory.

    `kind` is what the decoder calls its format (`wav`, `mp3`, `flac`, `ogg`, `mp4`), as which alone it is
    opened; `sample_rate` is that of the result, in Hz. Yields float32, shape (frames, 2), three seconds at
    44.1 kHz, but for the last.

    Raises
    ------
    CodecError
        When the decoder meets an error.
    """
    source = ["-protocol_whitelist", "file", "-f", kind, "-i", f"file:{path}"]
    yield from _decoded(source, path.name, ["-map", "0:a:0", "-ar", str(sample_rate)])


def _decoded(source: Sequence[str], name: str, wanted: Sequence[str] = _FROM_BOTH_SIDES) -> Iterator[Samples]:
    """Decode what ffmpeg is told to open, block by block, in stereo."""
    command = [ffmpeg(), "-nostdin", "-v", "error", "-xerror", *source]
    output = [*wanted, "-f", "f32le", "-ac", "2", "pipe:1"]
    with subprocess.Popen(
        [*command, *output], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        assert process.stdout is not None
        while (chunk := process.stdout.read(_DECODED_BYTES)) and len(chunk) % _FRAME_BYTES == 0:
            yield np.frombuffer(chunk, dtype="<f4").reshape(-1, 2)
    if chunk or process.returncode != 0:
        raise CodecError(told("{name} does not decode", name=name))
