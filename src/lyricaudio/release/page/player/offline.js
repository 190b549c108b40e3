// Installing, and keeping albums for when there is no network. All of it needs a secure address.

const KEPT = "kept"; // the cache that sw.js answers from

export const possible = isPossible();

function isPossible() {
  try {
    return isSecureContext && Boolean(navigator.serviceWorker) && Boolean(self.caches);
  } catch {
    return false; // all data of the site is forbidden
  }
}

// Rejects when the browser forbids it.
export async function start(installButton) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installButton.hidden = false;
    installButton.onclick = () => event.prompt();
  });
  addEventListener("appinstalled", () => {
    installButton.hidden = true;
  });
  await caches.open(KEPT);
  navigator.serviceWorker.register("sw.js").catch(() => {});
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
async function fetched(url) {
  const answer = await fetch(new Request(absolute(url), { cache: "reload" }));
  if (!answer.ok) throw new Error(answer.statusText);
  return [url, answer];
}

export async function keep(urls, onProgress) {
  const cache = await caches.open(KEPT);
  for (const [number, url] of urls.entries()) {
    onProgress(number, urls.length);
    const [, answer] = await fetched(url);
    await cache.put(absolute(url), answer);
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

// Fetch what changes together, if any of it has changed, and put it away when all of it is there; `moves` are the
// addresses that it is kept under and those that it has now. Tells whether it did.
export async function renew(moves) {
  if (!navigator.onLine) return false;
  const cache = await caches.open(KEPT);
  try {
    const changed = await Promise.all(moves.map((each) => isChanged(cache, each)));
    if (!changed.some(Boolean)) return false;
    const answers = await Promise.all(moves.map(([, to]) => fetched(to)));
    const bodies = await Promise.all(answers.map(async ([url, answer]) => [url, await whole(answer)]));
    await Promise.all(bodies.map(([url, answer]) => cache.put(absolute(url), answer)));
    return true;
  } catch {
    return false; // the network is gone; the next visit tries again
  }
}

async function isChanged(cache, [from, to]) {
  if (from !== to) return true;
  const [kept, now] = [await cache.match(absolute(from)), await fetch(to, { method: "HEAD", cache: "no-cache" })];
  return now.ok && (!kept || differs(kept, now));
}

// An answer whose body is here to its end.
async function whole(answer) {
  return new Response(await answer.blob(), { headers: answer.headers });
}
