// A line of a song: its lyric and explanations, each to be heard and edited, and the readings in doubt.

import { button, complaint, element, icon } from "./dom.js";
import { hear } from "./hearing.js";
import { text } from "./texts.js";
import { voiceRow } from "./voice.js";

const RUBY = /\{([^{}|]+)\|([^{}|]+)\}/g;
const REMOVING = { explanation: "unexplain", lyric: "unline" };
const MARKUP = /[\\$《]/;

// `where` tells the line from all others of the song, whatever is written above it meanwhile.
export function lineCard(view, line, where) {
  const facts = view.factsOf(line.lyric);
  const card = element("li", { className: "card line" }, textRow(view, line.lyric, "lyric", where, measured(facts)));
  card.append(...advice(view, line.lyric, facts, where));
  line.explain.forEach((explained, number) => {
    card.append(textRow(view, explained, "explanation", `${where}-${number}`));
  });
  card.append(adding(view, line, where));
  return card;
}

// A text with what can be done to it; below it the readings that are in doubt.
export function textRow(view, said, kind, where, aside = null) {
  const key = `${kind}-${where}`;
  const shown = element("p", { className: `said ${kind}`, lang: "ja" }, ...words(said));
  const label = kind === "lyric" || kind === "explanation" ? null : element("span", { className: "chip" }, text(kind));
  const play = button("hear", {
    key: `${key}-hear`,
    className: "icon",
    symbol: "play",
    label: text("hear_this", { what: said.shown }),
    press: () => hear(play, view, said),
  });
  const row = element("div", { className: "text-row", data: { opens: key } });
  const write = button("edit", {
    key: `${key}-edit`,
    className: "icon",
    symbol: "edit",
    label: text("edit_this", { what: said.shown }),
    press: () => row.reopen(said.text),
  });
  row.reopen = (value) => {
    writeIn(row, editor(view, { said, kind, key, value, remove: REMOVING[kind], cancel: row }));
  };
  const voice = kind in REMOVING ? voiceRow(view, said, key, kind) : [];
  const below = aside || voice.length ? element("div", { className: "below" }, aside, ...voice) : null;
  row.append(play, element("div", { className: "body" }, label, shown, below), write);
  const whole = element("div", {}, row);
  if (view.desk?.isOf(said, key)) whole.append(view.desk.shownOf(said));
  whole.append(...view.doubtsIn(said).map((doubt) => doubtful(view, said, doubt, key)));
  return whole;
}

// The title above all lines, to be edited like any text.
export function titleRow(view, said) {
  const key = "title-0";
  const row = element("div", { className: "title-row", data: { opens: key } });
  row.reopen = (value) => writeIn(row, editor(view, { said, kind: "title", key, value, cancel: row }));
  const label = text("edit_this", { what: said.shown });
  const press = () => row.reopen(said.text);
  const write = button("edit", { key: `${key}-edit`, className: "icon", symbol: "edit", label, press });
  row.append(element("h1", { lang: "ja" }, said.shown), write);
  return row;
}

function measured(facts) {
  if (!facts) return null;
  return element("span", { className: "hint" }, text(facts.bars === null ? "morae" : "bars", facts));
}

function advice(view, lyric, facts, where) {
  const found = [];
  if (facts?.break_at) {
    const [before, after] = facts.break_at;
    const row = element("p", { className: "advice" }, text("long", { before, after }));
    if (before && after && lyric.text.replace(/\s/g, "") === (before + after).replace(/\s/g, "")) {
      const broken = `${before} ${after}`;
      const press = () => view.edit({ do: "text", at: lyric.at, text: broken });
      row.append(button("break_here", { key: `break-${where}`, className: "small-button", press }));
    }
    found.push(row);
  }
  if (facts?.same_as) found.push(element("p", { className: "advice" }, text("same", { place: facts.same_as })));
  return found;
}

// Below a line an explanation is added, or another line.
function adding(view, line, where) {
  const what = line.lyric.shown;
  return element(
    "div",
    { className: "add-rows" },
    addition(view, line, { what: "explain", name: "add_explain", kind: "explanation", key: `add-${where}`, label: text("explain_for", { what }) }),
    addition(view, line, { what: "line", name: "add_line", kind: "lyric", key: `add-line-${where}`, label: text("line_below", { what }) }),
  );
}

