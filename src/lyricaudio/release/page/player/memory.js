// What the page remembers on this device. A browser that forbids it (private mode) forgets when it closes.

const KEY = "lyricaudio";
const FORMAT = 2; // since then all hangs on the names of songs, episodes and lines
const BY_NUMBER = ["positions", "last", "grades", "unsent"]; // before: nobody knows which they are now

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? {};
    if (found.format !== FORMAT) for (const name of BY_NUMBER) delete found[name];
    return { ...found, format: FORMAT };
  } catch {
    return { format: FORMAT };
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
