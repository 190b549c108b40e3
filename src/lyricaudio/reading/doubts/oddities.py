r"""Letters, digits and signs written together, of which no pattern tells how they are said.

``A100`` may be エーヒャク or エーワンハンドレッド, the bars of ``|a||b|`` open and close alike, and what a
slash after a bracket divides is a guess. What a lexicon or the song has is none of it, nor a formula that is
marked as one, but for its bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.messages import message
from lyricaudio.reading.latin.names import is_coded, is_counted
from lyricaudio.reading.model import Candidate, Doubt, Reason, Token
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.scripts import JAPANESE, KANJI, LATIN
from lyricaudio.reading.text.units import UNITS
from lyricaudio.reading.text.wording import Break, Wording

_WEIGHT = 0.4
_NAME = message("letters, digits and signs make a name")
_FORMULA = message("it looks like a formula; mark it by \\( \\)")
_UNSAID = message("it is not said")
_BARS = message("bars have many names")
_DECIDED = frozenset({"ruby", "song", "lexicon"})
_IN_FORMULA = r"[ ]?[=+*/^_<>≤≥]"
_NAMES = re.compile(
    r"(?<![A-Za-z0-9.\-])(?:"
    rf"(?<![=+*/^_<>≤≥])(?!Q[0-9])[A-Z]{{1,2}}[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9.]|{_IN_FORMULA})"  # A100, F0.5
    r"|[0-9]+(?P<unit>[A-Z]{1,2})(?![A-Za-z0-9])"  # 1D
    r"|[0-9]+[A-Za-df-wyz][0-9]+[A-Za-z]*"  # 24h365, 5W1H
    r"|[A-Za-z]{2,}[0-9]+[A-Za-z]+"  # pix2pix
    r"|(?!ISBN)[A-Za-z]+[0-9]+-[0-9]+"  # mAP50-95
    r"|[A-Za-z0-9]+[@#][A-Za-z0-9.]+"  # mAP@0.5
    r"|(?!(?:e\.g|i\.e)\.)(?:[A-Za-z]\.){2,}"  # a.k.a.
    r"|(?<![0-9]/)(?P<above>[0-9]{1,2})/(?P<below>[0-9]{1,2})(?![0-9/.])"  # 24/7
    r"|(?P<abbreviation>[A-Za-z]{1,2})\.[0-9]+"  # v.2
    r")"
)
_SIGNED = frozenset("@#-")
_SLASHED = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9()+\-*^_]*(?:[)\]]/[A-Za-z0-9(]|[A-Za-z0-9]/\()[A-Za-z0-9()+\-*^_]*"
)  # n(n-1)/2
_BARRED = re.compile(rf"[^{JAPANESE}、。| ]*(?:\|[^|{JAPANESE}、。]*){{2,}}\|[^{JAPANESE}、。 ]*")  # |a||b|
_COMMANDS = re.compile(
    r"\\[A-Za-z]{2,}(?:\{[^{}]*\})*(?:/?\\[A-Za-z]{2,}(?:\{[^{}]*\})*)*"
)  # \sigma/\sqrt{n}
_OPERATORS, _RANGES = ("-", ":", "/"), ("~", "〜", "～")
_MINUS_OF_NOUNS = re.compile(f"(?<=[{KANJI}{LATIN}])[−－](?=[{KANJI}{LATIN}])")
_NUMBERED = re.compile("[0-9①-⑳].[0-9①-⑳]")
_ITEM = re.compile("[A-JLMO-WZ]-[0-9]{2,4}(?![0-9])")  # F-20
_SINGLE_BEFORE, _SINGLE_AFTER = (
    re.compile("(?<![A-Za-z])[A-Za-z0-9)]$"),
    re.compile("[A-Za-z0-9(](?![A-Za-z])"),
)


def oddities(written: str, wording: Wording, tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Name what is read by guess.

    Parameters
    ----------
    written
        The text as the person wrote it.
    wording
        The text as the analyser was given it.
    tokens
        What was made of the written text.
    """
    yield from _names(written, tokens)
    yield from _unmarked(written, wording, tokens)
    for token in tokens:
        if _is_marked(token) and token.source == "rule" and _has_open_bars(token.surface):
            yield _doubt(token.surface, token.start, tokens, _BARS)


def _names(written: str, tokens: Sequence[Token]) -> Iterator[Doubt]:
    for match in _NAMES.finditer(written):
        if match["unit"] in UNITS or _is_fraction(match) or _is_decided(match, tokens):
            continue
        if is_coded(match[0]) and (
            is_counted(written, match.end()) or any(token.surface == match[0] for token in tokens)
        ):
            continue
        doubt = _doubt(match[0], match.start(), tokens, _NAME)
        if match["abbreviation"] is None or doubt.candidates[0].kana.startswith(
            spelled(match["abbreviation"]).kana
        ):
            yield doubt


def _is_fraction(match: re.Match[str]) -> bool:
    return match["above"] is not None and int(match["above"]) <= int(match["below"])


def _unmarked(written: str, wording: Wording, tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Name what seems a formula and is not marked as one: by a slash, bars, a command, or a silent sign."""
    for match in (
        *_SLASHED.finditer(written),
        *_BARRED.finditer(written),
        *_COMMANDS.finditer(written),
    ):
        found = _within(match.start(), match.end(), tokens)
        if not any(_is_marked(token) or token.source == "song" for token in found):
            yield _doubt(match[0], match.start(), tokens, _FORMULA)
    for atom in wording.atoms:
        if isinstance(atom.piece, Break) and _MINUS_OF_NOUNS.match(written, atom.start):
            yield _doubt(written[atom.start : atom.stop], atom.start, tokens, _UNSAID)
        elif isinstance(atom.piece, Break) and _is_operator(written, atom.start, atom.stop):
            yield _doubt(written[atom.start - 1 : atom.stop + 1], atom.start - 1, tokens, _FORMULA)


def _is_marked(token: Token) -> bool:
    return token.surface.startswith(("\\(", "\\[", "$"))


def _has_open_bars(tex: str) -> bool:
    """Whether more bars than those of one value or one condition, or a norm's that stays open."""
    norms = tex.count("\\|")
    return norms % 2 == 1 or tex.count("|") - norms > 2


def _is_decided(match: re.Match[str], tokens: Sequence[Token]) -> bool:
    """Whether its letters are a term; a sign behind a term is still open."""
    found = [token for token in _within(match.start(), match.end(), tokens) if token.source in _DECIDED]
    return any(token.start + len(token.surface) >= match.end() for token in found) or (
        bool(found) and _SIGNED.isdisjoint(match[0])
    )


def _is_operator(written: str, start: int, stop: int) -> bool:
    """Whether a sign stands between two operands of one character."""
    if _ITEM.match(written, start - 1):
        return False
    if written[start:stop] in _OPERATORS:
        return bool(_SINGLE_BEFORE.search(written[:start]) and _SINGLE_AFTER.match(written, stop))
    return written[start:stop] in _RANGES and bool(_NUMBERED.match(written, start - 1, stop + 1))


def _doubt(surface: str, start: int, tokens: Sequence[Token], reason: str) -> Doubt:
    kana = "".join(token.kana for token in _within(start, start + len(surface), tokens))
    said = (Candidate(kana=kana, by=message("rule")),) if kana else ()
    return Doubt(surface=surface, start=start, reason=Reason(reason), weight=_WEIGHT, candidates=said)


def _within(start: int, stop: int, tokens: Sequence[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.start < stop and start < token.start + len(token.surface))
