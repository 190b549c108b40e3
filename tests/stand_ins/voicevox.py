"""A VOICEVOX engine that sounds instead of speaking and singing, and reads kana by the real one's rules."""

from __future__ import annotations

import io
import json
import re
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import numpy.typing as npt
import pytest
from tests.stand_ins.served import StandIn

Json = Any

MORAE = """
-  ア イ ウ エ オ
k  カ キ ク ケ コ
ky キャ キィ キュ キェ キョ
kw クヮ クィ クゥ クェ クォ
g  ガ ギ グ ゲ ゴ
gy ギャ ギィ ギュ ギェ ギョ
gw グヮ グィ グゥ グェ グォ
s  サ スィ ス セ ソ
sh シャ シ シュ シェ ショ
z  ザ ズィ ズ ゼ ゾ
j  ジャ ジ ジュ ジェ ジョ
t  タ ティ トゥ テ ト
ty テャ - テュ テェ テョ
ch チャ チ チュ チェ チョ
ts ツァ ツィ ツ ツェ ツォ
d  ダ ディ ドゥ デ ド
dy デャ - デュ デェ デョ
n  ナ ニ ヌ ネ ノ
ny ニャ ニィ ニュ ニェ ニョ
h  ハ ヒ - ヘ ホ
hy ヒャ ヒィ ヒュ ヒェ ヒョ
f  ファ フィ フ フェ フォ
b  バ ビ ブ ベ ボ
by ビャ ビィ ビュ ビェ ビョ
p  パ ピ プ ペ ポ
py ピャ ピィ ピュ ピェ ピョ
m  マ ミ ム メ モ
my ミャ ミィ ミュ ミェ ミョ
y  ヤ - ユ イェ ヨ
r  ラ リ ル レ ロ
ry リャ リィ リュ リェ リョ
w  ワ ウィ ウゥ ウェ ウォ
v  ヴァ ヴィ ヴ ヴェ ヴォ
by ヴャ - ヴュ - ヴョ
-  ァ ィ ゥ ェ ォ
y  ャ - ュ - ョ
"""
PHONES: dict[str, tuple[str | None, str]] = {"ン": (None, "N"), "ッ": (None, "cl")} | {
    kana: (None if row[0] == "-" else row[0], vowel)
    for row in map(str.split, MORAE.strip().splitlines())
    for kana, vowel in zip(row[1:], "aiueo", strict=True)
    if kana != "-"
}
PHONES |= {f"_{kana}": (c, v.upper()) for kana, (c, v) in PHONES.items() if v in "aiueo"}
SPEAKERS: list[Json] = [
    {"name": "四国めたん", "speaker_uuid": "7f", "styles": [{"name": "ノーマル", "id": 2, "type": "talk"}]},
    {"name": "ずんだもん", "speaker_uuid": "38", "styles": [{"name": "ノーマル", "id": 3, "type": "talk"}]},
]
SINGERS: list[Json] = [
    {
        "name": "波音リツ",
        "speaker_uuid": "b1",
        "styles": [
            {"name": "先生", "id": 6000, "type": "singing_teacher"},
            {"name": "ノーマル", "id": 3009, "type": "frame_decode"},
        ],
    },
    {"name": "歌う人", "speaker_uuid": "5e", "styles": [{"name": "ノーマル", "id": 3100, "type": "sing"}]},
]
KINDS = {style["id"]: style["type"] for one in (*SPEAKERS, *SINGERS) for style in one["styles"]}
SCALES = ("speedScale", "pitchScale", "intonationScale", "volumeScale")
LENGTHS = ("prePhonemeLength", "postPhonemeLength")

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


class KanaError(Exception):
    """What the engine finds wrong with its kana notation."""


def parsed(text: str) -> Json:
    """Read the kana notation by the engine's rules, without lengths."""
    phrases: Json = []
    for phrase, mark in zip(*[iter([*re.split("([/、])", text), ""])] * 2, strict=True):
        if not phrase:
            raise KanaError(f"{len(phrases) + 1}番目のアクセント句が空白です")
        head, *tails = phrase.split("'")
        if not head or len(tails) != 1:
            raise KanaError(f"アクセントは1つ: {phrase}")
        first, rest = morae(head), morae(tails[0])
        pause = {"text": "、", "consonant": None, "consonant_length": None, "vowel": "pau", "pitch": 0.0}
        phrases.append(
            {
                "moras": first + rest,
                "accent": len(first),
                "pause_mora": pause if mark == "、" else None,
                "is_interrogative": False,
            }
        )
    return phrases


