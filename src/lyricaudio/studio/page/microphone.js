// The microphone, and the beat of the song in the ear while it records.

const CLICK_S = 0.05;
const CLICK_HZ = { bar: 1760, pulse: 1320 };
const FALL_S = 0.012; // in which a click falls to a third
const SOON_S = 0.1;
const MOST_S = 300; // what is longer no clip may be
const BITS_PER_S = 128_000;

// What the browser says of a microphone that it does not give, and what the page says of it.
const REASONS = { NotAllowedError: "mic_refused", NotFoundError: "mic_none", NotReadableError: "mic_busy" };

export class NoMicrophone extends Error {}

// The studio listens to the voice as it is; only a beat that a loudspeaker plays must not come in.
function wanted(beat) {
  return { audio: { channelCount: 1, echoCancellation: beat !== null, noiseSuppression: false, autoGainControl: false } };
}

async function microphone(beat) {
  if (!navigator.mediaDevices) throw new NoMicrophone("mic_insecure");
  if (!window.MediaRecorder) throw new NoMicrophone("mic_unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia(wanted(beat));
  } catch (error) {
    throw new NoMicrophone(REASONS[error.name] ?? "mic_none");
  }
}

// One bar of clicks, which is played again and again.
export function clicks(context, { bpm, bar_beats: barBeats, pulses_beats: pulses }) {
  const framesPerBeat = (context.sampleRate * 60) / bpm;
  const bar = context.createBuffer(1, Math.round(barBeats * framesPerBeat), context.sampleRate);
  const samples = bar.getChannelData(0);
  pulses.forEach((pulse, number) => {
    const first = Math.round(pulse * framesPerBeat);
    const hz = number ? CLICK_HZ.pulse : CLICK_HZ.bar;
    for (let frame = 0; frame < CLICK_S * context.sampleRate; frame += 1) {
      const s = frame / context.sampleRate;
      samples[first + frame] = 0.5 * Math.exp(-s / FALL_S) * Math.sin(2 * Math.PI * hz * s);
    }
  });
  const source = context.createBufferSource();
  source.buffer = bar;
  source.loop = true;
  source.connect(context.destination);
  return source;
}

// A recording that goes on, after a bar to count in where there is a beat.
export class Recording {
  static async begin(beat) {
    const context = new AudioContext(); // at once, for Safari lets nothing sound that comes long after the press
    try {
      return new Recording(await microphone(beat), context, beat);
    } catch (error) {
      context.close();
      throw error;
    }
  }

  // Who has no loudspeaker still records: the beat is then only seen, so it is counted by the page's own clock.
  constructor(stream, context, beat) {
    Object.assign(this, { stream, context, beat, pieces: [], beginsMs: performance.now() });
    this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_S });
    this.recorder.addEventListener("dataavailable", ({ data }) => this.pieces.push(data));
    this.ear = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(this.ear);
    if (beat) this.countIn();
    else this.recorder.start();
  }

  countIn() {
    this.clicks = clicks(this.context, this.beat);
    this.clicks.start(this.context.currentTime + SOON_S);
    const beginsS = SOON_S + this.barS;
    this.beginsMs += 1000 * beginsS;
    // Half a pulse early: a first consonant sounds before its beat.
    const earlyS = (this.barS - this.beatS(this.beat.pulses_beats.at(-1))) / 2;
    this.starting = setTimeout(() => this.recorder.start(), 1000 * (beginsS - earlyS));
  }

  beatS(beats) {
    return (60 / this.beat.bpm) * beats;
  }

  get barS() {
    return this.beatS(this.beat.bar_beats);
  }

  // Since when the text is to be said, in seconds; before that it is less than 0.
  get atS() {
    return (performance.now() - this.beginsMs) / 1000;
  }

  // Which bar and which pulse of it sound, both from 1: of the bar to count in 0.
  get counted() {
    const bars = Math.floor(this.atS / this.barS);
    const within = this.atS - bars * this.barS;
    return { bar: bars + 1, pulse: this.beat.pulses_beats.filter((pulse) => this.beatS(pulse) <= within).length };
  }

  get isOver() {
    return this.atS > MOST_S;
  }

  // How loud it is, of full scale.
  get level() {
    const samples = new Float32Array(this.ear.fftSize);
    this.ear.getFloatTimeDomainData(samples);
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  // End; give what was recorded, or null when that had not begun.
  async stop() {
    clearTimeout(this.starting);
    this.clicks?.stop();
    const { recorder } = this;
    if (recorder.state === "recording") {
      await new Promise((done) => {
        recorder.addEventListener("stop", done, { once: true });
        recorder.stop();
      });
    }
    for (const track of this.stream.getTracks()) track.stop();
    this.context.close();
    const [first] = this.pieces; // it says its kind, as Firefox's recorder does not any more by now
    return first ? new Blob(this.pieces, { type: first.type }) : null;
  }
}

// Hear what was recorded; return what stops it. The page may play no address that is not the studio's.
export async function played(take) {
  const context = new AudioContext();
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await take.arrayBuffer());
  source.connect(context.destination);
  source.addEventListener("ended", () => context.close());
  source.start();
  return () => source.stop();
}
