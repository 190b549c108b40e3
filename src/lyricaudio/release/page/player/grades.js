// How well a line was recalled: kept on this device, and given to the server that serves the page, if it takes them.
//
// A grade is of the line, not of the episode it was given in: whoever can say the words can say them in every form
// of the song, so it is seen at every hearing of the line in all of them.

import { change, recall, remember } from "./memory.js";

let served = false; // whether the server takes grades
let fetched = false;
let sending = false;
let mayGive = true; // what was not opened by the address in the QR code has no key

export function gradesOf(song) {
  return recall("grades", {})[song] ?? {};
}

function noted(grades, { episode, line, grade, at, song: own }) {
  const song = own ?? episode.slice(0, episode.lastIndexOf("/"));
  const known = grades[song] ?? {};
  if (known[line] && known[line].at >= at) return grades;
  return { ...grades, [song]: { ...known, [line]: { grade, at } } };
}

// `words` are those of the line now: a server whose song was edited meanwhile finds the line by them. A line has a
// song of its own in an episode of several.
export function addGrade(episode, { id: line, song }, words, grade) {
  const record = { episode: episode.id, line, grade, at: new Date().toISOString(), text: words, song };
  change("grades", {}, (grades) => noted(grades, record));
  change("unsent", [], (unsent) => [...unsent, record]);
  send();
}

// Exchange grades with the server whose answer this is. A static host has no place for them, and asking it
// would be an error in its log: so only a server that says who it is gets asked.
export async function join(response) {
  served ||= /^lyricaudio\b/.test(response.headers.get("server") ?? "");
  await exchange();
}

// Do what the network did not allow before.
export async function exchange() {
  if (!served) return;
  if (!fetched) await fetchAll();
  await send();
}

async function fetchAll() {
  const answer = await fetch("grades").catch(() => null);
  const records = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!records) return;
  fetched = true;
  mayGive = /POST/.test(answer.headers.get("allow") ?? "POST");
  change("grades", {}, (grades) => records.reduce(noted, grades));
}

async function send() {
  if (!served || !mayGive || sending) return;
  sending = true;
  try {
    let record;
    while (([record] = recall("unsent", [])) && record && (await isTaken(record))) forget(record);
  } finally {
    sending = false;
  }
}

// What the server refuses will not get better; what did not reach it is sent the next time.
async function isTaken(record) {
  const answer = await fetch("grades", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(record),
  }).catch(() => null);
  return answer !== null && answer.status !== 403 && answer.status < 500;
}

function forget(record) {
  const told = JSON.stringify(record);
  const left = recall("unsent", []).filter((each) => JSON.stringify(each) !== told);
  remember("unsent", left);
}
