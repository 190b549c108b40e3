// One song: its lines as they stand in the file, what is known of them, and the ways to change them.

import { Refused, ask, songPath } from "./api.js";
import { clock, button, complaint, element, icon, say } from "./dom.js";
import { lineCard, textRow, titleRow } from "./line.js";
import { songAddress } from "./songs.js";
import { text } from "./texts.js";
import { VoiceDesk } from "./voice.js";

export async function showSong(view, name) {
  const song = new SongView(view, name);
  await song.load();
  const look = () => document.visibilityState === "visible" && song.lookAgain();
  const settle = () => setTimeout(() => song.settle());
  window.addEventListener("focus", look);
  view.addEventListener("focusout", settle);
  return () => {
    window.removeEventListener("focus", look);
    view.removeEventListener("focusout", settle);
    song.left = true;
    song.desk?.close();
  };
}

class SongView {
  constructor(view, name) {
    this.view = view;
    this.name = name;
    this.left = false;
    this.song = null;
    this.facts = null;
    this.lost = []; // texts that were not written, for the file was another one
    this.busy = false;
    this.stale = false;
    this.known = new Map(); // what was found of a text, shown until it is found anew
    this.doubted = new Map();
    this.desk = null; // where a text is being recorded
    this.refusals = new Map(); // why a reading was refused, by where it was to be decided
  }

  async load() {
    try {
      this.take(await ask(songPath("songs", this.name)));
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      this.view.replaceChildren(back(), complaint(refused.message));
    }
  }

  // The file may have been saved by an editor or another tab: then it is shown as it is now.
  async lookAgain() {
    if (this.desk || this.view.querySelector("textarea, .editing input")) return;
    const song = await ask(songPath("songs", this.name)).catch(() => null);
    if (song && !this.left && song.version !== this.song?.version) this.take(song);
  }

  take(song) {
    if (this.left) return;
    this.song = song;
    this.facts = null;
    this.draw();
    this.looked = song.errors.length ? null : this.look(song.version);
  }

  async look(version) {
    let facts = null;
    try {
      facts = await ask(songPath("facts", this.name));
    } catch (refused) {
      facts = { version, lines: {}, doubts: [], notes: [], episodes: [], errors: [refused.message] };
    }
    if (this.left || this.song.version !== version || facts.version !== version) return;
    this.facts = facts;
    this.lastBeat = facts.beat ?? null;
    this.doubted.clear();
    for (const said of this.texts) {
      if (facts.lines[said.at]) this.known.set(said.text, facts.lines[said.at]);
      this.doubted.set(said.text, facts.doubts.filter((doubt) => doubt.in === said.at));
    }
    this.stale = true;
    this.settle();
  }

  // Draw what was found meanwhile, but not under the hands of who writes: an input method would lose its place.
  settle() {
    if (!this.left && this.stale && !this.view.querySelector(".editing, .own input:focus")) this.draw();
  }

  get lines() {
    return this.song.sections.flatMap((section) => section.lines);
  }

  get texts() {
    const said = this.lines.flatMap((line) => [line.lyric, ...line.explain]);
    return [...said, ...this.song.points.flatMap(({ question, answer }) => [question, answer].filter(Boolean))];
  }

  factsOf(lyric) {
    return this.facts?.lines[lyric.at] ?? this.known.get(lyric.text);
  }

  doubtsIn(said) {
    return this.doubted.get(said.text) ?? [];
  }

  decided(surface) {
    for (const [said, doubts] of this.doubted) {
      this.doubted.set(said, doubts.filter((doubt) => doubt.surface !== surface));
    }
  }

