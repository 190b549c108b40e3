"""Articles that hold a song and its explanations."""

from __future__ import annotations

import random
import re

import pytest
from tests.intake.articles import MARKDOWN, NUMBERED, PAGE, QUOTES, WITHOUT_LYRICS

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.blocks import html_blocks, text_blocks
from lyricaudio.intake.found import Found
from lyricaudio.intake.songfile import song_file, summary
from lyricaudio.intake.source import song_of_file
from lyricaudio.song import parse_song
from lyricaudio.song.written import Names, Song

NAMES = Names(styles=(), metres=(), engines=(), forms=())
SHAPES = {"quotes.txt": QUOTES, "numbered.txt": NUMBERED, "marked.md": MARKDOWN, "page.html": PAGE}


def found(source: str, text: str) -> Found:
    return song_of_file(text.encode(), source=source)


def explained(song: Found) -> dict[str, list[str]]:
    """The beginnings of what explains each line."""
    return {line.lyric: [one.text[:12] for one in line.explained] for line in song.lines if line.explained}


def written(song: Found) -> Song:
    return parse_song(song_file(song, year=2026), source="a.yaml", names=NAMES)


def test_explanations_stand_at_the_lines_that_they_quote_at_the_last_of_several() -> None:
    song = found("quotes.txt", QUOTES)
    assert song.title == "正則化覚えうた"
    assert [line.lyric[:6] for line in song.lines] == [
        "過学習は訓練",
        "L1は重みの",
        "L2は重みの",
        "ドロップアウ",
        "学習のたびに",
    ]
    assert explained(song) == {
        "L1は重みの絶対値の和 いらない重みを0にする": ["損失に \\(\\lambd"],
        "L2は重みの二乗の和 大きい重みを小さくする": ["L2は重みをなめらかに縮"],
        "学習のたびに ランダムに休ませる": ["毎回ちがう小さなネットワ"],
    }
    assert [(point.question, point.answer) for point in song.points] == [
        ("重みが0になり、特徴が選ばれる", "L1"),
        ("重みが小さくなる", "L2"),
    ]
    assert "違いを言えることを目指しました。" in song.rest


def test_explanations_under_a_term_stand_at_its_line_and_torn_items_are_whole() -> None:
    song = found("numbered.txt", NUMBERED)
    assert list(explained(song)) == [
        "シグモイドは0から1 確率のように読める",
        "ソフトマックスは合計が1 多クラスの出口に置く",
    ]
    (softmax,) = (line for line in song.lines if line.lyric.startswith("ソフト"))
    said = "".join(one.text for one in softmax.explained)
    assert "入力: スコアを指数関数にかける。" in said
    assert "出力: 合計で割って1にそろえる。" in said


def test_labels_are_sections_and_the_marks_of_markdown_are_not_said() -> None:
    song = found("marked.md", MARKDOWN)
    assert [(section.name, section.hook, len(section.lines)) for section in song.sections] == [
        ("Aメロ", False, 2),
        ("サビ", True, 1),
    ]
    assert song.lines[-1].lyric == "テストデータは 最後に一度だけ"
    assert explained(song) == {
        "検証データで選ぶ": ["ハイパーパラメータを選ぶ"],
        "テストデータは 最後に一度だけ": ["未知のデータへの強さを測"],
    }


def test_of_a_page_what_is_seen_is_taken() -> None:
    song = found("page.html", PAGE)
    assert song.title == "木のうた"
    assert [line.lyric for line in song.lines] == ["決定木は問いで分ける", "葉に着いたら答えになる"]
    assert song.lines[0].explained[0].text == "情報利得が大きい問いを先に選びます。"
    assert "メニュー" not in song_file(song, year=2026)


def test_an_article_without_lyrics_is_a_lesson_of_points_and_the_rest_is_kept() -> None:
    song = found("lesson.txt", WITHOUT_LYRICS)
    assert [(point.question, point.answer) for point in song.points] == [
        ("一歩の大きさ", "学習率"),
        ("近くでいちばん低いところ", "局所解"),
    ]
    text = song_file(song, year=2026)
    assert "# 山を下りるように、誤差を減らします。" in text
    assert [point.answer.text for point in written(song).points] == ["学習率", "局所解"]


def test_a_line_that_names_films_or_links_is_one_and_code_and_prose_are_none() -> None:
    text = (
        "歌詞\n動画生成はSora\nリンク予測はグラフの枝\n\n"
        "ここからは歌詞を一行ずつ見ていきます。\n\n動画生成はSora\n\n文から動画を作ります。\n"
    )
    song = found("films.txt", text)
    assert [line.lyric for line in song.lines] == ["動画生成はSora", "リンク予測はグラフの枝"]
    assert explained(song) == {"動画生成はSora": ["文から動画を作ります。"]}
    assert "ここからは歌詞を一行ずつ見ていきます。" in song.rest
    assert "train_test_split(data)" in found("marked.md", MARKDOWN).rest


