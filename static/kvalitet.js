// Small refinements; every page reads and submits without them.
"use strict";

// «Copy link»: a paragraph mark in the margin puts its own address on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(link.href);
    const status = document.getElementById("kv-status");
    if (status) status.textContent = link.dataset.copy;
  } catch {
    // The link still leads to the place, which is what it does without a script.
  }
});

// A finger cannot point: its first tap on a square says what the promise is about, the second follows the link.
document.addEventListener("click", (event) => {
  const square = event.pointerType === "touch" && event.target.closest(".kv-stripe .kv-rute");
  if (!square || square.matches("[data-vis]")) return;
  event.preventDefault();
  for (const shown of document.querySelectorAll(".kv-rute[data-vis]")) shown.removeAttribute("data-vis");
  square.setAttribute("data-vis", "");
});

// Filters that ask for nothing stay out of the address, so that it can be read and shared.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
}

// Unsaved changes: leaving a form that was typed in asks first. Rows come and go, so the document listens.
const unsaved = new Set(document.querySelectorAll("form[data-warn-unsaved][data-unsaved]"));
document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target.closest("form");
  if (form?.matches("[data-warn-unsaved]")) unsaved.add(form);
});
document.addEventListener("submit", (event) => {
  // The button of another form takes the page away: the question in the page's language comes first.
  const question = event.target.querySelector("[data-ask]")?.dataset.ask;
  if (question && [...unsaved].some((form) => form.isConnected && form !== event.target)) {
    if (!confirm(question)) return event.preventDefault();
    unsaved.clear();
  }
  unsaved.delete(event.target);
});
window.addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
});

// A row that was saved by itself is read out from its first word; one that could not be sent says so.
document.addEventListener("htmx:load", (event) => {
  const row = event.target;
  for (const form of row.querySelectorAll("form[data-unsaved]")) unsaved.add(form);
  if (row.matches("[data-swapped]")) row.querySelector(".ds-error-summary, [data-focus]")?.focus();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const said = (name) => event.detail.xhr.getResponseHeader(name);
  if (said("X-Form-Back")) { // the form itself, refused, with what was typed
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if (!said("Content-Language")) { // not the portal's: of the server in front of it
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.xhr.getResponseHeader("X-Form-Back")) return;
  // A row that was taken out of its page left the reason at the top, out of sight.
  const reason = document.querySelector("#meldinger [data-focus]");
  const form = event.target.querySelector("form[data-warn-unsaved]");
  if (!reason || !form) return;
  form.prepend(reason);
  reason.focus();
});
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.target.matches("form[data-warn-unsaved]")) unsaved.add(event.target);
    const notice = document.getElementById("kv-usendt");
    if (!notice) return;
    const reason = event.detail.xhr?.getResponseHeader("X-Refusal");
    notice.querySelector("[data-reason]").textContent = reason ? decodeURIComponent(reason) : "";
    notice.hidden = false;
    notice.scrollIntoView({ block: "center" });
  });
}

// Long work: a bar shows that the page is waiting for its answer.
for (const form of document.querySelectorAll("form[data-long]")) {
  form.addEventListener("submit", () => { form.querySelector("progress")?.removeAttribute("hidden"); });
}

// After a refused form the summary of errors gets the focus, so that it is read first.
document.querySelector(".ds-error-summary, [data-focus]")?.focus();
