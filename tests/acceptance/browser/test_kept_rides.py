"""A ride of kept songs keeps its times without a network, in the engines that keep songs."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pytest
from tests.acceptance.browser.engines import ENGINES, READY, TRIED, Tab, wait_for
from tests.acceptance.browser.host import hosted
from tests.acceptance.browser.served import Site
from tests.acceptance.browser.test_rides import BEGUN, LATE_S, SAMPLE, lateness, pieces, riding

__all__ = ["riding"]  # a fixture, which pytest finds here

LISTENED_S = 45.0
"""So much of the ride is listened to: less than a browser is waited for."""

KEPT = """async () => {
  const buttons = [...document.querySelectorAll(".keep")];
  await navigator.serviceWorker.ready;
  return buttons.length > 0 && buttons.every((each) => each.ariaPressed === "true");
}"""


@pytest.fixture(params=[name for name in TRIED if name != "webkit"])
def tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A page in one of the engines; in a frame, as WebKitGTK's is here, none keeps songs."""
    with ENGINES[request.param]() as opened:
        yield opened


def test_a_ride_of_kept_songs_without_a_network_begins_every_item_as_planned(riding: Site, tab: Tab) -> None:
    with hosted(riding.release) as gone:
        tab.visit(gone.url)
        wait_for(tab, READY)
        tab.run("() => document.getElementById('keep-all').click()")
        wait_for(tab, KEPT)
    tab.visit(gone.url)
    wait_for(tab, READY)
    tab.run(SAMPLE)
    tab.run("() => document.getElementById('ride').click()")
    planned = [piece for piece in pieces(riding) if piece[2] < LISTENED_S]
    assert len(planned) >= 7
    path, from_s, *_ = pieces(riding)[len(planned)]
    wait_for(tab, BEGUN, path, from_s, times=2)
    tab.run("() => document.querySelectorAll('audio').forEach((each) => each.pause())")
    behind_first_s = lateness(tab.run("() => window.samples"), planned)
    # The first comes while the browser opens its sound: the others say better when the row has begun.
    late_s = [late - median(behind_first_s) for late in behind_first_s]
    print("late by ms:", [round(1000 * late) for late in late_s])
    # On a busy machine one may be held up; then the row catches up, and does not fall behind.
    assert sorted(map(abs, late_s))[len(late_s) * 3 // 4] <= LATE_S
    assert median(late_s[-3:]) <= LATE_S
