/* The view of the unlabeled: what the model takes them for, the most certain first, both ways. */
import * as api from "./api.js";
import { probabilityBar, weightBar } from "./bars.js";
import { combobox } from "./combobox.js";
import { h, icon } from "./dom.js";
import { count, itemName, percent } from "./format.js";
import { fill } from "./notice.js";
import { card } from "./parts.js";

const COUNTS = [10, 25, 50, 100];

const HEADINGS = ["User", "Item", "Chance to be liked", "Weights: liked, not"];

/* On a phone a row is laid out as a card, which takes the meaning from table elements unless their roles are named. */
function line(view) {
  return h(
    "tr",
    { role: "row" },
    h(
      "td",
      { role: "cell", "data-head": HEADINGS[0] },
      h("a", { href: `#/recommend?${new URLSearchParams({ user: view.user })}` }, view.user),
    ),
    h(
      "th",
      { role: "rowheader", scope: "row", "data-head": HEADINGS[1] },
      itemName(view),
      view.title ? h("span", { class: "facts" }, view.item) : null,
    ),
    h(
      "td",
      { role: "cell", "data-head": HEADINGS[2] },
      h("div", { class: "chance" }, h("span", { class: "number" }, percent(view.probability)), probabilityBar(view.probability)),
    ),
    h("td", { role: "cell", "data-head": HEADINGS[3] }, weightBar(view.positive_weight, view.negative_weight)),
  );
}

function certain(views, kind, title) {
  const mark = h("span", { class: `mark ${kind}` }, icon(kind === "positive" ? "like" : "dislike"));
  return card(
    kind,
    [mark, title],
    views.length === 0
      ? h("p", { class: "note" }, "No unlabeled view is here.")
      : h(
          "table",
          { role: "table", class: "annotations", "aria-labelledby": `${kind}-title` },
          h(
            "thead",
            { role: "rowgroup" },
            h(
              "tr",
              { role: "row" },
              HEADINGS.map(text => h("th", { role: "columnheader", scope: "col" }, text)),
            ),
          ),
          h("tbody", { role: "rowgroup" }, views.map(line)),
        ),
  );
}

function scope(answer) {
  if (answer.views === undefined) {
    return null;
  }
  const all = answer.considered === undefined || answer.considered === answer.views;
  return h(
    "p",
    { class: "basis" },
    `${count(answer.views)} unlabeled views${all ? "" : `, of which ${count(answer.considered)} were scored`}.`,
  );
}

export function annotate(root, params, signal) {
  const place = h("div", {});
  let shown = { user: "", n: COUNTS[0] };
  const go = next => {
    const { user, n } = { ...shown, ...next };
    const query = new URLSearchParams(user ? { user } : {});
    if (n !== COUNTS[0]) {
      query.set("n", n);
    }
    location.hash = query.size > 0 ? `#/annotate?${query}` : "#/annotate";
  };
  const field = combobox({
    label: "User",
    placeholder: "all users",
    button: "Show",
    signal,
    suggest: async (text, abort) => (await api.users(text, 12, abort)).users,
    pick: user => go({ user }),
  });
  const length = h(
    "select",
    { id: "length", onchange: () => go({ n: Number(length.value) }) },
    COUNTS.map(n => h("option", { value: n }, n)),
  );
  root.append(
    h("h1", {}, "Annotate"),
    h(
      "p",
      { class: "lead" },
      "Views that nobody labelled, and what the model takes them for, the most certain first. The weights are those that the ",
      "Inverse Dual Loss gives the two labels: the label with the smaller loss gets the larger weight.",
    ),
    h("div", { class: "controls" }, field.element, h("div", { class: "field" }, h("label", { for: "length" }, "Views each"), length)),
    place,
  );

  let ending = null;
  function update(query) {
    ending?.abort();
    ending = new AbortController();
    shown = { user: query.get("user") ?? "", n: COUNTS.includes(Number(query.get("n"))) ? Number(query.get("n")) : COUNTS[0] };
    field.set(shown.user);
    length.value = String(shown.n);
    const until = AbortSignal.any([signal, ending.signal]);
    fill(place, until, async () => {
      const answer = await api.annotations(shown.n, shown.user || undefined, until);
      return [
        scope(answer),
        h(
          "div",
          { class: "pair" },
          certain(answer.positive, "positive", "Likely liked"),
          certain(answer.negative, "negative", "Likely not interested"),
        ),
      ].filter(Boolean);
    });
  }
  update(params);
  return update;
}
