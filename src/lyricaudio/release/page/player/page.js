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

export function setOptions(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, name]) => new Option(name, value, false, value === chosen)));
}
