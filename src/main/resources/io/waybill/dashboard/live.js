// Parts of pages that follow what happens: asked for again every two seconds while they are seen.
(() => {
  "use strict";

  const EVERY_MS = 2000;

  function tick() {
    // A question that is open belongs to a form of the part: it must stay.
    if (document.visibilityState !== "visible" || document.querySelector("dialog[open]")) return;
    document.querySelectorAll("[data-live]").forEach((part) => part.dispatchEvent(new Event("tick")));
  }

  function mark(part, isStale) {
    part.classList.toggle("stale", isStale);
  }

  document.querySelectorAll("[data-live]").forEach((part) => {
    for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
      part.addEventListener(failed, (event) => {
        // Said once beside the figures, not every two seconds.
        event.stopPropagation();
        mark(part, true);
      });
    }
    part.addEventListener("htmx:afterSwap", () => {
      mark(part, false);
      // Nothing changes any more by itself.
      if (part.querySelector("[data-over='yes']")) part.removeAttribute("data-live");
    });
  });

  if (document.querySelector("[data-live]")) {
    setInterval(tick, EVERY_MS);
    document.addEventListener("visibilitychange", tick);
  }
})();
