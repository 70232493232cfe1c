/* The view of the running server: load, latencies, feedback, retraining, the model and its age; asked for every two seconds. */
import * as api from "./api.js";
import { chart } from "./chart.js";
import { h, icon } from "./dom.js";
import { count, DASH, duration, fixed, milliseconds } from "./format.js";
import { failure } from "./notice.js";
import { card, row, table } from "./parts.js";
import { retraining } from "./retraining.js";

const EVERY = 2_000;
/* Seconds that the chart of the load goes back. */
const BACK = 180;

function tile(name, ...values) {
  return h(
    "div",
    { class: "tile" },
    h("dt", {}, name),
    values.map((value, index) => h("dd", { class: index === 0 ? "big" : "facts" }, value)),
  );
}

function tiles(status, model, perSecond) {
  const age = model ? (Date.now() - Date.parse(model.loaded)) / 1000 : null;
  const feedback = status.feedback;
  return h(
    "dl",
    { class: "tiles" },
    tile("Requests", count(status.requests), `${fixed(perSecond, 1)} a second`),
    tile("Up for", duration(status.uptime_seconds)),
    tile(
      "Feedback",
      feedback ? count(feedback.rows) : DASH,
      feedback ? (feedback.fault ?? `${count(feedback.backlog)} waiting for the disk`) : "no log: start with --log",
    ),
    tile("Model", model ? model.sha256.slice(0, 8) : DASH, age === null ? DASH : `loaded ${duration(Math.max(0, age))} ago`),
  );
}

/* A route may break before a slash, so that its numbers stay in sight on a phone. */
const breakable = route =>
  h(
    "code",
    {},
    route.split(/(?=\/)/).map(part => [h("wbr"), part]),
  );

/* The table stays where it is while its rows change, so that neither focus nor scroll is lost. */
function latencySection() {
  const lines = table("Latency", ["route", "requests", "p50", "p99"], []);
  const set = latency => {
    const busiest = Object.entries(latency ?? {}).sort(([, a], [, b]) => b.count - a.count);
    lines
      .querySelector("tbody")
      .replaceChildren(
        ...busiest.map(([route, line]) => row([breakable(route), count(line.count), milliseconds(line.p50_ms), milliseconds(line.p99_ms)])),
      );
  };
  return { element: card("latency", "Latency", lines), set };
}

/* Requests per second between two looks; null where the server has begun anew between them. */
function rate(before, now) {
  const began = before === null || now.status.uptime_seconds < before.status.uptime_seconds;
  return began ? null : (1000 * (now.status.requests - before.status.requests)) / (now.at - before.at);
}

/* The parts of the view; show() takes what the server said last. */
function board(signal) {
  const numbers = h("div", {});
  const latency = latencySection();
  const trained = h("div", {});
  const load = chart({
    title: "Requests per second",
    text: "Between two looks, this page's own among them.",
    xName: "seconds ago",
    x: [-BACK, 0],
    xRange: [-BACK, 0],
    xValues: (_, all) => all.map(value => (value === 0 ? "now" : `${value} s`)),
    series: [{ name: "requests per second", values: [null, null] }],
    digits: 1,
    withNumbers: false,
    range: (_, low, high) => [0, Math.max(1, high * 1.1)],
    signal,
  });
  const element = h("div", { class: "stack" }, numbers, load.element, latency.element, card("retraining", "Retraining", trained));
  const samples = [];
  let last = null;

  function show(status, model) {
    const now = { status, at: performance.now() };
    const perSecond = rate(last, now);
    last = now;
    if (perSecond === null) {
      samples.length = 0;
    } else {
      samples.push({ at: now.at, perSecond });
      const kept = samples.findIndex(sample => now.at - sample.at <= 1000 * BACK);
      samples.splice(0, kept);
      load.set(
        samples.map(sample => Math.round((sample.at - now.at) / 1000)),
        [{ values: samples.map(sample => sample.perSecond) }],
      );
    }
    numbers.replaceChildren(tiles(status, model, perSecond));
    latency.set(status.latency);
    const told = JSON.stringify(status.retraining ?? null);
    if (trained.dataset.told !== told) {
      trained.dataset.told = told;
      trained.replaceChildren(...retraining(status.retraining));
    }
  }

  return { element, show };
}

export function live(root, params, signal) {
  const fault = h("div", {});
  const since = h("span", { class: "facts" });
  const pause = h("button", { type: "button", class: "quiet", onclick: () => setPaused(!paused) });
  const parts = board(signal);
  root.append(h("div", { class: "title" }, h("h1", {}, "Live"), pause, since), fault, parts.element);

  let paused = false;
  let timer = 0;
  let looks = 0;
  let model = null;

  function setPaused(value) {
    paused = value;
    pause.replaceChildren(icon(paused ? "play" : "pause"), paused ? "Go on" : "Pause");
    clearTimeout(timer);
    if (!paused) {
      look();
    }
  }

  function showFault(error) {
    if (fault.textContent === "" || fault.dataset.message !== error.message) {
      fault.replaceChildren(failure(error, look));
      fault.dataset.message = error.message;
    }
  }

  async function look() {
    clearTimeout(timer);
    const turn = ++looks;
    let wait = EVERY;
    try {
      if (!document.hidden || model === null) {
        // A swapped model is seen within ten seconds.
        const [facts, status] = await Promise.all([model === null || turn % 5 === 0 ? api.model(signal) : model, api.status(signal)]);
        model = facts;
        parts.show(status, model);
        since.textContent = `every ${EVERY / 1000} s, last at ${new Date().toLocaleTimeString("en-GB")}`;
        fault.replaceChildren();
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      showFault(error);
      // A server that is being started again is found by itself; a refused token is not.
      wait = error.status === 401 || error.status === 403 ? 0 : EVERY;
    }
    if (!paused && !signal.aborted && turn === looks && wait > 0) {
      timer = setTimeout(look, wait);
    }
  }

  signal.addEventListener("abort", () => clearTimeout(timer));
  setPaused(false);
}
