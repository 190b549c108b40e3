// How well a line was recalled: kept on this device, and given to the server that serves the page, if it takes them.
//
// A grade is of the line, not of the episode it was given in: whoever can say the words can say them in every form
// of the song, so it is seen at every hearing of the line in all of them.

import { recall, remember } from "./memory.js";

const grades = recall("grades", {}); // by song, then by line: {grade, at}
const unsent = recall("unsent", []);
let served = false;

export function gradesOf(song) {
  return grades[song] ?? {};
}

function note({ episode, line, grade, at }) {
  const song = episode.slice(0, episode.lastIndexOf("/"));
  const known = gradesOf(song);
  if (known[line] && known[line].at >= at) return;
  grades[song] = { ...known, [line]: { grade, at } };
}

// `words` are those of the line now: a server whose song was edited meanwhile finds the line by them.
export function addGrade(episode, line, words, grade) {
  const record = { episode: episode.id, line, grade, at: new Date().toISOString(), text: words };
  note(record);
  remember("grades", grades);
  unsent.push(record);
  remember("unsent", unsent);
  send();
}

// Exchange grades with the server whose answer this is. A static host has no place for them, and asking it
// would be an error in its log: so only a server that says who it is gets asked.
export async function join(response) {
  if (served || !/^lyricaudio\b/.test(response.headers.get("server") ?? "")) return;
  served = true;
  const answer = await fetch("grades").catch(() => null);
  if (answer?.ok) {
    for (const record of await answer.json()) note(record);
    remember("grades", grades);
  }
  send();
}

async function send() {
  while (served && unsent.length) {
    const [record] = unsent;
    const answer = await fetch("grades", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(record),
    }).catch(() => null);
    // What the server refuses will not get better; what did not reach it is sent the next time.
    if (!answer || answer.status >= 500) return;
    if (unsent[0] === record) unsent.shift();
    remember("unsent", unsent);
  }
}
