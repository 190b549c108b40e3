"""Signs in plain text that the analyser drops: addresses, hyphens, slashes, relations in ASCII, & and @."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.text.mathwords import NAMES, SIGNS
from lyricaudio.reading.text.scripts import GREEK, HIRAGANA, JAPANESE, KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.wording import (
    BREATH,
    PARTED,
    WORD,
    Piece,
    Rule,
    Wording,
    apply,
    replace_spans,
    spoken,
    spoken_letter,
)

_RELATIONS = {"<=>": "⇔", "<->": "⇔", "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "+/-": "±", "+-": "±"}
_LONE = {sign: (NAMES | SIGNS)[sign] for sign in "±∞√∂∇∑×÷∀∃∩∪∈"} | {
    "&": "ア'ンド", "+": "プ'ラス", "@": "ア'ット", "#": "シャ'ープ", "〒": "ユービンバ'ンゴー",
    "∴": "ユ'エニ", "∵": "ナ'ゼナラバ", "⌘": "コマ'ンド", "⌥": "オ'プション", "⇧": "シ'フト",
}  # fmt: skip
_QUOTED = {
    "-": "ハ'イフン", "_": "アンダース'コア", "/": "スラ'ッシュ", ".": "ド'ット", ",": "カ'ンマ",
    ":": "コ'ロン", ";": "セミコ'ロン", "*": "アスタリ'スク", "|": "パ'イプ", "~": "チ'ルダ", "$": "ド'ル",
    "!": "エクスクラメーションマ'ーク", "?": "クエスチョンマ'ーク",
}  # fmt: skip
"""What signs are called that are quoted: 「-」で区切る."""

_TITLES = {"Dr": "ド'クター", "Mr": "ミ'スター", "Ms": "ミ'ズ", "Prof": "プロフェ'ッサー"}
_HYPHENS = (
    rf"(?<={WORD})-(?=[0-9{LATIN}{WORD}{JAPANESE}])",
    rf"(?<=[0-9{LATIN}])-(?=[{WORD}{JAPANESE}])",
    rf"(?<=[{LATIN}]{{2}})-(?=[0-9{LATIN}])",
    rf"(?<=[0-9{LATIN}])-(?=[{LATIN}]{{2}})",
    rf"(?<=[{KATAKANA}{KANJI}])-(?=[^ \-])",
    r"(?<=[0-9])-(?=[A-Z])",
    rf"(?<=(?<![{LATIN}0-9=+*/^_(\-])[A-JLMO-WZ])-"  # F-20
    rf"(?=[0-9]{{2,4}}(?![0-9{LATIN}]|\.[0-9]| ?[=+*/^_<>-]))",
    rf"(?<=(?<![{LATIN}0-9=+*/^_(\-])[A-H])-(?=[2-9](?![0-9{LATIN}]|\.[0-9]| ?[+*/^_<>×-])(?!.*=))",
    # E-2, where A-1 is an inverse
    r"(?<=[図表例問節案][A-Z])-(?=[0-9])|(?<=^[A-H])-(?=[0-9] )",
    rf"(?<=[A-Z])-(?=[A-Z](?![{LATIN}]|\)? ?[+*×/=^_]))",
)
_SLASHES = (
    rf"(?<=[⁺⁻]) ?/ ?(?=[{LATIN}])",  # Na⁺/K⁺
    rf"(?<=[{WORD}{JAPANESE})」]) ?/ ?(?=[{WORD}{JAPANESE}「])",
    rf" ?/ ?(?=[{JAPANESE}「])",
    rf"(?<=[{JAPANESE}」]) ?/ ?",
    rf"(?<=[{LATIN}]{{2}})(?<!\bd[{LATIN}]) ?/ ?(?=[{LATIN}])",
    rf"(?<=[{LATIN}]) ?/ ?(?=[{LATIN}]{{2}})(?!d[{LATIN}](?![{LATIN}]))",
    rf"(?<=[A-Z]{{2}}[0-9])/(?=[A-Z{WORD}])|(?<=[A-Z][0-9])/(?=[A-Z][0-9](?![0-9]))",  # WSL2/Ubuntu
)
_OPTION = f"[A-Za-z]{{1,3}}(?:[、 :：()）{HIRAGANA}]|オプ|$)(?! *[+*/=^])"
_COMMAND = re.compile("オプション|コマンド|フラグ|^[a-z]{2,}[ はでに]")
_VALUE = re.compile(rf"(?<![{LATIN}])[{LATIN}]\([^(){JAPANESE}]*\)$")
_KEYS = re.escape("".join(_QUOTED))
_ANGLED = re.compile(f"[<≪][^<>≪≫=0-9]*[{JAPANESE}][^<>≪≫=0-9]*[>≫]")


def speak_addresses(wording: Wording) -> Wording:
    """Say what an address is instead of its letters, before terms are looked for in it."""
    return apply(wording, _ADDRESSES)


def part_names(wording: Wording) -> Wording:
    """Tell hyphens and slashes between words from minus and division, and bring signs to their one form."""
    parted = apply(replace_spans(wording, _angle_brackets(wording.text)), _BETWEEN_WORDS)
    return apply(parted, _CUTS)


def speak_lone_signs(wording: Wording) -> Wording:
    """Say the signs and Greek letters that stand in no formula."""
    return apply(wording, _ALONE)


def _angle_brackets(text: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Take ``<注意>`` for brackets: with Japanese and without numbers or relations between."""
    for match in _ANGLED.finditer(text):
        yield match.start(), match.start() + 1, [BREATH]
        yield match.end() - 1, match.end(), [BREATH]


