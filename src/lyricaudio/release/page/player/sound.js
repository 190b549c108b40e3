// The sound: audio elements, never Web Audio, which stops when a phone is locked.
//
// What is wanted and what is heard are two things: a network that goes away stops the sound, but not the wish. Then
// the source is loaded again at the same place, by itself or when play is pressed, until it is heard.
//
// What sounds is a row of pieces, each from one time to another in a file: an episode is one piece, a ride are many,
// with a silence before each. Times are those of the row. While a piece is heard, a second element gets the next one
// ready. In a silence the sound runs already, muted, so that it is there when the piece begins; and what it takes to
// get it is taken from the silence. Of a piece that is late all the same nothing is lost: the silences behind it are
// shorter until the row has caught up.

const NEARLY_OVER_S = 3; // who left an episode so near its end starts over
const RETRY_S = [5, 10, 20, 30]; // after each failure in a row; then as the last
const STUCK_S = 10; // without any progress, a connection is dead
const PATIENCE_S = 3; // whoever presses play after so long wants another connection
const JUST_BACK_S = 2;
const LOOK_MS = 1000;
const SOON_S = 0.001;
const CLOSE = 0.02; // a pace that differs by less is the same
const FASTEST = 2;
const LOST_S = 3; // who is so far behind was held up: the row goes on from there, with its silences as they are

// A row of one piece: all of a file.
function whole(url) {
  return { url, from: 0, to: Infinity, start: 0 };
}

function endOf(piece) {
  return piece.start + piece.to - piece.from;
}

function newElement() {
  const audio = new Audio();
  audio.preservesPitch = true;
  return audio;
}

function holds(audio, url) {
  return audio.readyState > 0 && !audio.error && audio.src === new URL(url, document.baseURI).href;
}

export class Sound {
  // `onTime(seconds)` is called as time passes: with every frame while the page is seen, else a few times a second;
  // `onChange` when it begins, stops, waits or is there again, `onFail` when it cannot be had, `onEnd` at its end.
  constructor({ onTime, onChange, onFail, onEnd }) {
    this.elements = [newElement(), newElement()];
    [this.audio, this.other] = this.elements; // what is heard, and what gets ready
    document.body.append(this.audio);
    Object.assign(this, { onTime, onChange, onFail, onEnd, wanted: false, broken: false, waiting: null, range: null });
    Object.assign(this, { heardAt: 0, exact: false, failures: 0, progressAt: 0, backAt: -Infinity, isOver: false });
    Object.assign(this, { pieces: [], piece: whole(""), clock: null, next: null, isBegun: false, isAlone: false });
    this.#listen();
  }

  // `action` is called at events of the element that is heard; `names` are separated by spaces.
  on(names, action) {
    for (const audio of this.elements) {
      for (const name of names.split(" ")) audio.addEventListener(name, () => audio === this.audio && action());
    }
  }

