// What the settings show before they are saved: letters that are left, pictures, the look, another line.

for (const shown of document.querySelectorAll("[data-counts]")) {
  const text = document.getElementById(shown.dataset.counts);
  const most = Number(shown.dataset.most);
  const letters = new Intl.Segmenter();
  const count = () => {
    const short = text.value.replace(/https?:\/\/\S+/gi, "x".repeat(23)).replace(/(@[\w.-]+)@[\w.-]+\w/g, "$1");
    const used = [...letters.segment(short)].length;
    shown.textContent = `${used}/${most}`;
    shown.classList.toggle("over", used > most);
  };
  text.addEventListener("input", count);
}

for (const name of document.querySelectorAll("[data-names]")) {
  const shown = document.getElementById(name.dataset.names);
  name.addEventListener("input", () => {
    shown.textContent = name.value.trim() || shown.dataset.otherwise;
  });
}

for (const file of document.querySelectorAll("[data-shows]")) {
  const shown = document.getElementById(file.dataset.shows);
  const before = shown.src;
  file.addEventListener("change", () => {
    if (shown.src.startsWith("blob:")) URL.revokeObjectURL(shown.src);
    const [chosen] = file.files;
    shown.src = chosen ? URL.createObjectURL(chosen) : before;
    if (chosen) shown.addEventListener("error", () => { shown.src = before; }, { once: true });
  });
}

document.querySelector("form[data-bytes]")?.addEventListener("submit", (event) => {
  const form = event.target;
  const sizes = [...form.querySelectorAll("[type=file]")].map((file) => file.files[0]?.size ?? 0);
  const told = form.querySelector("[data-fault]");
  told.hidden = Math.max(...sizes) <= Number(form.dataset.bytes);
  if (told.hidden) return;
  told.textContent = form.dataset.tooLarge;
  event.preventDefault();
});

document.querySelector("form[data-look]")?.addEventListener("change", ({ target }) => {
  if (target.name in document.documentElement.dataset) document.documentElement.dataset[target.name] = target.value;
});

for (const button of document.querySelectorAll("[data-adds]")) {
  const list = document.getElementById(button.dataset.adds);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const line = list.lastElementChild.cloneNode(true);
    const key = `new${list.children.length + 100}`;
    const [words, whole] = line.querySelectorAll("input");
    words.name = `keyword-${key}`;
    words.value = "";
    whole.id = `whole-${key}`;
    whole.value = key;
    whole.checked = true;
    line.querySelector("label").htmlFor = whole.id;
    list.append(line);
    words.focus();
  });
}
