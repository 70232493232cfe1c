/* The list of recommendations: places, probabilities, what moved, and the two buttons that label. */
import { calm, h, icon, unseen } from "./dom.js";
import { fixed, itemName, percent } from "./format.js";
import { probabilityBar } from "./bars.js";

const LASTS = 320;

function moved(gained) {
  if (gained === undefined || gained === 0) {
    return null;
  }
  if (gained === null) {
    return h("span", { class: "moved fresh" }, icon("fresh"), "new");
  }
  const up = gained > 0;
  return h("span", { class: `moved ${up ? "up" : "down"}` }, icon(up ? "up" : "down"), unseen(up ? "up " : "down "), Math.abs(gained));
}

function button(row, label, text, press) {
  return h(
    "button",
    { type: "button", class: `label ${label}`, "data-label": label, onclick: () => press(row, label) },
    icon(label === "positive" ? "like" : "dislike"),
    text,
    unseen(`: ${itemName(row)}`),
  );
}

/*
 * list(rows, places) shows rows; press(row, label) is called for a button, why(row) brings the content of an opened reason.
 */
export function rankingList({ press, why }) {
  const list = h("ol", { class: "ranking", "aria-label": "Recommendations, best first" });

  function entry(row, place, gained, combined) {
    const reason = h("div", { class: "reason" });
    const details = h(
      "details",
      {
        ontoggle: () => {
          if (details.open && !reason.hasChildNodes()) {
            why(row, reason);
          }
        },
      },
      h("summary", {}, "Why", unseen(` ${itemName(row)}`)),
      reason,
    );
    return h(
      "li",
      { "data-item": row.item },
      h("span", { class: "place", "aria-hidden": "true" }, place + 1),
      h(
        "div",
        { class: "what" },
        h("p", { class: "name" }, itemName(row), " ", moved(gained)),
        h(
          "p",
          { class: "facts" },
          row.title ? h("span", {}, `item ${row.item}`) : null,
          h("span", {}, `logit ${fixed(row.logit, 2)}`),
          combined ? h("span", {}, `score ${fixed(row.score, 3)}`) : null,
        ),
      ),
      h(
        "div",
        { class: "chance" },
        h("span", { class: "number" }, percent(row.probability), unseen(" likely to be liked")),
        probabilityBar(row.probability),
      ),
      h("div", { class: "actions" }, button(row, "positive", "Like", press), button(row, "negative", "Not interested", press)),
      details,
    );
  }

  function tops() {
    return new Map([...list.children].map(line => [line.dataset.item, line.getBoundingClientRect().top]));
  }

  /* Every line that stays slides from where it was; a new one fades in. */
  function animate(before) {
    if (calm() || before.size === 0) {
      return;
    }
    for (const line of list.children) {
      const from = before.get(line.dataset.item);
      const by = from === undefined ? 0 : from - line.getBoundingClientRect().top;
      if (from === undefined) {
        line.animate([{ opacity: 0 }, { opacity: 1 }], { duration: LASTS, easing: "ease-out" });
      } else if (by !== 0) {
        line.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: LASTS, easing: "ease-out" });
      }
    }
  }

  function show(rows, places, combined) {
    const before = places ? tops() : new Map();
    list.replaceChildren(...rows.map((row, place) => entry(row, place, places?.get(row.item), combined)));
    animate(before);
  }

  /* Where the focus goes when the line that held it has left: the same button of the line that took its place. */
  function focus(place, label) {
    const line = list.children[Math.min(place, list.children.length - 1)];
    line?.querySelector(`[data-label="${label}"]`)?.focus();
  }

  return { element: list, show, focus };
}