def morae(kana: str) -> list[Json]:
    """Cut kana into morae, taking the longest that there is."""
    found = []
    while kana:
        text = next((kana[:size] for size in (3, 2, 1) if kana[:size] in PHONES), None)
        if text is None:
            raise KanaError(f"判別できない読み仮名があります: {kana}")
        consonant, vowel = PHONES[text]
        found.append({"text": text.lstrip("_"), "consonant": consonant, "vowel": vowel, "pitch": 5.5})
        kana = kana[len(text) :]
    return found


def planned(text: str) -> Json:
    """Add lengths to what was read; no two alike, so that their rounding tells."""
    phrases = parsed(text)
    for i, mora in enumerate(mora for phrase in phrases for mora in phrase["moras"]):
        mora["consonant_length"] = 0.041 + 0.0013 * i if mora["consonant"] else None
        mora["vowel_length"] = 0.083 + 0.0017 * i
    for phrase in phrases:
        if phrase["pause_mora"]:
            phrase["pause_mora"]["vowel_length"] = 0.377
    return phrases


def spoken(query: Json) -> npt.NDArray[np.float64]:
    """Sound a plan: each phone a whole number of frames, consonants soft, vowels loud."""
    phones = [(0.0, query["prePhonemeLength"])]
    for phrase in query["accent_phrases"]:
        for mora in phrase["moras"]:
            phones += [(0.05, mora["consonant_length"] or 0.0), (0.5, mora["vowel_length"])]
        if phrase["pause_mora"]:
            phones.append((0.0, phrase["pause_mora"]["vowel_length"]))
    phones.append((0.0, query["postPhonemeLength"]))
    loudness = np.concatenate([np.full(round(length * 93.75) * 256, level) for level, length in phones])
    return loudness * np.sign(np.sin(2 * np.pi * 1000 * np.arange(len(loudness)) / 24000 + 0.1))


def song_planned(score: Json) -> Json:
    """Plan a song by the engine's rules: a vowel begins with its note, its consonant in the note before."""
    notes = score["notes"]
    phones = [sung_phones(note) for note in notes]
    if phones[0][0] is not None:
        raise KanaError("consonant_lengths[0] must be 0")
    lengths = [0 if consonant is None else 5 + i % 3 for i, (consonant, _) in enumerate(phones)]
    phonemes, f0 = [], []
    for i, (note, (consonant, vowel)) in enumerate(zip(notes, phones, strict=True)):
        following = lengths[i + 1] if i + 1 < len(notes) else 0
        if following > note["frame_length"]:
            following = lengths[i + 1] = note["frame_length"] // 2
        if consonant and lengths[i]:
            phonemes.append({"phoneme": consonant, "frame_length": lengths[i], "note_id": note.get("id")})
        length = note["frame_length"] - following
        phonemes.append({"phoneme": vowel, "frame_length": length, "note_id": note.get("id")})
        hz = 0.0 if note["key"] is None else 440 * 2 ** ((note["key"] - 69) / 12)
        f0 += [hz] * note["frame_length"]
    return {
        "f0": f0,
        "volume": [0.0 if hz == 0 else 0.5 for hz in f0],
        "phonemes": phonemes,
        "volumeScale": 1.0,
        "outputSamplingRate": 24000,
        "outputStereo": False,
    }


def sung_phones(note: Json) -> tuple[str | None, str]:
    """Return the phones of a note: one mora, or a rest."""
    if (note["lyric"] == "") != (note["key"] is None) or note["frame_length"] < 0:
        raise KanaError("keyがnullの場合、lyricは空文字列である必要があります。")
    if note["lyric"] == "":
        return None, "pau"
    if note["lyric"] not in PHONES:
        raise KanaError(f"lyricが不正です: {note['lyric']}")
    return PHONES[note["lyric"]]


def sung(query: Json) -> npt.NDArray[np.float64]:
    """Sound a planned song: rests silent, consonants soft, vowels loud, all at the planned pitch."""
    levels = [
        np.full(one["frame_length"] * 256, {"pau": 0.0}.get(one["phoneme"], 0.5 if is_vowel(one) else 0.05))
        for one in query["phonemes"]
    ]
    turns = np.cumsum(np.repeat(query["f0"], 256)) / 24000
    loudness = np.concatenate(levels)
    return loudness * np.sign(np.sin(2 * np.pi * turns[: len(loudness)] + 0.1))


