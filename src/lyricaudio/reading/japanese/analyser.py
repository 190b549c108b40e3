"""The analyser: Open JTalk's dictionary and accent rules, as pyopenjtalk-plus ships them.

Two things go into its user dictionary. Decided pieces are one private-use character, a proper noun to the
dictionary; the pronunciation is put in between the two halves of the analysis, so that accents join with what
follows and one dictionary serves every text. Japanese terms of the lexicons are entries of their own, at a
cost that lets them win over their parts but leaves longer words whole.

The package is imported when the first text is analysed: it costs 0.3 s, which a build with nothing to do must
not pay. It prints to descriptor 1 when a part of it is missing, and while it builds a dictionary.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lyricaudio.reading.japanese.lonekanji import DECIDED, settle_lone_kanji
from lyricaudio.reading.lexicon.terms import Term
from lyricaudio.reading.model import Pause
from lyricaudio.reading.text.kana import morae
from lyricaudio.reading.text.wording import BREAK_MARKS, WORD, SpokenForm
from lyricaudio.stdout import stdout_to_nowhere, stdout_to_stderr

LONGEST_BYTES = 16_384
"""What the analyser takes, in bytes of UTF-8 after it made ASCII full-width."""

_WORD_COST = -20_000  # the character stands nowhere else, so nothing can be harmed
_TERM_COST = -2_000  # beats the word's parts, but not a longer word of the dictionary
_PATHS = 8  # ways through a text that are looked at, the best among them
_MARGIN = 3_500  # what they may cost more than the best: from 4_500 on rare words crowd in
_PRONUNCIATION = 9  # its place in a dictionary row
_PAUSE_OF: dict[str, Pause] = {mark: pause for pause, mark in BREAK_MARKS.items()} | {
    "?": "stop",
    "!": "stop",
}
_WEIGHT: tuple[Pause, ...] = ("none", "breath", "comma", "stop")
_NO_PHONES = frozenset({"pau", "sp", "unk"})  # a pause, a space, a sign without sound
_SHORT = 4  # morae of a noun that takes the accent of a compound on its first
_SYLLABLE_ENDS = "ーンッ"
_SOUND = str.maketrans({"ヲ": "オ", "’": None})  # ’ marks a devoiced vowel; labels have that too


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word the analyser found.

    Attributes
    ----------
    start, stop
        It is `text[start:stop]`.
    kana
        Its katakana pronunciation; empty for a sign that makes a pause.
    accent
        The accent of the phrase that begins with it, None when it goes on with the one before.
    kind
        Its part of speech and the two groups below it, as the dictionary names them.
    is_term, is_known
        Whether it is an entry of ours, and whether any dictionary has it.
    """

    start: int
    stop: int
    kana: str
    accent: int | None
    kind: tuple[str, str, str]
    is_term: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How a dictionary reads `text[start:stop]`, in katakana."""

    start: int
    stop: int
    kana: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the analyser made of a text.

    Attributes
    ----------
    words
        In order.
    labels
        Full-context labels; empty when nothing is said.
    pauses
        The weight of each `pau`.
    rivals
        Other ways to cut and read the whole text, which the dictionary finds almost as likely.
    """

    words: tuple[Word, ...]
    labels: tuple[str, ...]
    pauses: tuple[Pause, ...]
    rivals: tuple[tuple[Opinion, ...], ...] = ()


class Analyser:
    """Open JTalk's text analysis with a user dictionary of its own; nothing global is touched."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = {term.term: term for term in terms}
        with TemporaryDirectory(prefix="lyricaudio-", ignore_cleanup_errors=True) as folder:  # it is mapped
            self._jtalk = _open_jtalk(_built_dictionary(Path(folder), terms))

    def analyse(self, text: str, spoken: Sequence[SpokenForm]) -> Analysis:
        """Analyse a text in which every `WORD` stands for the next of `spoken`."""
        package = _package()
        features, morphs = package.run_mecab_detailed(text, jtalk=self._jtalk)
        decided = iter(spoken)
        njd = package.run_njd_from_mecab(
            settle_lone_kanji([_feature(next(decided)) if row.startswith(WORD) else row for row in features]),
            restore_unknown_katakana=True,
            jtalk=self._jtalk,
        )
        for row in njd:
            row["is_reading_protected"] = row["string"] == WORD or row["string"] in self._terms
        njd = package.apply_postprocessing(
            text,
            self._with_lone_kanji(text, njd),
            iu_pronunciation="YuuBase",
            use_sudachi_kanji_yomi=False,
            jtalk=self._jtalk,
        )
        words = self._words(package.make_phoneme_mapping(njd, morphs, caller_text=text, jtalk=self._jtalk))
        labels = package.make_label(njd, jtalk=self._jtalk) if any(word.kana for word in words) else ()
        return Analysis(
            words=words,
            labels=tuple(labels),
            pauses=tuple(_pauses(text, words)),
            rivals=tuple(self._rivals(text)),
        )

    def _rivals(self, text: str) -> Iterator[tuple[Opinion, ...]]:
        """Ask for other ways through a text, the likeliest first."""
        paths = _package().run_mecab_nbest_features(text, _PATHS, jtalk=self._jtalk)
        for path in paths[1:]:
            if path["path_cost"] - paths[0]["path_cost"] <= _MARGIN:
                yield tuple(_opinions(path["morphs"]))

    def _with_lone_kanji(self, text: str, njd: list[Any]) -> list[Any]:
        """Let Sudachi decide kanji that are a word by themselves, each for itself.

        The package's own way takes all of them at once, and gives up on the whole text when the two
        dictionaries find one of them in different places: 値 stays ネ because of the 性 in 再現性.
        """
        package = _package()
        asked = set(package.MULTI_READ_KANJI_LIST) - DECIDED - {"何"}  # for that one the package has a model
        for kanji in sorted(asked.intersection(row["orig"] for row in njd)):
            njd = package.utils.modify_kanji_yomi(text, njd, frozenset({kanji}), jtalk=self._jtalk)
        return njd

    def _words(self, rows: Sequence[dict[str, Any]]) -> tuple[Word, ...]:
        """Take the analyser's rows; what it put in between (百 in 1980) belongs to the word before."""
        words: list[Word] = []
        for row in rows:
            start, stop = row["char_span"]
            kana = "" if _NO_PHONES.issuperset(row["phonemes"]) else row["pron"].translate(_SOUND)
            accent = None if row["chain_flag"] == 1 else row["accent_nucleus"]
            if start == stop and words:
                previous = words.pop()
                start, stop, accent = previous.start, previous.stop, previous.accent
                kana = previous.kana + kana
            words.append(
                Word(
                    start=start,
                    stop=stop,
                    kana=kana,
                    accent=accent,
                    kind=(row["pos"], row["pos_group1"], row["pos_group2"]),
                    is_term=row["surface"] in self._terms,
                    is_known=not row["is_unknown"],
                )
            )
        return tuple(words)


