/* The switch between the system's theme, light and dark. */
import { icon } from "./dom.js";

const KEY = "obverse.theme";
const NEXT = { system: "light", light: "dark", dark: "system" };
const system = matchMedia("(prefers-color-scheme: dark)");
const watchers = new Set();

function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

function choose(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    /* Then it lasts as long as the page. */
  }
}

function show(button) {
  const theme = chosen();
  button.replaceChildren(icon(theme), Object.assign(document.createElement("span"), { textContent: `Theme: ${theme}` }));
}

export function installThemeSwitch(button) {
  show(button);
  button.addEventListener("click", () => {
    choose(NEXT[chosen()]);
    show(button);
    watchers.forEach(watcher => watcher());
  });
  system.addEventListener("change", () => watchers.forEach(watcher => watcher()));
}

/* Calls back whenever the colours may have changed, until the signal. */
export function onThemeChange(watcher, signal) {
  watchers.add(watcher);
  signal?.addEventListener("abort", () => watchers.delete(watcher));
}

/* What a colour of base.css is right now: a canvas cannot resolve custom properties by itself. */
export function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