def is_vowel(phone: Json) -> bool:
    return phone["phoneme"] in ("a", "i", "u", "e", "o", "N", "cl")


def wav_of(samples: npt.NDArray[np.float64], rate: int = 24000, channels: int = 1) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples * 32767, channels).astype("<i2").tobytes())
    return written.getvalue()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def kind(query: dict[str, str]) -> str:
    return str(KINDS.get(int(query["speaker"]), ""))


class VoicevoxServer(StandIn):
    """An engine that sounds instead of speaking; `answers` are what it does instead, by path, in order."""

    def __init__(self) -> None:
        super().__init__(VoicevoxPage)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.plans: list[Json] = []
        self.scores: list[Json] = []
        self.voice: Callable[[Json, Json], npt.NDArray[np.float64]] = lambda score, query: sung(query)
        self.samples: npt.NDArray[np.float64] = np.zeros(0)


class VoicevoxPage(BaseHTTPRequestHandler):
    server: VoicevoxServer

    def do_GET(self) -> None:
        self.respond("GET", b"")

    def do_POST(self) -> None:
        self.respond("POST", self.rfile.read(int(self.headers["Content-Length"] or 0)))

    def respond(self, method: str, body: bytes) -> None:
        url = urlsplit(self.path)
        self.server.asked.append(url.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        status, answer = self.answer(method + " " + url.path, query, body)
        if faults := self.server.answers.get(url.path):
            faults.pop(0)(self, answer)
        else:
            send(self, answer, status)

    def answer(self, asked: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        match asked:
            case "GET /speakers":
                return 200, json.dumps(SPEAKERS).encode()
            case "GET /singers":
                return 200, json.dumps(SINGERS).encode()
            case "POST /initialize_speaker" if query["skip_reinit"] == "true":
                return (204, b"") if int(query["speaker"]) in KINDS else (500, b"Internal Server Error")
            case "POST /sing_frame_audio_query" if kind(query) in ("sing", "singing_teacher"):
                return self.song_plan(json.loads(body))
            case "POST /frame_synthesis" if kind(query) in ("sing", "frame_decode"):
                return self.song(json.loads(body))
            case "POST /accent_phrases" if query["is_kana"] == "true" and kind(query) == "talk":
                return self.plan(query["text"])
            case "POST /synthesis" if kind(query) == "talk":
                return self.speech(json.loads(body))
            case _:
                return 404, b'{"detail":"Not Found"}'

    def plan(self, text: str) -> tuple[int, bytes]:
        try:
            return 200, json.dumps(planned(text)).encode()
        except KanaError as error:
            detail = {"text": str(error), "error_name": "UNKNOWN_TEXT", "error_args": {"text": text}}
            return 400, json.dumps({"detail": detail}).encode()

    def speech(self, query: Json) -> tuple[int, bytes]:
        needed = {"accent_phrases", *SCALES, *LENGTHS, "outputSamplingRate", "outputStereo"}
        if needed - query.keys():
            return 422, b'{"detail":[{"type":"missing"}]}'
        self.server.plans.append(query["accent_phrases"])
        self.server.samples = spoken(query)
        return 200, wav_of(self.server.samples)

    def song_plan(self, score: Json) -> tuple[int, bytes]:
        self.server.scores.append(score)
        try:
            return 200, json.dumps(song_planned(score)).encode()
        except KanaError as error:
            return 400, json.dumps({"detail": str(error)}).encode()

    def song(self, query: Json) -> tuple[int, bytes]:
        frames = sum(one["frame_length"] for one in query["phonemes"])
        if not frames == len(query["f0"]) == len(query["volume"]):
            return 500, b"Internal Server Error"
        self.server.samples = self.server.voice(self.server.scores[-1], query)
        return 200, wav_of(self.server.samples)

    def log_message(self, *arguments: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def voicevox_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoicevoxServer]:
    server = VoicevoxServer()
    with server.served():
        monkeypatch.setenv("LYRICAUDIO_VOICEVOX_URL", f"http://{server.address}")
        yield server
