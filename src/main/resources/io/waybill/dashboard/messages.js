// The list of messages follows what happens; one message opens beside it. Without this script the
// list is read by reloading, and messages open as pages.
(() => {
  "use strict";

  const ROWS_MAX = 200;
  const REFETCH_MS = 400;
  const SAMPLED_MS = 5000;
  const WAITING_MAX = 500;
  const list = document.querySelector("[data-messages]");
  const rows = document.querySelector("[data-rows]");
  const drawer = document.getElementById("message-drawer");
  const body = document.querySelector("[data-message-body]");
  const pause = document.querySelector("[data-pause]");
  const pill = document.querySelector("[data-new]");
  const isFirst = list && list.dataset.first === "yes";
  let stream = null;
  let cursor = "";
  let isPaused = false;
  let opened = body && body.dataset.id ? body.dataset.id : null;
  let again = 0;
  let timer = 0;
  let sampledTimer = 0;
  let reads = 0;
  const changed = new Set();
  const held = new Map();

  const byId = (id) => (rows ? rows.querySelector(`tr[data-id="${CSS.escape(id)}"]`) : null);
  const show = (what, isShown) => {
    const one = document.querySelector(what);
    if (one) one.hidden = !isShown;
  };

  async function read(path) {
    const answer = await fetch(path, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.headers.get("HX-Redirect")) location.reload();
    return answer;
  }

  // --- what changes ---

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource("/messages/live" + (cursor ? "?after=" + encodeURIComponent(cursor) : ""));
    const own = stream;
    const note = (event) => { if (event.lastEventId) cursor = event.lastEventId; };
    // What changed between the page's reading and the stream's beginning is on neither.
    const isBeginning = !cursor;
    own.addEventListener("ready", (event) => {
      note(event);
      live(true);
      if (isBeginning) everything();
    });
    own.addEventListener("reset", (event) => { note(event); live(true); everything(); });
    own.addEventListener("full", () => live(false));
    own.addEventListener("changed", (event) => {
      note(event);
      const what = JSON.parse(event.data);
      if (what.left > 0) sampled();
      what.ids.forEach((id) => changed.add(id));
      soon();
    });
    own.onerror = () => {
      if (own.readyState !== EventSource.CLOSED) return;
      live(false);
      stop();
      clearTimeout(again);
      again = setTimeout(listen, 10000);
    };
  }

  function stop() {
    if (stream) stream.close();
    stream = null;
  }

  function live(isLive) {
    show("[data-offline]", !isLive);
    if (pause) pause.hidden = !isLive;
    document.documentElement.dataset.stream = isLive ? "yes" : "no";
  }

  function sampled() {
    show("[data-sampled]", true);
    clearTimeout(sampledTimer);
    sampledTimer = setTimeout(() => show("[data-sampled]", false), SAMPLED_MS);
  }

  /** More may have changed than is known. */
  function everything() {
    if (rows) rows.querySelectorAll("tr[data-id]").forEach((row, i) => { if (i < 50) changed.add(row.dataset.id); });
    if (opened) changed.add(opened);
    if (isFirst) fetchFirst();
    soon();
  }

  /** What came while nobody listened is on the first page. */
  async function fetchFirst() {
    const answer = await read(location.pathname + location.search);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    [...page.querySelectorAll("[data-rows] tr[data-id]")].reverse().forEach(place);
  }

  function soon() {
    if (!timer) timer = setTimeout(reread, REFETCH_MS);
  }

  async function reread() {
    const ids = [...changed].slice(0, 50);
    ids.forEach((id) => changed.delete(id));
    try {
      if (opened && ids.includes(opened)) await refresh(opened);
      if (rows && ids.length) {
        const query = list.dataset.query;
        const answer = await read("/messages/rows?" + (query ? query + "&" : "") + "ids=" + ids.join(","));
        if (answer.ok) {
          const box = document.createElement("template");
          box.innerHTML = await answer.text();
          const now = [...box.content.querySelectorAll("tr[data-id]")];
          now.reverse().forEach(place);
          const there = new Set(now.map((row) => row.dataset.id));
          ids.filter((id) => !there.has(id)).forEach(drop);
        }
      }
    } catch {
      // The stream says it when the server is away, and everything is read again after that.
    }
    timer = 0;
    if (changed.size) soon();
  }

  /** What no longer fits the filter goes, unless somebody has it open. */
  function drop(id) {
    const old = byId(id);
    if (old && id !== opened && !isPaused) old.remove();
    held.delete(id);
    count();
  }

  function place(row) {
    const old = byId(row.dataset.id);
    if (old) {
      row.classList.toggle("here", old.classList.contains("here"));
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(row);
      if (hadFocus) row.querySelector("a").focus();
    } else if (isFirst) {
      if (isPaused || window.scrollY > 200) {
        if (held.size < WAITING_MAX || held.has(row.dataset.id)) held.set(row.dataset.id, row);
        count();
      } else {
        insert(row);
      }
    }
  }

  /** Ids are in the order of time. */
  function insert(row) {
    show("[data-empty]", false);
    show("[data-list]", true);
    row.classList.add("fresh");
    const next = [...rows.children].find((other) => other.dataset.id < row.dataset.id);
    rows.insertBefore(row, next || null);
    while (rows.children.length > ROWS_MAX) rows.lastElementChild.remove();
  }

  function count() {
    if (!pill) return;
    pill.hidden = held.size === 0;
    pill.textContent = held.size + (held.size === WAITING_MAX ? "+" : "") + " new";
  }

  function release() {
    held.forEach(insert);
    held.clear();
    count();
  }

  function toggle() {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.querySelector("[data-stream-word]").textContent = isPaused ? "Paused" : "Live";
    if (!isPaused) release();
  }

  // --- one message ---

  async function open(id) {
    opened = id;
    const mine = ++reads;
    select(byId(id));
    body.replaceChildren(drawer.querySelector("[data-bones]").content.cloneNode(true));
    if (!drawer.matches(":popover-open")) drawer.showPopover();
    try {
      const answer = await read("/messages/" + id + "/drawer");
      if (mine !== reads) return;
      if (!answer.ok) throw new Error(answer.status);
      body.innerHTML = await answer.text();
      const head = body.querySelector("h2");
      if (head) head.focus({ preventScroll: true });
      drawer.scrollTop = 0;
    } catch {
      if (mine === reads) body.replaceChildren(drawer.querySelector("[data-broken]").content.cloneNode(true));
    }
  }

  async function refresh(id) {
    const mine = reads;
    const answer = await read("/messages/" + id + "/drawer");
    if (answer.ok && mine === reads && opened === id) {
      const text = await answer.text();
      const at = body.contains(document.activeElement) ? document.activeElement : null;
      const label = at ? at.textContent : "";
      body.innerHTML = text;
      if (at) {
        const same = [...body.querySelectorAll("button, a, h2")].find((one) => one.textContent === label);
        (same || body.querySelector("h2")).focus({ preventScroll: true });
      }
    }
  }

  function select(row) {
    if (!rows) return;
    rows.querySelectorAll(".here").forEach((other) => other.classList.remove("here"));
    if (row) {
      row.classList.add("here");
      row.scrollIntoView({ block: "nearest" });
    }
  }

  function move(by) {
    const all = [...rows.children];
    const at = all.findIndex((row) => row.classList.contains("here"));
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    if (!next) return;
    select(next);
    if (drawer.matches(":popover-open")) open(next.dataset.id);
    else next.querySelector("a").focus({ preventScroll: true });
  }

  if (rows) {
    rows.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-id]");
      if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open(row.dataset.id);
    });
    drawer.addEventListener("toggle", (event) => {
      if (event.newState !== "closed") return;
      const row = opened && byId(opened);
      opened = null;
      reads++;
      if (row) row.querySelector("a").focus({ preventScroll: true });
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-in-place]")) return;
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(form)),
    });
    const said = answer.headers.get("HX-Trigger");
    if (answer.ok) {
      body.innerHTML = await answer.text();
    } else {
      const text = said ? JSON.parse(said).toast.text : "This did not work (" + answer.status + ").";
      document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
      if (event.submitter) event.submitter.disabled = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select, textarea, [contenteditable]");
    if (!rows || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const keys = {
      j: () => move(1),
      k: () => move(-1),
      p: () => pause && !pause.hidden && toggle(),
      "/": () => document.querySelector("[data-search]").focus(),
      "?": () => document.getElementById("keys-help").togglePopover(),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key === "Enter" && event.target === document.body) {
      const row = rows.querySelector(".here") || rows.firstElementChild;
      if (row) open(row.dataset.id);
    }
  });

  if (pause) pause.addEventListener("click", toggle);
  if (pill) pill.addEventListener("click", () => { window.scrollTo({ top: 0 }); release(); });
  const filter = document.querySelector("[data-filter]");
  if (filter) filter.addEventListener("submit", () => {
    // What is empty, or usual, makes addresses long and says nothing.
    filter.querySelectorAll("input, select").forEach((field) => {
      if (!field.value || (field.name === "days" && field.value === "7")) field.disabled = true;
    });
    setTimeout(() => filter.querySelectorAll("input, select").forEach((field) => { field.disabled = false; }), 0);
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", listen);
  if (body) listen();
})();
