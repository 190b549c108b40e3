// Which view is shown, by the page's own address: `#` all songs, `#song/NAME` one, `#file/NAME` its file, `#tap/NAME` its recording.

import { $ } from "./dom.js";
import { showBar } from "./building.js";
import { showFile } from "./file.js";
import { showSong } from "./song.js";
import { showSongs } from "./songs.js";
import { showTap } from "./tap.js";
import { translate } from "./texts.js";

const VIEWS = { "": showSongs, song: showSong, file: showFile, tap: showTap };

let leave = () => {};

async function show() {
  const [kind, ...rest] = location.hash.slice(1).split("/");
  const name = decodeURIComponent(rest.join("/"));
  leave();
  leave = () => {};
  const view = $("view");
  view.replaceChildren();
  showBar(kind === "song" ? name : null);
  leave = (await (VIEWS[kind] ?? showSongs)(view, name)) ?? (() => {});
  document.documentElement.dataset.ready = `${kind}`;
}

translate();
if (location.search) history.replaceState(null, "", location.pathname + location.hash); // the key is a cookie by now
window.addEventListener("hashchange", show);
show();
