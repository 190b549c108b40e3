from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("値の再現性", "アタイノサイゲンセー"),
        ("値が大規模言語モデルで変わる", "アタイガダイキボゲンゴモデルデカワル"),
        ("値を決める公平性", "アタイオキメルコーヘーセー"),
        ("その値の類似性", "ソノアタイノルイジセー"),
        ("行ごとの和です", "ギョーゴトノワデス"),
        ("疎になる", "ソニナル"),
        ("出力値と安定力", "シュツリョクチトアンテーリョク"),
        ("制約条件下での未知解", "セーヤクジョーケンカデノミチカイ"),
        ("曲の調はイ短調", "キョクノチョーワイタンチョー"),
        ("力の下で体の器", "チカラノモトデカラダノウツワ"),
    ],
)
def test_a_lone_kanji_is_read_as_the_field_means_it(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("アシル基が付く", "アシルキガツク"),
        ("固定翼の角度", "コテーヨクノカクド"),
        ("側副路を通る", "ソクフクロオトール"),
        ("平社員の拡音機", "ヒラシャインノカクオンキ"),
        ("融氷期の晶癖", "ユーヒョーキノショーヘキ"),
        ("経会陰の検査", "ケーエインノケンサ"),
        ("平均と側面", "ヘーキントソクメン"),
    ],
)
def test_ends_and_beginnings_of_unknown_compounds_are_read_in_chinese(
    reader: Reader, text: str, kana: str
) -> None:
    assert reader.read(text).kana == kana


def test_a_person_whose_name_begins_nothing_keeps_it(reader: Reader) -> None:
    assert reader.read("修氏と輝さん").kana == "オサムシトアキラサン"


def test_a_pair_is_told_from_a_match(reader: Reader) -> None:
    assert reader.read("対の画像と対になる").kana == "ツイノガゾートツイニナル"
    assert reader.read("1対1と人対機械").kana == "イチタイイチトヒトタイキカイ"


def test_a_person_is_told_from_a_side(reader: Reader) -> None:
    assert reader.read("知りたい方は使った方が良い").kana == "シリタイカタワツカッタホーガヨイ"
    assert reader.read("合格した方も大きい方に").kana == "ゴーカクシタカタモオーキイホーニ"
    assert reader.read("お急ぎの方は右の方に").kana == "オイソギノカタワミギノホーニ"
    assert reader.read("初学者の方も先生方も").kana == "ショガクシャノカタモセンセーガタモ"
    assert reader.read("(券をお持ちの方)").kana == "ケンオオモチノカタ"


