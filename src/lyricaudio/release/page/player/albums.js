// What there is to hear: read from the page itself, where it stands for those without JavaScript.

import { recall } from "./memory.js";
import { $, press, say } from "./page.js";
import { finds, folded, readTexts } from "./searching.js";
import { text } from "./texts.js";

const MANY = 8; // albums; fewer need no search
const AT_ONCE = 24; // episodes

export const albums = [...document.querySelectorAll(".album")].map((element) => {
  const { album: id, title, artist, reading = "" } = element.dataset;
  return {
    element,
    id,
    title,
    artist,
    names: folded(`${title} ${artist} ${reading}`),
    cover: element.querySelector(".cover").getAttribute("src"),
    zip: element.querySelector(".zip")?.getAttribute("href"), // a host may have no room for them
  };
});

export const episodes = albums.flatMap((album) =>
  [...album.element.querySelectorAll(".episode")].map((link) => {
    const mp3 = link.getAttribute("href");
    return {
      album,
      button: link,
      id: link.dataset.episode,
      form: link.dataset.form,
      way: link.dataset.way,
      title: link.dataset.title,
      seconds: Number(link.dataset.seconds),
      artist: album.artist,
      cover: album.cover,
      mp3,
      data: mp3.replace(/\.mp3(?=\?|$)/, ".json"),
    };
  }),
);

const byId = new Map(episodes.map((episode) => [episode.id, episode]));
const byAlbum = new Map(albums.map((album) => [album, []]));
for (const episode of episodes) byAlbum.get(episode.album).push(episode);

let listed = episodes; // those of the playlist that was chosen, in its order

export function episodesOf(album) {
  return byAlbum.get(album) ?? [];
}

// The list that one is in; a ride is in none, and nothing comes before or after it.
function listOf(episode) {
  if (listed.includes(episode)) return listed;
  return episodes.includes(episode) ? episodes : [episode];
}

// Those that come after one in the list that was chosen; of one that is not in it, in the list of all.
export function coming(episode) {
  const list = listOf(episode);
  return list.slice(list.indexOf(episode) + 1);
}

export function neighbour(episode, step) {
  const list = listOf(episode);
  return list[list.indexOf(episode) + step] ?? null;
}

// Links to MP3s become buttons that play them: those that are seen at once, the others when there is time.
export function setUpAlbums({ onEpisode }) {
  replaceLinks(0, onEpisode);
  $("search").hidden = albums.length < MANY;
  $("search").addEventListener("input", search);
  setUpLists();
}

function replaceLinks(from, onEpisode) {
  const some = episodes.slice(from, from + AT_ONCE);
  for (const episode of some) replaceLink(episode, onEpisode);
  showHeardOf(some);
  if (some.length) setTimeout(() => replaceLinks(from + AT_ONCE, onEpisode));
}

function replaceLink(episode, onEpisode) {
  const link = episode.button;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.dataset.episode = episode.id;
  button.append(...link.childNodes);
  button.addEventListener("click", () => onEpisode(episode));
  if (link.hasAttribute("aria-current")) button.setAttribute("aria-current", "true");
  link.replaceWith(button);
  episode.button = button;
  labelEpisode(episode, "play_episode");
}

function labelEpisode(episode, name) {
  const visible = `${episode.way} ${episode.button.querySelector(".length").textContent}`;
  episode.button.setAttribute("aria-label", text(name, { visible, title: episode.album.title }));
}

// ---- the project's playlists

function setUpLists() {
  for (const link of document.querySelectorAll("#lists a")) {
    const button = document.createElement("button");
    const ids = JSON.parse(link.dataset.episodes);
    Object.assign(button, { type: "button", className: "list", textContent: link.textContent, lang: "ja" });
    press(button, false);
    button.addEventListener("click", () => choose(button, ids));
    link.replaceWith(button);
  }
}

function choose(button, ids) {
  const isChosen = button.getAttribute("aria-pressed") === "true";
  for (const other of document.querySelectorAll("#lists button")) press(other, false);
  press(button, !isChosen);
  listed = isChosen ? episodes : ids.map((id) => byId.get(id)).filter(Boolean);
  for (const episode of episodes) episode.button.parentElement.hidden = !listed.includes(episode);
  show();
}

// ---- what was heard

export function showHeard(episode) {
  mark(episode, recall("heard", {}), recall("positions", {}));
}

function showHeardOf(some) {
  const [heard, positions] = [recall("heard", {}), recall("positions", {})];
  for (const episode of some) if (heard[episode.id] || positions[episode.id]) mark(episode, heard, positions);
}

function mark(episode, heard, positions) {
  const { id, button, seconds } = episode;
  const share = Math.min(1, (positions[id]?.at ?? 0) / (seconds || Infinity));
  button.style.setProperty("--heard", `${Math.round(100 * share)}%`);
  button.classList.toggle("is-heard", id in heard);
  labelEpisode(episode, id in heard ? "play_heard" : "play_episode");
}

// ---- search

function search() {
  show();
  readTexts().then((more) => more && show());
}

function show() {
  const wanted = folded($("search").value).trim();
  const open = new Set(listed.map((episode) => episode.album));
  let found = 0;
  for (const album of albums) {
    album.element.hidden = !open.has(album) || !finds(album, wanted);
    if (!album.element.hidden) found += 1;
  }
  if (!found) say("nothing_found");
}
