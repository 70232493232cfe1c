/* Charts on uPlot: a figure has a heading, a drawing with a legend, and the numbers behind it as a table. */
import { KINDS } from "./chart-kinds.js";
import { h, newId } from "./dom.js";
import { DASH, fixed } from "./format.js";
import { row, table } from "./parts.js";
import { colour, onThemeChange } from "./theme.js";

const HEIGHT = 250;

function axis(values, more = {}) {
  return {
    stroke: colour("muted"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
    ...(values && { values }),
    ...more,
  };
}

/* A dashed line where the best epoch is. */
const markX = x => ({
  hooks: {
    draw: [
      plot => {
        const at = Math.round(plot.valToPos(x, "x", true));
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.strokeStyle = colour("muted");
        ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(at, bbox.top);
        ctx.lineTo(at, bbox.top + bbox.height);
        ctx.stroke();
        ctx.restore();
      },
    ],
  },
});

function numbers(title, xName, x, columns, digits) {
  const headings = [xName, ...columns.map(column => column.name)];
  const rows = x.map((value, at) => row([value, ...columns.map(column => fixed(column.values[at], digits))]));
  return h("details", {}, h("summary", {}, "Numbers"), table(title, headings, rows));
}

/*
 * Makes a figure that draws itself while it is on the page. kind is "lines" (series: [{name, values}]), "stack" (series also with ink and
 * fill, shares that sum to 1) or "fan" (levels); mark is an x to draw a line at; range and xRange fix the axes, xValues names points of x.
 */
export function chart({
  title,
  text,
  kind = "lines",
  xName,
  x,
  series,
  levels,
  digits = 4,
  mark,
  range,
  xRange,
  xValues,
  withNumbers = true,
  signal,
}) {
  const id = newId("chart");
  const canvas = h("div", { class: "chart", role: "img", "aria-labelledby": id });
  const figure = h(
    "figure",
    {},
    h("figcaption", { id }, h("h2", {}, title), text && h("p", { class: "note" }, text)),
    canvas,
    withNumbers && numbers(title, xName, x, series, digits),
  );
  let plot = null;
  let data = { x, series, levels };

  const content = () => KINDS[kind](data, digits);

  function draw() {
    plot?.destroy();
    const { data: ys, series: drawn, bands, markers } = content();
    const y = range ? { range } : { range: (_, low, high) => uPlot.rangeNum(low, high, 0.1, false) };
    plot = new uPlot(
      {
        width: Math.max(canvas.clientWidth, 200),
        height: HEIGHT,
        bands,
        series: [{ label: xName, value: (_, value, __, at) => (at === null ? data.x.at(-1) : value) ?? DASH }, ...drawn],
        scales: {
          x: { time: false, ...(kind === "stack" ? { range: (_, low, high) => [low - 0.6, high + 0.6] } : xRange && { range: xRange }) },
          y,
        },
        axes: [
          axis(xValues, { size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }),
          axis(kind === "stack" ? (_, all) => all.map(value => `${Math.round(100 * value)} %`) : null, { size: 58 }),
        ],
        cursor: { y: false, points: { size: 6 } },
        plugins: mark === undefined ? [] : [markX(mark)],
        legend: { live: true, markers: { dash: (drawnPlot, at) => markers[at - 1] } },
      },
      [data.x, ...ys],
      canvas,
    );
  }

  const watcher = new ResizeObserver(() => {
    if (canvas.clientWidth === 0) {
      return;
    }
    if (plot === null) {
      draw();
    } else if (plot.width !== canvas.clientWidth) {
      plot.setSize({ width: canvas.clientWidth, height: HEIGHT });
    }
  });
  watcher.observe(canvas);
  onThemeChange(() => plot && draw(), signal);
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    plot?.destroy();
  });

  return {
    element: figure,
    set: (nextX, nextSeries) => {
      data = { x: nextX, series: nextSeries };
      plot?.setData([nextX, ...nextSeries.map(one => one.values)]);
    },
  };
}
