// The picture of the song: its waveform with chapters and lines, to seek by pointer or keyboard.

import { stops } from "./roles.js";
import { clock, text } from "./texts.js";
import { begun, begunIndex } from "./times.js";

const STEP_S = 5;
const BAR_PX = 3;
const GAP_PX = 2;

// Safari draws round corners from 16 on.
function fillRound(pen, x, y, width, height) {
  if (!pen.roundRect) {
    pen.fillRect(x, y, width, height);
    return;
  }
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(width, height) / 2);
  pen.fill();
}

export class Picture {
  constructor(slider, canvas, { onSeek }) {
    Object.assign(this, { slider, canvas, onSeek, episode: null, now: 0, dragged: null });
    new ResizeObserver(() => this.#resize()).observe(slider);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
    slider.addEventListener("pointerdown", (event) => this.#press(event));
    slider.addEventListener("pointermove", (event) => this.#drag(event));
    slider.addEventListener("pointerup", () => this.#drop());
    slider.addEventListener("pointercancel", () => this.#cancel());
    slider.addEventListener("keydown", (event) => this.#key(event));
  }

  show(episode) {
    this.episode = episode;
    this.slider.setAttribute("aria-valuemax", Math.round(episode.duration_s));
    this.columns = null;
    this.paint(0, true);
  }

  paint(now, anyway = false) {
    if (!this.episode) return;
    const column = (time) => Math.round((time / this.episode.duration_s) * this.canvas.width);
    const changed = anyway || column(now) !== column(this.now);
    if (anyway || Math.floor(now) !== Math.floor(this.now)) this.#say(now);
    this.now = now;
    if (changed && this.dragged === null) this.#draw();
  }

  #say(now) {
    const { duration_s: duration, chapters } = this.episode;
    const chapter = begun(chapters, now);
    const said = text("position_is", { at: clock(now), duration: clock(duration) });
    this.slider.setAttribute("aria-valuenow", Math.floor(now));
    this.slider.setAttribute("aria-valuetext", chapter ? `${said} ${chapter.title}` : said);
  }

  #resize() {
    const ratio = devicePixelRatio || 1;
    const { width, height } = this.slider.getBoundingClientRect();
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.columns = null;
    this.#draw();
  }

  // How loud it is under each bar, 0 to 1; an episode without peaks is drawn from its cues.
  #heights(bars) {
    const { peaks, cues, duration_s: duration } = this.episode;
    const sorted = [...peaks].sort((a, b) => a - b);
    const low = (sorted[Math.floor(peaks.length / 20)] ?? 0) * 0.9; // even levels would hide the shape
    const range = Math.max(1, (sorted[sorted.length - 1] ?? 0) - low);
    return Array.from({ length: bars }, (_, bar) => {
      const [from, to] = [bar / bars, (bar + 1) / bars];
      if (peaks.length) {
        const part = peaks.slice(Math.floor(from * peaks.length), Math.ceil(to * peaks.length));
        return Math.max(0, part.reduce((sum, peak) => sum + peak, 0) / part.length - low) / range;
      }
      return cues.some((cue) => cue.start_s < to * duration && cue.end_s > from * duration) ? 0.7 : 0.2;
    });
  }

  #draw() {
    if (!this.episode || !this.canvas.width) return;
    const ratio = devicePixelRatio || 1;
    const [bar, pitch] = [BAR_PX * ratio, (BAR_PX + GAP_PX) * ratio];
    const { width, height } = this.canvas;
    this.columns ??= this.#heights(Math.max(1, Math.floor(width / pitch)));
    const style = getComputedStyle(this.slider);
    const [done, rest, tick] = ["--accent", "--wave", "--soft"].map((name) => style.getPropertyValue(name));
    const { duration_s: duration, chapters } = this.episode;
    const at = ((this.dragged ?? this.now) / duration) * width;
    const pen = this.canvas.getContext("2d");
    const base = height - 9 * ratio;
    pen.clearRect(0, 0, width, height);
    this.columns.forEach((peak, number) => {
      const x = number * pitch;
      const tall = Math.max(bar, (0.12 + 0.88 * peak) * base);
      pen.fillStyle = x + bar / 2 <= at ? done : rest;
      fillRound(pen, x, (base - tall) / 2, bar, tall);
    });
    this.#drawLines(pen, { base, ratio, width, done, tick, at, duration });
    pen.fillStyle = tick;
    for (const chapter of chapters.slice(1)) {
      pen.fillRect((chapter.start_s / duration) * width - ratio, 0, ratio, base);
    }
    pen.fillStyle = done;
    pen.fillRect(Math.min(width - 2 * ratio, Math.max(0, at - ratio)), 0, 2 * ratio, height);
  }

  // Under the waveform a dash for every lyric line, so that one can aim at it.
  #drawLines(pen, { base, ratio, width, done, tick, at, duration }) {
    for (const cue of this.episode.cues.filter(stops)) {
      const x = (cue.start_s / duration) * width;
      const long = Math.max(2 * ratio, ((cue.end_s - cue.start_s) / duration) * width - ratio);
      pen.fillStyle = x <= at ? done : tick;
      fillRound(pen, x, base + 5 * ratio, long, 3 * ratio);
    }
  }

  #timeAt(event) {
    const { left, width } = this.slider.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * this.episode.duration_s;
  }

  #press(event) {
    if (!this.episode || event.button !== 0) return;
    this.slider.setPointerCapture(event.pointerId);
    this.dragged = this.#timeAt(event);
    this.#draw();
  }

  #drag(event) {
    if (this.dragged === null) return;
    this.dragged = this.#timeAt(event);
    this.#say(this.dragged);
    this.#draw();
  }

  #drop() {
    if (this.dragged === null) return;
    this.onSeek(this.dragged);
    this.#cancel();
  }

  #cancel() {
    this.dragged = null;
    this.#draw();
  }

  #key(event) {
    if (!this.episode || event.altKey || event.ctrlKey || event.metaKey) return;
    const { chapters, duration_s: duration } = this.episode;
    const chapter = begunIndex(chapters, this.now + 0.1);
    const targets = {
      ArrowLeft: this.now - STEP_S,
      ArrowDown: this.now - STEP_S,
      ArrowRight: this.now + STEP_S,
      ArrowUp: this.now + STEP_S,
      PageUp: chapters[chapter + 1]?.start_s ?? duration,
      PageDown: chapters[chapter - 1]?.start_s ?? 0,
      Home: 0,
      End: duration,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    event.stopPropagation();
    this.onSeek(targets[event.key]);
  }
}
