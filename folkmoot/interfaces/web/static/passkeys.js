// Passkeys: fetch options, ask the browser, send its answer as an ordinary form. Without this script nothing is lost
// but the passkey buttons: they stay hidden.
"use strict";

(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const PATHS = {
    "sign-in": ["/auth/passkey/options", "/auth/passkey"],
    factor: ["/auth/passkey/options", "/auth/passkey"],
    register: ["/settings/security/passkeys/options", "/settings/security/passkeys"],
  };

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const opened = (listed) => listed?.map((each) => ({ ...each, id: bytes(each.id) }));

  const wanted = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: opened(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: opened(options.allowCredentials) }),
  });

  const answered = (credential) => {
    const { response } = credential;
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    if (response.getTransports) parts.transports = response.getTransports();
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts };
  };

  const fieldsOf = (block) => {
    const { passkey, next = "", pending = "", csrf } = block.dataset;
    const typed = [...block.querySelectorAll("input")].map((input) => [input.name, input.value]);
    return { purpose: passkey, next, pending, csrf, ...Object.fromEntries(typed) };
  };

  const send = (path, fields) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = path;
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  };

  const ask = async (block, tell) => {
    const [begin, finish] = PATHS[block.dataset.passkey];
    const fields = fieldsOf(block);
    const reply = await (await fetch(begin, { method: "POST", body: new URLSearchParams(fields) })).json();
    if (reply.go) return location.assign(reply.go);
    if (reply.fault) return tell(reply.fault);
    const publicKey = wanted(reply.options);
    const act = block.dataset.passkey === "register" ? "create" : "get";
    const credential = await navigator.credentials[act]({ publicKey }).catch(() => null);
    if (!credential) return tell(reply.failed);
    const { password, ...kept } = fields;
    return send(finish, { ...kept, answer: JSON.stringify(answered(credential)) });
  };

  for (const block of document.querySelectorAll("[data-passkey]")) {
    const button = block.querySelector("button");
    const fault = block.querySelector(".fault");
    const tell = (sentence) => {
      fault.textContent = sentence;
      fault.hidden = !sentence;
    };
    button.addEventListener("click", async () => {
      if ([...block.querySelectorAll("input")].some((input) => !input.reportValidity())) return;
      tell("");
      button.disabled = true;
      await ask(block, tell).catch((error) => tell(String(error)));
      button.disabled = false;
    });
    block.hidden = false;
  }
})();
