// A song's file as it is, for who knows what they do; the lines and this are the same thing.

import { Refused, ask, songPath } from "./api.js";
import { button, complaint, element, icon, say } from "./dom.js";
import { songAddress } from "./songs.js";
import { text } from "./texts.js";

export async function showFile(view, name) {
  let file;
  try {
    file = await ask(songPath("text", name));
  } catch (refused) {
    view.append(complaint(refused.message));
    return;
  }
  const area = element("textarea", { id: "whole", rows: 24, className: "code", spellcheck: false, value: file.text });
  const wrong = element("div", {});

  async function save(event) {
    event?.preventDefault();
    wrong.replaceChildren();
    try {
      await ask(songPath("edits", name), "POST", { do: "whole", version: file.version, text: area.value });
      say(text("saved"));
      location.hash = songAddress(name);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      wrong.append(complaint(refused.message));
      if (refused.isOutdated) wrong.append(element("p", { className: "hint" }, text("keep_text")));
    }
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  });
  view.append(
    element("p", {}, element("a", { className: "back", href: songAddress(name) }, icon("back"), name)),
    element("h1", {}, text("raw_head", { file: file.file })),
    element(
      "form",
      { className: "whole", on: { submit: save } },
      element("label", { htmlFor: "whole" }, text("raw_label")),
      area,
      element("p", { className: "hint" }, text("raw_hint")),
      wrong,
      element(
        "div",
        { className: "row" },
        element("button", { type: "submit", className: "first" }, text("save")),
        button("cancel", { className: "quiet", press: () => (location.hash = songAddress(name)) }),
      ),
    ),
  );
}
