"use strict";
/* Leaderboards, warnings, the label census, budgets, and what depends on labels and step sizes. */
function verdict(standing, metric, against) {
  const found = standing.comparisons.find(one => one.metric === metric && one.against === against);
  if (!found) return "–";
  return { content: [element("span", { class: `verdict ${found.verdict}` }, found.verdict), " ", signed(found.difference),
    element("small", {}, `${between(found.interval)}, p ${chance(found.holm)}`),
    element("small", {}, `against ${against === "floor" ? floorName(found.rival) : found.rival}`)] };
}

/* The interval over seeds, or for a single seed that of its bootstrap over users. */
function spread(board, standing, metric) {
  const estimate = standing.judged[metric];
  if (!estimate) return null;
  if (estimate.interval) return estimate.interval;
  const cell = cellsOf(board).find(one => one.method === standing.method);
  return cell ? cell.intervals[metric] : null;
}

function boardTable(board, metric) {
  const shown = unique([results.select, ...SHOWN_METRICS]);
  const best = Object.fromEntries(shown.map(one => {
    const values = board.standings.map(standing => standing.judged[one]?.mean).filter(value => value !== undefined);
    return [one, LOWER_IS_BETTER.has(one) ? Math.min(...values) : Math.max(...values)];
  }));
  const value = standing => one => !standing.judged[one] ? "–" : { class: standing.judged[one].mean === best[one] ? "best" : null,
    content: [number(standing.judged[one].mean), element("small", {}, interval(spread(board, standing, one)))] };
  const rows = board.standings.map(standing => [
    { content: [standing.method, element("span", { class: "tag" }, standing.role.toLowerCase()), ...Object.entries(standing.chosen).map(
      ([name, value]) => element("small", {}, `${name} ${value}`))] },
    ...shown.slice(0, 1).map(value(standing)), ...["control", "baseline", "floor"].map(against => verdict(standing, metric, against)),
    ...shown.slice(1).map(value(standing)),
  ]);
  const floors = Object.entries(board.floors).map(([name, metrics]) => [
    { content: [`floor: ${floorName(name)}`] }, number(metrics[shown[0]]), "", "", "",
    ...shown.slice(1).map(one => number(metrics[one]))]);
  const seeds = Math.max(0, ...board.standings.map(standing => standing.judged[results.select]?.seeds || 0));
  const caption = `On the ${board.judged_on} rows. ${seeds > 1 ? `Mean over ${seeds} seeds with its 95 % t interval.`
    : "One seed, with the 95 % bootstrap interval over users; the noise of training is not in it."} Verdicts on ${metricName(metric)}: `
    + "paired bootstrap over users and seeds, p after Holm's correction over the methods; within its interval a difference is a tie.";
  return table(caption, ["Method", metricName(shown[0]), "against the stronger control", "against the best baseline", "against the strongest floor",
    ...shown.slice(1).map(metricName)],
    [...rows, ...floors], [...rows.map(() => ""), ...floors.map((floor, index) => index === 0 ? "floor first" : "floor")]);
}

