// Passkeys: a form marked data-passkey asks the browser before it is sent.
"use strict";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const fault = form.querySelector("[data-passkey-fault]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const options = JSON.parse(document.getElementById("passkey-options").textContent);
      const made = await window.webauthnJSON[form.dataset.passkey](options);
      form.elements.credential.value = JSON.stringify(made);
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}
