// Whoever opens a post that answers others sees it first, and what it answers by scrolling up. The moment in which it
// was written is told in the time of the reader.

const focused = document.querySelector(".post.focused");
const [entry] = performance.getEntriesByType("navigation");

if (focused && document.querySelector(".thread .above") && !location.hash && entry?.type === "navigate") {
  focused.scrollIntoView({ block: "start" });
}

const page = document.documentElement.lang;
const language = navigator.languages.find((each) => each.split("-")[0] === page) ?? page;
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
for (const time of document.querySelectorAll(".meta time, .versions time, .focused .ends time")) {
  time.textContent = exact.format(new Date(time.dateTime));
}
