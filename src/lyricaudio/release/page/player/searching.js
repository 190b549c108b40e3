// What one types and what is found: kana of either kind, letters of either width, readings, and words of the texts.

import { $ } from "./page.js";

let texts = null; // by song, once the page of all texts was read

// One spelling for all that sounds or looks alike.
export function folded(text) {
  const alike = text.normalize("NFKC").toLowerCase();
  return alike.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).replace(/\s+/g, " ");
}

// Whether every word that was typed is in the names of an album, or in its texts.
export function finds(album, wanted) {
  const here = `${album.names} ${texts?.get(album.id) ?? ""}`;
  return wanted.split(" ").every((word) => here.includes(word));
}

// Read all texts, of which the page names the place; true when there is more to search in now.
export async function readTexts() {
  const place = $("search").dataset.texts;
  if (texts || !place) return false;
  const answer = await fetch(place).catch(() => null);
  if (!answer?.ok || texts) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  texts = new Map([...page.querySelectorAll("[data-song]")].map((song) => [song.dataset.song, folded(song.textContent)]));
  return true;
}
