"use strict";
/* What happened in the runs of one leaderboard, epoch by epoch, and every run with its command. */
const LOSS_NAMES = { idl: "IDL on unlabeled pairs", stay: "training-test at stay", direct: "training-test at direct", inverse: "training-test at inverse",
  ig: "training-test, labelled step", bce: "labelled rows" };

function metricFigure(board, metric) {
  const lines = methodsOf(board).map(method => ({ name: method, points: curve(cellsOf(board).filter(cell => cell.method === method),
    epoch => epoch.valid[metric]) })).filter(line => line.points.length);
  return figure(`Validation ${metricName(metric)}`, "", () => frame(axis("epoch", { minInterval: 1 }), axis(metricName(metric), { nameGap: 46 }),
    lines.map(line => ({ type: "line", name: line.name, data: line.points, showSymbol: line.points.length < 15, ...lookOf(line.name) }))), lineNumbers("epoch", lines));
}

function calibrationFigure(board) {
  const lines = methodsOf(board).map(method => {
    const bins = cellsOf(board).filter(cell => cell.method === method).map(cell => cell.calibration);
    const pooled = new Map();
    bins.flat().forEach(bin => {
      const place = Math.min(14, Math.floor(15 * bin.predicted));
      const sum = pooled.get(place) || { rows: 0, predicted: 0, observed: 0 };
      pooled.set(place, { rows: sum.rows + bin.rows, predicted: sum.predicted + bin.rows * bin.predicted, observed: sum.observed + bin.rows * bin.observed });
    });
    const points = [...pooled].sort((a, b) => a[0] - b[0]).map(([, sum]) => [sum.predicted / sum.rows, sum.observed / sum.rows, sum.rows]);
    return { name: method, points };
  });
  const square = { min: 0, max: 1, scale: false };
  const option = () => frame(axis("predicted probability of POSITIVE", square), axis("observed share", { ...square, nameGap: 40 }), [
    { type: "line", unlisted: true, silent: true, data: [[0, 0], [1, 1]], symbol: "none", tooltip: { show: false }, lineStyle: { color: ink("muted"), type: "dashed", width: 1 } },
    ...lines.map(line => ({ type: "line", name: line.name, data: line.points.map(point => point.slice(0, 2)), ...lookOf(line.name) }))],
    { tooltip: { trigger: "item", formatter: point => `${point.seriesName}: predicted ${number(point.value[0], 3)}, observed ${number(point.value[1], 3)}` } });
  return figure(`Calibration on the ${board.judged_on} rows`, "", option, [["Method", "Predicted", "Observed", "Rows"],
    lines.flatMap(line => line.points.map(point => [line.name, number(point[0], 3), number(point[1], 3), count(point[2])]))]);
}

function lossFigure(board, method) {
  const cells = cellsOf(board).filter(cell => cell.method === method);
  const names = unique(cells.flatMap(cell => cell.history.flatMap(epoch => Object.keys(epoch.losses))));
  const lines = names.map(name => ({ name: LOSS_NAMES[name] || name, points: curve(cells, epoch => epoch.losses[name]) }));
  lines.push({ name: "validation", points: curve(cells, epoch => epoch.valid.logloss) });
  const shown = lines.filter(line => line.points.length);
  return figure(method, "", () => frame(axis("epoch", { minInterval: 1 }), axis("nats", { nameGap: 46 }), shown.map((line, index) => ({ type: "line", name: line.name,
    data: line.points, ...look(index), symbol: "none" }))), lineNumbers("epoch", shown));
}

/* The paper's figure: how the positive weights of unlabeled pairs spread out. Bands from decile 1 to 9, 2 to 8, 3 to 7, 4 to 6; the median; the mean. */
function weightFigure(board, method) {
  const cells = cellsOf(board).filter(cell => cell.method === method);
  const deciles = [...Array(9).keys()].map(decile => ({ name: `${10 * (decile + 1)} %`, points: curve(cells, epoch => epoch.positive_weight_deciles[decile]) }));
  const average = { name: "mean", points: curve(cells, epoch => epoch.positive_weight) };
  if (!average.points.length) return null;
  const option = () => {
    const color = lookOf(method).color;
    const band = index => [
      { type: "line", unlisted: true, stack: `band ${index}`, data: deciles[index].points, lineStyle: { opacity: 0 }, symbol: "none", silent: true },
      { type: "line", unlisted: true, stack: `band ${index}`, data: deciles[8 - index].points.map((point, at) => [point[0], point[1] - deciles[index].points[at][1]]),
        lineStyle: { opacity: 0 }, symbol: "none", silent: true, areaStyle: { color, opacity: 0.17 } }];
    return frame(axis("epoch", { minInterval: 1, type: "category", boundaryGap: false, data: deciles[4].points.map(point => String(point[0])) }),
      axis("positive weight", { min: 0, max: 1, nameGap: 40 }), [...[0, 1, 2, 3].flatMap(band).map(series => ({ ...series, data: series.data.map(point => point[1]) })),
        { type: "line", name: "median", data: deciles[4].points.map(point => point[1]), symbol: "none", itemStyle: { color }, lineStyle: { color, width: 2 } },
        { type: "line", name: "mean", data: average.points.map(point => point[1]), symbol: "none", itemStyle: { color: ink("ink") },
          lineStyle: { color: ink("ink"), width: 1.5, type: "dashed" } }],
      { tooltip: { formatter: points => points.filter(point => ["median", "mean"].includes(point.seriesName)).map(point => `${point.seriesName} ${number(point.value, 3)}`).join("<br>") } });
  };
  return figure(method, "Bands: the middle 80, 60, 40 and 20 % of the pairs.", option, lineNumbers("epoch", [...deciles, average], 3));
}

