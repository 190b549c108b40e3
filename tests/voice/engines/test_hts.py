from __future__ import annotations

import struct
from importlib.resources import files

import pyopenjtalk
import pytest
from tests.sampling import some_of

from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.hts import DurationTree

FRAME = 240  # samples of 5 ms at the voice's 48 kHz

VOICE = files("pyopenjtalk") / "htsvoice" / "mei_normal.htsvoice"

LINES = """
損失は坂道 勾配はその傾き
一歩を小さく、谷底へ急がず。
なぜ深い層ほど学べないのか？
シグモイドの微分は最大でも0.25
かけ算を重ねると、ゼロへ消えていく
大きすぎる重みは勾配を爆発させる!
ResNetは近道で恒等写像を渡す
ReLUは負なら0、正ならそのまま
Leaky ReLUは わずかな傾きを残す
畳み込みの窓をずらして特徴を拾う
過学習を防ぐドロップアウト
バッチ正規化は平均0、分散1にそろえる
エポックは全データを一回りすること
ミニバッチで少しずつ更新する
誤差逆伝播法は連鎖律でたどる
活性化関数がなければ線形のまま
「自己符号化器」は入力を自分で復元する
事前学習と微調整を分けて行う
アテンションは どこを見るかを重みで決める
GPUの並列計算が学習を速くした
学習率は高すぎても低すぎてもいけない
モーメンタムは慣性をつけて谷を越える
L1は重みをゼロに、L2は重みを小さく
精度と再現率はトレードオフ
きゃきゅきょ、ぎゃぎゅぎょ、ひゃひゅひょ
ヴァイオリン、ティラノサウルス、ドゥオーモ、フュージョン
ちょっと待って、もう一度。
すくすく育つ、しきりに聞く
ああ、そうなんだ……
んんん、ふうん、えっ？
いいえ、おおきなおうさまをおう
スーパーマーケットのコーヒーゼリー
一二三四五六七八九十
1,234,567.89円と2026年11月24日
A、B、C、X、Y、Z
東京特許許可局、隣の客はよく柿食う客だ
うん
あ
ッ
ラーメンラーメンラーメン
ぴょんぴょん跳ねるカエル
言ったって、知らないって、待ってって言ったって
""".strip().splitlines()


@pytest.fixture(scope="module")
def tree() -> DurationTree:
    return DurationTree(VOICE.read_bytes())


@pytest.fixture(scope="module")
def engine() -> pyopenjtalk.HTSEngine:
    return pyopenjtalk.HTSEngine(str(VOICE).encode())


@pytest.mark.slow
@pytest.mark.parametrize("line", some_of(LINES, 3))
def test_the_tree_says_exactly_how_long_the_engine_speaks(
    tree: DurationTree, engine: pyopenjtalk.HTSEngine, reader: Reader, line: str
) -> None:
    labels = list(reader.read(line).labels)
    assert labels
    assert sum(tree.frames(label) for label in labels) * FRAME == len(engine.synthesize(labels))


@pytest.mark.slow
def test_the_tree_says_exactly_how_long_each_phone_is(
    tree: DurationTree, engine: pyopenjtalk.HTSEngine, reader: Reader
) -> None:
    labels = {label for line in LINES[:3] for label in reader.read(line).labels}
    assert len(labels) > 80
    assert [label for label in labels if tree.frames(label) * FRAME != len(engine.synthesize([label]))] == []


def pdf(*rows: list[float]) -> bytes:
    """Pack durations as a voice does: means and variances of five states."""
    return struct.pack("<I", len(rows)) + b"".join(struct.pack("<10f", *row, *[1.0] * 5) for row in rows)


def voice(pdf: bytes, tree: bytes) -> bytes:
    bounds = f"DURATION_PDF:0-{len(pdf) - 1}\nDURATION_TREE:{len(pdf)}-{len(pdf) + len(tree) - 1}\n"
    return b"[GLOBAL]\n[POSITION]\n" + bounds.encode() + b"[DATA]\n" + pdf + tree


SMALL = voice(
    pdf([1, 1, 1, 1, 1], [2.4, 2.5, 0.1, -3, 10], [7, 7, 7, 7, 7]),
    b'QS C-vowel { "*-a+*","*-i+*" }\nQS L-q { "x?y-*" }\n'
    b'{*}[2]\n{\n 0 C-vowel -1 "dur_s2_1"\n -1 L-q "dur_s2_2" "dur_s2_3"\n}\n',
)


@pytest.mark.parametrize(
    ("label", "frames"),
    [
        ("xxx-a+xxx", 5),
        ("xxx-i+xxx", 5),
        ("xxx-o+xxx", 2 + 3 + 1 + 1 + 10),  # rounded half up, and one frame at the least
        ("x.y-o+xxx", 35),  # a question mark is any one character
        ("x..y-o+xxx", 17),
        ("zx.y-o+xxx", 17),  # a pattern without a star at its start is about the start
    ],
)
def test_questions_lead_to_the_leaf_that_has_the_duration(label: str, frames: int) -> None:
    assert DurationTree(SMALL).frames(label) == frames


def test_a_file_that_is_no_voice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="has no DURATION_PDF"):
        DurationTree(b"[GLOBAL]\n[DATA]\n")
