// What has begun of a list of things that begin one after the other. Old Safari has no findLast.

export function begunIndex(list, now) {
  let last = -1;
  list.forEach(({ start_s: start }, number) => {
    if (start <= now) last = number;
  });
  return last;
}

export function begun(list, now) {
  return list[begunIndex(list, now)];
}
