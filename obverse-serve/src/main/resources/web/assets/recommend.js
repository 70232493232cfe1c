/* The view of one user: who it is about, and how long the list is. */
import * as api from "./api.js";
import { combobox } from "./combobox.js";
import { h, icon } from "./dom.js";
import { fill } from "./notice.js";
import { NOBODY, Session } from "./session.js";
import { UserPanel } from "./user-panel.js";

const COUNTS = [10, 25, 50, 100];

export function recommend(root, params, signal) {
  const place = h("div", { class: "place-of-user" });
  const field = combobox({
    label: "User",
    placeholder: "an id",
    button: "Show",
    signal,
    suggest: async (text, abort) => (await api.users(text, 12, abort)).users,
    pick: id => {
      if (id) {
        go({ user: id, n: shown.n });
      }
    },
  });
  const length = h(
    "select",
    { id: "length", onchange: () => go({ ...shown, n: Number(length.value) }) },
    COUNTS.map(n => h("option", { value: n }, n)),
  );
  root.append(
    h("h1", {}, "Recommend"),
    h(
      "div",
      { class: "controls" },
      field.element,
      h("div", { class: "field" }, h("label", { for: "length" }, "Items"), length),
      h(
        "button",
        {
          type: "button",
          class: "begin",
          onclick: () => {
            Session.restart(NOBODY);
            go({ user: NOBODY, n: shown.n });
          },
        },
        icon("fresh"),
        "New user",
      ),
    ),
    place,
  );

  let shown = {};
  let ending = null;

  function go({ user, n }) {
    const query = new URLSearchParams(user === NOBODY ? { new: "1" } : { user });
    if (n !== COUNTS[0]) {
      query.set("n", n);
    }
    const hash = `#/recommend?${query}`;
    if (location.hash === hash) {
      update(query);
    } else {
      location.hash = hash;
    }
  }

  function update(query) {
    ending?.abort();
    ending = new AbortController();
    const n = COUNTS.includes(Number(query.get("n"))) ? Number(query.get("n")) : COUNTS[0];
    const user = query.get("user");
    shown = { user, n };
    length.value = String(n);
    field.set(user ?? "");
    const until = AbortSignal.any([signal, ending.signal]);
    if (user === null && !query.has("new")) {
      welcome(place, until, go, n);
    } else {
      new UserPanel(place, user, n, until).start();
    }
  }

  update(params);
  return update;
}

/* Without a user: some to pick from, and the way without one. */
function welcome(place, signal, go, n) {
  const some = h("div", { class: "row" });
  place.replaceChildren(
    h(
      "section",
      { class: "card welcome", "aria-label": "Begin" },
      h("h2", {}, "Whose list?"),
      h("p", {}, "Type an id above, pick one of these, or begin as a new user: like a few items and see the list follow."),
      some,
    ),
  );
  fill(some, signal, async () =>
    (await api.users("", 8, signal)).users.map(user => h("button", { type: "button", onclick: () => go({ user, n }) }, user)),
  );
}