/* A point and its interval for each method, the floors as lines. */
function boardFigure(board, metric) {
  const standings = board.standings.filter(standing => standing.judged[metric]);
  const rows = standings.map(standing => ({ standing, value: standing.judged[metric].mean, range: spread(board, standing, metric) }));
  /* A t interval of few seeds may leave what the metric can be. */
  const possible = value => metric === "logloss" ? Math.max(0, value) : Math.min(1, Math.max(0, value));
  const floors = Object.entries(board.floors).filter(([name, metrics]) => name !== "random" && metrics[metric] !== null);
  const option = () => frame(axis(metricName(metric)), axis("", { type: "category", inverse: true, data: rows.map(row => row.standing.method),
    axisLabel: { color: ink("ink"), width: 150, overflow: "truncate" } }), [
    { type: "custom", name: "95 % interval", data: rows.map((row, index) => row.range ? [possible(row.range.low), possible(row.range.high), index] : [row.value, row.value, index]),
      encode: { x: [0, 1], y: 2 }, z: 2, renderItem: (parameters, api) => {
        const low = api.coord([api.value(0), api.value(2)]);
        const high = api.coord([api.value(1), api.value(2)]);
        const style = { stroke: lookOf(rows[api.value(2)].standing.method).color, lineWidth: 2 };
        const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
        return { type: "group", children: [line(low[0], low[1], high[0], high[1]), line(low[0], low[1] - 5, low[0], low[1] + 5),
          line(high[0], high[1] - 5, high[0], high[1] + 5)] };
      } },
    { type: "scatter", name: "mean", symbolSize: 9, z: 3, data: rows.map((row, index) => ({ value: [row.value, index],
      itemStyle: { color: lookOf(row.standing.method).color } })),
      markLine: { silent: true, precision: 6, symbol: "none", lineStyle: { color: ink("muted"), type: "dashed" },
        label: { show: false }, data: floors.map(([name, metrics]) => ({ xAxis: metrics[metric] })) } },
  ].map(series => ({ ...series, unlisted: true })), { tooltip: { show: false }, root: { grid: { left: 170, right: 40, top: 8, bottom: 44 } } });
  const numbers = [["Method", "Mean", "Low", "High"], [...rows.map(row => [row.standing.method, number(row.value), number(row.range?.low), number(row.range?.high)]),
    ...floors.map(([name, metrics]) => [`floor: ${floorName(name)}`, number(metrics[metric]), "", ""])]];
  return figure(`${metricName(metric)} with 95 % intervals: ${boardName(board)}`, `Dashed lines are floors, which need no model: ${floors.map(([name, metrics]) => `${floorName(name)} ${number(metrics[metric])}`).join(", ")}.`, option, numbers,
    { wide: true, height: 70 + 28 * rows.length });
}

function headline(board) {
  const best = board.standings[0];
  if (!best) return element("p", {}, "No run of this leaderboard gave a result.");
  const found = best.comparisons.find(one => one.metric === results.select && one.against === "control")
    || best.comparisons.find(one => one.metric === results.select && one.against === "floor");
  const rival = !found ? "" : found.against === "control" ? `the stronger labelled-only control (${found.rival})` : `the ${floorName(found.rival)} floor`;
  const verb = found && { beats: "beats", ties: "ties with", loses: "loses to" }[found.verdict];
  return element("p", { class: "lead" }, element("strong", {}, best.method), ` has the best ${metricName(results.select)}, `
    + `${number(best.judged[results.select]?.mean)}`, found ? `, and ${verb} ${rival}: ${signed(found.difference)} (${between(found.interval)}).` : ".");
}

function leaderboards() {
  const content = element("div");
  const show = metric => {
    content.replaceChildren(...results.boards.flatMap(board => [element("h3", {}, boardName(board)), headline(board), boardTable(board, metric),
      boardFigure(board, metric)]));
    draw();
  };
  const compared = unique(results.boards.flatMap(board => board.standings.flatMap(standing => standing.comparisons.map(one => one.metric))));
  const first = compared.includes(results.select) ? results.select : compared[0] || "auc";
  const controls = element("div", { class: "controls" }, picker("Metric of verdicts and intervals",
    (compared.length ? compared : ["auc"]).map(metric => [metric, metricName(metric)]), first, show));
  show(first);
  return section("leaderboards", "Leaderboards", "The best first. A control is plain cross-entropy on the labelled rows, bare or with biases that start "
    + "from zero; a method that does not beat the stronger of the two has gained nothing from the unlabeled rows.", controls, content);
}

