// The keyboard: which keys do what, and the list of them in the dialog.

import { $ } from "./page.js";
import { text } from "./texts.js";

// `rows` are [keys as shown, what they do, {key: action}].
export function setUpKeys(rows) {
  for (const [keys, name] of rows) $("keys").append(...description(keys, text(name)));
  const actions = Object.assign({}, ...rows.map(([, , each]) => each));
  addEventListener("keydown", (event) => {
    const action = actions[nameOf(event)];
    if (!action || isTaken(event)) return;
    event.preventDefault();
    action();
  });
}

function description(keys, what) {
  const [term, description] = [document.createElement("dt"), document.createElement("dd")];
  term.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  description.textContent = what;
  return [term, description];
}

function nameOf({ key, shiftKey }) {
  if (key.length === 1) return key.toLowerCase();
  return shiftKey ? `Shift ${key}` : key;
}

// Whether the key belongs to the browser, to the dialog, or to the element that has the focus.
function isTaken(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || $("more-dialog").open) return true;
  if (event.target.closest("input, select")) return true;
  return event.key === " " && event.target.closest("button, a, summary, [role=button]") !== null;
}
