// The player: one episode with its words, its picture and its controls; and the list that it is chosen from.

import { hashOf, namedEpisode } from "./address.js";
import { coming, episodes, episodesOf, neighbour, setUpAlbums, showHeard } from "./albums.js";
import { stayAwake } from "./awake.js";
import { Words } from "./fetching.js";
import { addGrade, exchange, gradesOf, join } from "./grades.js";
import { itemAt, itemsOf } from "./items.js";
import { isKept, keptOf } from "./keeping.js";
import { setUpKeys } from "./keys.js";
import * as lockscreen from "./lockscreen.js";
import { Lyrics } from "./lyrics.js";
import { change as changeMemory, onOthers, recall, remember, soundAlone } from "./memory.js";
import { $, closeDialog, isPressed, press, say, setIcon, setOptions, showDialog } from "./page.js";
import { Picture } from "./picture.js";
import { placeAt, timeOf } from "./places.js";
import { setUpRides } from "./rides.js";
import { isAsked, stops } from "./roles.js";
import { Sound } from "./sound.js";
import { setUpTakeaway } from "./takeaway.js";
import { clock, language, text, translate } from "./texts.js";
import { begun } from "./times.js";

const RATES = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const SLEEPS_MIN = [5, 10, 15, 20, 30, 45, 60];
const STEP_S = 5;
const AGAIN_S = 1.5; // later than this in a line, "previous" starts that line over; in an episode, see below
const AGAIN_EPISODE_S = 3;
const SAVE_EVERY_S = 2;
const MOVED_S = 0.5; // less than this is no other place
const RETURN_MS = 6000; // after so long without a touch the words follow the sound again
const SCROLLING = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

let current = null; // the episode in the player
let data = null; // what its JSON says, or null until it is there
let resumed = null; // where one was in it, until its words are there to find the line by
let repeating = false;
let grading = null; // the name of the line whose grade is asked for
let sleepAt = Infinity; // milliseconds, as of Date.now()
let sleepAtEnd = false;
let following = true; // whether the words scroll with the sound
let strayedAt = 0; // milliseconds, as of performance.now()
let marked = null; // the episode that the list shows as sounding
let chained = false; // whether it is played because the one before has ended
let saved = 0; // seconds

const sound = new Sound({ onTime, onChange: showPlaying, onFail: failed, onEnd: ended });
const words = new Words({ onData: showData, onMissing: showMissing, onAnswer: (answer) => join(answer).then(showMarks) });
const soundsHere = soundAlone(() => sound.pause());
const lyrics = new Lyrics($("lines"), { onLine: playLine, onReveal: askGrade });
const picture = new Picture($("picture"), $("canvas"), { onSeek: seek });

// ---- episodes

function load(episode) {
  savePosition();
  current = episode;
  data = null;
  chained = false;
  stopRepeating();
  resumed = recall("positions", {})[episode.id] ?? { at: 0 };
  saved = resumed.at;
  if (episode.pieces) sound.loadPieces(episode.pieces, resumed.at);
  else sound.load(keptOf(episode).mp3, resumed.at);
  remember("last", episode.id);
  showEpisode();
  if (episode.pieces) words.load(episode.sources, episode.seen);
  else words.load([keptOf(episode).data]);
}

function play(episode = current) {
  if (episode !== current) load(episode);
  if (Date.now() >= sleepAt) setSleep("off"); // it ran out while nothing sounded
  words.again();
  sound.play().catch(() => {});
}

// The network took the sound away; it is tried again. Who is on the way hears what the device keeps meanwhile.
function failed(failures) {
  const kept = chained && sound.wanted && !isKept(current) ? upcoming().find(isKept) : null;
  const isLost = current.pieces && !sound.piece.source.isKept;
  const piece = isLost && current.pieces.find(({ start, source }) => start > sound.now && source.isKept);
  if (kept) goOn(kept);
  else if (piece && sound.wanted) sound.seek(piece.start);
  else if (failures === 1) say("audio_failed");
}

function toggle() {
  if (sound.playing && !sound.isJustBack) sound.pause();
  else play();
}

// Another episode in the same state, playing or not.
function change(episode) {
  const { wanted } = sound;
  load(episode);
  if (wanted) play();
  if (app.dataset.view === "player") history.replaceState(history.state, "", hashOf(episode));
}

function skip(step) {
  const target = neighbour(current, step);
  if (step < 0 && (sound.now > AGAIN_EPISODE_S || !target)) seek(0);
  else if (target) change(target);
}

// What is to be heard after this one, the next first.
function upcoming() {
  switch (recall("then", "next")) {
    case "same":
      return [current];
    case "form":
      return coming(current).filter((episode) => episode.form === current.form);
    case "next":
      return coming(current);
    default:
      return [];
  }
}

