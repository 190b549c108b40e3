// What an episode that asks is made of: items, each a line or a point with all that is heard of it in one go.

import { isAsked } from "./roles.js";

// The items of an episode in order: whose they are, from when to when, and where the answer begins.
export function itemsOf(cues) {
  const items = [];
  for (const cue of cues) {
    const last = items[items.length - 1];
    if (!last || last.id !== cue.id || last.song !== cue.song) {
      items.push({ id: cue.id, song: cue.song, from: cue.start_s, answer: null });
    }
    if (isAsked(cue)) items[items.length - 1].answer ??= cue.start_s;
  }
  return items;
}

// The number of the item that is heard at a time; -1 before the first.
export function itemAt(items, time) {
  return items.filter(({ from }) => from <= time).length - 1;
}
