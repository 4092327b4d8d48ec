// The small form below a post: how much is left, and the words at hand when it is opened.

import { counted } from "./counting.js";

const box = document.querySelector(".answering");
const form = box.querySelector("form");
const text = form.elements.text;

counted(form, text, form.querySelector(".count"));

box.addEventListener("toggle", () => {
  if (!box.open) return;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector(".main"));
});