  // Change one thing in the file. What cannot be written is not lost: what is refused stays where it is written,
  // and where the file is another one by now it is shown, to be copied. `key` is the editor that it is written in.
  async edit(what, { said = "saved", values = {}, wrote = "", key = null } = {}) {
    if (this.busy) return; // places are those of the file as it was before what is being done
    this.busy = true;
    this.refusals.clear();
    try {
      const song = await ask(songPath("edits", this.name), "POST", { version: this.song.version, ...what });
      this.editor(key)?.remove();
      if (what.do === "reading") this.decided(what.surface);
      this.take(song);
      if (key) this.view.querySelector(`[data-key="${key}-edit"], [data-key="${key}"]`)?.focus();
      say(text(said, values));
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.isOutdated) await this.lose(refused.message, wrote, key);
      else this.refuse(refused.message, key);
    } finally {
      this.busy = false;
    }
  }

  // The beat of the song, as far as it is known; the first time that takes a moment.
  async beat() {
    if (this.lastBeat === undefined) await this.looked;
    return this.lastBeat ?? null;
  }

  record(said, key, isLine) {
    this.desk?.close();
    this.desk = new VoiceDesk(this, said, key, isLine);
    this.draw();
    this.desk.draw();
  }

  // Keep what was recorded of a text; then the keyboard goes to the next text.
  async keepClip(said, take, key) {
    if (this.busy) return;
    this.busy = true;
    try {
      const seen = new URLSearchParams({ at: said.at, version: this.song.version });
      const song = await ask(`${songPath("clips", this.name)}?${seen}`, "POST", take);
      this.desk?.close();
      this.take(song);
      const records = [...this.view.querySelectorAll("[data-key$=-record]")];
      const at = records.findIndex((record) => record.dataset.key === `${key}-record`);
      (records[at + 1] ?? records[at] ?? this.view).focus();
      say(text("take_kept"));
    } catch (refused) {
      if (refused.isOutdated) await this.load();
      throw refused;
    } finally {
      this.busy = false;
    }
  }

  editor(key) {
    return key && this.view.querySelector(`.editing[data-opened="${key}"]`);
  }

  async lose(why, wrote, key) {
    this.editor(key)?.remove();
    this.lost.push({ why, wrote });
    await this.load();
    this.view.querySelector(".lost textarea, .lost")?.focus();
  }

  refuse(why, key) {
    this.refusals.set(key, why);
    const place = this.editor(key)?.querySelector(".refusal") ?? this.view.querySelector(`.refusal[data-of="${key}"]`);
    (place ?? this.view.querySelector(".head")).append(complaint(why));
    this.editor(key)?.querySelector("textarea").focus();
  }

  draw() {
    const { song } = this;
    this.stale = false;
    const open = openEditors(this.view);
    const key = document.activeElement?.dataset?.key;
    const parts = [back(), this.head(), ...this.lost.map((lost) => this.lostText(lost))];
    if (song.errors.length) parts.push(this.broken());
    else parts.push(...song.sections.map((section, number) => this.section(section, number)), this.points(), this.notes());
    this.view.replaceChildren(...parts.filter(Boolean));
    if (this.desk && !this.desk.element.isConnected) this.desk.close();
    for (const [place, value] of open) this.view.querySelector(`[data-opens="${place}"]`)?.reopen?.(value);
    if (key && !open.size) this.focus(key);
  }

  // The keyboard stays where it was; from a reading that is decided it goes to the next one.
  focus(key) {
    const next = key.startsWith("doubt") ? this.view.querySelector(".choice") : null;
    (this.view.querySelector(`[data-key="${key}"]`) ?? next ?? this.view).focus({ preventScroll: !next });
  }

  head() {
    const { song } = this;
    const counts = [];
    if (!song.errors.length) {
      const explained = this.lines.filter((line) => line.explain.length).length;
      counts.push(text("count_lines", { count: this.lines.length }), text("count_explained", { count: explained }));
    }
    const facts = element("p", { className: "counts" }, counts.join("・"));
    if (this.facts) {
      const doubts = this.facts.doubts.length;
      facts.append(
        "・",
        element("strong", { className: doubts ? "wrong" : "fine" }, text(doubts ? "count_doubts" : "count_none", { count: doubts })),
      );
      const seconds = this.facts.episodes.reduce((sum, episode) => sum + episode.seconds, 0);
      if (seconds) facts.append("・", text("length", { length: clock(seconds), count: this.facts.episodes.length }));
    } else if (!song.errors.length) facts.append("・", text("looking"));
    const rows = element("div", { className: "row tools" });
    if (song.undo) {
      rows.append(button("undo", { key: "undo", className: "quiet", press: () => this.edit({ do: "undo" }, { said: "undone" }) }));
    }
    if (song.recording) {
      rows.append(element("a", { className: "button quiet", href: songAddress(this.name, "tap") }, text("tap_along")));
    }
    rows.append(element("a", { className: "button quiet", href: songAddress(this.name, "file") }, text("raw")));
    const title = song.title.at ? titleRow(this, song.title) : element("h1", { lang: "ja" }, song.title.shown);
    return element("header", { className: "head" }, title, facts, rows);
  }

  section(section, number) {
    const cards = section.lines.map((line, row) => lineCard(this, line, `${number}-${row}`));
    const list = element("ol", { className: "lines" }, ...cards);
    const hook = section.hook ? element("span", { className: "chip" }, text("hook")) : null;
    const head = section.name || hook ? element("h2", { lang: "ja" }, section.name, hook) : null;
    return element("section", {}, head, list);
  }

  points() {
    if (!this.song.points?.length) return null;
    const cards = this.song.points.map(({ question, answer }, number) => {
      const asked = question && textRow(this, question, "question", `${number}`);
      return element("li", { className: "card line" }, asked, textRow(this, answer, question ? "answer" : "point", `${number}`));
    });
    const list = element("ul", { className: "lines" }, ...cards);
    return element("section", {}, element("h2", {}, text("points")), list);
  }

  notes() {
    const said = [...(this.facts?.errors ?? []), ...(this.facts?.notes ?? [])];
    if (!said.length) return null;
    const list = element("ul", { className: "notes" }, ...said.map((note) => element("li", {}, note)));
    return element("details", { className: "card" }, element("summary", {}, `${text("notes")} ${said.length}`), list);
  }

  broken() {
    const rows = this.song.errors.map((error) => element("li", {}, text("broken_at", error)));
    return element(
      "section",
      { className: "card" },
      element("h2", { className: "wrong" }, text("broken")),
      element("ul", { className: "notes" }, ...rows),
      element(
        "div",
        { className: "row" },
        button("mend", { key: "mend", className: "first", press: () => this.edit({ do: "mend" }, { said: "mended" }) }),
      ),
    );
  }

  lostText(lost) {
    const box = element("section", { className: "card lost", tabIndex: -1 }, complaint(lost.why));
    if (lost.wrote) {
      const id = `lost-${this.lost.indexOf(lost)}`;
      box.append(
        element("label", { htmlFor: id }, text("outdated")),
        element("textarea", { id, rows: 3, readOnly: true, value: lost.wrote, lang: "ja" }),
      );
    }
    const shut = () => {
      this.lost.splice(this.lost.indexOf(lost), 1);
      this.draw();
    };
    box.append(element("div", { className: "row" }, button("close", { className: "quiet", press: shut })));
    return box;
  }
}

// What is being written, by what it is to replace: the view may be drawn anew meanwhile.
function openEditors(view) {
  const open = [...view.querySelectorAll(".editing")].map((form) => [form.dataset.opened, form.querySelector("textarea").value]);
  return new Map(open);
}

function back() {
  return element("p", {}, element("a", { className: "back", href: "#" }, icon("back"), text("back")));
}
