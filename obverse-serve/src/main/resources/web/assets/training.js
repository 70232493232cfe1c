/* The view of the run that made the model: census, curves, the choices of the Inverse Gradient, results. */
import * as api from "./api.js";
import { censusSection } from "./census.js";
import { chart } from "./chart.js";
import { h } from "./dom.js";
import { count, DASH, metricName } from "./format.js";
import { fill, note, waiting } from "./notice.js";
import { card } from "./parts.js";
import { resultsSection } from "./results.js";

const CHOICES = [
  ["direct", "line-1", "solid"],
  ["inverse", "line-2", "hatched"],
  ["stay", "line-5", "faint"],
];

const LOSSES =
  "Mean loss of each phase. Direct, inverse and stay: the labelled loss at the three points that the Inverse Gradient compares.";

const series = (history, keys, value, name = key => key) =>
  keys
    .map(key => ({ name: name(key), values: history.map(epoch => value(epoch, key) ?? null) }))
    .filter(one => one.values.some(number => number !== null));

const keysOf = (history, field) => [...new Set(history.flatMap(epoch => Object.keys(epoch[field] ?? {})))];

function choices(history) {
  const total = epoch => CHOICES.reduce((sum, [name]) => sum + (epoch.choices?.[name] ?? 0), 0);
  const chosen = history.filter(epoch => total(epoch) > 0);
  return chosen.length === 0
    ? null
    : {
        title: "What the Inverse Gradient chose",
        kind: "stack",
        xName: "epoch",
        range: [0, 1],
        digits: 3,
        text: "Share of steps that followed the unlabeled loss, went against it, or stayed.",
        x: chosen.map(epoch => epoch.epoch),
        series: CHOICES.map(([name, ink, fillKind]) => ({
          name,
          ink,
          fill: fillKind,
          values: chosen.map(epoch => (epoch.choices[name] ?? 0) / total(epoch)),
        })),
      };
}

function weights(history) {
  const weighed = history.filter(epoch => epoch.positive_weight_deciles?.length === 9);
  const decile = n => weighed.map(epoch => epoch.positive_weight_deciles[n - 1]);
  const levels = { p10: decile(1), p30: decile(3), p50: decile(5), p70: decile(7), p90: decile(9) };
  return weighed.length === 0
    ? null
    : {
        title: "Positive weight of the unlabeled",
        kind: "fan",
        xName: "epoch",
        range: [0, 1],
        levels,
        digits: 3,
        text: "Deciles of the weight that the Inverse Dual Loss gives “like”: the median and the middle 40 % and 80 %.",
        x: weighed.map(epoch => epoch.epoch),
        series: Object.entries(levels).map(([name, values]) => ({ name, values })),
      };
}

function curves(history, metrics, signal) {
  const x = history.map(epoch => epoch.epoch);
  const mark = metrics?.best_epoch ?? history.findLast(epoch => epoch.best)?.epoch;
  const best = mark === undefined ? "" : ` The dashed line is the best epoch, ${mark}.`;
  const valid = keys => series(history, keys, (epoch, key) => epoch.valid?.[key], metricName);
  return [
    {
      title: "Training loss",
      text: LOSSES,
      xName: "epoch",
      x,
      mark,
      series: series(history, keysOf(history, "losses"), (epoch, key) => epoch.losses[key]),
    },
    { title: "Validation ranking", text: `The higher the better.${best}`, xName: "epoch", x, mark, series: valid(["auc", "gauc"]) },
    { title: "Validation calibration", text: `The lower the better.${best}`, xName: "epoch", x, mark, series: valid(["logloss", "ece"]) },
    choices(history),
    weights(history),
  ]
    .filter(spec => spec !== null && spec.series.length > 0)
    .map(spec => chart({ ...spec, signal }).element);
}

function facts(model) {
  const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value ?? DASH));
  return card(
    "model",
    "Model",
    h(
      "dl",
      { class: "facts-grid" },
      fact("method", model.method),
      fact("backbone", model.backbone),
      fact("dimensions", model.dim),
      fact("users", count(model.users)),
      fact("items", count(model.items)),
      fact("ranks by", model.ranked_by),
      fact("training history", model.has_history ? "in the file" : "left out"),
      fact("sha256", h("code", {}, model.sha256)),
    ),
  );
}

const missing = () =>
  note(
    h("p", {}, h("strong", {}, "No run directory.")),
    h(
      "p",
      {},
      "The model file lies alone, so there are no census and no curves to show. ",
      "Serve the model where ",
      h("code", {}, "obverse train --out DIR"),
      " wrote it, beside ",
      h("code", {}, "census.json"),
      ", ",
      h("code", {}, "history.jsonl"),
      " and ",
      h("code", {}, "metrics.json"),
      ".",
    ),
  );

export function training(root, params, signal) {
  const place = h("div", { class: "stack" }, waiting("Reading the run …"));
  root.append(h("h1", {}, "Training"), place);
  fill(place, signal, async () => {
    const [model, run] = await Promise.all([api.model(signal), api.training(signal)]);
    const alone = !run.census && !run.history?.length && !run.metrics;
    return [
      facts(model),
      alone && missing(),
      run.metrics && resultsSection(run.metrics),
      run.census && censusSection(run.census),
      run.history?.length > 0 && h("section", { class: "charts", "aria-label": "Curves" }, curves(run.history, run.metrics, signal)),
    ].filter(Boolean);
  });
}
