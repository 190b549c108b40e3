// The words of an episode come over the network, and come again by themselves when that has failed.

const LIMIT_MS = 15_000; // a connection may die without a word
const PATIENCE_MS = 3000; // whoever presses play after so long wants another connection
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

export class Words {
  // `onData(data)` gets what was asked for last, made of its parts, `onMissing()` is told when it fails at first, and `onAnswer(answer)`
  // gets every answer of the server.
  constructor({ onData, onMissing, onAnswer }) {
    Object.assign(this, { onData, onMissing, onAnswer, wanted: null, missing: false, asking: false, known: new Map() });
    addEventListener("online", () => this.again());
  }

  // `joined(all)` makes of what is at some addresses what is asked for; null stands for what cannot be had.
  load(urls, joined = ([one]) => one) {
    Object.assign(this, { wanted: { urls, joined }, missing: true, wait: FIRST_WAIT_MS });
    this.#ask(true);
  }

  // Ask at once, if they are missing and not on their way.
  again() {
    if (this.missing && (!this.asking || performance.now() - this.askedAt > PATIENCE_MS)) this.#ask(false);
  }

  async #ask(isFirst) {
    const { wanted } = this;
    clearTimeout(this.waiting);
    Object.assign(this, { asking: true, askedAt: performance.now() });
    const all = await Promise.all(wanted.urls.map((url) => this.#data(url).catch(() => null)));
    if (wanted !== this.wanted || !this.missing) return;
    this.asking = false;
    this.missing = !all.some(Boolean);
    if (!this.missing) {
      this.onData(wanted.joined(all));
      return;
    }
    if (isFirst) this.onMissing();
    this.waiting = setTimeout(() => this.again(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
  }

  async #data(url) {
    if (!this.known.has(url)) {
      const control = new AbortController();
      const limit = setTimeout(() => control.abort(), LIMIT_MS);
      try {
        const answer = await fetch(url, { signal: control.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        this.onAnswer(answer);
        this.known.set(url, await answer.json());
      } finally {
        clearTimeout(limit);
      }
    }
    return this.known.get(url);
  }
}
