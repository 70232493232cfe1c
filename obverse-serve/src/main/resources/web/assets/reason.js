/* Why an item is where it is: what the training labels say of the user and the item, and what the user said of items like it. */
import { h, icon } from "./dom.js";
import { fixed, itemName, percent, plural } from "./format.js";

/* Labels of this session are looked for among so many neighbours of an item. */
export const NEIGHBOURS = 200;
const MOST = 3;

/* A share of likes, shrunk towards that of everybody; without labels it is everybody's. */
function rate(name, value, labels) {
  const basis = labels === 0 ? "everybody's share of likes, for there is no label" : `likes, from ${plural(labels, "label")}`;
  return h("div", {}, h("dt", {}, name), h("dd", {}, h("strong", {}, percent(value)), ` ${basis}`));
}

function neighbour(row, liked, where) {
  return h(
    "li",
    {},
    h("span", { class: `mark ${liked ? "positive" : "negative"}` }, icon(liked ? "like" : "dislike"), liked ? "liked" : "not interested"),
    h("span", { class: "name" }, itemName(row)),
    h("span", { class: "facts" }, `${where}cosine ${fixed(row.cosine, 2)}`),
  );
}

/*
 * reason: of POST /v1/rank, or null for a model without its history; said: the session's labels among the item's neighbours,
 * [{item, title, cosine, label}].
 */
export function reasonPanel(reason, said) {
  const closest = reason?.closest ?? [];
  const lines = [
    ...said.map(row => neighbour(row, row.label === "positive", "this session, ")),
    ...closest.map(row => neighbour(row, row.liked, "")),
  ];
  return h(
    "div",
    {},
    reason &&
      h(
        "dl",
        { class: "rates" },
        rate("The user", reason.user_rate, reason.user_labels),
        rate("The item", reason.item_rate, reason.item_labels),
      ),
    lines.length > 0
      ? [h("p", { class: "lead-in" }, "Labelled items closest to it"), h("ul", { class: "closest" }, lines)]
      : h(
          "p",
          { class: "note" },
          reason
            ? "No labelled item of this user is near it: the item's own labels and the model's mean decide."
            : "The model file holds no training history, so there are no labels to show.",
        ),
  );
}

/* The items of this session that are most like an item, out of its neighbours. */
export function saidNearby(neighbours, session) {
  return neighbours
    .filter(row => row.cosine > 0 && session.get(row.item))
    .slice(0, MOST)
    .map(row => ({ ...row, label: session.get(row.item).label }));
}