  #listen() {
    const on = (names, action) => this.on(names, action);
    for (const audio of this.elements) {
      audio.addEventListener("loadedmetadata", () => (audio === this.audio ? this.#arrive() : this.#poise()));
    }
    on("timeupdate seeked", () => this.#tick());
    on("play", () => this.#begin());
    on("pause", () => this.#stopped());
    on("ended", () => this.#goOn());
    on("error", () => this.#fail());
    on("progress timeupdate seeked", () => (this.progressAt = performance.now()));
    on("playing", () => this.#heard());
    on("play seeking", () => (this.isOver = false));
    on("play playing pause waiting stalled canplay seeked ratechange loadedmetadata error emptied", () =>
      this.onChange(),
    );
    addEventListener("online", () => this.#retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#retry());
  }

  get now() {
    if (this.waiting !== null) return this.waiting;
    return this.audio.error ? this.heardAt : this.piece.start + this.audio.currentTime - this.piece.from;
  }

  get duration() {
    return this.pieces.length > 1 ? endOf(this.pieces[this.pieces.length - 1]) : this.audio.duration;
  }

  // Whether it sounds, or will as soon as enough of it is there.
  get playing() {
    return this.wanted && !this.broken;
  }

  get isBuffering() {
    return this.playing && this.audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  // Whether it came back by itself so lately that who presses the button does not know it yet.
  get isJustBack() {
    return performance.now() - this.backAt < 1000 * JUST_BACK_S;
  }

  // Must stay synchronous: iOS allows the next episode to start only within the `ended` of the one before.
  load(url, at) {
    this.loadPieces([whole(url)], at);
  }

  // `pieces` are {url, from, to, start}: where it is, and when it begins in the row.
  loadPieces(pieces, at) {
    Object.assign(this, { pieces, range: null, failures: 0, isOver: false, clock: null, next: null });
    this.other.removeAttribute("src");
    this.other.load(); // lets go of what it holds
    if (pieces.length > 1) document.body.append(this.other);
    const [last] = pieces.slice(-1);
    this.#source(at < endOf(last) - NEARLY_OVER_S ? at : 0, pieces.length > 1);
  }

  #source(at, exact) {
    clearTimeout(this.retrying);
    this.piece = this.#pieceAt(at);
    Object.assign(this, { waiting: at, exact, broken: false, progressAt: performance.now() });
    this.audio.preload = "metadata";
    this.audio.src = this.piece.url;
    this.audio.playbackRate = this.audio.defaultPlaybackRate;
  }

  // A silence belongs to the piece behind it.
  #pieceAt(at) {
    return this.pieces.find((piece) => at < endOf(piece)) ?? this.pieces[this.pieces.length - 1];
  }

  #placeOf(at) {
    return this.piece.from + at - this.piece.start;
  }

  #arrive() {
    const place = this.#placeOf(this.#due(this.waiting));
    this.waiting = null;
    const latest = this.audio.duration - (this.exact ? 0 : NEARLY_OVER_S);
    if (place > 0 && place < latest) this.audio.currentTime = place;
  }

  // The time that it should be by now, when it is on the way to a piece.
  #due(now) {
    const { start } = this.piece;
    if (!this.clock || now >= start) return now;
    if (this.#passed() > start + LOST_S) this.#restart(start);
    return Math.min(start, Math.max(now, this.#passed()));
  }

  get #following() {
    return this.pieces[this.pieces.indexOf(this.piece) + 1];
  }

  // How long nothing is to be heard behind this piece.
  get #silence_s() {
    const next = this.#following;
    return next ? next.start - endOf(this.piece) : 0;
  }

  #restart(at) {
    this.clock = { at, since: performance.now() };
  }

  // One piece is over. Must stay synchronous, as above.
  #goOn() {
    const next = this.#following;
    if (!next) {
      this.#end();
      return;
    }
    const now = endOf(this.piece);
    const late_s = this.clock ? this.#passed() - now : Infinity;
    if (Math.abs(late_s) > LOST_S) this.#restart(this.now);
    this.#enter(next, now);
  }

  // Where the row would be if nothing had to be waited for.
  #passed() {
    return this.clock.at + ((performance.now() - this.clock.since) / 1000) * this.audio.defaultPlaybackRate;
  }

  #enter(piece, at) {
    const isNext = piece === this.next && !this.other.error;
    const isSame = piece.url === this.piece.url && !this.broken;
    this.piece = piece;
    if (isNext) this.#change(at);
    else if (isSame && this.audio.readyState > 0) this.#place(at);
    else {
      this.#source(at, true);
      if (this.wanted) this.#start().catch(() => {});
    }
    this.#mute();
  }

  #place(at) {
    this.audio.currentTime = Math.max(0, this.#placeOf(this.#due(at)));
  }

  // Let the other element be heard. One sounds before the other stops: a phone takes a page without any for idle.
  #change(at) {
    const { audio } = this;
    [this.audio, this.other] = [this.other, audio];
    const isThere = this.audio.readyState > 0;
    Object.assign(this, { next: null, waiting: isThere ? null : at, exact: true, broken: false });
    this.progressAt = performance.now();
    if (isThere && !this.#keepsUp) this.#place(at);
    this.#mute();
    if (this.wanted) this.audio.play().catch((error) => error.name === "NotAllowedError" && this.#goAlone(at));
    audio.pause();
  }

  // The browser allows one element only.
  #goAlone(at) {
    this.isAlone = true;
    this.audio.pause();
    [this.audio, this.other] = [this.other, this.audio];
    this.#source(at, true);
    this.#start().catch(() => {});
  }

  // Whether a silence is over when it should be, if it only goes faster.
  get #keepsUp() {
    return this.clock !== null && (this.piece.start - this.now) / FASTEST <= this.piece.start - this.#passed();
  }

