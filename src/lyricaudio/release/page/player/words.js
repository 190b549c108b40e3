// The words of a line as elements: furigana, and where a line may break.
//
// A phrase is a box of its own, for engines differ in whether they break between what must not be broken: a box
// stays whole as long as it fits into the line, and no longer. So nothing is ever cut, at any width and size.

const WORD_ENDS = /[\p{sc=Hira}\s、。，．」』）)]$/u;
const WORD_BEGINS = /^[^\p{sc=Hira}、。，．」』）)]/u;
const CLOSED = /[、。，．」』）)]$/u;
const FIGURE_BEGINS = /^(?:[+±−-]?\p{N}|[+±−-]$)/u;
const FIGURE_ENDS = /\p{N}[%％]?$/u;
const BREATH = /[\s、。，．/]$/u;
const MORA = /.[ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ]?/gu;

const WIDEST_EM = 5; // a word with furigana that is wider may be broken: it would not fit into a phone at 200 %
const LATIN_EM = 0.6;
const KANA_EM = 0.46; // as the style sheet has it
const TIGHT_EM = 0.36;

export function element(tag, className, content = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(content);
  return made;
}

// Return the words of a cue, and its tokens: each with its element, its pieces and the morae that fill it.
export function wordsOf(cue, isProse) {
  const words = element("span", "words");
  words.lang = "ja";
  const tokens = [];
  for (const breath of isProse ? [cue.tokens] : breaths(cue.tokens)) {
    const box = element("span", "breath");
    for (const phrase of phrases(breath, isProse)) {
      const made = phrase.map(tokenOf);
      tokens.push(...made);
      const shown = made.map((token) => token.element);
      if (isBlank(phrase[0])) words.append(...shown); // between boxes, for at the end of one it would vanish
      else if (isProse) words.append(phraseOf(shown));
      else words.appendChild(box).append(phraseOf(shown));
    }
  }
  return { words, tokens };
}

function phraseOf(shown) {
  const phrase = element("span", "phrase");
  phrase.append(...shown);
  return phrase;
}

function isBlank(token) {
  return !token.text.trim();
}

// A breath ends with a blank or a comma: lines break there first.
function breaths(tokens) {
  const found = [];
  let over = true;
  for (const token of tokens) {
    if (over) found.push([]);
    found[found.length - 1].push(token);
    over = BREATH.test(token.text);
  }
  return found;
}

// A word stays with the kana and signs that follow it, until the next word begins; a figure with what is around it.
function phrases(tokens, isProse) {
  const found = [];
  tokens.forEach((token, number) => {
    if (number && (isProse ? staysInProse(tokens, number) : !mayBreak(tokens[number - 1], token))) {
      found[found.length - 1].push(token);
    } else found.push([token]);
  });
  return found;
}

function mayBreak(before, token) {
  if (isBlank(before) || isBlank(token)) return true;
  if (FIGURE_BEGINS.test(token.text) && !CLOSED.test(before.text)) return false;
  return WORD_ENDS.test(before.text) && WORD_BEGINS.test(token.text);
}

// In prose blanks are set around figures to be read more easily, and are no place to break.
function staysInProse(tokens, number) {
  const [before, token] = [tokens[number - 1], tokens[number]];
  if (isBlank(token)) return isBlankAtFigure(before, tokens[number + 1]);
  if (isBlank(before)) return isBlankAtFigure(tokens[number - 2], token);
  return !mayBreak(before, token);
}

function isBlankAtFigure(before, after) {
  if (!before || !after || CLOSED.test(before.text)) return false;
  return FIGURE_ENDS.test(before.text) || FIGURE_BEGINS.test(after.text);
}

function tokenOf(token) {
  const { element: shown, pieces } = token.kana ? withKana(token) : plain(token);
  const [first, last] = token.morae;
  return { element: shown, pieces, first, last, fill: 0 };
}

function plain(token) {
  const shown = element("span", isBlank(token) ? "token blank" : "token fill", token.text);
  return { element: shown, pieces: [] };
}

function withKana(token) {
  const [letters, morae] = [Array.from(token.text), token.kana.match(MORA) ?? []];
  const count = Math.min(letters.length, piecesOf(letters, token.kana));
  const size = token.kana.length / count;
  const tight = size * KANA_EM > (1.8 * wide(letters)) / count && size * KANA_EM > 3;
  const shown = element("span", tight ? "token tight" : "token");
  const pieces = Array.from({ length: count }, (_, number) => {
    const [from, to] = [number / count, (number + 1) / count];
    const ruby = element("ruby", "");
    const kana = part(morae, from, to).join("");
    ruby.append(element("span", "fill", part(letters, from, to).join("")), element("rt", "fill", kana));
    if (number) shown.append(document.createElement("wbr"));
    shown.append(ruby);
    return { element: ruby, from, to };
  });
  return { element: shown, pieces: count > 1 ? pieces : [] };
}

// In how many pieces a word can stand on a narrow screen, wherever its furigana may be broken.
function piecesOf(letters, kana) {
  return Math.ceil(Math.max(wide(letters) / WIDEST_EM, (kana.length * TIGHT_EM) / WIDEST_EM));
}

function wide(letters) {
  return letters.reduce((sum, letter) => sum + (letter < "\u0250" ? LATIN_EM : 1), 0);
}

function part(list, from, to) {
  return list.slice(Math.round(from * list.length), Math.round(to * list.length));
}
