// The point of a picture that a crop should keep: a click on the picture fills in the two numbers, a dot shows them.

function show(row) {
  const [left, top] = ["left", "top"].map((name) => row.querySelector(`[name^=${name}-]`)?.value ?? "");
  const dot = row.querySelector(".dot");
  if (!dot) return;
  dot.hidden = !(left && top);
  dot.style.left = `${left}%`;
  dot.style.top = `${top}%`;
}

document.addEventListener("click", (event) => {
  const picture = event.target.closest("img[data-point]");
  if (!picture) return;
  const row = picture.closest("li");
  const box = picture.getBoundingClientRect();
  const spots = { left: (event.clientX - box.left) / box.width, top: (event.clientY - box.top) / box.height };
  for (const name in spots) row.querySelector(`[name^=${name}-]`).value = Math.round(100 * spots[name]);
  row.querySelector("[name^=top-]").dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("input", (event) => {
  if (event.target.matches("[name^=left-], [name^=top-]")) show(event.target.closest("li"));
});
for (const row of document.querySelectorAll(".file")) show(row);
