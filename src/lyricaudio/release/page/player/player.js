// The player: one episode with its words, its picture and its controls; and the list that it is chosen from.

import { hashOf, namedEpisode } from "./address.js";
import { dataUrl, episodes, episodesOf, neighbour, setUpAlbums } from "./albums.js";
import { addGrade, gradesOf, join } from "./grades.js";
import { setUpKeys } from "./keys.js";
import * as lockscreen from "./lockscreen.js";
import { Lyrics } from "./lyrics.js";
import { recall, remember } from "./memory.js";
import { $, isPressed, press, say, setIcon, setOptions } from "./page.js";
import { Picture } from "./picture.js";
import { placeAt, timeOf } from "./places.js";
import { isAsked, stops } from "./roles.js";
import { Sound } from "./sound.js";
import { setUpTakeaway } from "./takeaway.js";
import { clock, language, text, translate } from "./texts.js";

const RATES = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const SLEEPS_MIN = [5, 10, 15, 20, 30, 45, 60];
const STEP_S = 5;
const AGAIN_S = 1.5; // later than this in a line, "previous" starts that line over; in an episode, see below
const AGAIN_EPISODE_S = 3;
const SAVE_EVERY_S = 2;
const MOVED_S = 0.5; // less than this is no other place
const SCROLLING = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

let current = null; // the episode in the player
let data = null; // what its JSON says, or null until it is there
let resumed = null; // where one was in it, until its words are there to find the line by
let repeating = false;
let grading = null; // the name of the line whose grade is asked for
let sleepAt = Infinity; // milliseconds, as of Date.now()
let sleepAtEnd = false;
let following = true; // whether the words scroll with the sound
let saved = 0; // seconds

const positions = recall("positions", {}); // by episode: see places.js
const loaded = new Map();

const sound = new Sound({ onTime });
const lyrics = new Lyrics($("lines"), { onLine: playLine, onReveal: askGrade });
const picture = new Picture($("picture"), $("canvas"), { onSeek: seek });

// ---- episodes

async function dataOf(episode) {
  if (!loaded.has(episode.id)) {
    const response = await fetch(dataUrl(episode));
    if (!response.ok) throw new Error(response.statusText);
    join(response).then(showMarks);
    loaded.set(episode.id, await response.json());
  }
  return loaded.get(episode.id);
}

function load(episode) {
  savePosition();
  current = episode;
  data = null;
  stopRepeating();
  resumed = positions[episode.id] ?? { at: 0 };
  sound.load(episode.mp3, resumed.at);
  remember("last", episode.id);
  showEpisode();
  dataOf(episode).then(
    (found) => episode === current && showData(found),
    () => episode === current && showMissing(),
  );
}

function play(episode = current) {
  if (episode !== current) load(episode);
  sound.play().catch((error) => {
    if (error.name === "NotSupportedError") say("audio_failed");
  });
}

function toggle() {
  if (sound.playing) sound.pause();
  else play();
}

// Another episode in the same state, playing or not.
function change(episode) {
  const { playing } = sound;
  load(episode);
  if (playing) play();
  if (app.dataset.view === "player") history.replaceState(history.state, "", hashOf(episode));
}

function skip(step) {
  const target = neighbour(current, step);
  if (step < 0 && (sound.now > AGAIN_EPISODE_S || !target)) seek(0);
  else if (target) change(target);
}

function nextEpisode() {
  switch (recall("then", "next")) {
    case "same":
      return current;
    case "form":
      return episodes.slice(episodes.indexOf(current) + 1).find((episode) => episode.form === current.form) ?? null;
    case "next":
      return neighbour(current, 1);
    default:
      return null;
  }
}

// Everything up to play() must be synchronous: a locked phone allows no other start.
function ended() {
  if (repeating) {
    sound.seek(sound.range.from);
    sound.play();
    return;
  }
  savePosition();
  const next = nextEpisode();
  if (sleepAtEnd) fallAsleep();
  else if (next) {
    load(next);
    play();
    if (app.dataset.view === "player") history.replaceState(history.state, "", hashOf(next));
  }
}

