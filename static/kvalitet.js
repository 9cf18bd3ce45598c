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

// Filters that ask for nothing stay out of the address, so that it can be read and shared.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
}

// Unsaved changes: leaving a form that was typed in asks first.
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let changed = form.hasAttribute("data-unsaved");
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Long work: a bar shows that the page is waiting for its answer.
for (const form of document.querySelectorAll("form[data-long]")) {
  form.addEventListener("submit", () => { form.querySelector("progress")?.removeAttribute("hidden"); });
}

// After a refused form the summary of errors gets the focus, so that it is read first.
document.querySelector(".ds-error-summary")?.focus();
