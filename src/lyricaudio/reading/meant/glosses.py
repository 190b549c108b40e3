"""Glosses: kana in brackets behind a word, which only say how it is read: 誤差（ごさ）, and ごさ（誤差）.

They are said once. What proves a gloss is that the word before sounds like it, that a dictionary reads the
word so, or that its own kana stand in it where they stand in the word (行った（おこなった）). Without any
proof the brackets may say something else, 深層学習（ディープラーニング）: they are said, and are a doubt
where they might be a gloss all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from lyricaudio.reading.japanese.sudachi import readings
from lyricaudio.reading.latin.english import english_kana
from lyricaudio.reading.text.kana import katakana, parse_pronunciation, pronounced, sounds
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.scripts import HIRAGANA, KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.wording import WORD, Atom, Piece, SpokenForm, Wording, replace_spans, wording_of

Sound = Callable[[Wording], str]
"""Says how a part of a text is read, in katakana."""

_KANA = HIRAGANA + KATAKANA
_OPEN, _CLOSE = r"(（\[［{｛〈《【〔<＜≪「『", r")）\]］}｝〉》】〕>＞≫」』"
_QUOTES = "「『"
_GLOSS = re.compile(
    rf"(?<=[{KANJI}{_KANA}{LATIN}0-9{WORD}]) ?(?P<open>[{_OPEN}])"
    rf"(?:(?:読み|読み方|よみ|ふりがな|フリガナ)[:：] ?)?(?P<kana>[{_KANA}](?:[ ・\-]?[{_KANA}])*)"
    rf"(?:[、,;/:](?P<aside>[^{_OPEN}{_CLOSE}]+))?(?P<close>[{_CLOSE}])"
)
_WORD_IN_BRACKETS = re.compile(
    rf"(?<=[{_KANA}]{{2}}) ?[{_OPEN}](?P<word>[{KANJI}{_KANA}]*[{KANJI}][{KANJI}{_KANA}]*)[{_CLOSE}]"
)
_BEFORE = re.compile(rf"[^、。,!?{_OPEN}{_CLOSE}]{{1,40}} ?$")
_MIXED = re.compile(rf"[{KANJI}{HIRAGANA}]*$")
_LATIN = rf"[{LATIN}][{LATIN}0-9.+\-]*"
_LATIN_WORD, _LATIN_WORDS = re.compile(f"{_LATIN}$"), re.compile(f"(?:{_LATIN} ){{0,3}}{_LATIN}$")
_HARD = re.compile(rf"[{KANJI}{LATIN}]")
_RUNS = re.compile(rf"[{HIRAGANA}]+|[^{HIRAGANA}]+")
_NO_READING = re.compile(
    "(?:です|ます|でした|ました|など|とか|[はが]ない|はここ|はこれ)$"
)  # a sentence, or examples
_ALIKE, _HARDLY_ALIKE = 0.6, 0.3


def say_glosses_once(wording: Wording, sound: Sound) -> Wording:
    """Take out what only says how the word before it is read, and read the word so."""
    if _GLOSS.search(wording.text):
        wording = replace_spans(wording, _glosses(wording, sound))
    if _WORD_IN_BRACKETS.search(wording.text):
        wording = replace_spans(wording, _words(wording, sound))
    return wording


def _glosses(wording: Wording, sound: Sound) -> Iterator[tuple[int, int, Sequence[Piece | Atom]]]:
    for match in _GLOSS.finditer(wording.text):
        before = _part_before(wording, match.start())
        left = _aside(wording, match)
        if _sounds_at_its_end(before, match["kana"], sound):
            yield match.start(), match.end(), left
        elif match["open"] not in _QUOTES and (base := _base(before.text, match["kana"])):
            said = parse_pronunciation(pronounced(_bare(match["kana"]), verb=base.endswith("う")))
            spoken = SpokenForm(kana=said.kana, accent=said.accent, source="ruby")
            start = match.start() - len(base)
            place = Atom(
                piece=spoken, start=wording.atoms[start].start, stop=wording.atoms[match.start() - 1].stop
            )
            yield start, match.end(), [place, *left]


def _words(wording: Wording, sound: Sound) -> Iterator[tuple[int, int, Sequence[Piece | Atom]]]:
    """Find the words in brackets whose kana stand before them."""
    for match in _WORD_IN_BRACKETS.finditer(wording.text):
        before = re.search(rf"[{_KANA}]+ ?$", wording.text[: match.start()])
        said = sounds(sound(wording_of(wording.atoms[match.start("word") : match.end("word")])))
        if before and said and sounds(katakana(before[0].strip())).endswith(said):
            yield match.start(), match.end(), []


def _part_before(wording: Wording, stop: int) -> Wording:
    """Return what stands before a bracket, as far as the brackets and marks before that."""
    found = _BEFORE.search(wording.text[:stop])
    return wording_of(wording.atoms[found.start() : stop] if found else ())


def _aside(wording: Wording, match: re.Match[str]) -> Sequence[Atom]:
    """Return what else stands in the brackets, still in brackets."""
    if match["aside"] is None:
        return ()
    start, stop = match.span("aside")
    atoms = wording.atoms
    return (atoms[match.start("open")], *atoms[start:stop], atoms[match.start("close")])


def _sounds_at_its_end(before: Wording, kana: str, sound: Sound) -> bool:
    """Whether the text before ends in the sound of a gloss; kana is none of kana that are the same."""
    gloss = _bare(kana)
    if before.text.strip().endswith(kana) or not before.text:
        return False
    return sounds(sound(before)).endswith(sounds(katakana(gloss)))


def _base(before: str, kana: str) -> str:
    """Return the word before a gloss that it is the reading of, if that can be told from the word."""
    before = before.rstrip()
    gloss = katakana(_bare(kana))
    if latin := _LATIN_WORDS.search(before):
        likeness, likest = max((_likeness(end, gloss), end) for end in _ends(latin[0], "[^ ]+"))
        return likest if likeness >= _ALIKE else ""
    mixed = _MIXED.search(before)
    words = _ends(mixed[0] if mixed else "", f"[{KANJI}]")
    return next((word for word in words if _is_read(word, gloss)), "")


def _ends(text: str, beginning: str) -> Iterator[str]:
    """Yield the ends of a text that begin with a kanji or a word, the longest first."""
    for match in re.finditer(beginning, text):
        yield text[match.start() :]


def _is_read(word: str, gloss: str) -> bool:
    """Whether a dictionary reads a word so, or its own kana stand in the gloss where they stand in it."""
    if sounds(gloss) in map(sounds, readings(word)):
        return True
    runs = _RUNS.findall(word)
    if len(runs) < 2 or not re.match(f"[{HIRAGANA}]", runs[-1]):
        return False
    pattern = "".join(
        katakana(run) if re.match(f"[{HIRAGANA}]", run) else f".{{{len(run)},{4 * len(run)}}}" for run in runs
    )
    return re.fullmatch(pattern, gloss) is not None


def _likeness(words: str, gloss: str) -> float:
    """Return how much a gloss is like Latin words as they are spelled, or read as English, from 0 to 1."""
    lettered = [re.sub("[^A-Za-z]", "", word) for word in words.split()]
    if not any(lettered):
        return 0.0
    ways = (spelled("".join(lettered)).kana, "".join(english_kana(word.lower()) for word in lettered if word))
    return max(SequenceMatcher(None, sounds(way), sounds(gloss)).ratio() for way in ways)


def is_left_open(before: str, kana: str, sign: str) -> bool:
    """Whether brackets that were not taken for a gloss might be one.

    Parameters
    ----------
    before
        The text up to the brackets.
    kana, sign
        What is in the brackets, and what opens them.
    """
    gloss = katakana(_bare(kana))
    if sign in _QUOTES or _NO_READING.search(kana) or not _HARD.search(before.rstrip()[-1:]):
        return False
    if latin := _LATIN_WORD.search(before.rstrip()):
        return _likeness(latin[0], gloss) >= _HARDLY_ALIKE and not _is_written_out(latin[0], gloss)
    return bool(re.search(f"[{HIRAGANA}]", kana)) or _begins_like(before.rstrip(), gloss)


def _is_written_out(word: str, gloss: str) -> bool:
    """Whether a gloss is longer than capitals spelled, and so what they stand for: ドメインネームシステム."""
    return word.isupper() and word.isalpha() and len(gloss) > len(spelled(word).kana)


def _begins_like(before: str, gloss: str) -> bool:
    """Whether a gloss begins as the first or ends as the last of some kanji may be read."""
    kanji = re.search(f"[{KANJI}]+$", before)
    if not kanji:
        return False
    firsts = (reading for start in kanji[0] for reading in readings(start))
    return any(len(reading) > 1 and gloss.startswith(reading) for reading in firsts)


def glosses_in(text: str) -> Iterator[re.Match[str]]:
    """Find kana in brackets behind a word: `kana` is what they hold, `open` the sign that opens them."""
    return _GLOSS.finditer(text)


def _bare(kana: str) -> str:
    return re.sub(r"[ ・\-]", "", kana)
