"""A term is said alike in a lyric and in its explanation, whatever engine speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from tests.stand_ins.voicevox import VoicevoxServer

from lyricaudio.reading.lexicon.terms import Term, installed_lexicons
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.kana import sounds
from lyricaudio.voice.engines.voicevox.engine import Voicevox

TERMS = installed_lexicons()[-1].terms[::60]
FRAMES = ("覚えよう {}", "それは{}と呼ばれます。")

each_term = pytest.mark.parametrize("term", TERMS, ids=[term.term for term in TERMS])


def labelled(reading: Reading) -> str:
    """Return the phones that Open JTalk is given, without pauses."""
    phones = [re.findall("-(.+?)\\+", label)[0] for label in reading.labels]
    return joined(phone for phone in phones if phone not in ("sil", "pau"))


def joined(phones: Iterable[str]) -> str:
    """Write phones in a row, a long e in one way: the dictionary has ウェイト by itself as ウェート."""
    return " ".join(phone.lower() if phone in "AIUEO" else phone for phone in phones).replace("e i", "e e")


@pytest.fixture(scope="module")
def without_lexicon() -> Reader:
    return Reader(lexicons=())


@each_term
@pytest.mark.parametrize("frame", FRAMES)
def test_the_lexicon_is_heard_in_the_labels_and_in_the_text(
    reader: Reader, without_lexicon: Reader, term: Term, frame: str
) -> None:
    reading = reader.read(frame.format(term.term))
    kana = term.pronunciation.kana

    assert kana in reading.kana
    assert labelled(without_lexicon.read(kana)) in labelled(reading)
    assert sounds(kana) in sounds(without_lexicon.read(reading.spoken).kana)


@pytest.mark.parametrize("term", TERMS[::5], ids=[term.term for term in TERMS[::5]])
def test_voicevox_speaks_the_phones_that_open_jtalk_does(
    reader: Reader, voicevox_server: VoicevoxServer, term: Term
) -> None:
    reading = reader.read(FRAMES[1].format(term.term))
    Voicevox().speak(reading, "3")
    (plan,) = voicevox_server.plans
    planned = [mora for phrase in plan for mora in phrase["moras"]]

    assert joined(phone for mora in planned for phone in phones_in(mora)) == labelled(reading)


def phones_in(mora: dict[str, str | None]) -> list[str]:
    return [phone for phone in (mora["consonant"], mora["vowel"]) if phone]