function savePosition() {
  if (!current || resumed || sound.waiting !== null) return;
  saved = sound.audio.ended ? 0 : Math.round(sound.now * 10) / 10;
  positions[current.id] = data ? placeAt(saved, data.cues, lyrics.at(saved)) : { at: saved };
  remember("positions", positions);
}

// ---- lines

function seek(seconds) {
  resumed = null;
  sound.seek(seconds);
  if (repeating) startRepeating();
  follow();
}

function playLine(number) {
  seek(data.cues[number].start_s);
  if (!sound.playing) play();
}

function stepLine(step) {
  if (!data?.cues.length) {
    seek(sound.now + step * STEP_S);
    return;
  }
  const starts = data.cues.filter(stops).map((cue) => cue.start_s);
  const heard = data.cues[lyrics.at(sound.now)]?.start_s ?? -1;
  const before = starts.filter((start) => start <= heard);
  if (step > 0) {
    const next = starts[before.length];
    if (next !== undefined) seek(next);
    return;
  }
  if (sound.now - before.at(-1) < AGAIN_S) before.pop();
  seek(before.at(-1) ?? 0);
}

// For whole bars, so that the beat goes on, but never into the next line.
function startRepeating() {
  const number = Math.max(0, lyrics.at(sound.now));
  const { start_s: from, end_s: end } = data.cues[number];
  const bars = Math.ceil((end - from) / data.bar_s) * data.bar_s;
  const next = data.cues[number + 1]?.start_s ?? data.duration_s - 0.2;
  repeating = true;
  sound.repeat({ from, to: Math.min(from + bars, next) });
  press($("repeat-button"), true);
}

function stopRepeating() {
  repeating = false;
  sound.repeat(null);
  press($("repeat-button"), false);
}

function toggleRepeat() {
  if (!data?.cues.length) return;
  if (repeating) stopRepeating();
  else startRepeating();
  say(repeating ? "repeat_on" : "repeat_off");
}

// ---- recall by eye

function toggleHide() {
  hide(!isPressed($("hide-button")));
  say(lyrics.hidden ? "hide_on" : "hide_off");
}

function hide(hidden) {
  press($("hide-button"), hidden);
  remember("hide", hidden);
  lyrics.hide(hidden);
  showCurrentLine();
  askGrade(null);
}

function revealCurrent() {
  if (lyrics.current >= 0 && lyrics.isHidden(lyrics.current)) lyrics.reveal(lyrics.current);
}

function askGrade(number) {
  grading = data?.cues[number]?.id ?? null;
  $("grades").hidden = grading === null;
}

function grade(given) {
  if (grading === null) return;
  const words = data.cues.find((cue) => cue.id === grading && stops(cue)).text;
  addGrade(current, grading, words, given);
  askGrade(null);
  showMarks();
  say("graded", { grade: text(given) });
}

function showMarks() {
  if (!data) return;
  const known = gradesOf(current.album.id);
  data.cues.forEach((cue, number) => {
    if (isAsked(cue) && Object.hasOwn(known, cue.id)) lyrics.mark(number, known[cue.id].grade);
  });
}

// ---- time passes

function onTime(now) {
  if (!current) return;
  if (lyrics.paint(now)) {
    if (following) lyrics.scrollTo($("lyrics"));
    showCurrentLine();
  }
  picture.paint(now);
  showClock(now);
  if (Date.now() >= sleepAt) fallAsleep();
  if (Math.abs(now - saved) >= SAVE_EVERY_S) savePosition();
}

function fallAsleep() {
  sound.pause();
  setSleep("off");
  say("slept");
}

function setSleep(choice) {
  $("sleep").value = choice;
  sleepAtEnd = choice === "end";
  sleepAt = Number(choice) ? Date.now() + Number(choice) * 60_000 : Infinity;
}

// ---- what is seen

const app = $("app");

function showPlaying() {
  for (const id of ["play-button", "mini-play"]) setIcon($(id), sound.playing ? "pause" : "play");
  for (const episode of episodes) {
    const sounds = episode === current && sound.playing;
    episode.button.querySelector("use").setAttribute("href", sounds ? "#sounding" : "#play");
  }
  lockscreen.place(sound.audio);
}

