"use strict";
/* Puts the page together and keeps it in the reader's theme. */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  button.textContent = theme === "dark" ? "Light" : "Dark";
  button.setAttribute("aria-label", `Switch to the ${theme === "dark" ? "light" : "dark"} theme`);
  button.setAttribute("aria-pressed", String(theme === "dark"));
  draw(true);
}

const preferred = window.matchMedia("(prefers-color-scheme: dark)");
document.documentElement.dataset.theme = preferred.matches ? "dark" : "light";

const data = unique(results.slices.map(slice => slice.data));
const backbones = unique(results.cells.map(cell => backboneName(cell.backbone)));
const fractions = unique(results.slices.map(slice => percent(slice.label_fraction)));
document.getElementById("design").textContent = `${methods.join(", ")} · ${backbones.join(", ")} · ${data.join(", ")} · ${fractions.join(", ")} of the labels · `
  + `seeds ${unique(results.cells.map(cell => cell.seed)).join(", ")} · ${results.cells.length} runs · best epoch by validation ${metricName(results.select)} · ${results.kernels} kernels`;

const main = document.querySelector("main");
const sections = [leaderboards(), warnings(), census(), sparsity(), stepSizeMaps(), runs(), budgets(), cells()].filter(Boolean);
main.append(...sections);
document.querySelector("nav").append(...sections.map(part => element("a", { href: `#${part.id}` }, part.querySelector("h2").textContent)));

setTheme(document.documentElement.dataset.theme);
preferred.addEventListener("change", event => setTheme(event.matches ? "dark" : "light"));
document.getElementById("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
let resizing = 0;
window.addEventListener("resize", () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(() => drawn.forEach((option, chart) => echarts.getInstanceByDom(chart)?.resize()));
});
