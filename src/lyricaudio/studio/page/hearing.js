// One text at a time is heard; the button that asked for it shows that it sounds.

import { ask, songPath } from "./api.js";
import { say } from "./dom.js";

const sound = new Audio();
let playing = null;

function shown(button, name) {
  button?.querySelector("use").setAttribute("href", `#${name}`);
}

export function silence() {
  sound.pause();
  shown(playing, "play");
  playing = null;
}

sound.addEventListener("ended", silence);

// Hear a text of a song, or the same text read another way; pressed again, it stops.
export async function hear(button, view, said, instead = null) {
  const again = playing === button;
  silence();
  if (again) return;
  playing = button;
  shown(button, "sounding");
  const asked = new URLSearchParams({ at: said.at, version: view.song.version, ...(instead === null ? {} : { text: instead }) });
  const address = `${songPath("sounds", view.name)}?${asked}`;
  sound.src = address;
  try {
    await sound.play();
  } catch (error) {
    if (playing !== button || error.name === "AbortError") return;
    silence();
    say(await ask(address).then(() => error.message, (refused) => refused.message));
  }
}
