// What runs while no page is open: shows what is pushed and opens it, and says so where there is no network.
// Served at /sw.js with PLACE before it. Of pages it keeps only the one that says so; nothing of anybody's.

const KEPT = `folkmoot ${PLACE.mark}`;

async function keep() {
  const cache = await caches.open(KEPT);
  const answer = await fetch(PLACE.offline, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(`${PLACE.offline}: ${answer.status}`);
  const styles = (await answer.clone().text()).match(/\/static\/[\w./-]+\.css/g) ?? [];
  await Promise.all([cache.put(PLACE.offline, answer), cache.addAll(styles)]);
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("folkmoot ") && name !== KEPT).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(forget()));

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(PLACE.offline)) ?? Response.error();
  }
}

async function style(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/static/") && pathname.endsWith(".css")) event.respondWith(style(request));
});

function told(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const { title, body, icon, url, tag, preferred_locale: lang } = told(event);
  event.waitUntil(self.registration.showNotification(title ?? PLACE.title, {
    body: title ? body : PLACE.nothing,
    icon: icon ?? PLACE.icon,
    badge: PLACE.badge,
    lang: lang ?? "",
    tag: tag ?? "",
    data: { path: url ?? "/notifications" },
  }));
});

async function open(path) {
  const target = new URL(path, self.location.origin);
  if (target.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((window) => new URL(window.url).pathname === target.pathname);
  await (there ? there.focus() : self.clients.openWindow(target.href));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});
