// What a cue is to the listener: its data says it, and no file of the page knows a role by its name.
//
// An episode that was kept offline before its data said so is shown by the names of its roles.

// Whether the buttons for lines stop at it, and the picture has a dash for it: it says what its line says.
export function stops(cue) {
  return cue.stops ?? true;
}

// Whether its words are hidden with the lyrics, and graded when they are looked at.
export function isAsked(cue) {
  return cue.asked ?? false;
}

// How its words look: a class of the style sheet.
export function lookOf(cue) {
  return cue.look ?? cue.role;
}
