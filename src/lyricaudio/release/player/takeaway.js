// Taking it away: albums for offline, the page as an app, the feed for a podcast app.

import { albums, dataUrl, episodesOf } from "./albums.js";
import * as offline from "./offline.js";
import { $, isPressed, press, say } from "./page.js";
import { onApple } from "./platform.js";
import { text } from "./texts.js";

export function setUpTakeaway() {
  $("install-hint").textContent = text(offline.possible ? "install_hint" : "insecure");
  $("install-hint").hidden = offline.possible && !onApple;
  setUpFeed(new URL("feed.xml", document.baseURI));
  if (!offline.possible) return;
  offline.start($("install"));
  offline.refresh();
  albums.forEach(addKeepButton);
}

function setUpFeed(feed) {
  $("feed-url").value = feed.href;
  $("feed-url").addEventListener("focus", () => $("feed-url").select());
  $("feed-copy").addEventListener("click", copyFeed);
  const bare = feed.href.replace(/^https?:\/\//, "");
  const apps = { "Apple Podcasts": `podcast://${bare}` };
  // Over https AntennaPod's address would hold an address, of which browsers take "https" for the host.
  if (feed.protocol === "http:") apps.AntennaPod = `antennapod-subscribe://${bare}`;
  for (const [app, href] of Object.entries(apps)) {
    const link = document.createElement("a");
    Object.assign(link, { className: "button", href, textContent: text("open_in", { app }) });
    $("feed-apps").append(link);
  }
}

async function copyFeed() {
  // On plain http there is no clipboard; the old command still works there.
  $("feed-url").select();
  if (navigator.clipboard) await navigator.clipboard.writeText($("feed-url").value);
  else document.execCommand("copy");
  say("copied");
}

function urlsOf(album) {
  return [...episodesOf(album).flatMap((episode) => [episode.mp3, dataUrl(episode)]), album.cover];
}

async function addKeepButton(album) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet keep";
  album.element.querySelector(".take").append(button);
  button.addEventListener("click", () => keepOrDrop(album, button));
  showKept(button, await offline.isKept(urlsOf(album)));
}

function showKept(button, kept) {
  button.textContent = text(kept ? "kept" : "keep");
  press(button, kept);
}

async function keepOrDrop(album, button) {
  const kept = isPressed(button);
  button.disabled = true;
  try {
    if (kept) await offline.drop(urlsOf(album));
    else await offline.keep(urlsOf(album), (done, total) => (button.textContent = text("keeping", { done, total })));
    showKept(button, !kept);
    say(kept ? "unkept" : "kept");
  } catch {
    showKept(button, false);
    say("keep_failed");
  }
  button.disabled = false;
}