def test_a_way_is_no_person(reader: Reader) -> None:
    assert reader.read("点数の伸び方が違う").kana == "テンスーノノビカタガチガウ"


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("検算も行っている", "ケンザンモオコナッテイル"),
        ("買い物も行っている", "カイモノモイッテイル"),
        ("両国が行った交渉", "リョーコクガオコナッタコーショー"),
        ("隣国と行った協議", "リンゴクトオコナッタキョーギ"),
        ("弟と行った旅行", "オトートトイッタリョコー"),
        ("駅へ行った人", "エキエイッタヒト"),
    ],
)
def test_what_is_done_is_told_from_where_one_goes(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


def test_what_is_done_has_its_own_accent(reader: Reader) -> None:
    phrase = reader.read("検算も行って").phrases[-1]
    assert ("".join(mora.kana for mora in phrase.morae), phrase.accent) == ("オコナッテ", 0)


def test_people_of_a_place_are_jin(reader: Reader) -> None:
    assert reader.read("ペルー人と西洋人と管理人").kana == "ペルージントセーヨージントカンリニン"


def test_a_place_whose_name_begins_with_a_number_keeps_it(reader: Reader) -> None:
    assert reader.read("三重県から八戸市へ").kana == "ミエケンカラハチノヘシエ"


def test_the_accent_is_that_of_the_reading(reader: Reader) -> None:
    (phrase,) = reader.read("値は").phrases
    assert phrase.accent == 0
    (phrase,) = reader.read("疎に").phrases
    assert phrase.accent == 1


def test_a_translation_is_told_from_a_reason(reader: Reader) -> None:
    assert reader.read("英文の訳を書く").kana == "エーブンノヤクオカク"
    assert reader.read("そういう訳で学ぶ訳だ").kana == "ソーユーワケデマナブワケダ"


def test_a_pause_is_told_from_a_place(reader: Reader) -> None:
    assert reader.read("少し間を置いて層の間を結ぶ").kana == "スコシマオオイテソーノアイダオムスブ"


def test_you_are_told_from_a_title(reader: Reader) -> None:
    assert reader.read("友の君と山田君").kana == "トモノキミトヤマダクン"


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("何画素を何分割するか", "ナンガソオナンブンカツスルカ"),
        ("何色と何語を選ぶか", "ナニイロトナニゴオエラブカ"),
        ("条件が偽になる", "ジョーケンガギニナル"),
        ("縁があって縁を塗る", "エンガアッテフチオヌル"),
        ("これは主キーと表1の話", "コレワシュキートヒョーイチノハナシ"),
        ("試す度に学んだ後で休む", "タメスタビニマナンダアトデヤスム"),
        ("後に知られ、後の手本となる", "ノチニシラレノチノテホントナル"),
        ("後で確認", "アトデカクニン"),
        ("バンド巾", "バンドハバ"),
        ("何主義で何方式か", "ナニシュギデナニホーシキカ"),
        ("その靴は何モデルと言うか", "ソノクツワナニモデルトユーカ"),
        ("何クラスと何コースか", "ナンクラストナンコースカ"),
        ("風により形が変わる", "カゼニヨリカタチガカワル"),
        ("各行を足して各行動を見る", "カクギョーオタシテカクコードーオミル"),
        ("（初期）値と（例）値", "ショキチトレーアタイ"),
        ("朝に主に読むものが主になる", "アサニオモニヨムモノガシュニナル"),
    ],
)
def test_what_stands_beside_a_kanji_tells_its_reading(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("銅貨の表が出る", "ドーカノオモテガデル"),
        ("裏か表かを当てる", "ウラカオモテカオアテル"),
        ("表・表・裏と出た", "オモテオモテウラトデタ"),
        ("表の出る割合", "オモテノデルワリアイ"),
        ("硬貨を投げ、表がちょうど2回", "コーカオナゲオモテガチョードニカイ"),
        ("硬貨の数を次の表に書く", "コーカノカズオツギノヒョーニカク"),
        ("この表の各列を足す", "コノヒョーノカクレツオタス"),
    ],
)
def test_a_table_is_told_from_a_face(reader: Reader, text: str, kana: str) -> None:
    reading = reader.read(text)
    assert (reading.kana, reading.doubts) == (kana, ())


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("合格か否かで分ける", "ゴーカクカイナカデワケル"),
        ("赤が正しく他は誤り", "アカガタダシクホカワアヤマリ"),
        ("旅館業を営む", "リョカンギョーオイトナム"),
        ("業を営む届け出", "ギョーオイトナムトドケデ"),
        ("資料を基にまとめる", "シリョーオモトニマトメル"),
        ("生データを洗う", "ナマデータオアラウ"),
        ("実データで試す", "ジツデータデタメス"),
        ("毎月払う額を決める", "マイツキハラウガクオキメル"),
        ("床面積を測る", "ユカメンセキオハカル"),
        ("糖の共輸送", "トーノキョーユソー"),
        ("登記の関係人", "トーキノカンケーニン"),
        ("清は破れ、明が滅び清が興る", "シンワヤブレミンガホロビシンガオコル"),
    ],
)
def test_the_word_beside_a_kanji_tells_it_for_sure(reader: Reader, text: str, kana: str) -> None:
    reading = reader.read(text)
    assert (reading.kana, reading.doubts) == (kana, ())


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("これを一般に何と呼ぶか", "コレオイッパンニナントヨブカ"),
        ("何と何を比べる", "ナントナニオクラベル"),
        ("何の何が何に何から何だ", "ナンノナニガナニニナニカラナンダ"),
        ("3分の何ですか", "サンブンノナンデスカ"),
        ("何十回も何GBを何との間で", "ナンジュッカイモナンジービーオナニトノアイダデ"),
        ("集計月と支払月", "シューケーズキトシハライズキ"),
        ("タグ付けとラベル付けなど", "タグズケトラベルズケナド"),
        ("名札付けて帰る", "ナフダツケテカエル"),
        ("この図は読み辛い", "コノズワヨミズライ"),
        ("使い辛く重い", "ツカイズラクオモイ"),
        ("直しは数字だけに留める", "ナオシワスージダケニトドメル"),
        ("紙をピンで留める", "カミオピンデトメル"),
        ("$M$行の行列", "エムギョーノギョーレツ"),
        ("線が何本も並ぶ", "センガナンボンモナラブ"),
        ("差込口と換気口", "サシコミグチトカンキコー"),
    ],
)
def test_the_end_of_a_compound_takes_on_voice_or_another_reading(
    reader: Reader, text: str, kana: str
) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("急ぐため後で試す", "イソグタメアトデタメス"),
        ("先代の後を受ける", "センダイノアトオウケル"),
        ("3日後で止まる", "ミッカゴデトマル"),
        ("n人とm人の班", "エヌニントエムニンノハン"),
        ("x日とy日の差", "エックスニチトワイニチノサ"),
        ("都を山側へ移す", "ミヤコオヤマガワエウツス"),
        ("いちばん上の棚", "イチバンウエノタナ"),
        ("孟子（前4世紀の人）", "モーシゼンヨンセーキノヒト"),
        ("随筆を著し、称賛された", "ズイヒツオアラワシショーサンサレタ"),
        ("口論に端を発した", "コーロンニタンオハッシタ"),
        ("業の深さを思う", "ゴーノフカサオオモウ"),
        ("理由の如何を問わない", "リユーノイカンオトワナイ"),
        ("聴覚野と体性感覚野", "チョーカクヤトタイセーカンカクヤ"),
        ("拮抗筋と協同筋", "キッコーキントキョードーキン"),
        ("関係筋の話", "カンケースジノハナシ"),
        ("二手先を読む", "ニテサキオヨム"),
        ("一つずつ会社を回る", "ヒトツズツカイシャオマワル"),
        ("運送会社と一つの会社", "ウンソーガイシャトヒトツノカイシャ"),
    ],
)
def test_the_words_beside_a_kanji_tell_what_it_means(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("費用 | 中 | 要見積もり", "ヒヨーチューヨーミツモリ"),
        ("難度は高・中・低の順", "ナンドワコーチューテーノジュン"),
        ("大、中、小の箱", "ダイチューショーノハコ"),
        ("箱の中、外、上", "ハコノナカソトウエ"),
    ],
)
def test_a_level_by_itself_is_read_in_chinese(reader: Reader, text: str, kana: str) -> None:
    reading = reader.read(text)
    assert reading.kana == kana
    assert [doubt.surface for doubt in reading.doubts if doubt.surface in "高中低大小"] == []
