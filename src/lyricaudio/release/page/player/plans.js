// The ride of a day, out of the plans that the release holds: what is heard, from where, and with which words.

import { begun } from "./times.js";

const NEAR_S = 0.1; // words that begin or end so near to a piece are of it
const PEAK_S = 0.2;
const ASKING = ["recall", "choice"];

// An item as the plans have it: [kind, song, lines, pieces]; a piece is [number of its episode, from, to, silence].
function isAsking([kind]) {
  return ASKING.includes(kind);
}

function has(lines, song, line) {
  return lines.some(([ofSong, name]) => ofSong === song && name === line);
}

// The items of a day, counted from 1; after the last planned day it is the first again. `again` and `said` are
// lines, [song, line]: the one are asked first of all, the other not at all. What `isAtHand(item)` is not of is
// passed over.
export function itemsOfDay({ items, rides }, day, { again, said }, isAtHand) {
  const planned = rides[(day - 1) % rides.length].map((number) => items[number]);
  const missed = again
    .map(([song, line]) => items.find((item) => item[0] === "recall" && item[1] === song && item[2][0] === line))
    .filter(Boolean);
  const rest = planned.filter((item) => !missed.includes(item) && !(isAsking(item) && has(said, item[1], item[2][0])));
  return [...missed, ...rest].filter(isAtHand);
}

// The pieces of items one after the other, as the sound takes them; `sourceOf(number of an episode)` has its `mp3`.
export function rowOf(items, sourceOf) {
  let end = 0;
  return items.flatMap((item) =>
    item[3].map(([number, from, to, gap_s], at) => {
      const start = end + gap_s;
      end = start + to - from;
      const source = sourceOf(number);
      return { url: source.mp3, source, from, to, start, item, isLast: at === item[3].length - 1 };
    }),
  );
}

export function lengthOf(row) {
  const [last] = row.slice(-1);
  return last ? last.start + last.to - last.from : 0;
}

// What is to be seen of a row, as the data of an episode; `dataOf(source)` is that of a source, or null while it is
// not there, and `titleOf(item)` names an item.
export function seen(row, dataOf, titleOf) {
  const cues = [];
  const chapters = [];
  const heard = []; // as in items.js; what is of no line is not judged, but skipped as a whole
  const length = lengthOf(row);
  const peaks = new Array(Math.ceil(length / PEAK_S)).fill(0);
  for (const piece of row) {
    const data = dataOf(piece.source);
    if (piece.item !== chapters[chapters.length - 1]?.item) {
      chapters.push(chapterOf(piece, data, titleOf));
      heard.push({ id: piece.item[2][0], song: piece.item[1], from: piece.start, answer: null });
    }
    if (!data) continue;
    const found = cuesOf(piece, data.cues, cues.length);
    cues.push(...found);
    if (piece.item[2].length) heard[heard.length - 1].answer ??= found.find((cue) => cue.asked)?.start_s ?? null;
    for (let at = 0; at < (piece.to - piece.from) / PEAK_S; at += 1) {
      const peak = data.peaks[Math.floor(piece.from / PEAK_S) + at] ?? 0;
      peaks[Math.floor(piece.start / PEAK_S) + at] = peak;
    }
  }
  return { asks: true, duration_s: length, bar_s: chapters[0]?.bar_s ?? 1, chapters, cues, items: heard, peaks };
}

function chapterOf({ start, from, item }, data, titleOf) {
  const bar_s = (data && begun(data.chapters, from)?.bar_s) ?? data?.bar_s ?? 1;
  return { item, title: titleOf(item), start_s: start, bar_s };
}

// The cues of a piece at their times in the row, `before` others. What asks has its answer in the next piece.
function cuesOf({ from, to, start, item, isLast }, cues, before) {
  const by = start - from;
  const places = new Map();
  const found = [];
  cues.forEach((cue, number) => {
    if (cue.start_s < from - NEAR_S || cue.end_s > to + NEAR_S) return;
    places.set(number, before + found.length);
    found.push({
      ...cue,
      song: item[1],
      line: places.get(cue.line) ?? null,
      asked: cue.asked && isLast,
      start_s: cue.start_s + by,
      end_s: cue.end_s + by,
      morae: cue.morae.map((times) => times.map((time) => time + by)),
    });
  });
  return found;
}
