// Installing, and keeping albums for when there is no network. All of it needs a secure address.

const KEPT = "kept"; // the cache that sw.js answers from

export const possible = isSecureContext && "serviceWorker" in navigator && "caches" in self;

export function start(installButton) {
  navigator.serviceWorker.register("sw.js");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installButton.hidden = false;
    installButton.onclick = () => event.prompt();
  });
  addEventListener("appinstalled", () => {
    installButton.hidden = true;
  });
}

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

// Tell of each list of addresses whether all of it is kept.
export async function areKept(lists) {
  const cache = await caches.open(KEPT);
  const kept = new Set((await cache.keys()).map((request) => request.url));
  return lists.map((urls) => urls.every((url) => kept.has(absolute(url))));
}

// Not from the browser's own cache, nor from what is kept already.
function add(cache, url) {
  return cache.add(new Request(url, { cache: "reload" }));
}

export async function keep(urls, onProgress) {
  const cache = await caches.open(KEPT);
  for (const [number, url] of urls.entries()) {
    onProgress(number, urls.length);
    await add(cache, absolute(url));
  }
}

export async function drop(urls) {
  const cache = await caches.open(KEPT);
  await Promise.all(urls.map((url) => cache.delete(absolute(url))));
}

// Bring what is kept under one address to another; `moves` are [from, to]. All is taken out before any is put
// back, for two albums may have changed places; what a break between leaves in a wrong place is fetched again.
export async function move(moves) {
  const cache = await caches.open(KEPT);
  const taken = [];
  for (const [from, to] of moves) {
    const kept = await cache.match(absolute(from));
    if (kept) taken.push([absolute(from), absolute(to), kept]);
  }
  for (const [, to, kept] of taken) await cache.put(to, kept);
  const filled = new Set(taken.map(([, to]) => to));
  for (const [from] of taken) if (!filled.has(from)) await cache.delete(from);
}

// A server gives a file that was only moved another tag, but the time and the length that it had.
function differs(kept, now) {
  const same = (name) => kept.headers.get(name) === now.headers.get(name);
  const dated = now.headers.has("last-modified") && now.headers.has("content-length");
  return !same("etag") && !(dated && same("last-modified") && same("content-length"));
}

// Fetch again what the release has made anew since.
export async function refresh() {
  if (!navigator.onLine) return;
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const [kept, now] = [await cache.match(request), await fetch(request.url, { method: "HEAD" }).catch(() => null)];
    if (now?.ok && kept && differs(kept, now)) await add(cache, request.url).catch(() => {});
  }
}
