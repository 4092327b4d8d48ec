// The page of a post. Whoever opens one that answers others sees it first, and what it answers by scrolling up.

const focused = document.querySelector(".post.focused");
const [entry] = performance.getEntriesByType("navigation");

if (focused && document.querySelector(".thread .above") && !location.hash && entry?.type === "navigate") {
  focused.scrollIntoView({ block: "start" });
}

// The moment in which something was written is told in the time of the reader.
const page = document.documentElement.lang;
const language = navigator.languages.find((each) => each.split("-")[0] === page) ?? (page === "en" ? "en-GB" : page);
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

function tell(root) {
  for (const time of root.querySelectorAll(".meta time, .versions time, .ends time")) {
    time.textContent = exact.format(new Date(time.dateTime));
  }
}

tell(document);
document.addEventListener("htmx:load", (event) => tell(event.target));

// Who asks for more answers goes on at the first of them.
let last = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  last = target.matches?.("#answers > .further") ? target.previousElementSibling : null;
});

document.addEventListener("htmx:afterSwap", () => {
  last?.nextElementSibling?.querySelector(".post")?.focus();
  last = null;
});
