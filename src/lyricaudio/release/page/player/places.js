// Where one was in an episode: a time, and the line that was heard then, to be found again when the song was edited.

const TRAIL = 6; // cues before it: in every form these reach back into the line before

// A name for each time that a line, its explanation or its answer is heard.
function hearings(cues) {
  const times = new Map();
  return cues.map(({ id, role }) => {
    const name = `${role} ${id}`;
    times.set(name, (times.get(name) ?? 0) + 1);
    return `${name} ${times.get(name)}`;
  });
}

// `number` is that of the cue, below 0 before the first.
export function placeAt(now, cues, number) {
  if (number < 0) return { at: now };
  const names = hearings(cues).slice(Math.max(0, number - TRAIL), number + 1);
  return { at: now, heard: names.reverse(), into: now - cues[number].start_s };
}

// Whose words were corrected has another name: it is as far behind the cues before it as it was.
export function timeOf({ at, heard = [], into }, cues) {
  const names = hearings(cues);
  const back = heard.findIndex((name) => names.includes(name));
  const cue = back < 0 ? null : cues[names.indexOf(heard[back]) + back];
  if (!cue) return at;
  return cue.start_s + (back ? 0 : into);
}
