// What a cue is to the listener, by its role. No other file of the page knows a role by name, but for its looks.

const ROLES = {
  lyric: { stops: true, asked: true },
  explain: { stops: false, asked: false },
  question: { stops: true, asked: false },
  answer: { stops: true, asked: true },
};
const OTHER = { stops: true, asked: false };

function roleOf(cue) {
  return ROLES[cue.role] ?? OTHER;
}

// Whether the buttons for lines stop at it, and the picture has a dash for it: it says what its line says.
export function stops(cue) {
  return roleOf(cue).stops;
}

// Whether its words are hidden with the lyrics, and graded when they are looked at.
export function isAsked(cue) {
  return roleOf(cue).asked;
}