// Without a network those are passed over that would not sound.
function nextEpisode() {
  const listed = upcoming();
  return (!navigator.onLine && listed.find(isKept)) || (listed[0] ?? null);
}

function goOn(episode) {
  load(episode);
  chained = true;
  play();
  if (app.dataset.view === "player") history.replaceState(history.state, "", hashOf(episode));
}

// Everything up to play() must be synchronous: a locked phone allows no other start.
function ended() {
  if (repeating) {
    sound.seek(sound.range.from);
    sound.play().catch(() => {});
    return;
  }
  savePosition();
  noteHeard();
  const next = nextEpisode();
  if (sleepAtEnd) fallAsleep();
  else if (next) goOn(next);
}

function noteHeard() {
  const { id } = current;
  changeMemory("heard", {}, (heard) => ({ ...heard, [id]: (heard[id] ?? 0) + 1 }));
  showHeard(current);
}

function savePosition() {
  if (!current || resumed || sound.waiting !== null) return;
  const now = sound.isOver ? 0 : Math.round(sound.now * 10) / 10;
  if (now === saved) return; // another tab may know better
  saved = now;
  const place = data ? placeAt(saved, data.cues, lyrics.at(saved)) : { at: saved };
  changeMemory("positions", {}, (positions) => ({ ...positions, [current.id]: place }));
  showHeard(current);
}

// A newer edition of what is kept is there: who is not hearing the older one goes on in it.
function onRenewed(album) {
  if (current.album === album && !sound.wanted) load(current);
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
  if (sound.now - before[before.length - 1] < AGAIN_S) before.pop();
  seek(before[before.length - 1] ?? 0);
}

// A chapter of another song has a beat of its own.
function barAt(time) {
  return begun(data.chapters, time)?.bar_s ?? data.bar_s;
}

// For whole bars, so that the beat goes on, but never into the next line.
function startRepeating() {
  const number = Math.max(0, lyrics.at(sound.now));
  const { start_s: from, end_s: end } = data.cues[number];
  const bars = Math.ceil((end - from) / barAt(from)) * barAt(from);
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
  grading = data?.cues[number] ?? null;
  $("grades").hidden = grading === null;
}

function grade(given) {
  if (grading === null) return;
  keepGrade(grading, given);
  askGrade(null);
}

function keepGrade({ id, song }, given) {
  const { text: words } = data.cues.find((cue) => cue.id === id && cue.song === song && stops(cue));
  addGrade(current, { id, song }, words, given);
  showMarks();
  say("graded", { grade: text(given) });
}

function showMarks() {
  if (!data) return;
  for (const [number, cue] of data.cues.entries()) {
    const known = isAsked(cue) && gradesOf(cue.song ?? current.album.id)[cue.id];
    if (known) lyrics.mark(number, known.grade);
  }
}

// In an episode that asks, next means known, and previous not yet: by headphones, unseen.
function known() {
  judge("said", (items, number) => {
    if (items[number + 1]) seek(items[number + 1].from);
    else skip(1);
  });
}

function notYet() {
  judge("again", (items, number) => seek(items[number].answer ?? items[number].from));
}

function judge(given, goOn) {
  const items = data.items ?? itemsOf(data.cues);
  const number = itemAt(items, sound.now);
  if (number >= 0 && items[number].answer !== null) keepGrade(items[number], given);
  goOn(items, Math.max(0, number));
}

function showJudging() {
  $("judge").hidden = !data?.asks;
  if (!data?.asks || recall("judged", false)) return;
  remember("judged", true);
  say("judge_by");
}

// ---- time passes

function onTime(now) {
  if (!current) return;
  if (!following && mayReturn()) follow();
  if (lyrics.paint(now)) {
    if (following) lyrics.scrollTo($("lyrics"));
    showCurrentLine();
  }
  picture.paint(now);
  showClock(now);
  if (sound.playing && Date.now() >= sleepAt) fallAsleep();
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
  for (const id of ["play-button", "mini-play"]) {
    setIcon($(id), sound.playing ? "pause" : "play");
    $(id).setAttribute("aria-busy", sound.isBuffering);
  }
  showSounding(sound.playing ? current : null);
  lockscreen.place(sound);
  showAwake();
}

function showSounding(episode) {
  marked?.button.classList.remove("is-sounding");
  episode?.button.classList.add("is-sounding");
  marked = episode;
}

