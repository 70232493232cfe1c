/* The page on a real server, in a real browser. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, label, launch, logged, picture, ranked, servers, settled, showUser, VIEWS, visit } from "./harness.js";

let browser;
let someone;

before(async () => {
  browser = await launch();
  [someone] = (await (await fetch(`${servers.open}/v1/users?prefix=&n=1`)).json()).users;
});

after(() => browser?.close());

/* A test with a page of its own, on which nothing may go wrong unnoticed. */
function withPage(name, options, steps) {
  test(name, async () => {
    const { page, context, faults } = await visit(browser, options);
    try {
      await steps(page);
      assert.deepEqual(faults, []);
    } catch (error) {
      await picture(page, `failed-${name.replaceAll(/\W+/g, "-")}`);
      throw error;
    } finally {
      await context.close();
    }
  });
}

const answer = async (path, body) =>
  (
    await fetch(
      `${servers.open}/${path}`,
      body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
    )
  ).json();

const probabilities = page =>
  page.locator(".ranking .number").evaluateAll(cells => cells.map(cell => Number.parseFloat(cell.textContent.replace(/[<>]/, ""))));

withPage("a user is picked from suggestions, and a like and a no rank the list anew and are in the log", {}, async page => {
  const field = page.getByRole("combobox", { name: "User" });
  await field.click();
  await field.pressSequentially(someone);
  await page.getByRole("option", { name: someone, exact: true }).click();
  await page.getByRole("heading", { name: `For user ${someone}` }).waitFor();
  await settled(page);

  const first = await ranked(page);
  assert.deepEqual(
    first,
    (await answer(`v1/users/${someone}/recommendations?n=10`)).items.map(row => row.item),
  );
  const chances = await probabilities(page);
  assert.deepEqual(
    chances,
    chances.toSorted((a, b) => b - a),
  );
  const history = await answer(`v1/users/${someone}/history?n=1000`);
  const counts = await page.locator(".aside .count").allTextContents();
  assert.equal(
    counts.map(Number).reduce((a, b) => a + b, 0),
    history.rows.length,
  );

  await page.locator(".ranking details").first().locator("summary").click();
  await page.locator(".ranking .rates").waitFor();
  assert.match(await page.locator(".ranking .rates").innerText(), /likes, from \d+ labels?/);
  await picture(page, "recommend-why");

  await label(page, first[1], "Like");
  await page.locator('.labels [data-state="logged"]').waitFor();
  assert.deepEqual(
    logged().filter(row => row.item === first[1]),
    [{ user: someone, item: first[1], feedback: "positive" }],
  );
  const folded = await answer("v1/users/fold-in", { user: someone, labels: [{ item: first[1], label: "positive" }], n: 10 });
  assert.deepEqual(
    await ranked(page),
    folded.items.map(row => row.item),
  );
  await page.waitForFunction(() => /: liked\./.test(document.getElementById("spoken").textContent));
  assert.notEqual(await page.locator(".moved").count(), 0, "what moved is marked");

  const [second] = await ranked(page);
  await label(page, second, "Not interested");
  await page.waitForFunction(() => document.querySelectorAll('.labels [data-state="logged"]').length === 2);
  assert.deepEqual(
    logged().filter(row => row.item === second),
    [{ user: someone, item: second, feedback: "negative" }],
  );
  await picture(page, "recommend-session");

  for (const item of [second, first[1]]) {
    await page.locator(`[data-undo="${item}"]`).click();
    await page.locator(`.labels > li[data-item="${item}"]`).waitFor({ state: "detached" });
  }
  await page.waitForFunction(
    list => JSON.stringify([...document.querySelectorAll(".ranking > li")].map(line => line.dataset.item)) === list,
    JSON.stringify(first),
  );
});

withPage(
  "somebody new begins with the prior list, and it follows what they like, without a word in the log",
  { hash: "#/recommend?new=1" },
  async page => {
    const sent = [];
    page.on("request", request => sent.push(new URL(request.url()).pathname));
    await settled(page);
    const prior = await ranked(page);
    assert.equal(prior.length, 10);

    await label(page, prior[0], "Like");
    const [, , third] = await ranked(page);
    await label(page, third, "Like");
    const folded = await answer("v1/users/fold-in", { labels: [prior[0], third].map(item => ({ item, label: "positive" })), n: 10 });
    assert.deepEqual(
      await ranked(page),
      folded.items.map(row => row.item),
    );
    assert.ok(!sent.includes("/v1/feedback"));
    await page.locator(".ranking summary").first().click();
    await page.locator(".reason .rates").waitFor();
    await picture(page, "recommend-new");

    await page.getByRole("button", { name: "New user" }).click();
    await page.waitForFunction(
      list => JSON.stringify([...document.querySelectorAll(".ranking > li")].map(line => line.dataset.item)) === list,
      JSON.stringify(prior),
    );
    assert.equal(await page.locator(".labels > li").count(), 0);
  },
);