function showEpisode() {
  const { album, title } = current;
  document.title = title;
  $("now").textContent = album.title;
  $("by").textContent = album.artist;
  $("mini-title").textContent = title;
  $("chapter").textContent = "";
  for (const id of ["wash", "mini-cover"]) $(id).src = album.cover;
  $("wash").hidden = false;
  $("mp3-link").href = current.mp3;
  $("zip-link").href = album.zip;
  lyrics.show([], []);
  askGrade(null);
  showWays();
  showPlaying();
  for (const episode of episodes) episode.button.toggleAttribute("aria-current", episode === current);
}

// The ways to listen to this album, as buttons.
function showWays() {
  const siblings = episodesOf(current.album);
  const buttons = siblings.map((episode) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", lang: "ja", textContent: episode.way });
    if (episode === current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => episode !== current && change(episode));
    return button;
  });
  $("forms").replaceChildren(...buttons);
  $("forms").hidden = siblings.length < 2;
}

function showMissing() {
  resumed = null;
  say("missing");
}

// The sound was loaded before; if the song was edited since one was here, it goes on at the same line.
function resume() {
  if (!resumed) return;
  const moved = timeOf(resumed, data.cues) - resumed.at;
  const startedOver = sound.now < resumed.at - MOVED_S;
  if (Math.abs(moved) > MOVED_S && !startedOver) sound.seek(sound.now + moved);
  resumed = null;
}

function showData(found) {
  data = found;
  lyrics.show(data.cues, data.chapters);
  hide(recall("hide", false));
  picture.show(data);
  showMarks();
  resume();
  onTime(sound.now);
  follow();
  lockscreen.show(current, handlers);
}

function showClock(now) {
  const duration = data?.duration_s ?? sound.audio.duration;
  $("at").textContent = clock(now);
  $("left").textContent = Number.isFinite(duration) ? `-${clock(duration - now)}` : "";
}

function showCurrentLine() {
  const number = lyrics.current;
  const cue = data?.cues[number];
  const chapter = cue && data.chapters.findLast((each) => each.start_s <= cue.start_s + 0.05);
  const isLine = chapter && data.cues.some((each) => each.text === chapter.title);
  $("chapter").textContent = chapter && !isLine ? chapter.title : "";
  $("mini-line").textContent = cue && lyrics.isHidden(number) ? "・・・" : (cue?.text ?? current.album.artist);
}

function follow() {
  following = true;
  $("follow").hidden = true;
  lyrics.scrollTo($("lyrics"));
}

// The reader looks elsewhere: the words stay where they are until called back.
function stray() {
  if (!data) return;
  following = false;
  $("follow").hidden = false;
}

// ---- the two views of a phone: the list and the player; on a desk both are seen

function view(name) {
  const changed = app.dataset.view !== name;
  app.dataset.view = name;
  if (name === "player") lyrics.scrollTo($("lyrics"));
  // What had the focus may be hidden now.
  if (changed) (name === "player" ? $("now") : current.button).focus({ preventScroll: true });
}

function open(episode) {
  if (namedEpisode() !== episode.id) history.pushState({ inside: true }, "", hashOf(episode));
  view("player");
}

function asked() {
  const name = namedEpisode();
  return episodes.find(({ id }) => id === name) ?? null;
}

function route() {
  const episode = asked();
  if (episode && episode !== current) change(episode);
  view(episode ? "player" : "library");
}

function close() {
  if (history.state?.inside) history.back();
  else {
    history.replaceState(null, "", location.pathname);
    view("library");
  }
}

// ---- settings

function setRate(rate) {
  sound.rate = rate;
  remember("rate", rate);
  $("speed").value = String(rate);
  say("speed_is", { rate });
}

function stepRate(step) {
  const at = RATES.indexOf(Number($("speed").value)) + step;
  setRate(RATES[Math.min(RATES.length - 1, Math.max(0, at))]);
}

function setFurigana(shown) {
  press($("furigana-button"), shown);
  app.classList.toggle("plain", !shown);
  remember("furigana", shown);
  if (following) lyrics.scrollTo($("lyrics"));
}

function toggleFurigana() {
  setFurigana(!isPressed($("furigana-button")));
}

