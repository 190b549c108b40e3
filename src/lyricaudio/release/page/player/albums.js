// What there is to hear: read from the page itself, where it stands for those without JavaScript.

import { $, say } from "./page.js";
import { text } from "./texts.js";

const MANY = 8; // albums; fewer need no search

export const albums = [...document.querySelectorAll(".album")].map((element) => ({
  element,
  id: element.dataset.album,
  title: element.dataset.title,
  artist: element.dataset.artist,
  cover: element.querySelector(".cover").getAttribute("src"),
  zip: element.querySelector(".zip").getAttribute("href"),
}));

export const episodes = albums.flatMap((album) =>
  [...album.element.querySelectorAll(".episode")].map((link) => ({
    album,
    button: link,
    id: link.dataset.episode,
    form: link.dataset.form,
    way: link.dataset.way,
    title: link.dataset.title,
    artist: album.artist,
    cover: album.cover,
    mp3: link.getAttribute("href"),
  })),
);

export function episodesOf(album) {
  return episodes.filter((episode) => episode.album === album);
}

export function neighbour(episode, step) {
  return episodes[episodes.indexOf(episode) + step] ?? null;
}

export function dataUrl(episode) {
  return episode.mp3.replace(/\.mp3$/, ".json");
}

// Links to MP3s become buttons that play them.
export function setUpAlbums({ onEpisode }) {
  for (const episode of episodes) replaceLink(episode, onEpisode);
  $("search").hidden = albums.length < MANY;
  $("search").addEventListener("input", search);
}

function replaceLink(episode, onEpisode) {
  const link = episode.button;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.dataset.episode = episode.id;
  button.append(...link.childNodes);
  const visible = button.textContent.trim();
  button.setAttribute("aria-label", text("play_episode", { visible, title: episode.album.title }));
  button.addEventListener("click", () => onEpisode(episode));
  link.replaceWith(button);
  episode.button = button;
}

function search() {
  const wanted = $("search").value.trim().toLowerCase();
  for (const { element, title, artist } of albums) {
    element.hidden = !`${title} ${artist}`.toLowerCase().includes(wanted);
  }
  if (albums.every(({ element }) => element.hidden)) say("nothing_found");
}