function warnings() {
  const groups = new Map();
  for (const cell of results.cells) {
    for (const warning of cell.warnings) {
      const slice = sliceById.get(cell.slice);
      const key = [warning.name, cell.method, cell.backbone, slice.data, slice.label_fraction].join("\n");
      const group = groups.get(key) || { warning, cell, slice, runs: 0 };
      group.runs++;
      groups.set(key, group);
    }
  }
  const rows = [...groups.values()].map(({ warning, cell, slice, runs }) => [
    { content: element("span", { class: "verdict alarm" }, warning.name.replaceAll("-", " ")) }, { class: "text", content: cell.method },
    { class: "text", content: `${slice.data}, ${percent(slice.label_fraction)}, ${backboneName(cell.backbone)}` }, count(runs),
    { class: "wide", content: warning.sentence }]);
  return section("warnings", "Warnings", rows.length ? "What a run that went wrong looks like: a reason to look, not a proof." : "None: no run diverged, "
    + "overfitted its guard, chose only one way or fell under a floor.", rows.length ? table("Failure signatures, with the sentence of the first run",
    ["Signature", { class: "text", content: "Method" }, { class: "text", content: "Where" }, "Runs", { class: "text", content: "What was seen" }], rows) : null);
}

function census() {
  const shown = new Map();
  results.slices.forEach(slice => shown.set(`${slice.data} ${slice.label_fraction}`, shown.get(`${slice.data} ${slice.label_fraction}`) || slice));
  const tables = [...shown.values()].flatMap(slice => {
    const parts = ["train", "valid", "test"].filter(part => slice.census[part]);
    const fields = ["rows", "positive", "negative", "unlabeled", "users", "items", "unknown_users", "unknown_items"];
    const rules = ["positive", "negative"].filter(label => typeof slice.census[label] === "string").map(label => `${label}: ${slice.census[label]}`);
    return [element("h3", {}, `${slice.data}, ${percent(slice.label_fraction)} of the labels`),
      rules.length ? element("p", { class: "note" }, `${rules.join("; ")}. Files: ${Object.keys(slice.files).join(", ") || "none"}.`) : null,
      table(`Data seed ${slice.data_seed}`, ["Part", "Rows", "Positive", "Negative", "Unlabeled", "Labelled", "Users", "Items", "Users not in training",
        "Items not in training"], parts.map(part => {
        const counts = slice.census[part];
        const share = counts.rows ? percent(Number(((counts.positive + counts.negative) / counts.rows).toFixed(5))) : "–";
        const values = fields.map(field => count(counts[field]));
        return [part, ...values.slice(0, 4), share, ...values.slice(4)];
      }))].filter(Boolean);
  });
  return section("census", "Label census", "What the logs hold, counted before any training.", ...tables);
}

function budgets() {
  if (!results.budgets.length) return null;
  const rows = results.budgets.map(budget => [budget.method, count(budget.configurations), count(budget.tried),
    { class: "wide", content: Object.entries(budget.grid).map(([name, values]) => `${name}: ${values.join(", ")}`).join("; ") || "no grid" }]);
  return section("budgets", "Budgets", `Configurations are chosen by ${metricName(results.select)} on the validation rows alone; no method may try more than another.`,
    table("Configurations per method", ["Method", "Allowed", "Tried", { class: "text", content: "Grid" }], rows));
}

/* AUC against the share of labels, where a study varies it. */
function sparsity() {
  const groups = new Map();
  results.boards.forEach(board => {
    const key = `${board.data}, ${backboneName(board.backbone)}`;
    groups.set(key, [...(groups.get(key) || []), board]);
  });
  const figures = [...groups].filter(([, boards]) => boards.length > 1).map(([key, boards]) => {
    const lines = [...methods.map(method => ({ name: method, style: () => lookOf(method), points: boards.flatMap(board => {
      const standing = board.standings.find(one => one.method === method);
      return standing?.judged[results.select] ? [[board.label_fraction, standing.judged[results.select].mean]] : [];
    }) })), { name: "floor: two-mean", style: () => ({ lineStyle: { color: ink("muted"), type: "dashed" }, itemStyle: { color: ink("muted") } }),
      points: boards.flatMap(board => board.floors.two_mean?.[results.select] != null ? [[board.label_fraction, board.floors.two_mean[results.select]]] : []) }]
      .filter(line => line.points.length);
    lines.forEach(line => line.points.sort((a, b) => a[0] - b[0]));
    return figure(key, "", () => frame(axis("share of the training labels", { type: "log", axisLabel: { formatter: percent } }),
      axis(metricName(results.select), { nameGap: 46 }), lines.map(line => ({ type: "line", name: line.name, data: line.points, ...line.style() }))),
      lineNumbers("share", lines), { wide: true, height: 340 });
  });
  return figures.length ? section("sparsity", `${metricName(results.select)} against the share of labels`, "", ...figures) : null;
}

