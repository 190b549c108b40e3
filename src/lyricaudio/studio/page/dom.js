// The few things that every part of the page does with its elements.

import { text } from "./texts.js";

export function $(id) {
  return document.getElementById(id);
}

// Make an element: what is no property of it is an attribute; `on` are its listeners.
export function element(tag, { on = {}, data = {}, ...given } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  Object.assign(made.dataset, data);
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

// A button is found again by its key when the view is drawn anew, so that the keyboard stays where it was.
export function button(name, { key, className = "", symbol = null, label = null, values = {}, press }) {
  const said = text(name, values);
  const made = element("button", { type: "button", className, data: key ? { key } : {}, on: { click: press } });
  if (symbol) made.append(icon(symbol));
  if (label) {
    made.setAttribute("aria-label", label);
    made.title = said;
  } else made.append(element("span", {}, said));
  return made;
}

// Tell what happened, to the eye and to a screen reader; also when it happens twice.
export function say(said) {
  $("status").textContent = "";
  requestAnimationFrame(() => {
    $("status").textContent = said;
  });
}

export function complaint(said) {
  return element("p", { className: "complaint", role: "alert" }, said);
}

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
