from __future__ import annotations

from dataclasses import replace

from tests.release.shown_lines import Words, placed, reading, timeline

from lyricaudio.lesson.plan import Gap, LeftOut
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Placement
from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.release.texts.faces import heard_lines, lyric_events
from lyricaudio.release.texts.seen import seen_text, seen_tokens, silent_morae

WORDS: Words = (("勾配", "コーバイ"), ("は", "ワ"), ("消える", "キエル"))


def line(left_out: LeftOut | None = None, shown: str | None = None) -> Placement:
    placement = placed(WORDS)
    spoken = placement.spoken
    cue = replace(spoken.cue, left_out=left_out, shown=shown)
    return replace(placement, spoken=replace(spoken, cue=cue, silent=silent_morae(left_out, spoken.reading)))


def gap(shown: str) -> Placement:
    placement = placed(WORDS)
    of: Spoken = placement.spoken
    return replace(placement, spoken=replace(of, gap=Gap(stands_for=of.cue, shown=shown)))


def test_the_morae_of_the_words_that_are_left_out_are_silent() -> None:
    said = reading(WORDS)
    assert silent_morae(None, said) == ()
    assert silent_morae(LeftOut(words=((0, 2),)), said) == ((0, 4),)
    assert silent_morae(LeftOut(words=((0, 2), (2, 3))), said) == ((0, 5),)
    assert silent_morae(LeftOut(words=((0, 1), (3, 99))), said) == ((0, 2), (5, 8))


def test_of_each_phrase_the_first_morae_are_left() -> None:
    first, second = reading(WORDS), reading(WORDS)
    phrases = (replace(first.phrases[-1], pause="breath"), *second.phrases)
    said = replace(first, phrases=(*first.phrases[:-1], *phrases))
    assert silent_morae(LeftOut(after=1), said) == ((1, 8), (9, 16))
    assert silent_morae(LeftOut(after=0), said) == ((0, 16),)


def test_what_is_not_heard_is_not_seen() -> None:
    hidden = line(LeftOut(words=((0, 2),))).spoken
    assert seen_text(hidden) == "＿＿は消える"
    assert next(iter(seen_tokens(hidden))).kana is None
    assert seen_text(line(LeftOut(after=1)).spoken) == "こ＿＿＿＿＿"
    assert "".join(token.text for token in seen_tokens(line(shown="何が?").spoken)) == "何が?"


def test_times_of_morae_tell_no_words_that_are_hidden() -> None:
    events = lyric_events(timeline(line(LeftOut(words=((0, 2),))), line(shown="何が?"), line()))
    assert [(event.text, len(event.morae)) for event in events] == [
        ("＿＿は消える", 0),
        ("何が?", 0),
        ("勾配は消える", 8),
    ]


def test_a_gap_is_seen_if_it_says_so_and_is_never_heard() -> None:
    episode = timeline(gap("？"), gap(""), line())
    assert [event.text for event in lyric_events(episode)] == ["？", "勾配は消える"]
    (heard,) = heard_lines(episode)
    assert isinstance(heard, CatalogueLine)
    assert heard.text == "勾配は消える"
