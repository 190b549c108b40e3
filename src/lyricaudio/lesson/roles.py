"""What a cue is to the listener: every role is one row, and whatever differs between roles is in it.

No other module, and no file of the page, asks for a role's name: a new one is a row here, and the forms that
use it. That the band, slides and the page have their say in one table of the lesson is on purpose: who thinks
about a role thinks about all of it, and would not find it in ten files.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Look = Literal["lyric", "explain", "question", "answer"]
"""How words look, on the page and on slides: large and bold; small below a line; asked; told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A row.

    Attributes
    ----------
    name
        What forms call it, and what `show` and the page's data tell.
    voice
        Whose voice says it, of those that a song chooses.
    unlike
        The role of which it has another voice of the same engine where none is chosen; empty for a voice of
        its own.
    on_bar, rest_beats
        Whether it begins on a bar line or on any beat, and after at least how many beats of rest.
    duck_db
        How far the band steps back under it.
    clear_db
        How far the band leaves 1 to 4 kHz to it, where consonants live.
    energy
        What the band plays: `song` is the verse or hook that the cue is of, the others are energies.
    look
        How its words look.
    block
        Where it stands on the page: it opens a block, joins the one that a line has opened, or stands alone.
    under
        The role of what it belongs to, which a slide shows above it; empty when it belongs to nothing.
    announced
        Whether a slide tells beforehand that it comes.
    asks
        Whether what follows would answer it: a slide does not tell that beforehand.
    stops
        Whether the page's buttons for lines stop at it, and its picture has a dash for it.
    asked
        Whether the page hides its words with the lyrics, and lets them be graded.
    """

    name: str
    voice: Literal["lyric", "explain", "answer"]
    on_bar: bool
    rest_beats: Fraction
    duck_db: float
    clear_db: float
    energy: Literal["song", "break", "rest"]
    look: Look
    block: Literal["opens", "joins", "alone"]
    unlike: str = ""
    under: str = ""
    announced: bool = False
    asks: bool = False
    stops: bool = True
    asked: bool = False

    @property
    def is_line(self) -> bool:
        """Whether it is a line of the song itself."""
        return self.energy == "song"


_ALL = (
    Role(
        name="lyric",
        voice="lyric",
        on_bar=True,
        rest_beats=Fraction(1, 4),
        duck_db=0.0,
        clear_db=6.0,
        energy="song",
        look="lyric",
        block="opens",
        announced=True,
        asked=True,
    ),
    Role(
        name="explain",
        voice="explain",
        on_bar=False,
        rest_beats=Fraction(1, 2),
        duck_db=2.0,
        clear_db=4.0,
        energy="break",
        look="explain",
        block="joins",
        under="lyric",
        stops=False,
    ),
    Role(
        name="term",
        voice="explain",
        on_bar=True,
        rest_beats=Fraction(1),
        duck_db=2.0,
        clear_db=4.0,
        energy="break",
        look="lyric",
        block="opens",
        announced=True,
    ),
    Role(
        name="question",
        voice="explain",
        on_bar=True,
        rest_beats=Fraction(1),
        duck_db=2.0,
        clear_db=4.0,
        energy="break",
        look="question",
        block="alone",
        announced=True,
        asks=True,
    ),
    Role(
        name="answer",
        voice="answer",
        unlike="explain",
        on_bar=True,
        rest_beats=Fraction(2),
        duck_db=2.0,
        clear_db=4.0,
        energy="break",
        look="answer",
        block="alone",
        under="question",
        asked=True,
    ),
)

GAP = Role(
    name="gap",
    voice="explain",
    on_bar=False,
    rest_beats=Fraction(0),
    duck_db=0.0,
    clear_db=0.0,
    energy="rest",
    look="question",
    block="alone",
    asks=True,
    stops=False,
)
"""What a gap is to the listener. It is no role of a cue; a gap that stands for a cue begins as that."""

ROLES: dict[str, Role] = {role.name: role for role in _ALL}
"""All roles by name."""
