"""Lines for the tests of the flow: written out by hand, or real ones with the embedded voice's own times."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lyricaudio.music.flow.natural import FlowMora, flow_morae
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.reading.model import AccentPhrase, Mora, Pause, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.kana import morae
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.engines.hts import duration_tree

ROOT = Path(__file__).parents[2]
FRAME_S = 0.005
PAUSES: dict[str, Pause] = {"、": "comma", "。": "stop", "'": "breath"}


VOWELS = {
    "a": "アカサタナハマヤラワガザダバパャァ",
    "i": "イキシチニヒミリギジビピィ",
    "u": "ウクスツヌフムユルグズブプュゥ",
    "e": "エケセテネヘメレゲゼデベペェ",
    "o": "オコソトノホモヨロゴゾドボポョォ",
    "N": "ン",
    "cl": "ッ",
}


def reading_of(text: str) -> Reading:
    """Read kana with `/` between accent phrases, and a pause sign after one where a pause follows."""
    phrases = []
    for piece in text.split("/"):
        pause = PAUSES.get(piece[-1], "none")
        kana = piece if pause == "none" else piece[:-1]
        phrases.append(AccentPhrase(morae=tuple(map(mora_of, morae(kana))), accent=0, pause=pause))
    return Reading(written=text, spoken=text, phrases=tuple(phrases), labels=())


def mora_of(kana: str) -> Mora:
    """Make a mora; ー is taken for a long a, and every other that is no lone vowel, ン or ッ has a k."""
    vowel = next((vowel for vowel, row in VOWELS.items() if kana[-1] in row), "a")
    return Mora(kana=kana, consonant=None if kana in "アイウエオンッー" else "k", vowel=vowel)


def typical(text: str) -> tuple[FlowMora, ...]:
    """Return the morae of such kana, of typical lengths."""
    return flow_morae(reading_of(text))


@cache
def songs() -> tuple[tuple[tuple[Reading, tuple[FlowMora, ...]], ...], ...]:
    """Read the lines of the project's songs."""
    found = []
    for entry in open_library([], folder=ROOT).entries:
        reader = Reader(own={own.term: own.kana for own in entry.song.readings})
        texts = [line.lyric.text for section in entry.song.sections for line in section.lines]
        found.append(tuple(_line(reader, text) for text in texts))
    return tuple(found)


@cache
def other_lines() -> tuple[tuple[Reading, tuple[FlowMora, ...]], ...]:
    """Read a hundred more lines of 10 to 64 morae."""
    rows = (ROOT / "tests/reading/blind.tsv").read_text("utf-8").splitlines()
    texts = [row.split("\t")[0] for row in rows if not row.startswith("#")]
    reader = Reader()
    lines = (_line(reader, text) for text in texts[::5])
    return tuple(line for line in lines if 10 <= len(line[1]) <= 64)[:100]


def _line(reader: Reader, text: str) -> tuple[Reading, tuple[FlowMora, ...]]:
    reading = reader.read(text)
    return reading, flow_morae(reading, times_of(reading))


def times_of(reading: Reading) -> tuple[MoraTime, ...]:
    """Return when the embedded voice says each mora."""
    return tuple(_times(reading))


def _times(reading: Reading) -> Iterator[MoraTime]:
    """Return when the embedded voice says each mora, without a sound: its phones last what its tree says."""
    package = find_spec("pyopenjtalk")
    assert package is not None
    assert package.origin is not None
    tree = duration_tree(Path(package.origin).parent / "htsvoice" / "mei_normal.htsvoice")
    at_s = 0.0
    spans = []
    for label in reading.labels:
        start_s, at_s = at_s, at_s + FRAME_S * tree.frames(label)
        if label[label.index("-") + 1 : label.index("+")] not in ("sil", "pau"):
            spans.append((start_s, at_s))
    phones = iter(spans)
    for mora in reading.morae:
        own = [next(phones) for _ in range(mora.phones)]
        yield MoraTime(kana=mora.kana, start_s=own[0][0], vowel_onset_s=own[-1][0], end_s=own[-1][1])
