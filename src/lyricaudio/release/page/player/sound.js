// The sound: one audio element for everything, never Web Audio, which stops when a phone is locked.

const NEARLY_OVER_S = 3; // who left an episode so near its end starts over

export class Sound {
  // `onTime(seconds)` is called as time passes: with every frame while the page is seen, else a few times a second.
  constructor({ onTime }) {
    this.audio = new Audio();
    this.audio.preload = "metadata";
    this.audio.preservesPitch = true;
    document.body.append(this.audio);
    this.onTime = onTime;
    this.waiting = null;
    this.range = null;
    this.audio.addEventListener("loadedmetadata", () => this.#arrive());
    this.audio.addEventListener("timeupdate", () => this.#tick());
    this.audio.addEventListener("seeked", () => this.#tick());
    this.audio.addEventListener("play", () => this.#frame());
  }

  get now() {
    return this.waiting ?? this.audio.currentTime;
  }

  get playing() {
    return !this.audio.paused;
  }

  // Must stay synchronous: iOS allows the next episode to start only within the `ended` of the one before.
  load(url, at) {
    this.range = null;
    this.waiting = at;
    this.audio.src = url;
    this.audio.playbackRate = this.audio.defaultPlaybackRate;
  }

  #arrive() {
    const at = this.waiting;
    this.waiting = null;
    if (at > 0 && at < this.audio.duration - NEARLY_OVER_S) this.audio.currentTime = at;
  }

  play() {
    return this.audio.play();
  }

  pause() {
    this.audio.pause();
  }

  seek(seconds) {
    if (this.audio.readyState === 0) this.waiting = seconds;
    else this.audio.currentTime = Math.min(Math.max(0, seconds), this.audio.duration - 0.05);
    this.onTime(this.now);
  }

  set rate(rate) {
    this.audio.defaultPlaybackRate = rate;
    this.audio.playbackRate = rate;
  }

  // Play from one time to another over and over; null for on and on.
  repeat(range) {
    this.range = range;
  }

  #frame() {
    if (!this.playing) return;
    this.#tick();
    requestAnimationFrame(() => this.#frame());
  }

  #tick() {
    if (this.range && this.now >= this.range.to && this.playing) this.audio.currentTime = this.range.from;
    this.onTime(this.now);
  }
}
