// The overview: charts of what its table says, a brush over them, and quiet renewal.
(() => {
  "use strict";

  const root = document.querySelector("[data-overview]");
  if (!root || typeof Chart === "undefined") return;

  const EVERY_MS = 10000;
  const STILL_MS = 3000;
  const charts = [];
  let points = [];
  let chosen = null;
  let dragging = false;
  let lastMoved = 0;
  let stash = null;

  document.documentElement.classList.add("scripted");

  /** A colour of the style sheets as the theme of this moment has it. */
  function colour(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    root.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function read() {
    return [...root.querySelectorAll("[data-series] tbody tr")].map((row) => {
      const [accepted, delivered, flying, failed, rejected] = row.dataset.n.split(",").map(Number);
      const over = delivered + failed + rejected;
      const times = row.dataset.t.split(",").map((ms) => (ms === "" ? null : Number(ms) / 1000));
      return {
        accepted, delivered, flying, failed, rejected, times,
        from: row.dataset.from, until: row.dataset.until, label: row.dataset.label, end: row.dataset.end,
        rate: over === 0 ? null : (100 * delivered) / over,
      };
    });
  }

  function axes(more) {
    const grid = { color: colour("line") };
    const ticks = { color: colour("soft"), maxRotation: 0, autoSkipPadding: 16 };
    return {
      x: { grid: { display: false }, border: { color: colour("line") }, ticks, ...more.x },
      y: { beginAtZero: true, grid, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 6 }, ...more.y },
    };
  }

  function make(name, config) {
    const canvas = root.querySelector(`[data-chart=${name}]`);
    if (!canvas) return null;
    const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
    Chart.defaults.font = { ...Chart.defaults.font, ...font };
    const chart = new Chart(canvas, {
      ...config,
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { labels: { color: colour("text"), boxWidth: 10, boxHeight: 10 }, position: "bottom" }, ...config.plugins },
        scales: axes(config.axes || {}),
      },
    });
    charts.push(chart);
    return chart;
  }

  function bars(label, key, name) {
    return { label, data: points.map((p) => p[key]), backgroundColor: colour(name), borderColor: colour("surface"), borderWidth: points.length > 60 ? 0 : { top: 1 }, categoryPercentage: 0.92, barPercentage: 1 };
  }

  function line(label, data, name, dash) {
    const lone = data.filter((v) => v !== null).length < 3;
    return { label, data, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2, borderDash: dash, pointRadius: lone ? 3 : 0, pointHitRadius: 8, spanGaps: true, tension: 0.2 };
  }

  function draw() {
    charts.splice(0).forEach((chart) => chart.destroy());
    points = read();
    if (points.length === 0) return;
    const labels = points.map((p) => p.label);
    make("messages", {
      type: "bar",
      data: { labels, datasets: [bars("Delivered", "delivered", "delivered"), bars("In flight", "flying", "sent"), bars("Failed", "failed", "failed"), bars("Rejected", "rejected", "rejected")] },
      axes: { x: { stacked: true }, y: { stacked: true } },
    });
    make("rate", {
      type: "line",
      data: { labels, datasets: [line("of those that are over", points.map((p) => p.rate), "delivered")] },
      axes: { y: { beginAtZero: false, suggestedMin: 90, max: 100 } },
      plugins: { legend: { display: false } },
    });
    make("times", {
      type: "line",
      data: { labels, datasets: [line("p50", points.map((p) => p.times[0]), "accent"), line("p95", points.map((p) => p.times[1]), "sent", [6, 4]), line("p99", points.map((p) => p.times[2]), "rejected", [2, 3])] },
    });
    root.querySelector("[data-brush]")?.classList.add("ready");
    band();
  }

  // The brush.

  const at = (what) => root.querySelector(what);

  function index(event) {
    const x = charts[0].scales.x;
    const left = event.clientX - charts[0].canvas.getBoundingClientRect().left;
    const found = Math.floor(((left - x.left) / x.width) * points.length);
    return Math.max(0, Math.min(points.length - 1, found));
  }

  function range() {
    return [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)];
  }

  /** An address with more in its question. */
  function address(base, more) {
    const url = new URL(base, location.origin);
    for (const [key, value] of Object.entries(more)) url.searchParams.set(key, value);
    return url.pathname + url.search;
  }

  function band() {
    const shade = at("[data-band]");
    const bar = at("[data-bar]");
    if (!shade || !bar) return;
    shade.hidden = bar.hidden = !chosen;
    if (!chosen || !charts[0]) return;
    const [first, last] = range();
    const x = charts[0].scales.x;
    const each = x.width / points.length;
    shade.style.left = `${x.left + first * each}px`;
    shade.style.width = `${(last - first + 1) * each}px`;
    shade.style.height = `${charts[0].chartArea.bottom}px`;
    const count = points.slice(first, last + 1).reduce((sum, p) => sum + p.accepted, 0);
    at("[data-words]").textContent = `${points[first].label} to ${points[last].end}: ${count.toLocaleString("en")} accepted`;
    const time = { from: points[first].from, until: points[last].until };
    const brush = at("[data-brush]");
    const show = at("[data-show]");
    if (show) show.href = address(brush.dataset.list, time);
    at("[data-closer]").href = address(brush.dataset.zoom, { period: "custom", ...time });
  }

  function letGo() {
    chosen = null;
    dragging = false;
    band();
  }

  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.closest("[data-brush]") || !charts[0]) return;
    const start = index(event);
    chosen = { from: start, to: start };
    dragging = true;
    band();
  });
  window.addEventListener("pointermove", (event) => {
    lastMoved = Date.now();
    if (!dragging) return;
    chosen.to = index(event);
    band();
  });
  window.addEventListener("pointerup", () => { dragging = false; });
  window.addEventListener("pointercancel", letGo);

  root.addEventListener("keydown", (event) => {
    if (!event.target.closest("[data-brush]") || points.length === 0) return;
    const end = points.length - 1;
    const now = chosen ? chosen.to : end + 1;
    const step = { ArrowLeft: now - 1, ArrowRight: chosen ? now + 1 : 0, Home: 0, End: end }[event.key];
    if (step !== undefined) {
      const to = Math.max(0, Math.min(end, step));
      chosen = { from: event.shiftKey && chosen ? chosen.from : to, to };
      band();
    } else if (event.key === "Enter" && chosen) {
      (at("[data-show]") || at("[data-closer]")).click();
    } else if (event.key === "Escape") {
      letGo();
    } else {
      return;
    }
    event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-let-go]")) letGo();
  });
  // What a figure means goes away again by Escape.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".define")) document.activeElement.blur();
  });

  // Quiet renewal: not while somebody looks closer, chooses a time, or looks elsewhere.

  function isBusy() {
    const inside = document.activeElement && root.contains(document.activeElement);
    return document.visibilityState !== "visible" || dragging || chosen || inside
      || Date.now() - lastMoved < STILL_MS || root.querySelector(".define:hover")
      || document.querySelector("dialog[open], :popover-open");
  }

  setInterval(() => {
    if (!isBusy()) root.dispatchEvent(new Event("calm"));
  }, EVERY_MS);

  root.addEventListener("htmx:beforeSwap", () => {
    stash = {
      open: [...root.querySelectorAll("details[open][id]")].map((one) => one.id),
      scrolled: [...root.querySelectorAll(".scroll[id]")].map((one) => [one.id, one.scrollLeft, one.scrollTop]),
    };
  });
  root.addEventListener("htmx:afterSwap", () => {
    root.classList.remove("stale");
    stash?.open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    stash?.scrolled.forEach(([id, left, top]) => document.getElementById(id)?.scrollTo(left, top));
    draw();
    root.dataset.renewed = String(Number(root.dataset.renewed || 0) + 1);
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    root.addEventListener(failed, (event) => {
      event.stopPropagation();
      root.classList.add("stale");
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (!isBusy()) root.dispatchEvent(new Event("calm"));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("resize", () => setTimeout(band, 100));

  // What is far to the right is the newest.
  document.querySelectorAll("#heat-scroll").forEach((box) => { box.scrollLeft = box.scrollWidth; });
  draw();
})();
