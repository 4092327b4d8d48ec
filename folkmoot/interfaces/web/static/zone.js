// Times in fields are those of the browser's own clock; without this they are UTC, and the page says so.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function local(value) {
  const at = new Date(`${value}Z`);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

for (const form of document.querySelectorAll("form")) {
  const given = form.elements.zone;
  const at = form.elements.at;
  if (!given || !at || !zone) continue;
  if (!given.value && at.value) at.value = local(at.value);
  if (!given.value) given.value = zone;
  for (const name of form.querySelectorAll("[data-zone-name]")) name.textContent = given.value;
}