withPage("an id that the model does not know gets the prior list and is told so", {}, async page => {
  await showUser(page, "nobody has this id");
  assert.match(await page.locator(".notice").innerText(), /does not know user nobody has this id/);
  assert.equal(await page.locator(".ranking > li").count(), 10);
});

withPage("text from the server stays text", { hash: `#/recommend?new=1&n=100` }, async page => {
  await settled(page);
  const titles = await page.locator(".ranking .name").allTextContents();
  assert.ok(
    titles.some(title => title.includes("<img src=x>")),
    "PageTest names an item so",
  );
  assert.equal(await page.locator(".ranking img").count(), 0);
});

withPage("annotate shows the most certain views, both ways, and leads to their users", { hash: "#/annotate" }, async page => {
  await settled(page);
  const expected = await answer("v1/annotations?n=10");
  const users = kind => page.locator(`section[aria-labelledby="${kind}-title"] tbody tr td:first-child`).allInnerTexts();
  assert.deepEqual(
    await users("positive"),
    expected.positive.map(view => view.user),
  );
  assert.deepEqual(
    await users("negative"),
    expected.negative.map(view => view.user),
  );

  await page.getByRole("combobox", { name: "User" }).fill(someone);
  await page.keyboard.press("Enter");
  await page.waitForURL(/user=/);
  await settled(page);
  assert.ok((await users("positive")).every(user => user === someone));
  await page.goBack();
  await settled(page);
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { name: `For user ${expected.positive[0].user}` }).waitFor();
});

withPage("training shows the census, the verdict and the curves, with their numbers", { hash: "#/training" }, async page => {
  await settled(page);
  const { census, history, metrics } = await answer("v1/training");
  const table = page.locator('section[aria-labelledby="census-title"] table');
  assert.match(await table.innerText(), new RegExp(census.train.rows.toLocaleString("en-US")));
  assert.match(await page.locator(".verdict").first().innerText(), new RegExp(metrics.against_floor.verdict.slice(0, 3), "i"));
  for (const title of [
    "Training loss",
    "Validation ranking",
    "Validation calibration",
    "What the Inverse Gradient chose",
    "Positive weight of the unlabeled",
  ]) {
    const figure = page.locator("figure", { has: page.getByRole("heading", { name: title }) });
    await figure.locator("canvas").waitFor();
    await figure.getByText("Numbers", { exact: true }).click();
    assert.ok((await figure.locator("tbody tr").count()) >= history.length, title);
  }
});

withPage("live shows the load, looks again by itself, and can be paused", { hash: "#/live" }, async page => {
  await answer(`v1/users/${someone}/recommendations?n=10`);
  const requests = async () => Number((await page.locator(".tile .big").first().innerText()).replaceAll(",", ""));
  await page.locator(".tile").first().waitFor();
  const seen = await requests();
  await page.waitForFunction(before => Number(document.querySelector(".tile .big").textContent.replaceAll(",", "")) > before, seen);
  assert.match(await page.locator('section[aria-labelledby="latency-title"]').innerText(), /recommendations/);
  assert.match(await page.locator(".tiles").innerText(), new RegExp((await answer("v1/model")).sha256.slice(0, 8)));

  await page.getByRole("button", { name: "Pause" }).click();
  await page.waitForTimeout(300);
  const paused = await requests();
  await page.waitForTimeout(2_600);
  assert.equal(await requests(), paused);
});