function setUpSettings() {
  sound.rate = recall("rate", 1);
  setFurigana(recall("furigana", true));
  const rates = RATES.map((rate) => [String(rate), `${rate}×`]);
  const sleeps = SLEEPS_MIN.map((minutes) => [String(minutes), text("sleep_minutes", { minutes })]);
  const thens = ["next", "form", "same", "stop"].map((name) => [name, text(`then_${name}`)]);
  setOptions($("speed"), rates, String(recall("rate", 1)));
  setOptions($("sleep"), [["off", text("sleep_off")], ...sleeps, ["end", text("sleep_end")]], "off");
  setOptions($("then"), thens, recall("then", "next"));
  $("speed").addEventListener("change", () => setRate(Number($("speed").value)));
  $("then").addEventListener("change", () => remember("then", $("then").value));
  $("sleep").addEventListener("change", () => {
    setSleep($("sleep").value);
    say("sleep_set", { when: $("sleep").selectedOptions[0].text });
  });
}

// ---- buttons, keys and the lock screen

const CLICKS = {
  "play-button": toggle,
  "mini-play": toggle,
  "mini-open": () => open(current),
  "back-button": close,
  "previous-button": () => stepLine(-1),
  "next-button": () => stepLine(1),
  "repeat-button": toggleRepeat,
  "hide-button": toggleHide,
  "furigana-button": toggleFurigana,
  follow,
};

const KEYS = [
  ["Space", "key_play", { " ": toggle }],
  ["← →", "key_lines", { ArrowLeft: () => stepLine(-1), ArrowRight: () => stepLine(1) }],
  [
    "Shift ← →",
    "key_seconds",
    { "Shift ArrowLeft": () => seek(sound.now - STEP_S), "Shift ArrowRight": () => seek(sound.now + STEP_S) },
  ],
  ["L", "key_repeat", { l: toggleRepeat }],
  ["H", "key_hide", { h: toggleHide }],
  ["R", "key_reveal", { r: revealCurrent }],
  ["1 2 3", "key_grade", { 1: () => grade("again"), 2: () => grade("vague"), 3: () => grade("said") }],
  ["F", "key_furigana", { f: toggleFurigana }],
  ["[ ]", "key_speed", { "[": () => stepRate(-1), "]": () => stepRate(1) }],
  ["N P", "key_episodes", { n: () => skip(1), p: () => skip(-1) }],
  ["?", "key_help", { "?": () => $("more-dialog").showModal() }],
];

const handlers = {
  play: () => play(),
  pause: () => sound.pause(),
  previoustrack: () => skip(-1),
  nexttrack: () => skip(1),
  seekbackward: () => stepLine(-1),
  seekforward: () => stepLine(1),
  seekto: ({ seekTime }) => seek(seekTime),
};

function setUpButtons() {
  for (const [id, action] of Object.entries(CLICKS)) $(id).addEventListener("click", () => action());
  for (const button of $("grades").children) button.addEventListener("click", () => grade(button.dataset.grade));
  const dialog = $("more-dialog");
  for (const button of document.querySelectorAll("[data-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  for (const moved of ["wheel", "touchmove"]) $("lyrics").addEventListener(moved, stray, { passive: true });
  $("lyrics").addEventListener("keydown", (event) => SCROLLING.includes(event.key) && stray());
}

function setUpSound() {
  const { audio } = sound;
  for (const event of ["play", "pause", "seeked", "ratechange", "loadedmetadata"]) {
    audio.addEventListener(event, showPlaying);
  }
  audio.addEventListener("playing", () => lockscreen.show(current, handlers));
  audio.addEventListener("pause", savePosition);
  audio.addEventListener("ended", ended);
  audio.addEventListener("error", () => say("audio_failed"));
  addEventListener("pagehide", savePosition);
  addEventListener("popstate", route);
}

function begin() {
  translate();
  setUpTakeaway();
  if (episodes.length) {
    setUpAlbums({
      onEpisode: (episode) => {
        play(episode);
        open(episode);
      },
    });
    setUpButtons();
    setUpSettings();
    setUpKeys(KEYS);
    setUpSound();
    for (const id of ["player", "mini"]) $(id).hidden = false;
    load(asked() ?? episodes.find(({ id }) => id === recall("last")) ?? episodes[0]);
    view(asked() ? "player" : "library");
  }
  document.documentElement.dataset.ready = language;
}

begin();
