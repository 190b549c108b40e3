"""What a listener does, and what is heard and seen then."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_SETTLED = """async (time_s) => {
  const audio = document.querySelector("audio");
  if (time_s !== null) {
    const seeked = new Promise((resolve) => audio.addEventListener("seeked", resolve, { once: true }));
    audio.currentTime = time_s;
    await seeked;
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}"""

HEARD = "[...document.querySelectorAll('audio')].sort((one, other) => one.paused - other.paused)[0]"
"""The element that sounds: a ride has two, one of which gets the next piece ready."""

STILL = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const places = () => [...document.querySelectorAll("html, #lyrics")].map((each) => each.scrollTop);
  const moving = () => document.getAnimations().some(
    ({ playState, effect }) => playState === "running" && effect.getComputedTiming().endTime !== Infinity
  );
  for (let same = 0, before = ""; same < 5; same += 1) {
    await frame();
    const now = String(places());
    if (now !== before || moving()) same = -1;
    before = now;
  }
}"""


def listen(page: Page, episode_id: str) -> None:
    """Play an episode from the list, and wait until it sounds and its words are there."""
    page.locator(f'[data-episode="{episode_id}"]').click()
    sounding(page)
    page.wait_for_selector("#lines .line")


def until(page: Page, condition: str, given: object = None) -> None:
    """Wait until a condition on the `audio` element and what is `given` holds."""
    page.wait_for_function(f"(given) => {{ const audio = {HEARD}; return {condition}; }}", arg=given)


def sounding(page: Page) -> None:
    """Wait until the sound advances."""
    until(page, "!audio.paused && audio.currentTime > 0")


def pause(page: Page) -> None:
    page.evaluate(f"({HEARD}).pause()")


def move_to(page: Page, time_s: float) -> None:
    """Put the sound to a time, as a headphone's button would, and wait until it is seen."""
    page.evaluate(_SETTLED, time_s)


def settle(page: Page) -> None:
    """Wait for the next frame."""
    page.evaluate(_SETTLED, None)


def still(page: Page) -> None:
    """Wait until nothing moves any more: all that is animated is at its end, and nothing scrolls."""
    page.evaluate(STILL)


def now_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def shown_line(page: Page) -> str | None:
    """Return the words of the line that is lit, without furigana; None when there is none."""
    text: str | None = page.evaluate(
        """() => {
          const line = document.querySelector("#lines [aria-current] .words");
          const plain = line?.cloneNode(true);
          plain?.querySelectorAll("rt").forEach((kana) => kana.remove());
          return plain?.textContent ?? null;
        }"""
    )
    return text


def lines(episode: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cues at which the buttons for lines stop."""
    return [cue for cue in episode["cues"] if cue["stops"]]
