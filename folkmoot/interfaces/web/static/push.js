// Turns messages to this browser on and off: asks for leave when the button is pressed, never before.

const on = document.getElementById("push-on");
const off = document.getElementById("push-off");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function tell(id) {
  for (const said of document.querySelectorAll("[data-says]")) said.hidden = said.id !== id;
}

async function registration() {
  await navigator.serviceWorker.register(`/sw.js?in=${document.documentElement.lang}`);
  return navigator.serviceWorker.ready;
}

async function subscribed(manager, key) {
  const asked = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(asked);
  } catch (error) {
    // Somebody subscribed here before with another key.
    const before = await manager.getSubscription();
    if (!before) throw error;
    await before.unsubscribe();
    return manager.subscribe(asked);
  }
}

async function turnOn(event) {
  event.preventDefault();
  if ((await Notification.requestPermission()) !== "granted") return tell("push-refused");
  try {
    const { pushManager } = await registration();
    const { endpoint, keys } = (await subscribed(pushManager, on.dataset.key)).toJSON();
    on.elements.endpoint.value = endpoint;
    on.elements.public_key.value = keys.p256dh;
    on.elements.auth_secret.value = keys.auth;
    HTMLFormElement.prototype.submit.call(on);
  } catch {
    tell("push-failed");
  }
}

async function turnOff(event) {
  event.preventDefault();
  const known = await navigator.serviceWorker.getRegistration();
  await (await known?.pushManager.getSubscription())?.unsubscribe();
  HTMLFormElement.prototype.submit.call(off);
}

async function look() {
  const known = await navigator.serviceWorker.getRegistration();
  const subscription = await known?.pushManager.getSubscription();
  if (subscription?.endpoint !== off.dataset.endpoint) tell("push-lost");
}

if (on) {
  tell(able ? "" : "push-cannot");
  on.hidden = !able;
  on.addEventListener("submit", turnOn);
}

if (off && able) {
  off.addEventListener("submit", turnOff);
  look();
}
