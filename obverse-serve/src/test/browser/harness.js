/* What every test of the page needs: a browser, pages that notice their own faults, accessibility checks, pictures. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function required(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set; PageTest sets it`);
  return value;
}

/* The open server keeps a log and serves a whole run; the guarded one wants tokens, and its model lies alone. */
export const servers = {
  open: required("OBVERSE_OPEN_URL"),
  openLog: required("OBVERSE_OPEN_LOG"),
  guarded: required("OBVERSE_GUARDED_URL"),
  readToken: required("OBVERSE_READ_TOKEN"),
  feedbackToken: required("OBVERSE_FEEDBACK_TOKEN"),
};

export const VIEWS = ["recommend", "annotate", "training", "live"];

export function launch() {
  return chromium.launch({
    executablePath: required("OBVERSE_CHROMIUM"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  });
}

/*
 * Opens the page in a window of its own. faults gathers what scripts throw and what the console reports as an error, a breach of the
 * content security policy among it; a status that a test provokes is none.
 */
export async function visit(
  browser,
  { url = servers.open, hash = "", width = 1280, height = 900, colorScheme = "light", provoked = [], ...more } = {},
) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", locale: "en-US", ...more });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", error => faults.push(String(error)));
  page.on("console", message => {
    if (message.type() === "error" && !provoked.some(status => message.text().includes(`status of ${status}`))) {
      faults.push(message.text());
    }
  });
  await page.goto(`${url}/${hash}`);
  return { page, context, faults };
}

/* Waits until nothing is on its way any more. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("[aria-busy]") && document.querySelector("h1"));
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/* What axe finds wrong, by all its rules or by some. */
export async function accessible(page, where, rules = RULES) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(runOnly => axe.run(document, { runOnly }), rules);
  assert.deepEqual(
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(node => node.target.join(" ")) })),
    [],
    `accessibility of ${where}`,
  );
}

/* For a person to look at. */
export async function picture(page, name) {
  const folder = process.env.OBVERSE_PICTURES;
  if (folder) {
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }
}

/* The rows of the feedback log as they lie on disk: [{user, item, feedback}]. */
export function logged(folder = servers.openLog) {
  return fs
    .readdirSync(folder)
    .filter(name => name.endsWith(".csv"))
    .sort()
    .flatMap(name => {
      const [head, ...lines] = fs.readFileSync(path.join(folder, name), "utf8").trimEnd().split("\n");
      const columns = head.split(",");
      const cell = (cells, column) => cells[columns.indexOf(column)]?.replaceAll('"', "");
      return lines
        .map(line => line.split(","))
        .map(cells => ({ user: cell(cells, "user"), item: cell(cells, "item"), feedback: cell(cells, "feedback") }));
    });
}

/* The items of the list, in order. */
export const ranked = page => page.locator(".ranking > li").evaluateAll(lines => lines.map(line => line.dataset.item));

export async function showUser(page, id) {
  await page.getByRole("combobox", { name: "User" }).fill(id);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `For user ${id}` }).waitFor();
  await settled(page);
}

/* Presses one of the two buttons of an item and waits until the list has been ranked anew. */
export async function label(page, item, text) {
  await page.locator(`.ranking > li[data-item="${item}"]`).getByRole("button", { name: text }).click();
  await page.locator(`.labels > li[data-item="${item}"]`).waitFor();
  await page.waitForFunction(gone => !document.querySelector(`.ranking > li[data-item="${gone}"]`), item);
  await settled(page);
}
