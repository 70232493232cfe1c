/* The two lists beside the recommendations: labels of this session, with undo, and the user's training history. */
import { h, icon, unseen } from "./dom.js";
import { count, itemName } from "./format.js";

const FIRST = 12;
const WORDS = { positive: ["like", "liked"], negative: ["dislike", "not interested"], unlabeled: ["view", "seen, no label"] };

export const wordOf = label => WORDS[label][1];

export const mark = label => h("span", { class: `mark ${label}` }, icon(WORDS[label][0]), WORDS[label][1]);

const STATES = { session: "this session only", saving: "saving …", logged: "in the log", failed: "not in the log" };

/* Undo and retry are called with an entry of the session. */
export function sessionPanel(session, { undo, retry }) {
  const entries = session.newestFirst;
  if (entries.length === 0) {
    return h("p", { class: "note" }, "Nothing yet. Like an item, or say that it does not interest, and the list is ranked anew at once.");
  }
  return h(
    "ul",
    { class: "labels" },
    entries.map(entry =>
      h(
        "li",
        { "data-item": entry.item },
        h(
          "div",
          { class: "what" },
          h("p", { class: "name" }, itemName(entry)),
          h("p", { class: "facts" }, mark(entry.label), h("span", { class: "state", "data-state": entry.state }, STATES[entry.state])),
          entry.state === "failed" ? h("p", { class: "fault" }, entry.detail) : null,
        ),
        h(
          "div",
          { class: "actions" },
          entry.state === "failed"
            ? h("button", { type: "button", class: "quiet", onclick: () => retry(entry) }, "Save", unseen(` ${itemName(entry)}`))
            : null,
          h(
            "button",
            { type: "button", class: "quiet", "data-undo": entry.item, onclick: () => undo(entry) },
            icon("undo"),
            "Undo",
            unseen(`: ${itemName(entry)}`),
          ),
        ),
      ),
    ),
  );
}

function group(label, rows, open) {
  const list = h("ul", { class: "history" }, rows.slice(0, FIRST).map(line));
  const rest = rows.slice(FIRST);
  const more =
    rest.length > 0
      ? h(
          "button",
          {
            type: "button",
            class: "quiet",
            onclick: () => {
              more.remove();
              list.append(...rest.map(line));
              list.children[FIRST].focus();
            },
          },
          `Show ${count(rest.length)} more`,
        )
      : null;
  return h("details", { open }, h("summary", {}, mark(label), " ", h("span", { class: "count" }, count(rows.length))), list, more);
}

const line = row =>
  h("li", { tabindex: "-1" }, h("span", { class: "name" }, itemName(row)), row.title ? h("span", { class: "facts" }, row.item) : null);

/* The answer of GET /v1/users/{id}/history, newest row first; total counts what there is. */
export function historyPanel({ rows, total }) {
  if (rows.length === 0) {
    return [h("p", { class: "note" }, "The training data hold no row of this user.")];
  }
  const groups = ["positive", "negative", "unlabeled"].map(label => [label, rows.filter(row => row.label === label)]);
  const firstFilled = groups.find(([, some]) => some.length > 0)[0];
  return [
    ...groups.filter(([, some]) => some.length > 0).map(([label, some]) => group(label, some, label === firstFilled)),
    ...(total > rows.length ? [h("p", { class: "note" }, `The newest ${count(rows.length)} of ${count(total)} rows.`)] : []),
  ];
}