def test_lyrics_alone_are_a_song() -> None:
    song = found("うた.txt", "学習率は一歩の大きさ\n\n大きすぎると谷を飛び越す\n")
    assert song.title == "うた"
    assert [line.lyric for line in song.lines] == ["学習率は一歩の大きさ", "大きすぎると谷を飛び越す"]


def test_one_line_before_what_explains_it_is_the_title_too() -> None:
    parts = (
        "学習率と谷",
        "学習率は、一歩の大きさを決めます。",
        "大きすぎると",
        "谷を飛び越す",
        "小さすぎると",
        "進まない",
    )
    song = found("000_39ab.txt", "\n\n".join(parts))
    assert (song.title, [line.lyric for line in song.lines]) == ("学習率と谷", ["学習率と谷"])


def test_what_is_in_doubt_is_a_comment_at_its_line() -> None:
    doubtful = QUOTES.replace(
        "大きい重みを小さくする\n\nL2は", "べつの見かた\n\n重みの二乗は大きいほど損です。L2は"
    )
    song = found("doubt.txt", doubtful)
    text = song_file(song, year=2026)
    assert "# この行の解説かもしれません" in text
    assert "重みの二乗は大きいほど損です。" in text
    assert "in doubt, as a comment" in summary(song)


def test_what_a_song_file_cannot_say_is_a_comment_and_the_file_is_valid() -> None:
    song = found("odd.txt", QUOTES.replace("未知のデータに弱くなる", "[Chorus] {a").replace("sum|w|", "foo{"))
    text = song_file(song, year=2026)
    assert "# このままでは読めません" in text
    assert len(written(song).sections[0].lines) == 4
    assert "[Chorus] {a" in text


def test_what_explains_a_line_that_a_song_cannot_have_is_kept_with_it() -> None:
    text = "歌詞\nサビ\n[Chorus] {損失\nAメロ\n勾配を下る\n解説\n[Chorus] {損失\n誤差の大きさです。\n"
    made = song_file(found("odd.txt", text), year=2026)
    assert "誤差の大きさです。" in made
    assert [section.name for section in written(found("odd.txt", text)).sections] == ["Aメロ"]


def test_where_nothing_can_be_a_line_nothing_is_made() -> None:
    with pytest.raises(LyricAudioError, match="no line and no point of it can be read"):
        song_file(found("odd.txt", "歌詞\n[Chorus] {a\n"), year=2026)


@pytest.mark.parametrize("source", SHAPES)
def test_what_is_made_of_each_shape_says_what_was_found(source: str) -> None:
    song = found(source, SHAPES[source])
    lines = [line for section in written(song).sections for line in section.lines]
    assert [line.lyric.text for line in lines] == [line.lyric for line in song.lines]


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@pytest.mark.parametrize("source", SHAPES)
def test_every_sentence_of_an_article_is_in_its_song_file(source: str) -> None:
    kept = letters(song_file(found(source, SHAPES[source]), year=2026))
    blocks = (html_blocks if source.endswith("html") else text_blocks)(SHAPES[source])
    sentences = [part for block in blocks for part in re.split("[:：]", block.text) if part.endswith("。")]
    assert [part for part in sentences if letters(part) not in kept] == []
    assert sentences


def broken(text: str, chance: random.Random) -> str:
    """Lay a text out as somebody else might: other line ends and margins, empty lines more or less."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(lines))
        change = chance.randrange(5)
        if change == 0:
            lines.insert(place, "")
        elif change == 1 and not lines[place].strip():
            del lines[place]
        elif change == 2:
            lines[place] = f"　{lines[place]} "
        elif change == 3:
            lines.insert(
                place, chance.choice(("広告", "<!-- x -->", "---", "[1]", "＊＊＊")) if place > 25 else ""
            )
        else:
            lines[place] = lines[place].replace("/", " / ")
    return chance.choice(("\n", "\r\n")).join(lines)


@pytest.mark.parametrize("seed", range(50))
def test_however_an_article_is_laid_out_no_lyric_line_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    for source, text in (("a.txt", QUOTES), ("b.txt", NUMBERED)):
        song = found(source, broken(text, chance))
        said = [line.lyric for line in song.lines]
        usual = [line.lyric for line in found(source, text).lines]
        assert [line for line in usual if line in said] == usual
        written(song)