  // Get the next piece ready while this one is heard.
  #prepare() {
    const next = this.#following;
    if (!next || next === this.next || this.isAlone) return;
    this.next = next;
    if (holds(this.other, next.url)) this.#poise();
    else {
      this.other.preload = "auto";
      this.other.src = next.url;
    }
  }

  // Put the other element to where it begins to run: by how late it is now, the silence is shorter.
  #poise() {
    if (!this.next) return;
    const late_s = this.clock ? Math.max(0, this.#passed() - this.now) : 0;
    this.other.currentTime = Math.max(0, this.next.from - Math.max(0, this.#silence_s - late_s));
  }

  // In a silence nobody hears how fast it goes: so fast that the piece begins when it should.
  #mute() {
    const muted = this.now < this.piece.start - SOON_S;
    const pace = muted && this.clock && !this.audio.seeking ? this.#pace() : 1;
    const rate = this.audio.defaultPlaybackRate * pace;
    if (Math.abs(rate / this.audio.playbackRate - 1) > (muted ? CLOSE : 0)) this.audio.playbackRate = rate;
    this.audio.volume = muted ? 0 : 1; // Chromium changes its output, and its clock, with `muted`
    this.audio.muted = muted && this.audio.volume > 0; // iOS leaves the volume to its buttons
  }

  #pace() {
    const left_s = Math.max(SOON_S, this.piece.start - this.#passed());
    return Math.min(FASTEST, Math.max(1 / FASTEST, (this.piece.start - this.now) / left_s));
  }

  #end() {
    this.wanted = false;
    this.isOver = true;
    if (!this.audio.ended) this.audio.pause();
    this.onEnd();
  }

  // Resolves when it sounds or is going to; rejects when the browser does not allow it.
  async play() {
    this.wanted = true;
    this.#allowOther();
    if (this.isOver && this.pieces.length > 1) this.seek(0);
    if (this.broken || this.audio.error || this.#isDead) this.#again();
    this.#watch();
    await this.#start();
  }

  // iOS lets an element sound by itself that was once begun by a touch.
  #allowOther() {
    if (this.isBegun || this.pieces.length < 2) return;
    this.isBegun = true;
    this.other.play().catch(() => {});
    this.other.pause();
  }

  #start() {
    return this.audio.play().catch((error) => {
      if (error.name !== "NotAllowedError") return; // what went wrong else is told by an event
      this.wanted = false;
      this.onChange();
      throw error;
    });
  }

  pause() {
    this.wanted = false;
    this.clock = null;
    clearTimeout(this.retrying);
    this.audio.pause();
    this.onChange();
  }

  #again() {
    this.#source(this.now, true);
  }

  #begin() {
    this.wanted = true;
    this.#watch();
    this.#frame();
  }

  #stopped() {
    const { paused, ended, error } = this.audio;
    if (paused && !ended && !error && !this.broken) this.wanted = false; // on the lock screen, or by another app
  }

  #heard() {
    if (this.failures) this.backAt = performance.now();
    this.failures = 0;
    if (this.clock && this.waiting === null && this.now < this.piece.start && !this.#keepsUp) this.#place(this.now);
  }

  #fail() {
    this.waiting = this.now;
    this.broken = true;
    this.failures += 1;
    clearTimeout(this.retrying);
    const wait_s = RETRY_S[Math.min(this.failures, RETRY_S.length) - 1];
    if (this.wanted) this.retrying = setTimeout(() => this.#retry(), 1000 * wait_s);
    this.onFail(this.failures);
  }

  #retry() {
    if (!this.broken) return;
    this.#again();
    if (this.wanted) this.#start().catch(() => {});
  }

  // A connection may die without a word.
  #watch() {
    clearInterval(this.watching);
    this.progressAt = performance.now();
    this.watching = setInterval(() => this.#look(), LOOK_MS);
  }

  #look() {
    if (!this.wanted) clearInterval(this.watching);
    else if (this.isBuffering && this.#quiet() > STUCK_S * 2 ** Math.min(this.failures, 3)) {
      this.failures += 1;
      this.#again();
      this.#start().catch(() => {});
    }
  }

  get #isDead() {
    const { readyState, networkState } = this.audio;
    const isLoading = networkState === HTMLMediaElement.NETWORK_LOADING;
    return isLoading && readyState < HTMLMediaElement.HAVE_FUTURE_DATA && this.#quiet() > PATIENCE_S;
  }

  #quiet() {
    return (performance.now() - this.progressAt) / 1000;
  }

  seek(seconds) {
    this.#move(Math.max(0, seconds));
    this.onTime(this.now);
  }

  #move(at) {
    const piece = this.#pieceAt(at);
    Object.assign(this, { isOver: false, clock: null });
    if (piece !== this.piece) this.#enter(piece, Math.max(at, piece.start));
    else if (this.audio.readyState === 0 || this.broken) this.waiting = at;
    else this.audio.currentTime = Math.max(0, Math.min(this.#placeOf(at), this.audio.duration - 0.05));
  }

  set rate(rate) {
    this.clock = null;
    for (const audio of this.elements) Object.assign(audio, { defaultPlaybackRate: rate, playbackRate: rate });
  }

  // Play from one time to another over and over; null for on and on.
  repeat(range) {
    this.range = range;
  }

  #frame() {
    cancelAnimationFrame(this.frame);
    if (this.audio.paused) return;
    this.#tick();
    this.frame = requestAnimationFrame(() => this.#frame());
  }

  #tick() {
    if (this.audio.error) return;
    this.heardAt = this.now;
    if (this.range && this.now >= this.range.to && this.playing) this.#move(this.range.from);
    if (this.playing && this.waiting === null && this.now >= endOf(this.piece)) this.#goOn();
    this.#mute();
    if (this.playing && this.waiting === null && this.now >= this.piece.start) this.#prepare();
    this.#aim();
    this.onTime(this.now);
  }

  // Frames do not come while the page is not seen, and other events too seldom.
  #aim() {
    clearTimeout(this.aiming);
    if (!this.playing || this.waiting !== null || this.pieces.length < 2) return;
    const next = this.now < this.piece.start ? this.piece.start : endOf(this.piece);
    this.aiming = setTimeout(() => this.#tick(), (1000 * (next - this.now)) / this.audio.playbackRate);
  }
}
