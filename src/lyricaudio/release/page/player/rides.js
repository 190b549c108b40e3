// The ride of the day, without a computer that makes one: played from the songs that are at hand.
//
// One ride is one day's: whoever comes back on that day finds the same. The plans are for somebody who grades nothing;
// what was said to be known since is not asked for two weeks, and what was not comes first on the next day.

import { albums, episodes } from "./albums.js";
import { gradesOf } from "./grades.js";
import { isKept, keptOf } from "./keeping.js";
import { recall, remember } from "./memory.js";
import { itemsOfDay, lengthOf, rowOf, seen } from "./plans.js";
import { $, say } from "./page.js";
import { clock, text } from "./texts.js";

const KNOWN_FOR_MS = 14 * 24 * 60 * 60 * 1000;
const MOST_AGAIN = 10;
const DIGITS = 2;

const byId = new Map(episodes.map((episode) => [episode.id, episode]));

// Show the button, if the release has plans; `onRide(ride)` is called when it is pressed.
export async function setUpRides({ onRide }) {
  const button = $("ride");
  if (!button) return;
  const answer = await fetch(button.dataset.plans).catch(() => null);
  const plans = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!plans?.rides.length) return;
  const show = () => (button.querySelector(".length").textContent = clock(lengthOf(rideOf(plans, dayNow()).pieces)));
  button.hidden = false;
  show();
  for (const event of ["online", "offline"]) addEventListener(event, show);
  button.addEventListener("click", () => {
    const day = dayNow();
    remember("ride", day);
    const ride = rideOf(plans, day);
    show();
    if (ride.pieces.length) onRide(ride);
    else say("ride_none");
  });
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(DIGITS, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// Which ride it is today, and what was said of lines before it.
function dayNow() {
  const last = recall("ride", null);
  if (last?.date === today()) return last;
  const since = last ? last.at : 0;
  return { date: today(), number: (last?.number ?? 0) + 1, at: Date.now(), ...said(since) };
}

function said(since) {
  const all = albums.flatMap(({ id }) =>
    Object.entries(gradesOf(id)).map(([line, { grade, at }]) => ({ line: [id, line], grade, at: Date.parse(at) })),
  );
  const lines = (grade, from) =>
    all
      .filter((each) => each.grade === grade && each.at >= from)
      .sort((one, other) => other.at - one.at)
      .map((each) => each.line);
  return { again: lines("again", since).slice(0, MOST_AGAIN), said: lines("said", Date.now() - KNOWN_FOR_MS) };
}

// Where an episode is to be had in the edition that was planned with; undefined when it is not.
function sourceOf([id, edition]) {
  const episode = byId.get(id);
  if (!episode) return undefined;
  const kept = isKept(episode) ? [{ ...keptOf(episode), isKept: true }] : [];
  const { mp3, data } = episode;
  const copies = navigator.onLine ? [...kept, { mp3, data, isKept: false }] : kept;
  return copies.find((copy) => (copy.mp3.split("?v=")[1] ?? "") === edition);
}

// A ride is like an episode, but for its sound and its words, which are of several.
function rideOf(plans, day) {
  const sources = plans.episodes.map(sourceOf);
  const isAtHand = ([, , , pieces]) => pieces.every(([number]) => sources[number]);
  const items = itemsOfDay(plans, day.number, day, isAtHand);
  const pieces = rowOf(items, (number) => sources[number]);
  const used = [...new Set(pieces.map(({ source }) => source))];
  const title = text("ride_day", { number: day.number });
  const [{ artist, cover, zip }] = albums;
  return {
    album: { id: "coming", title, artist, cover, zip },
    button: $("ride"),
    id: `coming/${day.number}/ride`,
    form: "ride",
    way: text("ride"),
    title,
    artist,
    cover,
    seconds: lengthOf(pieces),
    pieces,
    sources: used.map(({ data }) => data),
    seen: (all) => seen(pieces, (source) => all[used.indexOf(source)], titleOf),
  };
}

function titleOf([kind, song]) {
  return { recall: text("ride_recall"), choice: text("ride_recall") }[kind] ?? albums.find(({ id }) => id === song).title;
}
