// When the lines of a song are sung, as somebody taps along: each step gives another state, so to undo is to go back.
//
// A state is { lines, times, ends, next, last }: the lines as they are sung, when each begins and where the singing
// after it is over (in seconds or null), which line the next tap is for, and which was touched last: nudges move it.

export const NUDGE_S = 0.05;
export const LATE_S = 0.08; // a thumb comes so much behind what it hears

export function begun(lines) {
  const times = lines.map(({ at_s: at }) => at ?? null);
  const next = times.indexOf(null);
  return { lines, times, ends: times.map(() => null), next: next < 0 ? times.length : next, last: -1 };
}

// A tap: the next line begins.
export function tapped(state, heardS) {
  if (state.next >= state.times.length) return state;
  const times = put(state.times, state.next, Math.max(0, heardS - LATE_S));
  return { ...state, times, next: state.next + 1, last: state.next };
}

// The singing is over: an interlude, or the end. It is said of the line before the next one.
export function rested(state, heardS) {
  const [of, at] = [state.next - 1, heardS - LATE_S];
  if (of < 0 || state.times[of] === null || at <= state.times[of]) return state;
  return { ...state, ends: put(state.ends, of, at) };
}

// The next line is not sung.
export function skipped(state) {
  const { next, times, ends } = state;
  if (next >= times.length) return state;
  return { ...state, times: put(times, next, null), ends: put(ends, next, null), next: next + 1, last: -1 };
}

// The line before the next one is sung once more.
export function repeated(state) {
  const { next } = state;
  if (next < 1) return state;
  const [lines, times, ends] = [state.lines, state.times, state.ends].map((list) => list.slice());
  lines.splice(next, 0, lines[next - 1]);
  times.splice(next, 0, null);
  ends.splice(next, 0, null);
  return { ...state, lines, times, ends };
}

export function nudged(state, byS) {
  const at = state.last < 0 ? null : state.times[state.last];
  return at === null ? state : { ...state, times: put(state.times, state.last, Math.max(0, at + byS)) };
}

// The next tap is for this line, and what is nudged is its time.
export function chosen(state, number) {
  return { ...state, next: number, last: state.times[number] === null ? -1 : number };
}

// From where to listen so as to tap the next line.
export function leadInS(state, aheadS) {
  const known = state.times.slice(0, state.next + 1).filter((at) => at !== null);
  return Math.max(0, (known[known.length - 1] ?? 0) - aheadS);
}

// All that was tapped, in order of time: what is sent to be written.
export function lineTimes(state) {
  const begins = state.times.map((at, number) => ({ of: state.lines[number].of, at_s: at }));
  const ends = state.ends.map((at) => ({ of: "", at_s: at }));
  return [...begins, ...ends].filter(({ at_s: at }) => at !== null).sort((one, other) => one.at_s - other.at_s);
}

// Which lines come sooner than one above them: tapped by mistake, or sung in another order.
export function outOfOrder(state) {
  let latest = 0;
  return state.times.map((at) => {
    const sooner = at !== null && at < latest;
    latest = Math.max(latest, at ?? 0);
    return sooner;
  });
}

function put(list, number, value) {
  const copy = list.slice();
  copy[number] = value;
  return copy;
}
