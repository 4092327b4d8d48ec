// The small form above the timeline: how much is left, and the words taken along to the large form.

import { counted } from "./counting.js";

function ready() {
  const box = document.getElementById("small");
  const form = box?.querySelector("form");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "1";
  const text = form.elements.text;
  counted(form, text, form.querySelector(".count"));
  box.addEventListener("toggle", () => box.open && text.focus());
  form.querySelector("[data-further]").addEventListener("click", (event) => {
    event.currentTarget.href = `/compose?back=/home&${new URLSearchParams({ text: text.value, visibility: form.elements.visibility.value })}`;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

ready();
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id !== "small") return;
  ready();
  document.querySelector("#small summary").focus();
});
