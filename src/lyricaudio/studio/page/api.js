// What the page asks of the studio: JSON from its addresses; what is refused is an error with the line to show.

import { text } from "./texts.js";

export class Refused extends Error {
  constructor(status, said) {
    super(said);
    this.status = status;
  }

  // Somebody else has saved the file since it was shown here.
  get isOutdated() {
    return this.status === 412;
  }
}

export function songPath(kind, name) {
  return `api/${kind}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

// A sound is sent as it is, with what the browser calls its kind; all else as JSON.
function bodyOf(value) {
  if (value === undefined) return {};
  if (value instanceof Blob) return { body: value, headers: { "content-type": value.type } };
  return { body: JSON.stringify(value), headers: { "content-type": "application/json" } };
}

export async function ask(path, method = "GET", value = undefined) {
  const sent = bodyOf(value);
  let response;
  try {
    response = await fetch(path, { method, cache: "no-store", ...sent });
  } catch {
    throw new Refused(0, text("gone"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? text("refused", { status: response.status }));
  return answer;
}
