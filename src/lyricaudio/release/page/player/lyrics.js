// The words: lines with their furigana, the explanation under its line, and the fill that follows the voice.

import { isAsked, lookOf } from "./roles.js";
import { language, text } from "./texts.js";
import { element, wordsOf } from "./words.js";

const EARLY_S = 0.05; // a line is current a little before its sound, so that a seek to it shows it

// How much of a token is sung at a time, 0 to 1.
function fillOf(token, morae, now, stepwise) {
  const { first, last } = token;
  if (first === last) return first > 0 && now >= morae[first - 1][2] ? 1 : 0;
  if (now < morae[first][0]) return 0;
  if (now >= morae[last - 1][2]) return 1;
  let at = first;
  while (at < last - 1 && now >= morae[at + 1][0]) at += 1;
  const [start, , end] = morae[at];
  const within = stepwise ? 1 : Math.min(1, (now - start) / Math.max(end - start, 0.001));
  return (at - first + within) / (last - first);
}

function isSelected(line) {
  const selection = getSelection();
  return !selection.isCollapsed && selection.containsNode(line, true);
}

function setSung(shown, fill) {
  shown.style.setProperty("--sung", `${(Math.min(1, Math.max(0, fill)) * 100).toFixed(1)}%`);
}

export class Lyrics {
  // `onLine(cue number)` is called when a line is pressed that can be seen, `onReveal` when a hidden one is.
  constructor(list, { onLine, onReveal }) {
    this.list = list;
    this.onLine = onLine;
    this.onReveal = onReveal;
    this.motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.show([], []);
  }

  show(cues, chapters) {
    this.cues = cues;
    this.current = -1;
    this.hidden = false;
    this.revealed = new Set();
    this.heard = new Set(); // answers
    this.shown = []; // per cue: {block, words, tokens}
    this.list.replaceChildren();
    const titles = chapters.filter((chapter) => !cues.some((cue) => cue.text === chapter.title));
    cues.forEach((cue, number) => {
      while (titles.length && cue.start_s >= titles[0].start_s - EARLY_S) this.#heading(titles.shift().title);
      this.shown.push(this.#shownCue(cue, number));
    });
    this.#veil();
  }

  #heading(title) {
    const heading = element("li", "chapter", title);
    heading.lang = "ja";
    this.list.append(heading);
  }

  #shownCue(cue, number) {
    const owner = cue.line === null ? null : this.shown[cue.line];
    if (cue.again && owner) return owner; // heard again, shown once
    const { words, tokens } = wordsOf(cue, lookOf(cue) === "explain");
    // A screen reader would read words with furigana in pieces, and each twice: it gets the plain text.
    const said = element("span", "said");
    words.setAttribute("aria-hidden", "true");
    // Not a button: in those no word can be selected, to look it up or to take it into notes.
    const button = element("div", `line ${lookOf(cue)}`);
    button.append(said, words);
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.addEventListener("click", (event) => {
      if (isSelected(button)) return;
      if (event.pointerType === "mouse") button.blur(); // else the space bar would press the line again
      this.#press(number);
    });
    button.addEventListener("keydown", (event) => {
      if (event.target !== button || ![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      this.#press(number);
    });
    const block = owner ? owner.block : element("li", "block");
    block.append(button);
    if (!owner) this.list.append(block);
    return { block, button, said, tokens, number };
  }

  #press(number) {
    if (this.isHidden(number)) this.reveal(number);
    else this.onLine(number);
  }

  isHidden(number) {
    const line = this.shown[number].number;
    if (this.revealed.has(line)) return false;
    return (this.hidden && isAsked(this.cues[number])) || (this.#isAnswer(number) && !this.heard.has(line));
  }

  // Whether it tells what was asked before: until it was heard, one is to find it oneself.
  #isAnswer(number) {
    const { id, line } = this.cues[number];
    if (lookOf(this.cues[number]) !== "answer" || line !== null) return false;
    return this.cues.slice(0, number).some((cue) => cue.id === id && lookOf(cue) === "question");
  }

  #hear(number) {
    const before = this.heard.size;
    for (let at = 0; at <= number; at += 1) if (this.#isAnswer(at)) this.heard.add(this.shown[at].number);
    if (this.heard.size > before) this.#veil();
  }

  hide(hidden) {
    this.hidden = hidden;
    this.revealed.clear();
    this.#veil();
  }

  reveal(number) {
    const line = this.shown[number].number;
    this.revealed.add(line);
    this.#veil();
    this.onReveal(line);
  }

  #veil() {
    this.cues.forEach((cue, number) => {
      const { button, said, number: line } = this.shown[number];
      if (line !== number) return;
      const veiled = this.isHidden(number);
      button.classList.toggle("veiled", veiled);
      said.lang = veiled ? language : "ja";
      said.textContent = veiled ? text("hidden_line", { number: number + 1 }) : cue.text;
    });
  }

  mark(number, grade) {
    const { button } = this.shown[number];
    button.dataset.grade = grade;
    button.querySelector(".mark")?.remove();
    button.append(element("span", "mark", text(grade)));
  }

  at(now) {
    let [low, high] = [0, this.cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle].start_s - EARLY_S <= now) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // Show a time; returns whether another cue became the current one.
  paint(now) {
    const number = this.at(now);
    const moved = number !== this.current;
    if (moved) this.#move(number);
    if (number >= 0) this.#fill(number, now);
    return moved;
  }

  #move(number) {
    const before = this.shown[this.current];
    if (before) {
      before.button.removeAttribute("aria-current");
      before.block.classList.remove("current");
      this.#fill(this.current, -1);
    }
    this.current = number;
    this.shown.forEach(({ button }, other) => button.classList.toggle("heard", other < number));
    const now = this.shown[number];
    if (!now) return;
    this.#hear(number);
    now.button.classList.remove("heard");
    now.button.setAttribute("aria-current", "true");
    now.block.classList.add("current");
  }

  #fill(number, now) {
    const { morae } = this.cues[number];
    for (const token of this.shown[number].tokens) {
      const fill = fillOf(token, morae, now, this.motion.matches);
      if (fill === token.fill) continue;
      token.fill = fill;
      setSung(token.element, fill);
      for (const { element, from, to } of token.pieces) setSung(element, (fill - from) / (to - from));
    }
  }

  // Bring the current line to the upper third of what is seen.
  scrollTo(frame) {
    const now = this.shown[this.current];
    const line = now?.button ?? this.list.firstElementChild;
    if (!line) return;
    const top = line.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
    const behavior = this.motion.matches ? "auto" : "smooth";
    frame.scrollTo({ top: this.current < 0 ? 0 : top - frame.clientHeight * 0.3, behavior });
  }
}