def _opinions(rows: Sequence[dict[str, Any]]) -> Iterator[Opinion]:
    for row in rows:
        kana = "".join(row["features"][_PRONUNCIATION : _PRONUNCIATION + 1])  # an unknown word has none
        start, stop = row["char_span"]
        yield Opinion(start=start, stop=stop, kana=kana.translate(_SOUND))


def _pauses(text: str, words: Sequence[Word]) -> Iterator[Pause]:
    """Give the weight of each pause between words: that of the heaviest mark there."""
    weight = 0
    begun = False
    for word in words:
        if not word.kana:
            weight = max(weight, _WEIGHT.index(_PAUSE_OF.get(text[word.start : word.stop], "comma")))
            continue
        if weight and begun:
            yield _WEIGHT[weight]
        weight, begun = 0, True


def _feature(spoken: SpokenForm) -> str:
    """Write a dictionary row; a given name opens an accent phrase of its own after another noun."""
    kind = "人名,名" if spoken.own_phrase else "一般,*"
    kana, accent = spoken.kana, f"{spoken.accent}/{len(morae(spoken.kana))}"
    rule = "C1" if spoken.accent else _joining(0, kana)
    return f"{WORD},名詞,固有名詞,{kind},*,*,{WORD},{kana},{kana},{accent},{rule}"


def _rows(terms: Sequence[Term]) -> Iterator[str]:
    """Write the user dictionary: surface, ids, cost, part of speech, base, reading, pronunciation, accent."""
    yield f"{WORD},,,{_WORD_COST},名詞,固有名詞,一般,*,*,*,{WORD},ア,ア,1/1,*"
    for pause, mark in BREAK_MARKS.items():
        kind = "空白" if pause == "none" else "読点"
        yield f"{mark},,,{_WORD_COST},記号,{kind},*,*,*,*,{mark},、,、,*/*,*"
    for term in terms:
        kana, accent = term.pronunciation.kana, term.pronunciation.accent
        place = f"{accent}/{len(morae(kana))}"
        rule = _joining(accent, kana)
        yield f"{term.term},,,{_TERM_COST},名詞,一般,*,*,*,*,{term.term},{kana},{kana},{place},{rule}"


def _joining(accent: int, kana: str) -> str:
    """Name the rule for a noun's accent behind another: its own, on its first mora when short, or flat.

    An accent in the last syllable is not kept: カンス'ー, but レルーカ'ンスー.
    """
    length = len(morae(kana))
    last = length - (kana[-1] in _SYLLABLE_ENDS)
    if accent and (accent < last or length > _SHORT):
        return "C1"
    return "C2" if length <= _SHORT else "C4"


def _built_dictionary(folder: Path, terms: Sequence[Term]) -> Path:
    source, built = folder / "user.csv", folder / "user.dic"
    _write_rows(source, terms)
    package = _package()
    with stdout_to_nowhere():
        package.mecab_dict_index(str(source), str(built))
    return built


def _write_rows(path: Path, terms: Sequence[Term]) -> None:
    path.write_text("\n".join(_rows(terms)) + "\n", encoding="utf-8")


def _open_jtalk(dictionary: Path) -> Any:
    package = _package()
    return package.OpenJTalk(
        dn_mecab=package.OPEN_JTALK_DICT_DIR,
        userdic=os.fsencode(dictionary),
        userdic_reading_protection=[True],
    )


def sudachi_tokenizer() -> Any:
    """Return the Sudachi tokenizer that the package itself asks about lone kanji."""
    return _package().utils.get_sudachi_tokenizer()


def sudachi_dictionary() -> Any:
    """Return the dictionary behind that tokenizer."""
    sudachi_tokenizer()
    return _package().utils._SUDACHI_DICTIONARY


@cache
def _package() -> Any:
    """Load the package, and the Sudachi dictionary that it looks at: it opens that by a deprecated name."""
    with stdout_to_stderr(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        package = import_module("pyopenjtalk")
        package.utils.get_sudachi_tokenizer()
    return package
