// Keys for those who like them: what each does stands at /keyboard. Without this everything is a link or a button.

const OFF = "folkmoot-keys";
const TOGETHER = 1500; // milliseconds between "g" and where to go
const page = (key) => [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key && !e.closest(".post"));
const current = () => document.activeElement?.closest(".post") ?? null;
let began = 0;

function move(by) {
  const posts = [...document.querySelectorAll("main .post")];
  const at = posts.indexOf(current());
  const next = at < 0 ? posts.find((post) => post.getBoundingClientRect().bottom > 60) : posts[at + by];
  if (!next) return by > 0 ? document.querySelector(".further a")?.click() : undefined;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: at < 0 ? "nearest" : "start" });
}

function uncover(post) {
  const covers = [...(post?.querySelectorAll("details.cover") ?? [])];
  const open = !covers[0]?.open;
  for (const cover of covers) cover.open = open;
  if (!covers.length) post?.querySelector("[data-view]")?.click();
}

function leave() {
  const menu = document.querySelector("details.more[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

async function help() {
  const answer = await fetch("/keyboard", { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return location.assign("/keyboard");
  const dialog = document.getElementById("lively").content.querySelector(".keys").cloneNode(true);
  const list = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.append(...list.body.childNodes);
  document.body.append(dialog);
  offer(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-do=close]")) dialog.close();
  });
  dialog.showModal();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current()?.querySelector(".open")?.click(),
  x: () => uncover(current()),
  "?": help,
  Escape: leave,
};

// A letter alone may be a command of somebody who speaks to their computer: the keys can be turned off (WCAG 2.1.4).
function offer(root) {
  for (const label of root.querySelectorAll("[data-keys]")) {
    label.hidden = false;
    label.querySelector("input").checked = !localStorage.getItem(OFF);
  }
}

function isTyping(at) {
  return at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-keys]")) return;
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "off");
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
  if (isTyping(target)) {
    if (key === "Escape" && target.type === "search") target.blur();
    return;
  }
  const after = began && event.timeStamp - began < TOGETHER;
  began = key === "g" ? event.timeStamp : 0;
  if (key === "Enter" && target.matches(".post")) return acts.o();
  const found = after
    ? page(`g ${key}`)
    : ([...(current()?.querySelectorAll("[data-key]") ?? [])].find((e) => e.dataset.key === key) ?? page(key));
  if (!found && (after || !acts[key])) return;
  if (key !== "Escape") event.preventDefault();
  if (!found) acts[key]();
  else if (isTyping(found)) found.focus();
  else if (!found.hidden) found.click();
});

offer(document);
