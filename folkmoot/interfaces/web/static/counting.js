// Counts as the server does: a link is 23, a mention its local name, every other sign what a reader takes for one.

const LINK = 23;
const TAG = 100;
const SPACE = "\\u0000-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const W = "\\p{L}\\p{N}_";
const NAME = "[a-z0-9_\\u0130\\u0131]+";
// What stands in a lookahead is taken whole or not at all, as the server's expression takes it.
const PIECE = new RegExp(
  `(?<![${W}/])(?<link>https?://[^${SPACE}<>"]+)`
  + `|(?<![${W}/@.])@(?=(?<mention>${NAME}(?:[.-]+${NAME})*(?:@[${W}-]+(?:\\.[${W}-]+)*(?::\\d{1,5}(?![${W}]))?)?))\\k<mention>(?![${W}@])`
  + `|(?<![${W}/&#])#(?<tag>[${W}][^${SPACE}!-/:-@\\[-^\`{-\\u007f]*)`,
  "giu",
);
const TRAILING = new Set(".,:;!?'\"*~…、。，！？：；‘’“”„‚‹›«»—–");
const PAIRS = { ")": "(", "]": "[", "}": "{" };
const EXTENDING = /^[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7fb\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}\p{M}]/u;

function linkOf(link) {
  let end = link.length;
  const opened = {};
  for (const close in PAIRS) opened[close] = link.split(PAIRS[close]).length - link.split(close).length;
  while (end && (TRAILING.has(link[end - 1]) || opened[link[end - 1]] < 0)) {
    if (link[end - 1] in PAIRS) opened[link[end - 1]] += 1;
    end -= 1;
  }
  return link.slice(0, end).endsWith("//") ? "" : link.slice(0, end);
}

function tagOf(name) {
  const kept = /^[\p{L}\p{N}\p{M}_·\u200c\u200d]*/u.exec(name)[0].replace(/[\u200c\u200d]+$/, "");
  return [...kept].length > TAG || !/\p{L}/u.test(kept) ? "" : kept;
}

function signs(text) {
  let total = 0, before = "", emoji = false, half = false;
  for (const sign of text) {
    if (sign >= "\u{1f1e6}" && sign <= "\u{1f1ff}" && sign.length === 2) {
      total += half ? 0 : 1;
      half = !half;
      emoji = false;
    } else if (sign < "\u0300" ? before === "\r" && sign === "\n" : before && !/[\r\n]/.test(before) && EXTENDING.test(sign)) {
      half = false;
    } else {
      const pictured = /[\p{So}\p{Sm}]/u.test(sign);
      total += emoji && pictured && before === "\u200d" ? 0 : 1;
      emoji = pictured;
      half = false;
    }
    before = sign;
  }
  return total;
}

export function length(text) {
  let total = 0, told = 0, found;
  PIECE.lastIndex = 0;
  while ((found = PIECE.exec(text))) {
    const { link, mention, tag } = found.groups;
    const value = link !== undefined ? linkOf(link) : tag !== undefined ? tagOf(tag) : mention;
    if (!value) continue;
    total += signs(text.slice(told, found.index));
    if (link !== undefined) total += LINK;
    else if (tag !== undefined) total += 1 + signs(value);
    else total += 1 + value.split("@")[0].length;
    told = PIECE.lastIndex = found.index + (link === undefined ? 1 : 0) + value.length;
  }
  return total + signs(text.slice(told));
}

// Says below the form's text how much is left; a reader of the screen hears it only near the end.
export function counted(form, field, shown, aloud) {
  const limit = Number(form.dataset.limit);
  const parts = [...form.querySelectorAll("[data-count]")];
  function tell() {
    const left = limit - parts.reduce((sum, part) => sum + (part.tagName === "INPUT" ? signs(part.value.trim()) : length(part.value)), 0);
    const words = (left < 0 ? shown.dataset.over : shown.dataset.left).replace("{n}", Math.abs(left));
    shown.textContent = words;
    shown.classList.toggle("fault", left < 0);
    if (aloud && (left < 0 || (left <= 40 && left % 10 === 0))) aloud.textContent = words;
  }
  form.addEventListener("input", (event) => parts.includes(event.target) && tell());
  form.addEventListener("reset", () => setTimeout(tell));
  tell();
}
