/* What uPlot draws: lines, stacked bars, and ranges around a line; each as {data, series, markers, bands}. */
import { fixed, percent } from "./format.js";
import { colour } from "./theme.js";

/* Lines differ by colour and by dash. */
const DASHES = [
  { line: [], border: "solid" },
  { line: [7, 4], border: "dashed" },
  { line: [2, 3], border: "dotted" },
  { line: [10, 3, 2, 3], border: "double" },
  { line: [4, 2], border: "ridge" },
];
const INKS = ["line-1", "line-2", "line-3", "line-4", "line-5"];

/* What the legend says: the value under the cursor, or the last one. */
const write = digits => (plot, value, series, at) => fixed(at === null ? plot.data[series].at(-1) : value, digits);

/* Hatching, so that areas differ by more than colour. */
function hatch(name) {
  const tile = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const paint = tile.getContext("2d");
  paint.fillStyle = colour("card");
  paint.fillRect(0, 0, 8, 8);
  paint.strokeStyle = colour(name);
  paint.lineWidth = 2.5;
  paint.beginPath();
  for (const shift of [-8, 0, 8]) {
    paint.moveTo(shift, 8);
    paint.lineTo(shift + 8, 0);
  }
  paint.stroke();
  return paint.createPattern(tile, "repeat");
}

/* How the legend marks them. */
const BORDERS = { solid: "solid", hatched: "dashed", faint: "dotted" };

const FILLS = { solid: name => colour(name), hatched: hatch, faint: name => `color-mix(in srgb, ${colour(name)} 25%, ${colour("card")})` };

function lines(series, digits) {
  const drawn = series.map((one, index) => ({
    label: one.name,
    stroke: colour(INKS[index % INKS.length]),
    width: 2,
    dash: DASHES[index % DASHES.length].line,
    value: write(digits),
    points: { show: one.values.length < 3 || undefined, size: 5 },
  }));
  return {
    data: series.map(one => one.values),
    markers: series.map((_, index) => DASHES[index % DASHES.length].border),
    series: drawn,
  };
}

/* Bars on top of each other: the tallest, drawn first, is the sum; every next one covers its lower part. */
function stack(parts) {
  const sums = parts.map((_, index) =>
    parts[0].values.map((__, at) => parts.slice(0, index + 1).reduce((sum, part) => sum + part.values[at], 0)),
  );
  const order = parts.map((_, index) => index).reverse();
  const bars = uPlot.paths.bars({ size: [0.82, 60] });
  return {
    data: order.map(index => sums[index]),
    markers: order.map(index => BORDERS[parts[index].fill]),
    series: order.map(index => ({
      label: parts[index].name,
      stroke: colour(parts[index].ink),
      width: 1,
      fill: FILLS[parts[index].fill](parts[index].ink),
      paths: bars,
      points: { show: false },
      value: (_, __, ___, at) => percent(parts[index].values.at(at ?? -1)),
    })),
  };
}

/* Two shaded ranges around a line: deciles as {p10, p30, p50, p70, p90}. */
function fan(levels, digits) {
  const ink = colour("line-1");
  const keys = ["p90", "p70", "p50", "p30", "p10"];
  return {
    data: keys.map(key => levels[key]),
    markers: keys.map(key => (key === "p50" ? "solid" : "dotted")),
    series: keys.map(key => ({
      label: key,
      stroke: ink,
      width: key === "p50" ? 2 : 1,
      dash: key === "p50" ? [] : [2, 3],
      value: write(digits),
      points: { show: false },
    })),
    bands: [
      { series: [1, 5], fill: `color-mix(in srgb, ${ink} 14%, transparent)` },
      { series: [2, 4], fill: `color-mix(in srgb, ${ink} 20%, transparent)` },
    ],
  };
}

export const KINDS = {
  lines: ({ series }, digits) => lines(series, digits),
  stack: ({ series }) => stack(series),
  fan: ({ levels }, digits) => fan(levels, digits),
};
