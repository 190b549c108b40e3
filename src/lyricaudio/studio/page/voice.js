// A text said in one's own voice: recorded, heard, and kept in place of the engine's.

import { Refused } from "./api.js";
import { button, clock, complaint, element, say } from "./dom.js";
import { silence } from "./hearing.js";
import { NoMicrophone, Recording, played } from "./microphone.js";
import { text } from "./texts.js";

const LOOK_MS = 50;

// What can be done about whose voice says a text. What a recording sings, it says itself.
export function voiceRow(view, said, key, kind) {
  const isLine = kind === "lyric";
  const what = said.shown;
  const name = said.clip ? "record_again" : "record";
  const record = button(name, { key: `${key}-record`, className: "add", symbol: "microphone", press: () => view.record(said, key, isLine) });
  record.setAttribute("aria-label", text("of_this", { name: text(name), what }));
  const records = isLine && view.song.recording ? [] : [record];
  if (!said.clip) return records;
  const press = () => view.edit({ do: "unclip", at: said.at }, { said: "unclipped", key: `${key}-record` });
  const back = button("unclip", { key: `${key}-unclip`, className: "add", press });
  back.setAttribute("aria-label", text("of_this", { name: text("unclip"), what }));
  return [element("span", { className: "chip", title: said.clip }, text("own_voice")), ...records, back];
}

// The desk at which one text is recorded; `view` shows it below the text as long as that says the same.
export class VoiceDesk {
  constructor(view, said, key, isLine) {
    Object.assign(this, { view, said, key, isLine, recording: null, take: null, isOver: false, hush: () => {} });
    this.count = element("p", { className: "count", "aria-hidden": "true" });
    this.level = element("meter", { min: 0, max: 1, "aria-label": text("take_level") });
    this.wrong = element("div", {});
    this.row = element("div", { className: "row" });
    this.element = element(
      "section",
      {
        className: "recorder",
        "aria-label": text("of_this", { name: text("record"), what: said.shown }),
        on: { keydown: (event) => event.key === "Escape" && this.shut() },
      },
      element("p", { className: "hint" }, text(isLine ? "take_line" : "take_explanation")),
      element("div", { className: "row live" }, this.count, this.level),
      this.wrong,
      this.row,
    );
    this.draw();
  }

  isOf(said, key) {
    return key === this.key && said.text === this.said.text;
  }

  // The desk, below its text as that stands in the file by now.
  shownOf(said) {
    this.said = said;
    return this.element;
  }

  // The buttons of what is being done, the first of them under the keyboard.
  draw() {
    const quiet = (name, press) => button(name, { key: name, className: "quiet small-button", press });
    const first = (name, press) => button(name, { key: name, className: "first small-button", press });
    const cancel = quiet("cancel", () => this.shut());
    this.element.querySelector(".live").hidden = !this.recording;
    if (this.recording) this.row.replaceChildren(first("take_stop", () => this.stop()), cancel);
    else if (this.take) {
      const again = quiet("take_again", () => this.begin());
      this.row.replaceChildren(quiet("take_listen", () => this.listen()), first("take_keep", () => this.keep()), again, cancel);
    } else this.row.replaceChildren(first("take_start", () => this.begin()), cancel);
    this.row.firstChild.focus();
  }

  async begin() {
    if (this.isBusy) return;
    this.wait("take_waiting");
    silence();
    try {
      const beat = this.isLine ? await this.view.beat() : null;
      const recording = await Recording.begin(beat);
      if (this.isOver) {
        await recording.stop();
        return;
      }
      this.recording = recording;
      this.looking = setInterval(() => this.look(), LOOK_MS);
      this.look();
      say(text("take_recording"));
      this.draw();
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      this.draw();
      this.complain(text(error.message));
    } finally {
      this.isBusy = false;
    }
  }

  // Show how far it is, by the beat where there is one.
  look() {
    const { recording } = this;
    const bars = this.isLine ? this.view.factsOf(this.said)?.bars : null;
    const { bar, pulse } = recording.beat ? recording.counted : { bar: 1, pulse: 0 };
    const time = clock(recording.atS);
    if (bar < 1) this.count.textContent = `${pulse}`;
    else this.count.textContent = bars ? text("take_bar", { time, bar, bars }) : text("take_time", { time });
    this.level.value = recording.level;
    if (recording.isOver) this.stop();
  }

  async stop() {
    const { recording } = this;
    this.recording = null;
    clearInterval(this.looking);
    this.take = (await recording?.stop()) ?? this.take;
    if (!this.isOver) this.draw();
  }

  async listen() {
    this.hush();
    this.hush = await played(this.take);
  }

  async keep() {
    if (this.isBusy) return;
    this.wait("take_checking");
    try {
      await this.view.keepClip(this.said, this.take, this.key);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      this.draw();
      this.complain(refused.message);
    } finally {
      this.isBusy = false;
    }
  }

  // What was pressed takes a moment, and nothing else is done meanwhile.
  wait(name) {
    this.isBusy = true;
    this.hush();
    this.complain("");
    say(text(name));
    this.count.textContent = text(name);
    this.element.querySelector(".live").hidden = false;
  }

  complain(said) {
    this.wrong.replaceChildren(...(said ? [complaint(said)] : []));
  }

  shut() {
    this.close();
    this.element.remove();
    this.view.focus(`${this.key}-record`);
  }

  // Let go of the microphone; what was not kept is gone.
  close() {
    this.isOver = true;
    this.hush();
    this.stop();
    this.view.desk = null;
  }
}
