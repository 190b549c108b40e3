// What the page remembers on this device. A browser that forbids it (private mode) forgets when it closes.
//
// An installed app and every tab share one memory. So each change is of the memory as it is now, and of one name.

const KEY = "lyricaudio";
const FORMAT = 2; // since then all hangs on the names of songs, episodes and lines
const BY_NUMBER = ["positions", "last", "grades", "unsent"]; // before: nobody knows which they are now
const SOUNDING = "lyricaudio.sounding"; // which tab sounds

let inMind = null; // instead of what is stored, where that is full or forbidden

function stored() {
  if (inMind) return inMind;
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? {};
    if (found.format !== FORMAT) for (const name of BY_NUMBER) delete found[name];
    return { ...found, format: FORMAT };
  } catch {
    return { format: FORMAT };
  }
}

function store(memory) {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
    inMind = null;
  } catch {
    inMind = memory; // until the page closes
  }
}

export function recall(name, otherwise) {
  return stored()[name] ?? otherwise;
}

// Put what `changed` makes of the value in its place; of nothing it is given `otherwise`.
export function change(name, otherwise, changed) {
  const memory = stored();
  store({ ...memory, [name]: changed(memory[name] ?? otherwise) });
}

export function remember(name, value) {
  change(name, null, () => value);
}

// Call `action` when another tab has changed what is remembered.
export function onOthers(action) {
  addEventListener("storage", ({ key }) => key === KEY && action());
}

// Tell other tabs that this one sounds, and call `action` when another does.
export function soundAlone(action) {
  addEventListener("storage", ({ key, newValue }) => key === SOUNDING && newValue && action());
  return () => {
    try {
      localStorage.setItem(SOUNDING, `${Date.now()} ${Math.random()}`);
    } catch {
      // Then no other tab can be told.
    }
  };
}
