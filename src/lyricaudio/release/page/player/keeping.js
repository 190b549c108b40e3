// Which albums are kept for offline, whatever their files are called by now.
//
// An address tells the edition of a file, too. The sound and the words of an episode are one pair: what is kept is
// heard and read until all of a newer pair is there.

import { episodesOf } from "./albums.js";
import { change, recall } from "./memory.js";
import * as offline from "./offline.js";

const known = () => recall("kept", {}); // addresses of what is kept, by what it is

// What an album consists of, by names that stay: of its episodes, and its own. What changes together stands together.
function groupsOf(album) {
  const pairs = episodesOf(album).map((episode) => [
    [`${episode.id}.mp3`, episode.mp3],
    [`${episode.id}.json`, episode.data],
  ]);
  return [...pairs, [[`${album.id}.cover`, album.cover]]];
}

function filesOf(album) {
  return groupsOf(album).flat();
}

function note(files) {
  change("kept", {}, (kept) => ({ ...kept, ...Object.fromEntries(files) }));
}

export function isKept(episode) {
  return offline.possible && `${episode.id}.mp3` in known();
}

// Where an episode is to be had: the sound and the words of one edition.
export function keptOf(episode) {
  const kept = known();
  const [mp3, data] = [kept[`${episode.id}.mp3`], kept[`${episode.id}.json`]];
  return offline.possible && mp3 && data ? { mp3, data } : { mp3: episode.mp3, data: episode.data };
}

function editionOf(url) {
  return url.split("?")[1] ?? "";
}

// Let the copies follow files that have other addresses than when they were kept.
export async function follow(albums) {
  const kept = known();
  const files = albums.flatMap(filesOf).filter(([name]) => name in kept);
  const moved = files.filter(([name, url]) => kept[name] !== url && editionOf(kept[name]) === editionOf(url));
  await offline.move(moved.map(([name, url]) => [kept[name], url]));
  if (moved.length) note(moved);
}

// Tell of each album whether all of it is kept.
export async function areKept(albums) {
  const addresses = known();
  const lists = albums.map((album) => filesOf(album).map(([name, url]) => addresses[name] ?? url));
  const kept = await offline.areKept(lists);
  // An earlier page kept them, and had no names; or the browser has dropped what was kept.
  change("kept", {}, (all) => {
    const names = { ...all };
    albums.forEach((album, number) => {
      for (const [name, url] of filesOf(album)) {
        if (kept[number]) names[name] ??= url;
        else delete names[name];
      }
    });
    return names;
  });
  return kept;
}

export async function keep(album, onProgress) {
  const files = filesOf(album);
  await offline.keep(
    files.map(([, url]) => url),
    onProgress,
  );
  note(files);
}

export async function drop(album) {
  const files = filesOf(album);
  const kept = known();
  await offline.drop(files.flatMap(([name, url]) => [url, kept[name] ?? url]));
  change("kept", {}, (all) => {
    const left = { ...all };
    for (const [name] of files) delete left[name];
    return left;
  });
}

const allIn = (kept) => (group) => group.every(([name]) => name in kept);

// Fetch again what the release has made anew since, pair by pair; `onRenewed(album)` is told of each.
export async function refresh(albums, onRenewed) {
  const areAllIn = allIn(known()); // of many albums few are kept, and what is kept is dear to read
  for (const album of albums) {
    for (const group of groupsOf(album).filter(areAllIn)) {
      const kept = known();
      if (!allIn(kept)(group)) continue; // dropped since
      const moves = group.map(([name, url]) => [kept[name], url]);
      if (!(await offline.renew(moves))) continue;
      note(group);
      await offline.drop(moves.filter(([from, to]) => from !== to).map(([from]) => from));
      onRenewed(album);
    }
  }
}
