"""How a text is said: morae and accent phrases, and who decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lyricaudio.messages import message, told

Source = Literal["ruby", "song", "lexicon", "rule", "dictionary", "fallback"]
"""Who decided a token's reading; `rule` is a formula, sign, number or break."""

SOURCES: Mapping[Source, str] = {
    "ruby": message("ruby"),
    "song": message("song"),
    "lexicon": message("lexicon"),
    "rule": message("rule"),
    "dictionary": message("dictionary"),
    "fallback": message("fallback"),
}
"""What each is called where a person reads it."""

Pause = Literal["none", "breath", "comma", "stop"]
"""What follows a phrase: nothing, a phrase space or bracket, a comma, the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mora:
    """The Japanese timing unit: キャ is one; ッ, ン and ー are one each.

    Attributes
    ----------
    kana
        One mora of katakana.
    consonant
        The phone before the vowel, as Open JTalk names it (`k`, `ky`, `sh`); None when there is none.
    vowel
        `a i u e o`, in upper case when devoiced, `N` for ン, `cl` for ッ.
    high
        Whether the pitch accent is high on this mora.
    """

    kana: str
    consonant: str | None
    vowel: str
    high: bool = False

    @property
    def phones(self) -> int:
        """How many phones (and so full-context labels) the mora has: 1 or 2."""
        return 1 if self.consonant is None else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AccentPhrase:
    """Morae under one accent.

    Attributes
    ----------
    morae
        At least one.
    accent
        The number of the mora after which the pitch falls, counted from 1; 0 is flat.
    pause
        What follows: a pause of some weight (one `pau` label), or none.
    """

    morae: tuple[Mora, ...]
    accent: int
    pause: Pause = "none"

    @property
    def pause_after(self) -> bool:
        """Whether a pause (one `pau` label) follows."""
        return self.pause != "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of the written text, how it is said, and who decided it.

    `start` is the offset of the surface in the written text, in characters from 0. `kana` is empty for
    what is not said.
    """

    surface: str
    start: int
    kana: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to read a piece, in katakana, and who says so (`Sudachi`, a message as `dictionary`, …)."""

    kana: str
    by: str


class Reason(str):
    """Why something is in doubt: the text is English, as programs get it; `told` says it to the person.

    Parameters
    ----------
    template
        A message.
    values
        What its gaps hold.
    """

    _template: str
    _values: dict[str, str]

    def __new__(cls, template: str, **values: str) -> Reason:
        """Fill the gaps."""
        reason = super().__new__(cls, template.format(**values))
        reason._template, reason._values = template, values
        return reason

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        """Let it be copied, and travel from a worker process, with its gaps."""
        return (self._template,), self._values

    def told(self) -> str:
        """Return it in the person's language."""
        return told(self._template, **self._values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reading that the person should look at: the piece, where it stands, why, and what it could be.

    Attributes
    ----------
    surface, start
        The piece as written, and its offset in the written text, in characters from 0.
    reason
        Why it is in doubt, for the person.
    weight
        How doubtful, 0 to 1: of kanji, about how often such a reading is wrong in texts whose readings people
        have checked.
    candidates
        How it could be read, what was chosen first; empty when nobody has a proposal.
    """

    surface: str
    start: int
    reason: Reason
    weight: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as it is said.

    Attributes
    ----------
    written
        The text as the person wrote it.
    spoken
        The same for engines that take text: only what needs it is put into kana, no formula, no ruby.
    phrases
        Accent phrases in order; empty when nothing in the text can be said.
    labels
        HTS full-context labels, `sil` first and last: one per phone of each mora in order, and one `pau`
        where a phrase has `pause_after`. Empty when there are no phrases.
    tokens
        What the text was cut into, in order.
    doubts
        What a person should look at, most doubtful first.
    """

    written: str
    spoken: str
    phrases: tuple[AccentPhrase, ...]
    labels: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def morae(self) -> tuple[Mora, ...]:
        """All morae in order."""
        return tuple(mora for phrase in self.phrases for mora in phrase.morae)

    @property
    def kana(self) -> str:
        """The katakana pronunciation (particles as ワ エ オ), without spaces."""
        return "".join(mora.kana for mora in self.morae)
