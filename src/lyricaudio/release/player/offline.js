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

async function keptUrls() {
  const cache = await caches.open(KEPT);
  return new Set((await cache.keys()).map((request) => request.url));
}

export async function isKept(urls) {
  const kept = await keptUrls();
  return urls.every((url) => kept.has(absolute(url)));
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

// Fetch again what the release has made anew since.
export async function refresh() {
  if (!navigator.onLine) return;
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const [old, now] = [await cache.match(request), await fetch(request.url, { method: "HEAD" }).catch(() => null)];
    if (now?.ok && now.headers.get("etag") !== old.headers.get("etag")) await add(cache, request.url).catch(() => {});
  }
}
