// Notices are read once they were seen, put away at once, and a conversation is read when it is opened.

const acts = document.getElementById("acts");

function send(path, form, fields = {}) {
  const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...fields });
  return fetch(path, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } });
}

const seen = document.getElementById("seen");

async function noteSeen() {
  if (document.visibilityState !== "visible" || seen.hidden) return;
  seen.hidden = true;
  const answer = await send(seen.action, seen);
  if (answer.ok) document.querySelector('.ways a[href="/notifications"] .count')?.remove();
  else seen.hidden = false;
}

if (seen) {
  noteSeen();
  document.addEventListener("visibilitychange", noteSeen);
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || !("away" in button.dataset)) return;
  event.preventDefault();
  const notice = button.closest(".notice");
  const next = notice.nextElementSibling ?? notice.previousElementSibling;
  const answer = await send(button.formAction, acts, { [button.name]: button.value });
  if (!answer.ok) {
    delete button.dataset.away;
    button.click();
    return;
  }
  notice.remove();
  (next?.querySelector("[data-away]") ?? document.getElementById("main")).focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-read]");
  if (link) send(link.dataset.read, acts);
});