function addition(view, line, { what, name, kind, key, label }) {
  const row = element("div", { className: "add-row", data: { opens: key } });
  row.reopen = (value) => {
    const said = { at: "", shown: "", text: "" };
    const write = (written) => view.edit({ do: what, at: line.lyric.at, text: written }, { wrote: written, key });
    writeIn(row, editor(view, { said, kind, key, value, cancel: row, write, label }));
  };
  row.append(button(name, { key, className: "add", symbol: "add", press: () => row.reopen("") }));
  return row;
}

// An editor takes the place of a row, and with it the keyboard: what is typed next is written there.
function writeIn(row, form) {
  row.replaceWith(form);
  form.querySelector("textarea").focus();
}

function editor(view, { said, kind, key, value, remove = null, cancel, write, label = text(kind) }) {
  const id = `edit-${key}`;
  const area = element("textarea", { id, rows: kind === "explanation" ? 4 : 2, value, lang: "ja" });
  const writes = write ?? ((written) => view.edit({ do: "text", at: said.at, text: written }, { wrote: written, key }));

  function shut() {
    form.replaceWith(cancel);
    cancel.querySelector("[data-key$=edit], [data-key^=add]")?.focus();
    view.settle();
  }
  function save(event) {
    event?.preventDefault();
    if (area.value.trim()) writes(area.value);
    else area.focus();
  }
  const form = element(
    "form",
    {
      className: "editing",
      data: { opened: key },
      on: {
        submit: save,
        keydown: (event) => {
          if (event.key === "Escape") shut();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        },
      },
    },
    element("label", { htmlFor: id }, label),
    area,
    element("div", { className: "refusal" }),
    element(
      "div",
      { className: "row" },
      element("button", { type: "submit", className: "first small-button" }, text("save")),
      button("cancel", { className: "quiet small-button", press: shut }),
      remove
        ? button("remove", {
            className: "quiet small-button last",
            press: () => view.edit({ do: remove, at: said.at }, { wrote: area.value, key }),
          })
        : null,
    ),
  );
  return form;
}

// A reading in doubt: each proposal can be heard, and a tap decides it.
function doubtful(view, said, doubt, row) {
  const { surface, start } = doubt;
  const key = `doubt-${row}-${start}`;
  const name = `where-${key}`;
  const everywhere = element("input", { type: "radio", name, checked: true });
  const here = element("input", { type: "radio", name });

  function decide(kana) {
    const what = here.checked ? { do: "ruby", at: said.at, start, surface, kana } : { do: "reading", surface, kana };
    view.edit(what, { said: "decided", values: { surface, kana }, key });
  }
  const read = (kana) => `${said.text.slice(0, start)}{${surface}|${kana}}${said.text.slice(start + surface.length)}`;
  const choices = doubt.candidates.map(({ kana }) => {
    const play = button("hear", {
      className: "icon",
      symbol: "play",
      label: text("hear_this", { what: kana }),
      press: () => hear(play, view, said, read(kana)),
    });
    const press = () => decide(kana);
    const choose = element("button", { type: "button", className: "choice", lang: "ja", data: { key: `${key}-${kana}` }, on: { click: press } }, kana);
    choose.setAttribute("aria-label", text("choose", { kana }));
    return element("span", { className: "candidate" }, play, choose);
  });
  const other = element("input", { type: "text", lang: "ja", placeholder: text("other_hint"), "aria-label": text("other"), autocomplete: "off" });
  const own = element(
    "form",
    {
      className: "candidate own",
      on: {
        submit: (event) => {
          event.preventDefault();
          if (other.value.trim()) decide(other.value.trim());
        },
      },
    },
    other,
    element("button", { type: "submit", className: "small-button" }, text("decide")),
  );
  return element(
    "fieldset",
    { className: "doubt" },
    element("legend", {}, icon("edit"), text("doubt", { surface })),
    element("p", { className: "hint" }, doubt.reason),
    element("div", { className: "row" }, ...choices, own),
    element(
      "div",
      { className: "row where", role: "group", "aria-label": text("where") },
      element("label", {}, everywhere, text("everywhere")),
      element("label", {}, here, text("here")),
    ),
    element("div", { className: "refusal", data: { of: key } }, view.refusals.has(key) ? complaint(view.refusals.get(key)) : null),
  );
}

// A text as it is shown, with its furigana; one with formulas as the server reads it.
function words({ text: written, shown }) {
  if (MARKUP.test(written)) return [shown];
  const found = [];
  let done = 0;
  for (const match of written.matchAll(RUBY)) {
    found.push(written.slice(done, match.index), element("ruby", {}, match[1], element("rt", {}, match[2])));
    done = match.index + match[0].length;
  }
  return [...found, written.slice(done)];
}
