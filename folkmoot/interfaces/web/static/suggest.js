// Whom @name and what #name may mean: a short list below the text, worked with the arrow keys.

const text = document.querySelector("#writing textarea[name=text]");
const list = document.createElement("ul");
let asked = "";
let pause = 0;

list.id = "suggested";
list.className = "suggested";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", text.dataset.suggest);
text.after(list);
text.setAttribute("aria-controls", list.id);
text.setAttribute("aria-autocomplete", "list");

function begun() {
  return /(?<![\p{L}\p{N}_/@#.])[@#][\p{L}\p{N}\p{M}_.@-]{1,60}$/u.exec(text.value.slice(0, text.selectionStart))?.[0] ?? "";
}

function close() {
  list.hidden = true;
  text.removeAttribute("aria-activedescendant");
}

function choose(option) {
  const at = text.selectionStart;
  text.setRangeText(`${option.dataset.put} `, at - begun().length, at, "end");
  close();
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(option) {
  for (const other of list.children) other.setAttribute("aria-selected", other === option);
  text.setAttribute("aria-activedescendant", option.id);
}

function show(found) {
  list.replaceChildren(...found.map((each, place) => {
    const option = document.createElement("li");
    option.id = `suggested-${place}`;
    option.setAttribute("role", "option");
    option.dataset.put = each.put;
    if (each.avatar) {
      const face = new Image(24, 24);
      face.src = each.avatar;
      face.alt = "";
      option.append(face);
    }
    const name = document.createElement("bdi");
    name.textContent = each.name;
    option.append(name);
    if (each.avatar) option.append(` ${each.put}`);
    return option;
  }));
  list.hidden = !found.length;
  if (found.length) mark(list.firstChild);
  else close();
}

async function ask() {
  const wanted = asked = begun();
  if (!wanted) return close();
  const answer = await fetch(`/compose/suggest?q=${encodeURIComponent(wanted)}`);
  if (answer.ok && asked === wanted) show(await answer.json());
}

text.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(ask, 200);
});
text.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(options[(at + step + options.length) % options.length]);
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") choose(options[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const option = event.target.closest("li");
  if (option) choose(option);
});
text.addEventListener("blur", close);
ask();
