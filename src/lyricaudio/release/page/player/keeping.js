// Which albums are kept for offline, whatever their files are called by now.

import { dataUrl, episodesOf } from "./albums.js";
import { recall, remember } from "./memory.js";
import * as offline from "./offline.js";

const addresses = new Map(Object.entries(recall("kept", {}))); // of what is kept, by what it is

// What an album consists of, by names that stay: of its episodes, and its own.
function filesOf(album) {
  const files = episodesOf(album).flatMap((episode) => [
    [`${episode.id}.mp3`, episode.mp3],
    [`${episode.id}.json`, dataUrl(episode)],
  ]);
  return [...files, [`${album.id}.cover`, album.cover]];
}

function urlsOf(album) {
  return filesOf(album).map(([, url]) => url);
}

function note(files) {
  for (const [name, url] of files) addresses.set(name, url);
  remember("kept", Object.fromEntries(addresses));
}

// Let the copies follow files that have other addresses than when they were kept.
export async function follow(albums) {
  const files = albums.flatMap(filesOf);
  const moved = files.filter(([name, url]) => addresses.has(name) && addresses.get(name) !== url);
  await offline.move(moved.map(([name, url]) => [addresses.get(name), url]));
  if (moved.length) note(moved);
}

// Tell of each album whether all of it is kept.
export async function areKept(albums) {
  const kept = await offline.areKept(albums.map(urlsOf));
  note(albums.filter((_, number) => kept[number]).flatMap(filesOf)); // an earlier page kept them, and had no names
  return kept;
}

export async function keep(album, onProgress) {
  await offline.keep(urlsOf(album), onProgress);
  note(filesOf(album));
}

export async function drop(album) {
  await offline.drop(urlsOf(album));
  for (const [name] of filesOf(album)) addresses.delete(name);
  note([]);
}
