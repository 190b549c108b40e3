"""The analyser: Open JTalk's dictionary and accent rules, as pyopenjtalk-plus ships them.

Decided pieces are one private-use character to its dictionary; the pronunciation is put in between the two
halves of the analysis, so that accents join with what follows and one dictionary serves every text.

Between the two halves single kanji are settled, and what its company or Sudachi reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from lyricaudio.reading.japanese.arbiter import Dispute, settle
from lyricaudio.reading.japanese.company import told_by_company
from lyricaudio.reading.japanese.halfkana import part_half_kana
from lyricaudio.reading.japanese.lonekanji import settle_lone_kanji
from lyricaudio.reading.japanese.package import package
from lyricaudio.reading.japanese.rows import PRONUNCIATION, Entries, Row, joining, rows_of
from lyricaudio.reading.japanese.stretches import Opinion
from lyricaudio.reading.japanese.sudachi import opinions
from lyricaudio.reading.japanese.userdictionary import opened_with
from lyricaudio.reading.japanese.what import say_what
from lyricaudio.reading.lexicon.terms import Term
from lyricaudio.reading.model import Pause
from lyricaudio.reading.text.kana import morae
from lyricaudio.reading.text.wording import BREAK_MARKS, SIGN_MARKS, WORD, SpokenForm

LONGEST_BYTES = 16_384
"""What the analyser takes, in bytes of UTF-8 after it made ASCII full-width."""

_PATHS = 8  # ways through a text that are looked at, the best among them
_MARGIN = 1_500  # what they may cost more than the best: beyond, most of what they say is noise
_PAUSE_OF: dict[str, Pause] = {mark: pause for pause, mark in BREAK_MARKS.items()} | {
    **dict.fromkeys(SIGN_MARKS.values(), "breath"),
    "?": "stop",
    "!": "stop",
}
_WEIGHT: tuple[Pause, ...] = ("none", "breath", "comma", "stop")
_NO_PHONES = frozenset({"pau", "sp", "unk"})  # a pause, a space, a sign without sound
_SOUND = str.maketrans({"ヲ": "オ", "’": None, ":": None})  # ’ devoices, : parts the phrases of one word


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
    is_term, is_known, is_told
        Whether it is an entry of ours, whether any dictionary has it, and whether the words beside it tell
        its reading.
    """

    start: int
    stop: int
    kana: str
    accent: int | None
    kind: tuple[str, str, str]
    is_term: bool = False
    is_known: bool = True
    is_told: bool = False


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
    opinions
        What Sudachi made of it, in the spelling of kana.
    disputes
        Where it read the text otherwise than the dictionary.
    """

    words: tuple[Word, ...]
    labels: tuple[str, ...]
    pauses: tuple[Pause, ...]
    opinions: tuple[Opinion, ...] = ()
    disputes: tuple[Dispute, ...] = ()


class Analyser:
    """Open JTalk's text analysis with a user dictionary of its own; nothing global is touched."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = frozenset(term.term for term in terms)
        self._jtalk = opened_with(terms)
        self._entries = Entries(self._jtalk)

    def analyse(self, text: str, spoken: Sequence[SpokenForm]) -> Analysis:
        """Analyse a text in which every `WORD` stands for the next of `spoken`."""
        words, njd, disputes = self._analysed(text, spoken)
        labels = package().make_label(njd, jtalk=self._jtalk) if any(word.kana for word in words) else ()
        return Analysis(
            words=words,
            labels=tuple(labels),
            pauses=tuple(_pauses(text, words)),
            opinions=opinions(text),
            disputes=tuple(disputes),
        )

    def words(self, text: str, spoken: Sequence[SpokenForm]) -> tuple[Word, ...]:
        """Find the words alone, for who needs no labels."""
        return self._analysed(text, spoken)[0]

    def _analysed(
        self, text: str, spoken: Sequence[SpokenForm]
    ) -> tuple[tuple[Word, ...], list[dict[str, Any]], list[Dispute]]:
        found, morphs, disputes = self._settled(text, spoken)
        njd = self._with_accents(text, found)
        placed = package().make_phoneme_mapping(njd, morphs, caller_text=text, jtalk=self._jtalk)
        return self._words(placed, {row.start for row in found if row.is_told}), njd, disputes

    def rivals(self, text: str) -> Iterator[tuple[Opinion, ...]]:
        """Give other ways to cut and read a text, almost as likely to the dictionary, the likeliest first."""
        paths = package().run_mecab_nbest_features(text, _PATHS, jtalk=self._jtalk)
        for path in paths[1:]:
            if path["path_cost"] - paths[0]["path_cost"] <= _MARGIN:
                yield tuple(_opinions(path["morphs"]))

    def _settled(
        self, text: str, spoken: Sequence[SpokenForm]
    ) -> tuple[list[Row], list[dict[str, Any]], list[Dispute]]:
        """Look the words up, with the rows and the morphs of the reading that the arbiter finds likelier."""
        features, morphs = package().run_mecab_detailed(text, jtalk=self._jtalk)
        decided = iter(spoken)
        features = [_feature(next(decided)) if row.startswith(WORD) else row for row in features]
        parted = part_half_kana(list(rows_of(features, morphs, self._terms)), self._entries)
        lone = settle_lone_kanji(parted)
        rows = told_by_company(text, lone, self._entries)
        settled, disputes = settle(text, rows, opinions(text), self._entries)
        return settled, list(_morphs(settled, morphs)), disputes

    def _with_accents(self, text: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Join accents to phrases; what is decided already stays as it is."""
        features = [",".join(row.columns) for row in rows]
        njd: list[dict[str, Any]] = package().run_njd_from_mecab(
            features, restore_unknown_katakana=True, jtalk=self._jtalk
        )
        settled = {row.surface for row in rows if row.is_term or row.is_settled}
        for row in njd:
            row["is_reading_protected"] = row["string"] == WORD or row["string"] in settled
        say_what(njd)
        njd = package().apply_postprocessing(
            text,
            njd,
            iu_pronunciation="YuuBase",
            use_sudachi_kanji_yomi=False,
            predict_nani=False,
            jtalk=self._jtalk,
        )
        return list(njd)

    def _words(self, rows: Sequence[dict[str, Any]], told: Set[int]) -> tuple[Word, ...]:
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
                    is_told=start in told,
                )
            )
        return tuple(words)


def _opinions(rows: Sequence[dict[str, Any]]) -> Iterator[Opinion]:
    for row in rows:
        kana = "".join(row["features"][PRONUNCIATION : PRONUNCIATION + 1])  # an unknown word has none
        start, stop = row["char_span"]
        yield Opinion(start=start, stop=stop, kana=kana.translate(_SOUND))


def _morphs(rows: Sequence[Row], morphs: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the morphs of rows: those that the dictionary found, and new ones where a row is another now."""
    by_place = {morph["char_span"]: morph for morph in morphs}
    ignored = [morph for morph in morphs if morph["is_ignored"]]
    for row in rows:
        while ignored and ignored[0]["char_span"][0] < row.start:
            yield ignored.pop(0)
        morph = by_place.get((row.start, row.stop))
        yield morph if morph is not None and not row.is_settled else _morph(row, morphs[0])
    yield from ignored


def _morph(row: Row, like: dict[str, Any]) -> dict[str, Any]:
    return like | {
        "surface": row.surface,
        "features": list(row.columns),
        "char_span": (row.start, row.stop),
        "is_unknown": False,
        "is_ignored": False,
        "dictionary_index": 0,
    }


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
    rule = "C1" if spoken.accent else joining(0, kana)
    return f"{WORD},名詞,固有名詞,{kind},*,*,{WORD},{kana},{kana},{accent},{rule}"
