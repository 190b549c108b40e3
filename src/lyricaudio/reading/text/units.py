"""Units of measure: which there are, how each is said, and where one may stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyricaudio.reading.text.scripts import KANJI, KATAKANA
from lyricaudio.reading.text.wording import Piece, spoken

KNOWN_UNITS = frozenset({
    "m", "cm", "mm", "km", "nm", "μm", "g", "mg", "kg", "t", "W", "kW", "MW", "kWh", "V", "A", "mA",
    "mAh", "dB", "Hz", "kHz", "MHz", "GHz", "KB", "MB", "TB", "bit", "bits", "byte", "bytes", "kbps",
    "Mbps", "Gbps", "ml", "mL", "ha", "cc", "cal", "kcal", "Pa", "hPa", "ppm", "D",
})  # fmt: skip
"""Units that the analyser reads rightly after a number."""

_UNITS = {
    "ns": "ナノ秒", "μs": "マイクロ秒", "us": "マイクロ秒", "ms": "ミリ秒", "s": "秒", "sec": "秒",
    "min": "分", "h": "時間", "B": "ビー", "K": "ケー", "M": "エム", "G": "ギガ", "T": "テラ",
    "kB": "キロバイト", "GB": "ギガバイト", "PB": "ペタバイト", "KiB": "キビバイト", "MiB": "メビバイト",
    "GiB": "ギビバイト", "px": "ピクセル", "THz": "テラヘルツ", "pt": "ポイント", "rad": "ラジアン",
    "deg": "度", "Wh": "ワット時", "MWh": "メガワット時", "GWh": "ギガワット時", "TWh": "テラワット時",
    "L": "リットル", "FLOPS": "フロップス", "GFLOPS": "ギガフロップス",
    "TFLOPS": "テラフロップス", "PFLOPS": "ペタフロップス", "km/h": "キロメートル毎時",
    "m/s": "メートル毎秒", "°C": "度", "°": "度", "㎡": "平方メートル", "m²": "平方メートル",
    "km²": "平方キロメートル", "mV": "ミリボルト", "kV": "キロボルト", "dL": "デシリットル",
    "μL": "マイクロリットル", "μg": "マイクログラム", "ng": "ナノグラム", "mol": "モル", "mmol": "ミリモル",
    "mEq": "メック", "kPa": "キロパスカル", "Osm": "オズモル", "mOsm": "ミリオズモル", "Gy": "グレイ",
    "mGy": "ミリグレイ", "Sv": "シーベルト", "mSv": "ミリシーベルト", "Bq": "ベクレル", "pg": "ピコグラム",
    "kJ": "キロジュール",
}  # fmt: skip
UNITS = (KNOWN_UNITS | _UNITS.keys()) - {"D"}
"""All units that may follow a number; 3D is a word."""

_PER = {
    "s": "毎秒", "min": "毎分", "h": "毎時", "day": "毎日", "L": "パーリットル", "dL": "パーデシリットル",
    "mL": "パーミリリットル", "kg": "パーキログラム", "m²": "パー平方メートル",
}  # fmt: skip
"""What a measure may be divided by."""

ALONE = {
    "cm": "センチメ'ートル", "mm": "ミリメ'ートル", "km": "キロメ'ートル", "kg": "キログ'ラム",
    "mg": "ミリグ'ラム", "ml": "ミリリ'ットル", "mL": "ミリリ'ットル", "dL": "デシリ'ットル",
    "kHz": "キロヘ'ルツ", "MHz": "メガヘ'ルツ", "GHz": "ギガヘ'ルツ", "hPa": "ヘクトパスカ'ル",
}  # fmt: skip
"""Units that are nothing else where no number is before them: 単位はcm."""

_BEFORE_SLASH = ALONE | {"g": "グ'ラム"}

AFTER_NUMBER = (
    rf"(?:(?<=[0-9])|(?<=[0-9数][十百千万億兆])|(?<=^数)|(?<=[^{KANJI}{KATAKANA}]数)|(?<=[秒分時日年月約]数))"
)
"""Where a unit may stand: after digits, 1万 and 数, also 毎秒数, but not after 変数 or クラス数."""


def measure(unit: str) -> Sequence[Piece] | None:
    """Say a unit, and what it is divided by: mg/dL is ミリグラムパーデシリットル; None for what is none."""
    whole, _, divisor = unit.partition("/")
    if unit in UNITS or not divisor:
        said = _named(unit)
        return None if said is None else [said]
    named, part = _named(whole), _PER.get(divisor)
    return None if named is None or part is None else [named, part]


def measure_alone(unit: str) -> Sequence[Piece] | None:
    """Say a measure that no number is before: g/dL of a table's head; None for what is none."""
    whole, _, divisor = unit.partition("/")
    named = spoken(_BEFORE_SLASH[whole]) if whole in _BEFORE_SLASH else _named(whole)
    return [named, _PER[divisor]] if named and divisor in _PER else None


def _named(unit: str) -> Piece | None:
    """Name a unit by what the analyser reads rightly; None for what is none."""
    if unit in KNOWN_UNITS:
        return unit
    said = _UNITS.get(unit)
    return spoken(said) if said and re.fullmatch(f"[{KATAKANA}]+", said) else said