def _slash(match: re.Match[str]) -> Sequence[Piece]:
    """Divide in what is written as an equation, else part two words."""
    return [spoken("ワル") if "=" in match.string[: match.start()] else BREATH]


def _dash(match: re.Match[str]) -> Sequence[Piece] | None:
    """Take a hyphen between spaces for a dash, unless it is between F(b) - F(a), or the line an equation."""
    is_minus = "=" in match.string or _VALUE.search(match.string, 0, match.start())
    return None if is_minus else [BREATH]


def _of_title(match: re.Match[str]) -> Sequence[Piece] | None:
    """Take a hyphen between spaces for a dash behind what begins a line and is explained there."""
    is_title = re.fullmatch("[^-=、。]{2,60}", match.string[: match.start()])
    return [BREATH] if is_title else None


def _of_option(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say the hyphen of an option where a command is spoken of; else x の -a is a negative."""
    return [spoken(_QUOTED["-"])] if _COMMAND.search(match.string) else None


def _callout(match: re.Match[str]) -> Sequence[Piece]:
    """Say what kind of box it is, as Markdown has them, where it has no title."""
    return [] if match.end() < len(match.string) else [match["kind"]]


def _of_section(match: re.Match[str]) -> Sequence[Piece]:
    """Say §3-1 as the first part of section 3."""
    return [spoken("セ'クション"), match["whole"], "の", match["part"]]


def _path(match: re.Match[str]) -> Sequence[Piece]:
    """Say each sign of a path that has no name: ../ is ドットドットスラッシュ."""
    return [spoken(_QUOTED[sign]) for sign in match[0]]


_ADDRESSES: tuple[Rule, ...] = (
    (f"(?<=[「『])[{re.escape(''.join(_QUOTED))}](?=[」』])", lambda m: [spoken(_QUOTED[m[0]])]),
    (rf"(?<![{LATIN}0-9])[{_KEYS}](?=を押|キーを)", lambda m: [spoken(_QUOTED[m[0]])]),
    (rf"(?<=[{JAPANESE}] )\.\.?(?= [{HIRAGANA}]| ?、)", _path),
    (rf"(?<![{LATIN}0-9./])(?:\.\.?/)+(?![{LATIN}0-9.*_~-])", _path),
    (rf"(?<=[{HIRAGANA}{KATAKANA}」』。!?)]) - (?=[^ \-])", _dash),
    (rf"(?<=[{LATIN}]{{2}}) - (?=[{JAPANESE}]|[A-Z][a-z]{{2}})", _dash),
    (rf"(?<=[{JAPANESE}]) - (?=[{LATIN}]{{2}}|[{HIRAGANA}「『])", _dash),
    (rf"(?<=[{KANJI}]) - (?=[{KANJI}{KATAKANA}][^\-=、。]{{7}})(?!.*-)", _of_title),
    (r"https?://[!-~]+", lambda m: [spoken("ユーアールエ'ル")]),
    (
        r"[0-9A-Za-z_.+\-]+@[0-9A-Za-z_\-]+(?:\.[0-9A-Za-z_\-]+)*\.[A-Za-z]{2,}",
        lambda m: [spoken("メールアド'レス")],
    ),
    (r" +#+ *$", lambda m: [] if re.match(" *#+ ", m.string) else None),  # that closes a heading
    (rf"(?<=[{HIRAGANA}{KATAKANA}{KANJI}」』)])(?<![ドレミァソラシ])# *$", lambda m: []),  # a link to it
    (r"^ *(?:> *)*\[!(?P<kind>[A-Za-z]+)\][+\-]? *", _callout),
    (
        rf"^ *(?:(?:[>*+•\-]|#+) +|#{{2,6}}(?=[{JAPANESE}]))",
        lambda m: [],
    ),  # a list, heading or quotation, as in Markdown
    (r"(?<=[。!?]) *- ", lambda m: [BREATH]),  # the next of a list
    (r"(?<=[0-9])(?<!(?<![0-9.])0)x(?=[A-Z]{2,}(?![a-z]))", lambda m: [spoken("カケ'ル")]),  # 1.5xIQR
    (rf"(?<=[{LATIN}\])]{{2}}) >> (?=\[?[{LATIN}]{{2}})", lambda m: [BREATH]),  # into a file
    (r"§ ?(?P<whole>[0-9]+)-(?P<part>[0-9]+)(?![0-9\-])", _of_section),
    (r"§ ?(?=[0-9])", lambda m: [spoken("セ'クション")]),
    (rf"(?<![{LATIN}0-9\-])--(?=[a-z]{{2}})", lambda m: [spoken("ハイフンハ'イフン")]),
    (
        rf"(?:(?<=[a-z]{{2}} )|(?<=、)|^(?=.{{2,4}}(?:、-| ?[:：]|オプ)))-(?={_OPTION})",
        lambda m: [spoken("ハ'イフン")],
    ),
    (rf"(?<=[{HIRAGANA}{KANJI}{KATAKANA}] )-(?={_OPTION})", _of_option),
    (
        rf"(?:^|(?<=- )|(?<=[はをにでと] )|(?<=[、「(])):(?=[a-z]+(?![{LATIN}0-9_:]))",
        lambda m: [spoken(_QUOTED[":"])],  # :w
    ),
    (r"(?<![0-9.])\$0(?![0-9.,])", lambda m: [spoken(_QUOTED["$"]), "0"]),  # of a shell, and nobody's money
    (rf"(?<![{LATIN}.])e\.g\.,?", lambda m: ["例えば"]),
    (rf"(?<![{LATIN}.(])[eE]x[.)] ?(?=[{JAPANESE}0-9])|(?<=\()ex(?=\))", lambda m: ["例えば"]),
    (rf"(?<![{LATIN}0-9])var(?=/[a-z])", lambda m: [spoken("バ'ー")]),  # no variance
    (rf"(?<![{LATIN}.])i\.e\.,?", lambda m: ["すなわち"]),
    (rf"(?<![{LATIN}])({'|'.join(_TITLES)})\. ?(?=[A-Z])", lambda m: [spoken(_TITLES[m[1]])]),
    (rf"(?<![{LATIN}])et al\b\.?", lambda m: [spoken("エトア'ル")]),
)
_CUTS: tuple[Rule, ...] = (
    ("(?<=[でに])は(?=行[がをはの])", lambda m: ["は", PARTED]),  # no は行, as beside か行
    ("(?<=[0-9]つ)と(?=[0-9])", lambda m: [PARTED, "と"]),  # no つと, which is an adverb
    ("(?<=[化性機可効])の(?=うち)", lambda m: ["の", PARTED]),  # no 機のう, as 機能 is written, too
)
_BETWEEN_WORDS: tuple[Rule, ...] = (
    (rf"(?<=(?<![{LATIN}])[{LATIN}])\*(?=\()", lambda m: ["^*"]),  # V*(s)
    (rf"(?<=(?<![{LATIN}])[{LATIN}])\*(?=[)、。{JAPANESE}]|$)", lambda m: [spoken("ス'ター")]),  # r*
    ("|".join(_HYPHENS), lambda m: [PARTED]),
    ("|".join(_SLASHES), _slash),
    (r"[=\-]{3,}>?|<[=\-]{2,}", lambda m: [BREATH]),
    (r"<=>|<->|<=|>=|!=|==|\+/-|\+-", lambda m: [_RELATIONS[m[0]]]),
    (r"[-=]>|<-(?![0-9])", lambda m: ["→"]),
)
_ALONE: tuple[Rule, ...] = (
    (r"(?<![0-9])%", lambda m: [spoken("パーセ'ント")]),
    (r"#(?=[0-9])", lambda m: [spoken("ナ'ンバー")]),
    (
        rf"(?<![{LATIN}{WORD}'′])(?P<letter>[A-Za-z])['′](?![{LATIN}'′])",
        lambda m: [spoken_letter(m["letter"]), spoken("ダ'ッシュ")],
    ),
    (f"[{re.escape(''.join(_LONE))}]", lambda m: [spoken(_LONE[m[0]])]),
    (f"[{GREEK}]", lambda m: [spoken_letter(m[0])]),
)
