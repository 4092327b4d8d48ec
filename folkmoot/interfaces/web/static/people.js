// Buttons that act on people act at once: the piece around them is drawn anew. Without this the page is loaded again.

const acts = document.getElementById("acts");

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const piece = button?.closest("[data-piece]");
  const form = event.target;
  if (!piece || piece.closest(".post") || !(form === acts || piece.contains(form))) return;
  event.preventDefault();
  const place = document.createElement("span");
  piece.before(place);
  const values = { ...Object.fromEntries(new FormData(acts)), ...Object.fromEntries(new FormData(form)) };
  htmx.ajax("POST", form === acts ? button.formAction : form.action, {
    target: piece,
    swap: "outerHTML",
    values: { ...values, piece: piece.dataset.piece },
  }).finally(() => {
    const fresh = place.nextElementSibling;
    place.remove();
    (fresh?.querySelector(`[data-key="${button.dataset.key}"]`) ?? fresh?.querySelector("button, summary"))?.focus();
  });
});
