"use strict";
/* The results, and questions about them. Nothing here touches the page. */
const results = JSON.parse(document.getElementById("results").textContent);

const METRIC_NAMES = {
  "auc": "AUC", "gauc": "GAUC", "gauc.positives": "GAUC by positives", "gauc.impressions": "GAUC by impressions",
  "ndcg@10": "NDCG@10", "mrr": "MRR", "logloss": "Log-loss", "ece": "ECE", "average_precision": "Average precision",
};
const LOWER_IS_BETTER = new Set(["logloss", "ece"]);
const SHOWN_METRICS = ["auc", "gauc", "ndcg@10", "mrr", "logloss", "ece"];
const FLOOR_NAMES = { random: "random", item_mean: "item mean", two_mean: "two-mean" };

const sliceById = new Map(results.slices.map(slice => [slice.id, slice]));
const unique = values => [...new Set(values)];
const methods = unique(results.cells.map(cell => cell.method));

const number = (value, digits = 4) => value === null || value === undefined ? "–" : value.toFixed(digits);
const signed = (value, digits = 4) => value === null || value === undefined ? "–" : (value >= 0 ? "+" : "−") + Math.abs(value).toFixed(digits);
const interval = range => range ? `[${number(range.low)}, ${number(range.high)}]` : "";
const between = range => range ? `${signed(range.low)} to ${signed(range.high)}` : "";
const count = value => value === null || value === undefined ? "–" : value.toLocaleString("en");
const percent = value => `${Number((100 * value).toPrecision(6))} %`;
const chance = p => p === null || p === undefined ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3);
const mean = values => {
  const defined = values.filter(value => value !== null && value !== undefined);
  return defined.length ? defined.reduce((a, b) => a + b, 0) / defined.length : null;
};

const metricName = metric => METRIC_NAMES[metric] || metric;
const floorName = floor => FLOOR_NAMES[floor] || floor;
const backboneName = backbone => ({ gmf: "GMF", mlp: "MLP", neumf: "NeuMF" })[backbone] || backbone;
const boardName = board => `${board.data}, ${percent(board.label_fraction)} of the labels, ${backboneName(board.backbone)}`;
const judged = cell => Object.keys(cell.test).length ? cell.test : cell.valid;

/* The cells of a leaderboard; all of them, or only those that count in it. */
function cellsOf(board, chosenOnly = true) {
  return results.cells.filter(cell => {
    const slice = sliceById.get(cell.slice);
    return slice.data === board.data && slice.label_fraction === board.label_fraction && cell.backbone === board.backbone
      && (!chosenOnly || (cell.chosen && !cell.failure));
  });
}

const methodsOf = board => methods.filter(method => board.standings.some(standing => standing.method === method));

/* Mean over seeds of a value of each epoch, as [[epoch, value], ...]; an epoch counts the seeds that reached it. */
function curve(cells, value) {
  const last = Math.max(0, ...cells.map(cell => cell.history.length));
  const points = [];
  for (let epoch = 0; epoch < last; epoch++) {
    const average = mean(cells.filter(cell => epoch < cell.history.length).map(cell => value(cell.history[epoch])));
    if (average !== null) points.push([epoch + 1, average]);
  }
  return points;
}

/* gamma and alpha as numbers: alpha "auto" is a tenth of gamma. */
function stepSizes(cell) {
  const gamma = Number(cell.settings["learning-rate"]);
  const alpha = cell.settings.alpha === "auto" ? gamma / 10 : Number(cell.settings.alpha);
  return { alpha, gamma };
}
