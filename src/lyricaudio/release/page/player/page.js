// The few things that every part of the page does with its elements.

import { label, text } from "./texts.js";

export function $(id) {
  return document.getElementById(id);
}

// Tell what happened, to the eye and to a screen reader; also when it happens twice.
export function say(name, values) {
  $("status").textContent = "";
  requestAnimationFrame(() => {
    $("status").textContent = text(name, values);
  });
}

export function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

export function press(button, pressed) {
  button.setAttribute("aria-pressed", pressed);
}

export function setIcon(button, name) {
  button.querySelector("use").setAttribute("href", `#${name}`);
  label(button, name);
}

// Old Safari has no dialogs: there it is a part of the page.
export function showDialog(dialog) {
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

export function closeDialog(dialog) {
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}

export function setOptions(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, name]) => new Option(name, value, false, value === chosen)));
}
