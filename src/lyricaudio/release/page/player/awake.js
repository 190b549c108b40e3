// The screen stays on while one reads along, where the browser lets a page ask for it.

let wanted = false;
let lock = null;
let asking = false;

export function stayAwake(isReading) {
  wanted = isReading;
  update();
}

document.addEventListener("visibilitychange", update); // a page that was hidden has lost its lock

async function update() {
  if (asking || !("wakeLock" in navigator)) return;
  if (!wanted && lock) lock.release().catch(() => {});
  if (!wanted || lock || document.hidden) return;
  asking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    // Refused, as when the battery is low.
  }
  asking = false;
  if (!wanted) update();
}