function showAwake() {
  stayAwake(sound.playing && $("lyrics").offsetParent !== null);
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
  $("mp3-link").parentElement.hidden = Boolean(current.pieces);
  $("mp3-link").href = current.mp3 ?? "#player";
  $("zip-link").parentElement.hidden = Boolean(current.pieces) || !album.zip;
  $("zip-link").href = album.zip ?? "#player";
  lyrics.show([], []);
  askGrade(null);
  showJudging();
  showWays();
  showPlaying();
  for (const button of document.querySelectorAll(":is(.episode, .ride)[aria-current]")) button.removeAttribute("aria-current");
  current.button.setAttribute("aria-current", "true");
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
  $("next-episode").disabled = !neighbour(current, 1);
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
  showJudging();
  resume();
  onTime(sound.now);
  follow();
  lockscreen.show(current, handlers);
}

function showClock(now) {
  const duration = data?.duration_s ?? sound.duration;
  $("at").textContent = clock(now);
  $("left").textContent = Number.isFinite(duration) ? `-${clock(duration - now)}` : "";
}

function showCurrentLine() {
  const number = lyrics.current;
  const cue = data?.cues[number];
  const chapter = cue && begun(data.chapters, cue.start_s + 0.05);
  const isLine = chapter && data.cues.some((each) => each.text === chapter.title);
  $("chapter").textContent = chapter && !isLine ? chapter.title : "";
  $("mini-line").textContent = cue && lyrics.isHidden(number) ? "・・・" : (cue?.text ?? current.album.artist);
}

function follow() {
  following = true;
  $("follow").hidden = true;
  lyrics.scrollTo($("lyrics"));
}

// The reader looks elsewhere: the words stay where they are until called back, or left alone for a while.
function stray() {
  if (!data) return;
  strayedAt = performance.now();
  following = false;
  $("follow").hidden = false;
}

function mayReturn() {
  return sound.playing && performance.now() - strayedAt > RETURN_MS && getSelection().isCollapsed;
}

// ---- the two views of a phone: the list and the player; on a desk both are seen

function view(name) {
  const changed = app.dataset.view !== name;
  app.dataset.view = name;
  if (name === "player") lyrics.scrollTo($("lyrics"));
  showAwake();
  // What had the focus may be hidden now.
  if (changed) (name === "player" ? $("now") : current.button).focus({ preventScroll: true });
}

function open(episode) {
  if (namedEpisode() !== episode.id) history.pushState({ inside: true }, "", hashOf(episode));
  view("player");
}

function asked() {
  const name = namedEpisode();
  return [...episodes, current].find((episode) => episode?.id === name) ?? null;
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
  "previous-episode": () => skip(-1),
  "next-episode": () => skip(1),
  "repeat-button": toggleRepeat,
  "hide-button": toggleHide,
  "furigana-button": toggleFurigana,
  "not-yet-button": notYet,
  "known-button": known,
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
  ["?", "key_help", { "?": () => showDialog($("more-dialog")) }],
];

const handlers = {
  play: () => play(),
  pause: () => sound.pause(),
  previoustrack: () => (data?.asks ? notYet() : skip(-1)),
  nexttrack: () => (data?.asks ? known() : skip(1)),
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
    button.addEventListener("click", () => showDialog(dialog));
  }
  dialog.querySelector("[data-close]").addEventListener("click", () => closeDialog(dialog));
  dialog.addEventListener("click", (event) => event.target === dialog && closeDialog(dialog));
  for (const moved of ["wheel", "touchmove"]) $("lyrics").addEventListener(moved, stray, { passive: true });
  $("lyrics").addEventListener("keydown", (event) => SCROLLING.includes(event.key) && stray());
}

function setUpSound() {
  sound.on("playing", () => {
    lockscreen.show(current, handlers);
    words.again();
  });
  sound.on("play", soundsHere);
  sound.on("pause", savePosition);
  addEventListener("online", () => exchange().then(showMarks));
  onOthers(showMarks);
  addEventListener("pagehide", savePosition);
  addEventListener("popstate", route);
}

function begin() {
  translate();
  if (episodes.length) {
    const onEpisode = (episode) => {
      play(episode);
      open(episode);
    };
    setUpAlbums({ onEpisode });
    setUpRides({ onRide: (ride) => onEpisode(ride.id === current.id ? current : ride) });
    setUpButtons();
    setUpSettings();
    setUpKeys(KEYS);
    setUpSound();
    for (const id of ["player", "mini"]) $(id).hidden = false;
    load(asked() ?? episodes.find(({ id }) => id === recall("last")) ?? episodes[0]);
    view(asked() ? "player" : "library");
  }
  setUpTakeaway({ onRenewed }).catch(() => {}); // a browser may forbid all of it
  document.documentElement.dataset.ready = language;
}

begin();
