// The bar below a song: it is built, how far that is, and then it goes to the phone.

import { ask } from "./api.js";
import { $, say } from "./dom.js";
import { openPhone } from "./phone.js";
import { text } from "./texts.js";

const LOOK_MS = 400;

let song = null;
let looking = 0;

export function showBar(name) {
  song = name;
  $("bar").hidden = name === null;
  if (name !== null) follow();
}

async function follow() {
  clearTimeout(looking);
  let state;
  try {
    state = await ask("api/build");
  } catch (refused) {
    $("build-said").textContent = refused.message;
    return;
  }
  const before = $("bar").dataset.state;
  draw(state);
  if (state.state === "building") looking = setTimeout(follow, LOOK_MS);
  else if (before === "building") {
    say($("build-said").textContent);
    if (!$("to-phone").hidden) $("to-phone").focus();
  }
}

function draw(state) {
  const ours = state.songs?.length === 0 || state.songs?.includes(song);
  const running = state.state === "building";
  $("bar").dataset.state = state.state;
  $("build").hidden = running;
  $("stop").hidden = $("build-share").hidden = !running;
  $("build-share").value = state.share ?? 0;
  $("to-phone").hidden = running || state.state === "idle" || !ours || !state.results?.length;
  $("build").querySelector("span").textContent = text(ours && state.results ? "build_again" : "build");
  $("build-said").textContent = said(state, ours);
  $("build-said").className = state.state === "failed" && ours ? "wrong" : "";
}

function said(state, ours) {
  if (state.state === "building") {
    return state.clips ? text("building", { ...state, share: Math.round(100 * state.share) }) : text("preparing");
  }
  if (!ours || state.state === "idle") return text("build_ready");
  if (state.state === "stopped") return text("build_stopped");
  if (state.state === "failed") {
    const errors = [state.error, ...state.results.map((result) => result.error)].filter(Boolean);
    return `${text("build_failed")}: ${errors[0]}`;
  }
  const built = state.results.filter((result) => result.status === "built").length;
  return built ? text("build_done", { count: built }) : text("build_unchanged");
}

async function press(method, value) {
  try {
    const state = await ask("api/build", method, value);
    draw(state);
    if (state.state === "building") $("stop").focus();
    follow();
  } catch (refused) {
    $("build-said").textContent = refused.message;
    $("build-said").className = "wrong";
  }
}

$("build").addEventListener("click", () => press("POST", { songs: [song] }));
$("stop").addEventListener("click", () => press("DELETE"));
$("to-phone").addEventListener("click", openPhone);
