// What the page remembers on this device. A browser that forbids it (private mode) forgets when it closes.

const KEY = "lyricaudio";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

const memory = stored();

export function recall(name, otherwise) {
  return memory[name] ?? otherwise;
}

export function remember(name, value) {
  memory[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // Full or forbidden: it stays in mind until the page closes.
  }
}
