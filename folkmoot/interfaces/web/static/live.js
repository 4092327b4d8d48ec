// News while a page is open: posts that arrive are counted and wait for a press, those that change do so where they
// stand. Without this a page shows what was there when it was loaded.

const MOST = 40; // what the server gives at once of what arrived meanwhile
const TRIES = 8;
const feed = document.querySelector("#feed[data-live]");
const button = document.querySelector("#fresh button");
const language = document.documentElement.lang;
const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const compact = new Intl.NumberFormat(language, { notation: "compact" });
const title = document.title;
const waiting = new Set();
let overflowing = false;
let due = 0;

async function ask(path) {
  const answer = await fetch(path, { headers: { "HX-Request": "true" } }).catch(() => null);
  return answer?.redirected ? null : answer;
}

async function read(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function enliven(posts) {
  for (const post of posts) {
    htmx.process(post);
    htmx.trigger(post, "htmx:load");
  }
}

// A screen reader hears of the first at once, and of more not more often than once a second.
function tell() {
  if (due) return;
  draw();
  due = setTimeout(() => {
    due = 0;
    draw();
  }, 1000);
}

function draw() {
  const count = waiting.size;
  const shown = overflowing || count > MOST ? `${numbers.format(MOST)}+` : numbers.format(count);
  const words = (button.dataset[rules.select(count)] ?? button.dataset.other).replace("#", shown);
  const told = count ? `(${shown}) ${title}` : title;
  if (document.title !== told) document.title = told;
  if (button.textContent !== words) button.textContent = words;
  button.hidden = !count;
}

async function arrived() {
  const newest = feed.querySelector(".post")?.dataset.id ?? "";
  const answer = await ask(`${location.pathname}?after=${newest}`);
  if (!answer?.ok) return null;
  const page = await read(answer);
  const further = page.querySelector(".further");
  return { posts: [...page.querySelectorAll("#feed > .post")], further, whole: !newest || further !== null };
}

function isNew(id) {
  return !document.getElementById(`p-${id}`);
}

// What came while nobody listened: between the page and the stream, and in every break.
async function catchUp() {
  const found = feed && (await arrived());
  if (!found) return;
  for (const post of found.posts) if (isNew(post.dataset.id)) waiting.add(post.dataset.id);
  overflowing = found.whole && found.posts.length >= MOST;
  tell();
}

// Put what arrived on top. Where more came than the server gives at once, it takes the place of what stood there:
// "Older" goes on from its end, and nothing is left out between the two.
async function show(pressed) {
  const found = await arrived();
  if (!found || (!pressed && found.whole && scrollY > 0)) return tell();
  const anchor = feed.querySelector(".post");
  const top = anchor?.getBoundingClientRect().top;
  if (found.whole) {
    for (const old of feed.parentElement.querySelectorAll(".post, .further, .nothing")) old.remove();
    if (found.further) feed.after(found.further);
    if (found.further) htmx.process(found.further);
  }
  const posts = found.posts.filter((post) => isNew(post.dataset.id));
  feed.prepend(...posts);
  feed.role = "feed"; // what is empty says nothing of itself
  feed.ariaLabel ??= document.querySelector("h1").textContent;
  enliven(posts);
  waiting.clear();
  overflowing = false;
  draw();
  if (pressed) {
    (posts[0] ?? feed.querySelector(".post"))?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  } else if (scrollY > 0 && anchor?.isConnected && !CSS.supports("overflow-anchor", "auto")) {
    scrollBy(0, anchor.getBoundingClientRect().top - top);
  }
}

async function redraw(id) {
  for (const post of document.querySelectorAll(`.post[data-post="${id}"]`)) {
    const answer = await ask(`/posts/${post.dataset.id}/piece?context=${feed?.dataset.context ?? ""}`);
    if (answer?.status === 404) remove(post);
    const drawn = answer?.ok && (await read(answer)).querySelector(".post");
    if (!drawn) continue;
    const open = [...post.querySelectorAll("details")].map((part) => part.open);
    drawn.querySelectorAll("details").forEach((part, place) => (part.open = open[place] ?? false));
    const held = post.contains(document.activeElement) ? document.activeElement : null;
    post.replaceWith(drawn);
    enliven([drawn]);
    if (held) (drawn.querySelector(`[data-key="${held.dataset.key}"]`) ?? drawn).focus({ preventScroll: true });
  }
}

function remove(post) {
  if (post.contains(document.activeElement)) {
    const posts = [...document.querySelectorAll(".post")];
    const place = posts.indexOf(post);
    (posts[place + 1] ?? posts[place - 1])?.focus({ preventScroll: true });
  }
  post.remove();
}

function count(unread) {
  const way = document.querySelector('.ways a[href="/notifications"]');
  way?.querySelector(".count")?.remove();
  if (!way || !unread) return;
  const mark = document.getElementById("lively").content.querySelector(".count").cloneNode(true);
  mark.prepend(compact.format(unread));
  way.append(mark);
}

const heard = {
  post: (id) => {
    if (isNew(id)) waiting.add(id);
    tell();
  },
  own: (id) => {
    if (isNew(id)) waiting.add(id);
    show(false);
  },
  edit: redraw,
  delete: (id) => {
    for (const post of document.querySelectorAll(`.post[data-id="${id}"], .post[data-post="${id}"]`)) remove(post);
    if (waiting.delete(id)) tell();
  },
  notification: (unread) => count(Number(unread)),
  over: () => stop(true),
};

let source = null;
let over = false;
let tries = 0;
let again = 0;

function listen() {
  stop();
  source = new EventSource(`/live${feed?.dataset.live ?? "?stream=user:notification"}`);
  for (const [name, act] of Object.entries(heard)) {
    if (feed || name === "notification" || name === "over") source.addEventListener(name, (event) => act(event.data));
  }
  source.addEventListener("open", () => {
    tries = 0;
    catchUp();
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED || tries >= TRIES) return;
    again = setTimeout(listen, 4000 * 2 ** tries++ * (0.75 + Math.random() / 2));
  });
}

function stop(forGood = false) {
  clearTimeout(again);
  source?.close();
  source = null;
  over ||= forGood;
}

button?.addEventListener("click", () => show(true));
// HTTP/1.1 gives a browser six connections for all its tabs: those that nobody looks at leave theirs to others.
const scarce = performance.getEntriesByType("navigation")[0]?.nextHopProtocol === "http/1.1";
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !source && !over) listen();
  else if (document.hidden && scarce) stop();
});
addEventListener("pagehide", () => stop());
addEventListener("pageshow", (event) => event.persisted && !over && listen());
if (!document.hidden || !scarce) listen();
