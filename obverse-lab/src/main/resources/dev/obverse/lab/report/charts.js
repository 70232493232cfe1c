"use strict";
/* Charts: a figure has a heading, a drawing in SVG and the numbers behind it as a table. */
const LIGHT = ["#0b66a8", "#c4500b", "#1b7f4b", "#8a3fa0", "#a8323e", "#00798c", "#6b6b00", "#5a5fc7", "#93551f", "#4d5661"];
const DARK = ["#6cb8e6", "#f2a05e", "#6fce98", "#d39be6", "#f28b94", "#56cbd9", "#cfcf5a", "#a7abff", "#d3a276", "#b3bcc7"];
const DASHES = ["solid", "dashed", "dotted"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
const drawn = new Map();

const isDark = () => document.documentElement.dataset.theme === "dark";
const ink = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const palette = () => isDark() ? DARK : LIGHT;

/* A method looks the same in every chart of the page. */
function look(index) {
  const color = palette()[index % LIGHT.length];
  return {
    color, symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 6,
    itemStyle: { color }, lineStyle: { color, width: 2, type: DASHES[Math.floor(index / LIGHT.length) % DASHES.length] },
  };
}
const lookOf = method => look(methods.indexOf(method));

function axis(name, more = {}) {
  return {
    name, nameLocation: "middle", nameGap: more.nameGap || 26, scale: true, nameTextStyle: { color: ink("muted") },
    axisLine: { lineStyle: { color: ink("line") } },
    axisTick: { show: false }, splitLine: { lineStyle: { color: ink("faint") } }, ...more,
    axisLabel: { color: ink("muted"), hideOverlap: true, ...more.axisLabel },
  };
}

function frame(x, y, series, more = {}) {
  const legend = series.filter(one => one.name && !one.unlisted).map(one => one.name);
  return {
    animation: false, textStyle: { color: ink("ink"), fontFamily: "system-ui, sans-serif" },
    grid: { left: 62, right: 18, top: legend.length > 1 ? 46 : 14, bottom: 44 },
    legend: { show: legend.length > 1, type: "scroll", top: 0, left: 0, data: legend, textStyle: { color: ink("ink"), fontSize: 12 },
      pageTextStyle: { color: ink("muted") }, pageIconColor: ink("accent"), pageIconInactiveColor: ink("line"), itemWidth: 22, icon: more.icon },
    tooltip: { trigger: "axis", confine: true, backgroundColor: ink("card"), borderColor: ink("line"), textStyle: { color: ink("ink"), fontSize: 12 },
      valueFormatter: value => typeof value === "number" ? value.toPrecision(4) : value, ...more.tooltip },
    xAxis: x, yAxis: y, series, ...more.root,
  };
}

/*
 * Makes a figure. option() is asked for the drawing, again when the theme changes; table is [headings, rows].
 */
function figure(title, note, option, numbers, more = {}) {
  const chart = element("div", { class: "chart", role: "img", "aria-label": `${title}. ${note || ""} The numbers are in the table below the chart.`,
    style: more.height ? `height: ${more.height}px` : null });
  const behind = element("details", {}, element("summary", {}, "Numbers"), table(title, numbers[0], numbers[1]));
  const whole = element("figure", { class: more.wide ? "wide" : null }, element(more.heading || "h4", {}, title),
    note ? element("p", { class: "note" }, note) : null, chart, behind);
  drawn.set(chart, option);
  return whole;
}

/* Draws what is on the page and not drawn yet, or everything anew, and forgets what has left the page. */
function draw(anew = false) {
  for (const [chart, option] of drawn) {
    const old = echarts.getInstanceByDom(chart);
    if (!chart.isConnected) {
      /* What was never drawn is still to come. */
      if (old) {
        old.dispose();
        drawn.delete(chart);
      }
    } else if (anew || !old) {
      if (old) old.dispose();
      echarts.init(chart, null, { renderer: "svg" }).setOption(option());
    }
  }
}

/* The numbers behind lines: one row for each x, one column for each line. */
function lineNumbers(xName, lines, digits = 4) {
  const xs = unique(lines.flatMap(line => line.points.map(point => point[0]))).sort((a, b) => a - b);
  const at = lines.map(line => new Map(line.points));
  return [[xName, ...lines.map(line => line.name)], xs.map(x => [String(x), ...at.map(values => number(values.get(x) ?? null, digits))])];
}
