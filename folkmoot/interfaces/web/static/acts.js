// Buttons of the form #acts act at once: the post is drawn anew where it stands. Without this the page is loaded again.

const acts = document.getElementById("acts");

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const post = button?.closest(".post");
  const form = event.target;
  if (!post || !(form === acts || form.classList.contains("poll"))) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(acts));
  const choices = form === acts ? [] : new FormData(form).getAll("choice");
  htmx.ajax("POST", button.formAction || form.action, {
    target: post,
    swap: "outerHTML",
    values: { ...values, entry: post.dataset.id, shape: post.dataset.shape ?? "", choice: choices },
  });
  const name = button.dataset.key;
  post.addEventListener("htmx:afterSwap", () => {
    document.querySelector(`#p-${post.dataset.id} [data-key="${name}"]`)?.focus();
  }, { once: true });
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  document.getElementById("told").textContent = page.querySelector("[role=alert], main p")?.textContent ?? "";
});
