// Makes pages more comfortable; everything works without it but copying.
(() => {
  "use strict";

  const TOAST_MS = 6000;

  /** Says something for a moment at the edge of the page. */
  function toast(text, isBad) {
    const box = document.getElementById("toasts");
    if (!box) return;
    const one = document.createElement("div");
    one.className = isBad ? "toast bad" : "toast";
    one.textContent = text;
    box.append(one);
    fade(one);
  }

  function fade(one) {
    let timer = setTimeout(() => one.remove(), TOAST_MS);
    one.addEventListener("mouseenter", () => clearTimeout(timer));
    one.addEventListener("mouseleave", () => { timer = setTimeout(() => one.remove(), TOAST_MS / 2); });
  }

  /** Asks before something that cannot be undone. */
  function ask(question, yes) {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-label", "Please confirm");
    const text = document.createElement("p");
    text.textContent = question;
    const row = document.createElement("div");
    row.className = "row end";
    const no = button("Cancel", "button");
    const go = button("Yes, do it", "button danger");
    no.addEventListener("click", () => dialog.close());
    go.addEventListener("click", () => { dialog.close(); yes(); });
    row.append(no, go);
    dialog.append(text, row);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  }

  function button(text, kind) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = kind;
    one.textContent = text;
    return one;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast("Copied.");
    } catch {
      toast("This browser does not let pages copy: select the text instead.", true);
    }
  }

  document.addEventListener("click", (event) => {
    const copies = event.target.closest("[data-copy]");
    if (copies) copy(copies.dataset.copy);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      ask(form.dataset.confirm, () => {
        form.dataset.confirmed = "yes";
        form.requestSubmit(event.submitter);
      });
      return;
    }
    // One press is one request. Later, or the press itself would count no more.
    if (form.method === "post" && event.submitter) {
      setTimeout(() => { event.submitter.disabled = true; }, 0);
      window.addEventListener("pageshow", () => { event.submitter.disabled = false; }, { once: true });
    }
  });

  document.addEventListener("toast", (event) => toast(event.detail.text, true));

  document.addEventListener("htmx:sendError", () =>
    toast("The server cannot be reached. Your last change may not have been made.", true));

  document.addEventListener("htmx:responseError", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Trigger")) {
      toast("This did not work (" + event.detail.xhr.status + "). Reload the page and try again.", true);
    }
  });

  document.querySelectorAll(".toast").forEach(fade);
  document.querySelectorAll("[data-zone]").forEach((field) => {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  });
})();
