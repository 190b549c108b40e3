// All songs, and the place where a new one is pasted.

import { Refused, ask } from "./api.js";
import { button, complaint, element } from "./dom.js";
import { text } from "./texts.js";

const MOST_FILE_BYTES = 2_000_000;

export function songAddress(name, kind = "song") {
  return `#${kind}/${encodeURIComponent(name)}`;
}

export async function showSongs(view) {
  view.append(pasting());
  const list = element("ul", { className: "songs" });
  view.append(element("section", {}, element("h2", {}, text("songs")), list));
  try {
    const { songs } = await ask("api/songs");
    if (!songs.length) list.replaceWith(element("p", { className: "hint" }, text("songs_none")));
    list.append(...songs.map(listed));
  } catch (refused) {
    list.replaceWith(complaint(refused.message));
  }
}

function listed(song) {
  const counts = song.error
    ? element("span", { className: "wrong" }, song.error)
    : element("span", { className: "hint" }, [text("count_lines", { count: song.lines }), text("count_explained", { count: song.explained })].join("・"));
  const title = element("span", { className: "title", lang: "ja" }, song.title);
  return element("li", {}, element("a", { href: songAddress(song.name), className: "card" }, title, counts));
}

function pasting() {
  const area = element("textarea", { id: "pasted", rows: 9, lang: "ja", "aria-describedby": "paste-hint", required: true });
  const title = element("input", { id: "title", type: "text", lang: "ja", autocomplete: "off" });
  const wrong = element("div", {});
  const make = element("button", { type: "submit", className: "first" }, text("paste_make"));
  let source = null;

  async function submit(event) {
    event?.preventDefault();
    if (make.disabled || !area.value.trim()) return area.focus();
    make.disabled = true;
    make.textContent = text("paste_making");
    wrong.replaceChildren();
    try {
      const made = await ask("api/songs", "POST", { text: area.value, title: title.value, source });
      location.hash = songAddress(made.name);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      wrong.append(complaint(refused.message));
    } finally {
      make.disabled = false;
      make.textContent = text("paste_make");
    }
    return undefined;
  }

  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });
  const chooser = element("input", {
    type: "file",
    id: "chosen",
    accept: ".txt,.md,.html,.htm,.lrc,.csv,.tsv",
    className: "unseen",
    tabIndex: -1,
    "aria-hidden": "true",
    on: {
      change: async () => {
        const [file] = chooser.files;
        if (!file || file.size > MOST_FILE_BYTES) return;
        source = file.name;
        area.value = await file.text();
        area.focus();
      },
    },
  });
  setTimeout(() => area.focus());
  return element(
    "section",
    { className: "paste" },
    element("h1", {}, text("paste_head")),
    element(
      "form",
      { on: { submit } },
      element("label", { htmlFor: "pasted" }, text("paste")),
      area,
      element("p", { className: "hint", id: "paste-hint" }, text("paste_hint")),
      element("label", { htmlFor: "title", className: "small" }, text("paste_title")),
      title,
      wrong,
      element(
        "div",
        { className: "row" },
        make,
        chooser,
        button("file", { className: "quiet", press: () => chooser.click() }),
      ),
    ),
  );
}
