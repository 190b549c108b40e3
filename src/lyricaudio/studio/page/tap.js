// To tap along a recording: one key or thumb for each line as it begins.

import { Refused, ask, songPath } from "./api.js";
import { button, complaint, element, icon, say } from "./dom.js";
import { songAddress } from "./songs.js";
import { NUDGE_S, begun, chosen, leadInS, lineTimes, nudged, outOfOrder, repeated, rested, skipped, tapped } from "./taps.js";
import { text } from "./texts.js";

const AHEAD_S = 2;
const SURE = 0.5;

export async function showTap(view, name) {
  try {
    const tap = new TapView(view, name, await ask(songPath("taps", name)));
    return () => tap.leave();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    view.replaceChildren(back(name), complaint(refused.message));
    return undefined;
  }
}

class TapView {
  constructor(view, name, song) {
    Object.assign(this, { name, song, state: begun(song.lines), before: [], isOurs: false });
    this.sound = element("audio", { src: songPath("recording", name), controls: true, preload: "auto", className: "recording" });
    this.sound.setAttribute("aria-label", text("recording", { name: song.recording }));
    this.rows = element("ol", { className: "taps" });
    this.said = element("div", {});
    this.big = button("tap", { key: "tap", className: "first tap", press: (event) => event.detail === 0 && this.tap(event) });
    this.big.addEventListener("pointerdown", (event) => {
      if (event.button === 0) this.tap(event);
    });
    this.sound.addEventListener("play", () => this.draw());
    this.sound.addEventListener("pause", () => this.draw());
    this.sound.addEventListener("error", () => this.said.replaceChildren(complaint(text("unplayable", { name: song.recording }))));
    view.append(back(name), this.head(), this.sound, this.said, this.rows, this.desk());
    this.keys = (event) => this.press(event);
    this.released = (event) => event.key === " " && !isTyping(event) && event.preventDefault();
    document.addEventListener("keydown", this.keys);
    document.addEventListener("keyup", this.released);
    this.draw();
  }

  leave() {
    this.sound.pause();
    document.removeEventListener("keydown", this.keys);
    document.removeEventListener("keyup", this.released);
  }

  head() {
    return element(
      "header",
      { className: "head" },
      element("h1", { lang: "ja" }, text("tap_head", { title: this.song.title })),
      element("p", { className: "hint" }, text("tap_hint")),
      element("div", { className: "row" }, button("find", { key: "find", className: "quiet", press: (event) => this.find(event.currentTarget) })),
    );
  }

  desk() {
    const small = (name, press) => button(name, { key: name, className: "quiet small-button", press });
    return element(
      "div",
      { className: "tap-desk" },
      element(
        "div",
        { className: "row" },
        small("untap", () => this.undo()),
        small("sooner", () => this.step(nudged(this.state, -NUDGE_S))),
        small("later", () => this.step(nudged(this.state, NUDGE_S))),
        small("rest", () => this.step(rested(this.state, this.sound.currentTime))),
        small("skip", () => this.step(skipped(this.state))),
        small("repeat", () => this.step(repeated(this.state))),
        button("write_times", { key: "write", className: "second small-button last", press: () => this.write(false) }),
      ),
      this.big,
    );
  }

  // What is heard now was heard a little later than the event says, if the page was busy.
  heardS(event) {
    return this.sound.currentTime - ((performance.now() - event.timeStamp) / 1000) * this.sound.playbackRate;
  }

  tap(event) {
    if (this.sound.paused) {
      this.sound.play().catch(() => {});
      return;
    }
    this.step(tapped(this.state, this.heardS(event)));
  }

  step(state) {
    if (state === this.state) return;
    this.before.push(this.state);
    this.state = state;
    this.draw();
  }

  undo() {
    if (!this.before.length) return;
    this.state = this.before.pop();
    say(text("undone"));
    this.draw();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return;
    const steps = {
      " ": () => this.tap(event),
      Backspace: () => this.undo(),
      ArrowLeft: () => this.step(nudged(this.state, -NUDGE_S)),
      ArrowRight: () => this.step(nudged(this.state, NUDGE_S)),
      e: () => this.step(rested(this.state, this.heardS(event))),
      s: () => this.step(skipped(this.state)),
      r: () => this.step(repeated(this.state)),
    };
    const elsewhere = event.target.closest("button, a, audio");
    if (!steps[event.key] || (event.key === " " && elsewhere && elsewhere !== this.big)) return;
    event.preventDefault();
    steps[event.key]();
  }

