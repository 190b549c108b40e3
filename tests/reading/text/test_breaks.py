from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.breaks import (
    breathe_at_spaces,
    breathe_in_long_rows,
    drop_unsaid,
    pause_at_signs,
)
from lyricaudio.reading.text.wording import WORD, Break, SpokenForm, atoms_of, wording_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("負ならゼロ 正なら", "負ならゼロ'正なら"),
        ("損失関数 L に", "損失関数·Lに"),
        ("AI 人間", "AI'人間"),
        ("30 分で", "30分で"),
        ("Leaky net", "Leaky·net"),
        ("build 時に", "build時に"),
        ("GPU 上で、API 内", "GPU上で、API内"),
        ("CPU 時間", "CPU'時間"),
    ],
)
def test_a_space_is_a_breath_unless_it_sets_latin_apart(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(breathe_at_spaces, written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("はい。次、さて：", "はい。次、さて、"),
        ("「勾配」や『層』", "·勾配や·層'"),
        ("層(隠れ層)です", "層'隠れ層です"),
        ("AI・学習とジェフリー・ヒントン", "AI'学習とジェフリー·ヒントン"),
        ("入力→出力…", "入力、出力、"),
        ("0.5と1,5と2.", "0.5と1,5と2。"),
        ("本当?", "本当?"),
        ("(1,0)と[0,1,0]", "'1、0·と'0、1、0'"),
    ],
)
def test_signs_are_pauses_by_their_weight(through: Callable[..., str], written: str, said: str) -> None:
    assert through(pause_at_signs, written) == said


def test_what_nobody_can_say_is_dropped_and_marked_unless_it_only_decorates() -> None:
    text = "☆Ж😀"
    breaks = [atom.piece for atom in drop_unsaid(wording_of(atoms_of(text, 0, 3))).atoms]
    assert breaks == [
        Break(pause="breath"),
        Break(pause="breath", dropped=True),
        Break(pause="breath", dropped=True),
    ]


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [
        ("📚 復習", False),
        ("私は🐱派", True),
        ("✅ 休む", False),
        ("✅休む", False),
        ("🔥重要", False),
        ("🐱が鳴く", True),
        ("⭕ 休む", False),
    ],
)
def test_a_picture_by_itself_decorates_unless_it_answers(reader: Reader, text: str, is_doubted: bool) -> None:
    assert any(doubt.reason == "it is not said" for doubt in reader.read(text).doubts) == is_doubted


def test_a_row_of_words_without_end_is_breathed_in() -> None:
    word = SpokenForm(kana="ア", accent=1, source="rule")
    wording = wording_of(atom for place in range(60) for atom in atoms_of(word, place, place + 1))
    text = breathe_in_long_rows(wording).text
    assert text.count(WORD) == 60
    assert len(text) == 62


def test_a_circle_stands_for_a_word_but_for_none_where_an_item_begins(through: Callable[..., str]) -> None:
    assert through(drop_unsaid, "第○条") == "第<マル>条"
    assert through(drop_unsaid, "⭕ Aは⭕") == "''Aは<マル>"
    assert through(drop_unsaid, "○学習") == "'学習"


@pytest.mark.parametrize("cross", "❌❎✗✘")
def test_a_cross_is_said_unless_words_say_the_same(through: Callable[..., str], cross: str) -> None:
    assert through(drop_unsaid, f"{cross}規制は不要{cross}") == "<バツ>規制は不要<バツ>"
    assert through(drop_unsaid, f"{cross} 誤り") == "''誤り"


def test_a_check_mark_is_said_behind_an_answer(through: Callable[..., str]) -> None:
    assert through(drop_unsaid, "✅学習する✅") == "'学習する<マル>"


def test_what_is_in_brackets_does_not_cut_words_off(reader: Reader) -> None:
    assert reader.read("範囲（半径r）内にある").kana == "ハンイハンケーアールナイニアル"
    assert reader.read("石高・年貢").kana == "コクダカネング"


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("測定での範囲（レンジ）を示す", "ソクテーデノハンイレンジオシメス"),
        ("回路の利得（ゲイン）は大きい", "カイロノリトクゲインワオーキイ"),
        ("関連する項目名（あれば）", "カンレンスルコーモクメーアレバ"),
    ],
)
def test_kana_in_brackets_are_said(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("この表では行が月を表す", ["デ", "ワ", "ギョー", "ガ"]),
        ("標準化のうち片方だけ", ["ヒョージュン", "カ", "ノ", "ウチ"]),
        ("か行とさ行の違い", ["カギョー", "ト", "サギョー"]),
    ],
)
def test_words_that_meet_make_no_other_word(reader: Reader, text: str, words: list[str]) -> None:
    said = [token.kana for token in reader.read(text).tokens if token.kana]
    assert any(said[place : place + len(words)] == words for place in range(len(said)))


@pytest.mark.parametrize("text", ["? ", "？あるか", " ! ? は"])
def test_a_line_that_begins_with_a_questions_mark_leaves_the_terminal_in_peace(
    reader: Reader, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    reader.read(text)
    assert capfd.readouterr() == ("", "")
