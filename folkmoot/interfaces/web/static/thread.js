// Whoever opens a post that answers others sees it first, and what it answers by scrolling up.

const focused = document.querySelector(".post.focused");
const [entry] = performance.getEntriesByType("navigation");

if (focused && document.querySelector(".thread .above") && !location.hash && entry?.type === "navigate") {
  focused.scrollIntoView({ block: "start" });
}
