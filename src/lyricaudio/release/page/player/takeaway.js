// Taking it away: albums for offline, the page as an app, the feed for a podcast app.

import { albums } from "./albums.js";
import * as keeping from "./keeping.js";
import * as offline from "./offline.js";
import { $, isPressed, press, say } from "./page.js";
import { onApple } from "./platform.js";
import { text } from "./texts.js";

// Rejects when the browser forbids to keep anything.
export async function setUpTakeaway({ onRenewed }) {
  $("install-hint").textContent = text(offline.possible ? "install_hint" : "insecure");
  $("install-hint").hidden = offline.possible && !onApple;
  setUpFeed(new URL("feed.xml", document.baseURI));
  if (!offline.possible) return;
  await offline.start($("install"));
  await setUpKeeping();
  await keeping.refresh(albums, onRenewed);
}

async function setUpKeeping() {
  const buttons = albums.map(addKeepButton);
  await keeping.follow(albums);
  for (const [number, kept] of (await keeping.areKept(albums)).entries()) {
    if (kept) showKept(buttons[number], kept);
    buttons[number].disabled = false;
  }
  $("keep-all").hidden = albums.length < 2;
  $("keep-all").addEventListener("click", () => keepAll(buttons));
}

// What is seen in the list and not kept yet: all, or those of a playlist or a search.
async function keepAll(buttons) {
  const all = albums.map((album, number) => [album, buttons[number]]);
  const wanted = all.filter(([album, button]) => !album.element.hidden && !isPressed(button));
  $("keep-all").disabled = true;
  for (const [number, [album, button]] of wanted.entries()) {
    $("keep-all").textContent = text("keeping_all", { done: number, total: wanted.length });
    if (!(await keepOrDrop(album, button))) break;
  }
  $("keep-all").textContent = text("keep_all");
  $("keep-all").disabled = false;
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

function addKeepButton(album) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet keep", disabled: true });
  showKept(button, false);
  album.element.querySelector(".take").append(button);
  button.addEventListener("click", () => keepOrDrop(album, button));
  return button;
}

function showKept(button, kept) {
  button.textContent = text(kept ? "kept" : "keep");
  press(button, kept);
}

async function keepOrDrop(album, button) {
  const kept = isPressed(button);
  button.disabled = true;
  try {
    if (kept) await keeping.drop(album);
    else await keeping.keep(album, (done, total) => (button.textContent = text("keeping", { done, total })));
    showKept(button, !kept);
    say(kept ? "unkept" : "kept");
  } catch {
    showKept(button, false);
    say("keep_failed");
    button.disabled = false;
    return false;
  }
  button.disabled = false;
  return true;
}