function choiceFigure(board, method) {
  const cells = cellsOf(board).filter(cell => cell.method === method);
  const total = epoch => Object.values(epoch.choices).reduce((a, b) => a + b, 0);
  if (!cells.some(cell => cell.history.some(epoch => total(epoch) > 0))) return null;
  const lines = ["direct", "inverse", "stay"].map(choice => ({ name: choice, points: curve(cells,
    epoch => total(epoch) ? (epoch.choices[choice] || 0) / total(epoch) : null) }));
  const option = () => frame(axis("epoch", { type: "category", boundaryGap: false, data: lines[0].points.map(point => String(point[0])) }),
    axis("share of the steps", { min: 0, max: 1, nameGap: 40 }), lines.map((line, index) => ({ type: "line", stack: "choices", name: line.name,
      data: line.points.map(point => point[1]), symbol: "none", itemStyle: { color: palette()[[2, 1, 9][index]] }, lineStyle: { width: 0.5, color: palette()[[2, 1, 9][index]] },
      areaStyle: { color: palette()[[2, 1, 9][index]], opacity: 0.75 } })), { icon: "roundRect" });
  return figure(method, "", option, lineNumbers("epoch", lines, 3));
}

function runs() {
  const content = element("div");
  const part = (title, note, figures) => {
    const there = figures.filter(Boolean);
    return there.length ? [element("h3", {}, title), note ? element("p", { class: "note" }, note) : null, element("div", { class: "grid" }, ...there)] : [];
  };
  const show = index => {
    const board = results.boards[Number(index)];
    const here = methodsOf(board);
    content.replaceChildren(...[
      ...part("Metrics over epochs, and calibration", "Means over the seeds that reached an epoch.", [metricFigure(board, "auc"), metricFigure(board, "gauc"),
        calibrationFigure(board)]),
      ...part("Positive weight of unlabeled pairs", "What the Inverse Dual Loss takes an unlabeled pair for: 1 is POSITIVE, 0 NEGATIVE. At the start everything is at one half.",
        here.map(method => weightFigure(board, method))),
      ...part("Choices of the Inverse Gradient", "Direct believes the annotation, inverse turns it round, stay leaves the model as it was.",
        here.map(method => choiceFigure(board, method))),
      ...part("Losses", "", here.map(method => lossFigure(board, method))),
    ].filter(Boolean));
    draw();
  };
  if (!results.boards.length) return null;
  show("0");
  const controls = results.boards.length > 1 ? element("div", { class: "controls" }, picker("Leaderboard", results.boards.map((board, index) => [String(index),
    boardName(board)]), "0", show)) : null;
  return section("runs", "Inside the runs", results.boards.length > 1 ? "" : boardName(results.boards[0]), controls, content);
}

function cells() {
  const list = results.cells.map(cell => {
    const slice = sliceById.get(cell.slice);
    const metrics = judged(cell);
    const summary = element("summary", {}, element("span", {}, `${cell.method} · ${backboneName(cell.backbone)} · ${slice.data} · ${percent(slice.label_fraction)} · seed ${cell.seed}`
      + ` · ${cell.failure ? "failed" : `${metricName(results.select)} ${number(metrics[results.select])}`}${cell.chosen ? "" : " · not chosen by validation"}`));
    const rows = Object.keys(METRIC_NAMES).filter(metric => metric in metrics).map(metric => [metricName(metric), number(cell.valid[metric]), number(metrics[metric]),
      interval(cell.intervals[metric])]);
    return element("details", { class: "cell" }, summary, cell.failure ? element("p", { class: "alarm" }, cell.failure) : null,
      element("h4", {}, "Command"), element("pre", {}, cell.command), element("h4", {}, "Config"),
      element("pre", {}, Object.entries(cell.settings).map(([name, value]) => `${name}: ${value}`).join("\n")),
      rows.length ? table(`Best epoch ${cell.best_epoch} of ${cell.history.length}; 95 % bootstrap intervals over users; run ${cell.key}`,
        ["Metric", "valid", slice.judged_on, "95 % interval"], rows) : null);
  });
  return section("cells", "Every run", `${count(list.length)} runs, each with the command that repeats it and its whole config.`, ...list);
}
