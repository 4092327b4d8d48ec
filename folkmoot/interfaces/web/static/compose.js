// The form for writing: files are sent at once, what is written is kept as a draft. Without this the form does it all.

import { counted } from "./counting.js";
import "./focus.js";
import "./zone.js";

const form = document.getElementById("writing");
const text = form.elements.text;
const files = document.getElementById("files");
const aloud = document.getElementById("soon");
const csrf = form.elements.csrf.value;
const many = Number(form.dataset.files);
let sending = 0;

text.setSelectionRange(text.value.length, text.value.length);
counted(form, text, document.getElementById("left"), aloud);
for (const shown of form.querySelectorAll(".scripted")) shown.hidden = false;
for (const hidden of form.querySelectorAll(".unscripted")) hidden.hidden = true;

text.addEventListener("input", () => /[@#]/.test(text.value) && import("./suggest.js"));

// Files

function settle(by) {
  sending += by;
  document.getElementById("publish").disabled = sending > 0;
}

function piece(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.querySelector("li");
}

function refuse(row, sentence) {
  row.querySelector("progress")?.remove();
  const said = row.querySelector(".name");
  said.className = "fault";
  said.setAttribute("role", "alert");
  said.textContent = `${said.textContent}: ${sentence}`;
}

async function wait(row) {
  while (row.isConnected && row.dataset.state === "processing") {
    await new Promise((done) => setTimeout(done, 2000));
    const answer = await fetch(`/compose/media/${row.dataset.file}`);
    if (!answer.ok) return;
    const fresh = piece(await answer.text());
    row.querySelector(".picture").replaceWith(fresh.querySelector(".picture"));
    const fault = fresh.querySelector(".fault");
    if (fault) row.querySelector(".about").prepend(fault);
    row.dataset.state = fresh.dataset.state;
  }
}

function send(file) {
  if (files.querySelectorAll("[data-file], progress").length >= many) {
    aloud.textContent = files.dataset.many;
    return;
  }
  const row = document.getElementById("sending").content.firstElementChild.cloneNode(true);
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file);
  row.querySelector(".name").textContent = file.name;
  row.querySelector("button").addEventListener("click", () => {
    request.abort();
    row.remove();
  });
  files.append(row);
  request.open("POST", "/compose/media");
  request.setRequestHeader("x-csrf-token", csrf);
  request.upload.onprogress = (event) => {
    row.querySelector("progress").value = (100 * event.loaded) / event.total;
  };
  request.onload = () => {
    if (request.status !== 200) return refuse(row, request.status < 500 && request.getResponseHeader("content-type").startsWith("text/plain") ? request.responseText : files.dataset.failed);
    const made = piece(request.responseText);
    row.replaceWith(made);
    aloud.textContent = files.dataset.done.replace("{name}", file.name);
    made.querySelector("textarea").focus();
    wait(made);
    changed();
  };
  request.onerror = () => refuse(row, files.dataset.failed);
  request.onloadend = () => settle(-1);
  settle(1);
  request.send(body);
}

function sendAll(list) {
  for (const file of list) send(file);
}

form.elements.file.addEventListener("change", (event) => {
  sendAll(event.target.files);
  event.target.value = "";
});
text.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  sendAll(event.clipboardData.files);
});
form.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("over");
});
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  sendAll(event.dataTransfer.files);
});
files.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  if (button.value.startsWith("up")) {
    row.previousElementSibling?.before(row);
    button.focus();
  } else {
    row.remove();
    aloud.textContent = files.dataset.gone;
    text.focus();
  }
  changed();
});
for (const row of files.children) wait(row);

// Drafts

const kept = document.getElementById("kept");
let pause = 0;
let keeping = null;
let leaving = false;
let dirty = false;
let stopped = !form.dataset.keep;

function body() {
  const data = new FormData(form);
  data.delete("file");
  return data;
}

async function keep() {
  if (stopped || leaving || !dirty) return;
  if (keeping) {
    await keeping;
    return keep();
  }
  dirty = false;
  keeping = fetch(form.dataset.keep, { method: "POST", body: body(), keepalive: true }).then(async (answer) => {
    if (answer.status === 410 || answer.status === 409) stopped = true;
    const said = await answer.json();
    if (answer.ok) {
      form.elements.draft.value = said.draft;
      form.elements.seen.value = said.seen;
      history.replaceState(null, "", `/compose?draft=${said.draft}${form.elements.back.value ? `&back=${encodeURIComponent(form.elements.back.value)}` : ""}`);
    }
    kept.textContent = answer.ok ? kept.dataset.kept : said.error ?? "";
  }).catch(() => { dirty = true; });
  await keeping;
  keeping = null;
}

function changed() {
  dirty = true;
  clearTimeout(pause);
  pause = setTimeout(keep, 2500);
}

form.addEventListener("input", changed);
form.addEventListener("submit", async (event) => {
  if (keeping) {
    event.preventDefault();
    await keeping;
    form.requestSubmit(event.submitter);
    return;
  }
  leaving = true;
  clearTimeout(pause);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || stopped || leaving || !dirty) return;
  clearTimeout(pause);
  if (!form.elements.draft.value) return keep();
  const last = body();
  if (keeping) last.delete("seen");
  dirty = false;
  form.elements.seen.value = "";
  navigator.sendBeacon(form.dataset.keep, last);
});
addEventListener("pageshow", () => { leaving = false; });
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(document.getElementById("publish"));
});
