from __future__ import annotations

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.stylebook import load_style, style_names
from lyricaudio.music.theory.metre import METRES
from lyricaudio.music.theory.motif import motif, usual_motif


def test_a_motif_is_what_each_slot_costs_bar_after_bar() -> None:
    found = motif(["Xxo.", "X..."])
    assert found.costs == motif(["Xxo.X..."]).costs
    assert sorted(set(found.costs)) == list(found.costs[:4])


def test_a_strange_mark_is_named() -> None:
    with pytest.raises(LyricAudioError, match="'5' is no mark of a motif"):
        motif(["X..5"])


@pytest.mark.parametrize("name", METRES)
def test_every_metre_has_a_motif_with_all_its_pulses(name: str) -> None:
    metre = METRES[name]
    costs = usual_motif(metre).costs
    assert len(costs) == metre.slots
    assert {costs[int(4 * beat)] for beat, _ in metre.pulses} == {min(costs)}


@pytest.mark.parametrize("name", [name for name in style_names() if name != "none"])
def test_the_motifs_of_a_style_begin_on_the_bar_line_and_have_three_lengths_of_notes(name: str) -> None:
    style = load_style(name)
    assert style.motifs
    for found in style.motifs:
        wanted = [slot for slot, cost in enumerate(found.costs) if cost <= 0.2]
        lengths = {
            after - before for before, after in zip(wanted, [*wanted[1:], len(found.costs)], strict=True)
        }
        assert wanted[0] == 0
        assert len(lengths) >= 3
    assert style.in_metre(METRES["3/4"]).motifs == ()
