from __future__ import annotations

import re

import pytest

from lyricaudio.reading.japanese.company import RULES
from lyricaudio.reading.japanese.neighbours import NEIGHBOURS
from lyricaudio.reading.reader import Reader

EXAMPLES = [
    ("内部で行っている計算", "ナイブデオコナッテイルケーサン"),
    ("百人に行った調査", "ヒャクニンニオコナッタチョーサ"),
    ("店に行ってきた", "ミセニイッテキタ"),
    ("車で行った", "クルマデイッタ"),
    ("終端まで行って戻る", "シュータンマデイッテモドル"),
    ("リストが空のときは止まる", "リストガカラノトキワトマル"),
    ("空の配列を渡す", "カラノハイレツオワタス"),
    ("夜の空を見上げる", "ヨルノソラオミアゲル"),
    ("後に大臣となる", "ノチニダイジントナル"),
    ("両者の対立が後に深まる", "リョーシャノタイリツガノチニフカマル"),
    ("審査が通ったら知らせる", "シンサガトーッタラシラセル"),
    ("寺子屋に通った", "テラコヤニカヨッタ"),
    ("設定画面を開けませんでした", "セッテーガメンオヒラケマセンデシタ"),
    ("間隔が開いている", "カンカクガアイテイル"),
    ("問3を解く", "トイサンオトク"),
    ("敵の退路を断った", "テキノタイロオタッタ"),
    ("誘いを断った", "サソイオコトワッタ"),
    ("損害を被る", "ソンガイオコームル"),
    ("外れ値を弾く", "ハズレチオハジク"),
    ("琴を弾く", "コトオヒク"),
    ("腹が空いた", "ハラガスイタ"),
    ("一行ずつ読む", "イチギョーズツヨム"),
    ("視察団の一行が到着した", "シサツダンノイッコーガトーチャクシタ"),
    ("結果をまとめた表です", "ケッカオマトメタヒョーデス"),
    ("コインの表の割合", "コインノオモテノワリアイ"),
    ("信号の歪みを測る", "シンゴーノヒズミオハカル"),
    ("右に歪んだ分布", "ミギニユガンダブンプ"),
    ("一つ下の層", "ヒトツシタノソー"),
    ("元の皇帝フビライ", "ゲンノコーテーフビライ"),
    ("楚の項羽", "ソノコーウ"),
    ("燕の昭王", "エンノショーオー"),
    ("左大史に任じる", "サダイシニニンジル"),
    ("太良荘の農民", "タラノショーノノーミン"),
    ("丁未の乱", "テービノラン"),
    ("10を底とする対数", "ジューオテートスルタイスー"),
    ("海の底を探る", "ウミノソコオサグル"),
    ("天皇の命で編む", "テンノーノメーデアム"),
    ("命を守る", "イノチオマモル"),
    ("民の暮らし", "タミノクラシ"),
    ("清・オランダの船", "シンオランダノフネ"),
    ("秦の統一", "シンノトーイツ"),
    ("のち秦が滅びた", "ノチシンガホロビタ"),
    ("定期市が開かれる", "テーキイチガヒラカレル"),
    ("時計を質に入れる", "トケーオシチニイレル"),
    ("臣・連の姓", "オミムラジノカバネ"),
    ("調と庸", "チョートヨー"),
    ("夜が明けた", "ヨガアケタ"),
    ("初心の方を対象とする", "ショシンノカタオタイショートスル"),
    ("後の改革", "ノチノカイカク"),
    ("物質の陰イオン", "ブッシツノインイオン"),
    ("対馬の宗氏", "ツシマノソーシ"),
    ("仏の慈悲", "ホトケノジヒ"),
    ("嫌気性菌が増える", "ケンキセーキンガフエル"),
    ("雪舟は明に渡った", "セッシューワミンニワタッタ"),
    ("米・英に対する", "ベーエーニタイスル"),
    ("雪舟は明（中国）に渡った", "セッシューワミンチューゴクニワタッタ"),
    ("表Xの列を選ぶ", "ヒョーエックスノレツオエラブ"),
    ("見出し行とデータ行を分ける", "ミダシギョートデータギョーオワケル"),
    ("歯肉縁下の歯石", "シニクエンカノシセキ"),
    ("店を営んでいる方が、荷を売る", "ミセオイトナンデイルカタガニオウル"),
    ("清船の数", "シンセンノカズ"),
    ("底がゼロのとき", "テーガゼロノトキ"),
    ("戊午の年", "ボゴノトシ"),
]


@pytest.mark.parametrize(("text", "kana"), EXAMPLES)
def test_the_words_beside_a_word_tell_its_reading(reader: Reader, text: str, kana: str) -> None:
    reading = reader.read(text)
    assert reading.kana == kana
    assert reading.doubts == ()


def test_where_they_do_not_it_stays_in_doubt(reader: Reader) -> None:
    assert [doubt.surface for doubt in reader.read("額を見る").doubts] == ["額"]
    assert [doubt.surface for doubt in reader.read("空の美しさ").doubts] == ["空"]


def test_what_is_but_likelier_is_said_and_asked_about(reader: Reader) -> None:
    reading = reader.read("表に見えない癖")
    assert reading.kana == "ヒョーニミエナイクセ"
    assert [doubt.surface for doubt in reading.doubts] == ["表"]


def test_what_a_song_decides_stays(reader: Reader) -> None:
    assert reader.read("内部で{行|い}っている").kana == "ナイブデイッテイル"
    assert Reader(own={"空": "くう"}).read("空の配列").kana == "クーノハイレツ"


def test_the_rows_are_sorted_by_word() -> None:
    words = [re.split(r"[ \[]", row)[0] for row in NEIGHBOURS.split("\n") if row]
    assert words == sorted(words)


def test_no_row_stands_behind_one_that_always_fits() -> None:
    for rules in RULES.values():
        assert all(rule.before or rule.behind for rule in rules[:-1])


def test_every_row_is_a_pattern() -> None:
    """They are compiled only where a text has their words."""
    for rule in (rule for rules in RULES.values() for rule in rules):
        re.compile(rule.before)
        re.compile(rule.behind)
