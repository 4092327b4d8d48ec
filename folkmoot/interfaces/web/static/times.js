// Times as people say them: "5 minutes ago", in the language of the page. Without this the day stands there.

const STEPS = [[60, "second"], [60, "minute"], [24, "hour"], [7, "day"]];
const language = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

function tell(time) {
  const at = new Date(time.dateTime);
  let distance = (at - Date.now()) / 1000;
  time.title = exact.format(at);
  for (const [size, unit] of STEPS) {
    if (Math.abs(distance) < size) {
      time.textContent = relative.format(Math.trunc(distance), unit);
      return;
    }
    distance /= size;
  }
}

function tellAll(root) {
  for (const time of root.querySelectorAll(".when time")) tell(time);
}

tellAll(document);
setInterval(() => tellAll(document), 60_000);
document.addEventListener("htmx:load", (event) => tellAll(event.target));
