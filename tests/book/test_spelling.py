"""How a keyword may be written, and where a text has it as a word of its own."""

from __future__ import annotations

import doctest

import pytest

from lyricaudio.book import spelling
from lyricaudio.book.spelling import Sought, folded, ways


@pytest.mark.parametrize(
    ("keyword", "names"),
    [
        ("学習率", {("学習率",)}),
        ("主成分分析(PCA)", {("主成分分析",), ("pca",)}),
        ("偽陽性・偽陰性", {("偽陽性偽陰性",), ("偽陽性", "偽陰性")}),
        ("part-ofの関係", {("partofの関係",), ("partof",)}),
        ("プライバシー・バイ・デザイン", {("プライバシバイデザイン",)}),
        ("カルバック・ライブラー情報量(KL)", {("カルバックライブラ情報量",), ("kl",)}),
        ("シグモイド関数", {("シグモイド関数",), ("シグモイド",)}),
        ("回帰問題", {("回帰問題",)}),
        ("フレーム問題", {("フレム問題",)}),
    ],
)
def test_a_keyword_may_be_written_in_ways(keyword: str, names: set[tuple[str, ...]]) -> None:
    assert set(ways(keyword)) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｑ学習", "q学習"),
        ("Multi-Head Attention", "Multi‐head attention"),
        ("Open Pose", "OpenPose"),
        ("フィルタ", "フィルター"),
        ("プライバシー・バイ・デザイン", "プライバシーバイデザイン"),
        ("ﾃﾞｰﾀの 偏り", "データの偏り"),
        ("トイ・プロブレム", "トイプロブレム"),
    ],
)
def test_looks_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("キー", "キ"), ("エラー", "エラ"), ("データ", "デタ")])
def test_a_long_vowel_counts_in_short_words(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PCA", "PCAで軸を取る"),
        ("PCA", "主成分分析、略してPCA"),
        ("PCA", "kernel PCA"),
        ("LeNet", "LeNet-5は手書き数字を読む"),
        ("YOLO", "YOLOv8"),
        ("キー", "クエリとキーとバリュー"),
        ("キー", "バリュー・キー"),
        ("分散", "分散は 標準偏差の二乗"),
        ("単語埋め込み", "単語 埋め込み"),
    ],
)
def test_a_word_of_its_own_is_found(name: str, text: str) -> None:
    assert Sought([folded(name)]).found_in(text) == {folded(name)}


@pytest.mark.parametrize(
    ("name", "text"),
    [("PCA", "PCAST"), ("PCA", "KPCA"), ("CAM", "Grad-CAMで見る"), ("キー", "キーワード"), ("キー", "スキー"),
     ("Contrast", "Contrastive Loss"), ("A3C", "A3C2x")],
)  # fmt: skip
def test_a_part_of_a_longer_word_is_not(name: str, text: str) -> None:
    assert Sought([folded(name)]).found_in(text) == frozenset()


def test_a_name_within_a_longer_one_that_is_sought_is_not_meant() -> None:
    sought = Sought(map(folded, ("分散", "分散表現", "平均", "平均二乗誤差", "MSE")))
    assert sought.found_in("単語の分散表現を学ぶ") == {"分散表現"}
    assert sought.found_in("平均二乗誤差は誤差の二乗の平均") == {"平均二乗誤差", "平均"}


def test_the_examples_are_right() -> None:
    assert doctest.testmod(spelling).attempted > 3
    assert doctest.testmod(spelling).failed == 0
