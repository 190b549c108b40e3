// The service worker: the page itself and the albums that were kept, for when there is no network.
//
// Safari plays audio only from answers in parts (206), and a cache holds whole answers only: so parts are cut here.

const SHELL = "shell";
const KEPT = "kept";
const PATIENCE_MS = 3000; // then a copy is better than waiting for a bad network
const PAGE = "./";
const FILES = [
  PAGE,
  "player/address.js",
  "player/albums.js",
  "player/app.webmanifest",
  "player/awake.js",
  "player/fetching.js",
  "player/grades.js",
  "player/icon-192.png",
  "player/items.js",
  "player/keeping.js",
  "player/keys.js",
  "player/lockscreen.js",
  "player/lyrics.js",
  "player/memory.js",
  "player/offline.js",
  "player/page.js",
  "player/picture.js",
  "player/places.js",
  "player/plans.js",
  "player/platform.js",
  "player/player.css",
  "player/player.js",
  "player/rides.js",
  "player/roles.js",
  "player/searching.js",
  "player/sound.js",
  "player/takeaway.js",
  "player/texts.js",
  "player/times.js",
  "player/words.js",
  "rides.json",
];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  // A host may say nothing about how long a file holds: then the browser's own cache guesses, and may be days behind.
  const files = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && !isPage(url)) return; // downloads, the feed
  event.respondWith(url.pathname.endsWith(".mp3") ? audio(event.request) : fresh(event.request));
});

function isPage(url) {
  return url.href.split(/[?#]/)[0].replace(/index\.html$/, "") === self.registration.scope;
}

async function audio(request) {
  const anyEdition = !new URL(request.url).search; // as a link names it that was copied from elsewhere
  const kept = await (await caches.open(KEPT)).match(request.url, { ignoreSearch: anyEdition });
  if (!kept || request.cache === "reload") return fetch(request);
  const range = request.headers.get("range");
  return range ? part(kept, range) : kept;
}

// The part of a whole answer that a Range header asks for: first-last, first- or -length.
async function part(whole, range) {
  const body = await whole.blob();
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || (first === "" && last === "")) return new Response(body, { headers: whole.headers });
  const start = first === "" ? Math.max(0, body.size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? body.size - 1 : Math.min(Number(last), body.size - 1);
  const headers = new Headers(whole.headers);
  if (start > end) {
    headers.set("Content-Range", `bytes */${body.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("Content-Range", `bytes ${start}-${end}/${body.size}`);
  headers.set("Content-Length", String(end - start + 1));
  return new Response(body.slice(start, end + 1), { status: 206, headers });
}

// From the network, as new as it is; from a copy when there is none, or it takes too long. What is kept of an edition
// stays as it is: its address would be another.
async function fresh(request) {
  const kept = await (await caches.open(KEPT)).match(request.url);
  if (kept && new URL(request.url).search && request.cache !== "reload") return kept;
  const copy = await copyOf(request);
  const answer = asNew(request).then((response) => renewed(request, response));
  if (!copy) return answer;
  answer.catch(() => {});
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, copy));
  return Promise.race([answer, patience]).catch(() => copy);
}

// A page that is gone to cannot be asked for in any other way than by its address.
function asNew(request) {
  if (request.cache === "reload") return fetch(request);
  if (request.mode !== "navigate") return fetch(request, { cache: "no-cache" });
  return fetch(request.url, { cache: "no-cache", credentials: "same-origin", redirect: "manual" });
}

async function copyOf(request) {
  const name = request.mode === "navigate" ? PAGE : request.url;
  return (await caches.match(name)) ?? null;
}

async function renewed(request, response) {
  const name = request.mode === "navigate" ? PAGE : request.url;
  for (const store of [SHELL, KEPT]) {
    const cache = await caches.open(store);
    if (response.ok && (await cache.match(name))) await cache.put(name, response.clone());
  }
  return response;
}
