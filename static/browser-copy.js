// The browser's copy of what is typed, for what the portal never sees: an answer of the server in
// front of it, or a process that died. Kept in this tab alone, by person and address of the form.
"use strict";

(() => {
  const notice = document.getElementById("kv-kopi");
  const prefix = "kopi:";
  const own = `${prefix}${notice.dataset.person}:`;
  const longest = 12 * 60 * 60 * 1000; // milliseconds a session lasts, and so a copy
  const secret = "[type=password], [autocomplete=one-time-code]"; // a form with one is never kept
  const guards = ["version", "token", "answers"]; // by these the portal notices what has changed meanwhile
  const watched = new Map(); // form: the fields as the page had them
  const waiting = new Map(); // form: the timer until its copy is kept
  let signedOut = false;

  // Storage that is full or forbidden: nothing is kept, and nothing breaks.
  const storage = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const read = (key) => storage((kept) => JSON.parse(kept.getItem(key)));
  const drop = (key) => storage((kept) => kept.removeItem(key));
  const keys = () => (storage((kept) => Object.keys(kept)) ?? []).filter((key) => key.startsWith(prefix));
  const write = (key, copy) => {
    drop(key); // an older text must not stay where there is no room for this one
    storage((kept) => kept.setItem(key, JSON.stringify(copy)));
  };

  const keyOf = (form) => own + new URL(form.getAttribute("action") || "", location.href).pathname;
  const isTicked = (field) => field.matches("[type=checkbox], [type=radio]");
  const nameOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
  const isKept = (field) =>
    field.matches("input, select, textarea") && field.name && field.type !== "file"
    && (field.type !== "hidden" || guards.includes(field.name));
  const fieldsOf = (form) => Object.fromEntries([...form.elements].filter(isKept)
    .map((field) => [nameOf(field), isTicked(field) ? field.checked : field.value]));
  const isSame = (some, others) =>
    Object.keys(others).every((name) => guards.includes(name) || !(name in some) || some[name] === others[name]);

  function put(form, fields) {
    for (const field of [...form.elements].filter(isKept)) {
      const value = fields[nameOf(field)];
      if (value === undefined) continue;
      if (isTicked(field)) field.checked = value;
      else field.value = value;
    }
  }

  function keep(form, mark = "") {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    if (signedOut || !form.isConnected) return;
    const fields = fieldsOf(form);
    const isTyped = mark || form.matches("[data-unsaved]") || !isSame(watched.get(form), fields);
    if (isTyped) write(keyOf(form), { fields, mark, at: Date.now() });
    else drop(keyOf(form));
  }

  const newMark = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // The portal repeats the mark of a form that it has received.
  function dropReceived() {
    const mark = document.cookie.match(/(?:^|; )received=([0-9a-f]{32})(?:;|$)/)?.[1];
    const received = mark ? keys().filter((key) => read(key)?.mark === mark) : [];
    if (!received.length) return; // it may be that of another tab
    received.forEach(drop);
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `received=; path=/; max-age=0; samesite=strict${secure}`;
  }

  function putBack(form, copy) {
    const before = watched.get(form);
    const shown = notice.firstElementChild.cloneNode(true);
    shown.dataset.copy = "";
    const fields = [...form.elements];
    if (!fields.some((field) => field.type === "file")) shown.querySelector("[data-of-file]").remove();
    // One notice is enough: that of the older text, which the portal has kept, waits until this one is gone.
    const isAlone = form.matches("[data-unsaved]") && document.querySelectorAll("form[data-unsaved]").length === 1;
    const older = isAlone ? document.querySelector("#meldinger [data-focus]") : null;
    if (older) older.hidden = true;
    shown.querySelector("button").addEventListener("click", () => {
      form.reset();
      put(form, before);
      drop(keyOf(form));
      shown.remove();
      if (older) older.hidden = false;
      fields.find((field) => isKept(field) && field.type !== "hidden")?.focus();
    });
    put(form, copy.fields);
    form.prepend(shown);
    const details = form.closest("details");
    if (details) details.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A form without fields to write in repeats what the portal has kept: a newer text stays.
  function dropKept(form) {
    const lines = (text) => String(text).replaceAll("\r\n", "\n");
    const kept = [...new FormData(form).values()].map(lines);
    const fields = Object.entries(read(keyOf(form))?.fields ?? {});
    const isKept = ([name, value]) => guards.includes(name) || !value || value === true || kept.includes(lines(value));
    if (fields.every(isKept)) drop(keyOf(form));
  }

  function watch(form) {
    if (watched.has(form)) return; // htmx announces the whole page too
    const who = form.querySelector("input[name=who]");
    if (!who?.value.startsWith(`${notice.dataset.person}.`) || form.querySelector(secret)) return;
    if (form.matches("[data-kept]")) return dropKept(form);
    watched.set(form, fieldsOf(form));
    const copy = read(keyOf(form));
    const isNew = copy && Date.now() - copy.at <= longest && !isSame(watched.get(form), copy.fields);
    if (isNew) putBack(form, copy); // newer than what the portal has kept
    else if (form.matches("[data-unsaved]")) keep(form);
    else drop(keyOf(form));
  }

  // Another person has signed in here: what the one before left behind is theirs alone.
  keys().filter((key) => !key.startsWith(own)).forEach(drop);
  dropReceived();
  document.querySelectorAll("form").forEach(watch);
  if (document.activeElement === document.body) document.querySelector("[data-copy]")?.focus(); // read first

  document.addEventListener("htmx:afterRequest", dropReceived);
  document.addEventListener("htmx:load", (event) => {
    dropReceived();
    event.target.querySelectorAll("form").forEach(watch);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form ?? event.target;
    if (!watched.has(form)) return;
    signedOut = false; // the way out was not taken
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, 300, form));
  });
  // Before any other listener: the mark goes along with the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.querySelector("[data-sign-out]")) {
      signedOut = true;
      return keys().forEach(drop);
    }
    if (!watched.has(form)) return;
    const mark = newMark();
    let field = form.querySelector("input[name=copy_mark]");
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "copy_mark" });
      form.append(field);
    }
    field.value = mark;
    keep(form, mark);
  }, true);
  window.addEventListener("pagehide", () => [...waiting.keys()].forEach((form) => keep(form)));
})();