  // Listen from a little before a line, to tap it again.
  from(number) {
    this.step(chosen(this.state, number));
    this.sound.currentTime = leadInS(this.state, AHEAD_S);
    this.sound.play().catch(() => {});
    this.big.focus({ preventScroll: true });
  }

  draw() {
    const { lines, times, ends, next, last } = this.state;
    const focused = document.activeElement?.dataset.key;
    const sooner = outOfOrder(this.state);
    this.rows.replaceChildren(
      ...lines.map((line, number) => {
        const doubt = sooner[number] ? text("sooner_than") : this.doubt(line, times[number]);
        const time = element("span", { className: "time" }, times[number] === null ? "—" : tenths(times[number]));
        const over = ends[number] === null ? null : element("span", { className: "hint" }, text("over_at", { at: tenths(ends[number]) }));
        const words = element("span", { className: "words", lang: "ja" }, line.shown);
        const press = element("button", { type: "button", data: { key: `row-${number}` }, on: { click: () => this.from(number) } }, time, words);
        if (doubt) press.append(element("span", { className: "wrong" }, doubt));
        if (over) press.append(over);
        const row = element("li", { className: `${number === next ? "next" : ""} ${number === last ? "touched" : ""}`.trim() }, press);
        if (number === next) row.setAttribute("aria-current", "step");
        return row;
      }),
    );
    const shown = this.sound.paused ? text("tap_play") : next < lines.length ? text("tap_line", { line: lines[next].shown }) : text("tap_done");
    this.big.firstChild.textContent = shown;
    this.rows.querySelector(".next")?.scrollIntoView({ block: "center" });
    if (focused) document.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  doubt(line, at) {
    return line.sure !== undefined && line.sure !== null && line.sure < SURE && at === line.at_s ? text("unsure") : "";
  }

  // Let the studio listen where the lines are; what is tapped already is undone by undo.
  async find(pressed) {
    pressed.disabled = true;
    this.said.replaceChildren(element("p", { className: "hint", role: "status" }, text("finding")));
    try {
      const found = await ask(songPath("found", this.name));
      this.said.replaceChildren();
      this.step(begun(found.lines));
      say(text("found", { count: found.lines.filter(({ sure }) => sure >= SURE).length, all: found.lines.length }));
    } catch (refused) {
      this.said.replaceChildren(complaint(refused.message));
    }
    pressed.disabled = false;
  }

  // Times that somebody else has written, or on another day, go only when that is said.
  async write(replace) {
    this.said.replaceChildren();
    if (this.song.stamped && !replace && !this.isOurs) {
      this.askToReplace(text("times_there", { file: this.song.lrc, count: this.song.stamped }));
      return;
    }
    try {
      const value = { version: this.song.version, times: lineTimes(this.state), replace: replace || this.isOurs };
      this.song = await ask(songPath("taps", this.name), "POST", value);
      this.isOurs = true;
      this.said.replaceChildren(element("p", { className: "fine", role: "status" }, text("times_written", { file: this.song.lrc })));
      say(text("times_written", { file: this.song.lrc }));
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.status === 409) this.askToReplace(refused.message);
      else this.said.replaceChildren(complaint(refused.message));
    }
    this.said.scrollIntoView({ block: "center" });
  }

  askToReplace(why) {
    const replacing = button("replace", { key: "replace", className: "quiet", press: () => this.write(true) });
    this.said.replaceChildren(complaint(why), element("div", { className: "row" }, replacing));
    replacing.focus();
  }
}

function isTyping(event) {
  return event.target.closest("input, textarea, select") !== null;
}

function tenths(seconds) {
  const tenth = Math.round(seconds * 100);
  return `${Math.floor(tenth / 6000)}:${((tenth % 6000) / 100).toFixed(2).padStart(5, "0")}`;
}

function back(name) {
  return element("p", {}, element("a", { className: "back", href: songAddress(name) }, icon("back"), name));
}
