// Pictures in full, one after the other; short films without sound play while they are seen. Without this a picture
// is a link to its file, and a film waits for its button.

const SWIPE = 50;
let viewer = null;
let pictures = [];
let place = 0;
let opener = null;

function part(name) {
  return viewer.querySelector(`[data-do=${name}]`);
}

function show(next) {
  place = (next + pictures.length) % pictures.length;
  const link = pictures[place];
  const small = link.querySelector("img");
  const words = small.alt;
  const image = viewer.querySelector("img");
  image.removeAttribute("src");
  image.src = link.href;
  image.alt = words;
  const caption = viewer.querySelector("figcaption");
  caption.textContent = words;
  caption.lang = link.closest("figure").querySelector("figcaption p")?.lang ?? "";
  caption.hidden = !words;
  viewer.querySelector(".where").textContent = pictures.length > 1 ? `${place + 1} / ${pictures.length}` : "";
  part("original").href = link.href;
  zoom(false);
  if (pictures.length > 1) new Image().src = pictures[(place + 1) % pictures.length].href;
}

function zoom(large) {
  viewer.classList.toggle("large", large);
  part("zoom").setAttribute("aria-pressed", String(large));
}

function open(link) {
  viewer = document.getElementById("lively").content.querySelector(".viewer").cloneNode(true);
  pictures = [...link.closest(".media").querySelectorAll("a[data-view]")];
  opener = link;
  for (const name of ["previous", "next"]) part(name).hidden = pictures.length < 2;
  document.body.append(viewer);
  listen(viewer);
  show(pictures.indexOf(link));
  viewer.showModal();
  history.pushState({ picture: true }, "");
}

const acts = {
  previous: () => show(place - 1),
  next: () => show(place + 1),
  zoom: () => zoom(!viewer.classList.contains("large")),
  close: () => viewer.close(),
};

function listen(dialog) {
  const forward = getComputedStyle(dialog).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  dialog.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act in acts) acts[act]();
    else if (event.target.matches("img")) acts.zoom();
    else if (event.target.matches("figure, dialog")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "z") acts.zoom();
    if (pictures.length < 2 || !event.key.startsWith("Arrow") || dialog.classList.contains("large")) return;
    if (event.key.endsWith("Left") || event.key.endsWith("Right")) show(place + (event.key === forward ? 1 : -1));
  });
  let from = null;
  dialog.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  dialog.addEventListener("touchend", (event) => {
    if (!from || visualViewport.scale > 1.01 || dialog.classList.contains("large")) return;
    const across = event.changedTouches[0].clientX - from.clientX;
    const down = event.changedTouches[0].clientY - from.clientY;
    if (Math.abs(down) > 2 * SWIPE && Math.abs(down) > Math.abs(across)) dialog.close();
    else if (Math.abs(across) > SWIPE && pictures.length > 1) show(place + (across < 0 === (forward === "ArrowRight") ? 1 : -1));
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (history.state?.picture) history.back();
    opener.focus({ preventScroll: true });
  });
}

addEventListener("popstate", () => {
  if (viewer?.open) viewer.close();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});

const still = matchMedia("(prefers-reduced-motion: reduce)");
const inSight = new WeakSet();
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    inSight[isIntersecting ? "add" : "delete"](target);
    if (!isIntersecting) target.pause();
    else if (!target.dataset.rests) target.play().catch(() => {});
  }
}, { threshold: 0.5 });

function playAll(root) {
  if (still.matches || document.documentElement.dataset.motion === "less") return;
  for (const film of root.querySelectorAll("video[data-gif]")) {
    seen.observe(film);
    // Whoever stops it while it is seen wants it to rest.
    film.addEventListener("pause", () => inSight.has(film) && (film.dataset.rests = "yes"));
    film.addEventListener("play", () => delete film.dataset.rests);
  }
}

playAll(document);
document.addEventListener("htmx:load", (event) => playAll(event.target));