/* The validation metric over alpha and gamma, where a study varies both; over other settings the best is taken. */
function stepSizeMaps() {
  const figures = results.boards.flatMap(board => methods.map(method => heatMap(board, method)).filter(Boolean));
  return figures.length ? section("step-sizes", "Step sizes", "alpha is the size of the trial step on unlabeled pairs, gamma of the step on labelled ones. Shown is the "
    + `mean over seeds of the validation ${metricName(results.select)}.`, element("div", { class: "grid" }, ...figures)) : null;
}

function heatMap(board, method) {
  const configurations = new Map();
  const cells = cellsOf(board, false).filter(cell => cell.method === method && !cell.failure);
  if (cells.every(cell => cell.settings.alpha === "auto")) return null;
  cells.forEach(cell => {
    const key = JSON.stringify({ ...cell.settings, seed: "" });
    const found = configurations.get(key) || { ...stepSizes(cell), values: [] };
    found.values.push(cell.valid[results.select]);
    configurations.set(key, found);
  });
  const all = [...configurations.values()];
  const alphas = unique(all.map(one => one.alpha)).sort((a, b) => a - b);
  const gammas = unique(all.map(one => one.gamma)).sort((a, b) => a - b);
  if (alphas.length < 2 || gammas.length < 2) return null;
  const best = new Map();
  all.forEach(one => {
    const value = mean(one.values);
    const key = `${gammas.indexOf(one.gamma)},${alphas.indexOf(one.alpha)}`;
    const better = LOWER_IS_BETTER.has(results.select) ? value < best.get(key) : value > best.get(key);
    if (value !== null && (!best.has(key) || better)) best.set(key, value);
  });
  const data = [...best].map(([key, value]) => [...key.split(",").map(Number), value]);
  const values = data.map(point => point[2]);
  const labels = sizes => sizes.map(size => String(Number(size.toPrecision(3))));
  const option = () => frame(axis("gamma", { type: "category", data: labels(gammas), scale: undefined }), axis("alpha", { type: "category", data: labels(alphas),
    scale: undefined, nameGap: 54 }), [{ type: "heatmap", data, label: { show: true, formatter: point => number(point.value[2]), fontSize: 11 },
    itemStyle: { borderColor: ink("card"), borderWidth: 1 } }], { tooltip: { trigger: "item", formatter: point => `alpha ${labels(alphas)[point.value[1]]}, gamma `
      + `${labels(gammas)[point.value[0]]}: ${number(point.value[2])}` }, root: { grid: { left: 80, right: 18, top: 14, bottom: 84 }, visualMap: {
    min: Math.min(...values), max: Math.max(...values), calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 90, itemWidth: 12, precision: 4,
    textStyle: { color: ink("muted") }, inRange: { color: isDark() ? ["#1f3a4d", "#2f6f8f", "#7fc7e8"] : ["#eef4f8", "#8fc1de", "#2f7fb0"] } } } });
  return figure(`${method}: ${boardName(board)}`, "", option, [["alpha \\ gamma", ...labels(gammas)], alphas.map((alpha, row) => [labels(alphas)[row],
    ...gammas.map((gamma, column) => number(best.get(`${column},${row}`) ?? null))])], { height: 330 });
}
