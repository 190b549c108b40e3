"""Words of several readings of which people mean one: nobody need be asked about that one.

Counted in public texts whose readings people have checked (the corpora KWDLC and WikipediaAnnotatedCorpus of
Kyoto University, and ROHAN4600): read so at all places but one in twelve, and at two at least. Left out is
what notes of an exam may well mean otherwise (角, 弾く, 根), and what is read so in names or as a part of
other words (平, 朝); を開く is grammar. Of a word that is longer by a particle (主に, を開く) the reading is
that of the word itself.
"""

from __future__ import annotations

_COUNTED = """
一国|イッコク 一審|イッシン 一日|イチニチ 一見|イッケン 丈夫|ジョーブ 上手|ジョーズ 下手|ヘタ
中道|チュードー 主な|オモ 主に|オモ 人事|ジンジ 伯父|オジ 位|クライ 体|カラダ 何故|ナゼ
係る|カカル 内面|ナイメン 刀|カタナ 分泌|ブンピツ 助ける|タスケル 単|タン 古|コ 名|メー
和名|ワメー 和尚|オショー 商人|ショーニン 喉|ノド 国境|コッキョー 園|エン 土|ツチ 地代|ジダイ
墓|ハカ 外壁|ガイヘキ 外見|ガイケン 夜中|ヨナカ 大人気|ダイニンキ 大分|ダイブ 大勢|オーゼー
大将|タイショー 大文字|オーモジ 如く|ゴトク 嫌気|イヤケ 子音|シイン 守り|マモリ 宮|ミヤ 尿|ニョー 居|イ
山陰|サンイン 工場|コージョー 己|オノレ 市|シ 帆船|ハンセン 干物|ヒモノ 年|トシ 幹|ミキ
強面|コワモテ 弾|タマ 後払い|アトバライ 従姉妹|イトコ 御|ゴ 心地|ココチ 応え|コタエ
怒り|イカリ 愛想|アイソ 戦|イクサ 拳|コブシ 教|キョー 日中|ニッチュー 旭日|キョクジツ 暦|コヨミ
書物|ショモツ 最中|サイチュー 末期|マッキ 束|タバ 柿|カキ 根本|コンポン 正しく|タダシク
殻|カラ 母音|ボイン 毛|ケ 毬|マリ 気質|キシツ 水上|スイジョー 水辺|ミズベ 河口|カコー
法体|ホータイ 火傷|ヤケド 無|ナ 煙|ケムリ 獣|ケモノ 琴|コト 環|カン 瓶|ビン
生地|キジ 白|シロ 白衣|ハクイ 白鳥|ハクチョー 真|シン 着|キ 短冊|タンザク 破れ|ヤブレ
礼拝|レーハイ 空手|カラテ 立国|リツコク 立方|リッポー 管|クダ 粉|コナ 粋|イキ 精霊|セーレー
経|ヘ 経緯|ケーイ 緑化|リョッカ 老舗|シニセ 聖|セー 聖人|セージン 聖者|セージャ 肝|カン
脅かさ|オビヤカサ 脚|アシ 腹筋|フッキン 草木|クサキ 荘厳|ソーゴン 菌|キン 落葉|ラクヨー 虚|キョ
行っ|オコナッ 補綴|ホテツ 西方|セーホー 要|ヨー 見物|ケンブツ 言|ゲン
財物|ザイブツ 通っ|カヨッ/トーッ 遺言|ユイゴン 酷い|ヒドイ 酷く|ヒドク 酸味|サンミ 重|オモ
陰|カゲ 雛|ヒナ 雷|カミナリ 霊|レー 面|メン 音色|ネイロ 顰め|シカメ 飛鳥|アスカ
食|ショク 食物|ショクモツ 高低|コーテー 高潮|タカシオ 龍|リュー
を開く|ヒラク を開い|ヒライ を開き|ヒラキ を開か|ヒラカ
"""

_OF_NOTES = """
公に|オーヤケ 異に|コト 次|ツギ/ジ 甲|コー 乙|オツ 悪性|アクセー 腸|チョー 一時|イチジ 船|フネ 一文|イチブン
腹痛|フクツー 根治|コンジ/コンチ 赤色|アカイロ/セキショク 貼付|チョーフ 右腕|ミギウデ 注い|ソソイ 注ぐ|ソソグ
損耗|ソンモー 父母|フボ 麻疹|マシン 両手|リョーテ 法度|ハット 年月|ネンゲツ 海路|カイロ
石綿|イシワタ/セキメン 頭蓋|ズガイ/トーガイ 嬰児|エージ 翌朝|ヨクアサ/ヨクチョー 地熱|チネツ/ジネツ
水面|スイメン 石灰|セッカイ 見出し|ミダシ 遡及|ソキュー 借家|シャクヤ/シャッカ 消耗|ショーモー 石室|セキシツ
発議|ハツギ 傀儡|カイライ 葛藤|カットー 東夷|トーイ 相対|ソータイ 抱け|イダケ 山河|サンガ
称え|タタエ 雲母|ウンモ 世論|ヨロン/セロン 米騒動|コメソードー 餌|エサ 絆|キズナ 牧場|ボクジョー 泡沫|ホーマツ
漏洩|ローエー 本節|ホンセツ 端数|ハスー
丙|ヘー 漢詩|カンシ 上下|ジョーゲ 極|キョク 固執|コシツ/コシュー 手数|テスー 兵|ヘー 扇形|センケー/オーギガタ
庵|アン 暇|ヒマ 免れ|マヌガレ/マヌカレ 合点|ガテン/ガッテン 研究所|ケンキュージョ/ケンキューショ
残存|ザンゾン/ザンソン 順応|ジュンノー 天地|テンチ 薪|タキギ/マキ 舟|フネ 強けれ|ツヨケレ 包ん|ツツン
頬|ホー/ホホ 尊|トート/タット 摘ん|ツン 奉ら|タテマツラ 並べて|ナラベテ 兎|ウサギ 中空|チュークー
上方|カミガタ 帝|ミカド 出所|シュッショ 四兄弟|ヨンキョーダイ 入り込む|ハイリコム 届出で|トドケデデ
免れる|マヌガレル/マヌカレル 腔|クー
重用|ジューヨー/チョーヨー 一筆|イッピツ 底|テー 本所|ホンジョ 藩|ハン 解|カイ
"""
"""The same of notes for exams: as 15,000 sentences of public notes have them."""

_USUAL = {
    word: kana.split("/")
    for word, kana in (pair.split("|") for pair in (*_COUNTED.split(), *_OF_NOTES.split()))
}


def is_usual(text: str, start: int, stop: int, kana: str) -> bool:
    """Whether `text[start:stop]` is almost always read as it is here; 店の主に is none that 主に tells of."""
    is_owned = text[start - 1 : start] == "の" and text[stop : stop + 1] != "な"
    ends = (stop,) if is_owned else (stop, stop + 1)
    around = ((start, end) for end in ends)
    return any(kana in _USUAL.get(text[a:b], ()) for a, b in (*around, (max(start - 1, 0), stop)))