withPage("everything can be done with the keyboard", {}, async page => {
  const press = key => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
  const tabTo = async (pattern, most = 30) => {
    for (let n = 0; n < most && !pattern.test(await focused()); n++) {
      await press("Tab");
    }
    assert.match(await focused(), pattern);
  };
  await press("Tab");
  assert.match(await focused(), /Skip to the content/);
  await press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await press("Tab");
  await press("ArrowDown");
  await page.getByRole("option").first().waitFor();
  await press("ArrowDown");
  assert.equal(await page.locator('[role="option"][aria-selected="true"]').count(), 1);
  await press("Enter");
  await page.getByRole("heading", { name: /^For user/ }).waitFor();
  await settled(page);

  await tabTo(/^Like/);
  const [top] = await ranked(page);
  await press("Enter");
  await page.locator(`.labels > li[data-item="${top}"]`).waitFor();
  await page.waitForFunction(gone => !document.querySelector(`.ranking > li[data-item="${gone}"]`), top);
  assert.match(await focused(), /^Like/, "the focus stays where the next item is");
  await page.locator('.labels [data-state="logged"]').waitFor();
  await tabTo(/^Undo/, 80);
  await press("Enter");
  await page.locator(".labels > li").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.closest(".ranking"), null, { timeout: 3_000 });
});

withPage("a failure is told in the server's words, and can be tried again", { provoked: [429] }, async page => {
  await showUser(page, someone);
  const detail = "Too many requests wait; try again in a moment.";
  await page.route(
    "**/v1/users/fold-in",
    route =>
      route.fulfill({
        status: 429,
        contentType: "application/problem+json",
        body: JSON.stringify({ type: "about:blank", title: "Too Many Requests", status: 429, detail }),
      }),
    { times: 1 },
  );
  const [top] = await ranked(page);
  await page.locator(`.ranking > li[data-item="${top}"]`).getByRole("button", { name: "Like" }).click();
  await page.getByRole("alert").getByText(detail).waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForFunction(gone => !document.querySelector(`.ranking > li[data-item="${gone}"]`), top);
});

withPage(
  "a server with tokens is asked with one, which lasts as long as the tab",
  { url: servers.guarded, provoked: [401, 403] },
  async page => {
    const dialog = page.getByRole("dialog");
    const give = async token => {
      await dialog.getByLabel("Token").fill(token);
      await dialog.getByRole("button", { name: "Use this token" }).click();
    };
    await dialog.waitFor();
    await accessible(page, "the token field");
    await picture(page, "token");
    await give("wrong");
    // It is asked for again, now with what was wrong.
    await dialog.getByText(/token/i).first().waitFor();
    await page.waitForFunction(() => document.querySelector("dialog input")?.value === "");
    await give(servers.readToken);
    await dialog.waitFor({ state: "detached" });
    await showUser(page, someone);

    await page.reload();
    await settled(page);
    assert.equal(await page.locator(".ranking > li").count(), 10, "the token is kept");

    const [top] = await ranked(page);
    await label(page, top, "Like");
    await page.locator('.labels [data-state="failed"]').waitFor();
    assert.notEqual(await page.locator(".labels .fault").innerText(), "");
    await page.getByRole("button", { name: "Token", exact: true }).click();
    await give(servers.feedbackToken);
    await settled(page);
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.locator('.labels [data-state="logged"]').waitFor();

    await page.getByRole("link", { name: "Training" }).click();
    await page.getByText("No run directory.").waitFor();
  },
);

for (const [name, rules, options] of [
  ["wide", undefined, {}],
  // A theme changes colours and nothing else.
  ["wide-dark", ["color-contrast"], { colorScheme: "dark" }],
  ["phone", undefined, { width: 360, height: 740, hasTouch: true }],
]) {
  withPage(`every view is accessible and fits: ${name}`, options, async page => {
    for (const view of VIEWS) {
      await page.goto(`${servers.open}/#/${view === "recommend" ? `recommend?user=${encodeURIComponent(someone)}` : view}`);
      await settled(page);
      if (view === "recommend") {
        await label(page, (await ranked(page))[2], "Like");
        await page.locator(".ranking summary").nth(1).click();
        await page.locator(".reason .rates").waitFor();
      }
      if (view === "live") {
        await page.locator(".u-legend").waitFor();
      }
      await accessible(page, `${view}, ${name}`, rules);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= page.viewportSize().width, `${view} scrolls sideways`);
      await picture(page, `${view}-${name}`);
    }
  });
}

withPage("the theme follows the system until it is chosen, and the choice lasts", { colorScheme: "dark" }, async page => {
  const brightness = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.body)
          .backgroundColor.match(/\d+/g)
          .map(Number)
          .reduce((a, b) => a + b) / 3,
    );
  await settled(page);
  assert.ok((await brightness()) < 60);
  await page.getByRole("button", { name: "Theme: system" }).click();
  assert.ok((await brightness()) > 200);
  await page.reload();
  await settled(page);
  assert.ok((await brightness()) > 200);
});
