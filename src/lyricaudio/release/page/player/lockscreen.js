// The controls on the lock screen, on headphones and in cars.

import { onApple } from "./platform.js";

// iOS shows either jumps or tracks: without handlers for jumps it shows previous and next.
const JUMPS = ["seekbackward", "seekforward", "seekto"];

// Must be called again whenever the sound starts: iOS forgets it with each source.
export function show(episode, handlers) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: episode.title,
    artist: episode.artist,
    album: episode.album,
    artwork: [{ src: new URL(episode.cover, document.baseURI).href, type: "image/jpeg" }],
  });
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      navigator.mediaSession.setActionHandler(action, onApple && JUMPS.includes(action) ? null : handler);
    } catch {
      // This browser does not know the action.
    }
  }
}

export function place(sound) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.playbackState = sound.playing ? "playing" : "paused";
  const { duration, audio } = sound;
  const position = Math.min(Math.max(0, sound.now), duration);
  if (Number.isFinite(duration)) {
    navigator.mediaSession.setPositionState?.({ duration, playbackRate: audio.playbackRate, position });
  }
}
