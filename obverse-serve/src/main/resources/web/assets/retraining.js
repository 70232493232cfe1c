/* How training on from the feedback is doing. */
import { h } from "./dom.js";
import { count, DASH, duration, fixed, plural } from "./format.js";
import { row, table } from "./parts.js";

const OUTCOMES = {
  accepted: ["beats", "Accepted: the new model is in service"],
  rejected: ["loses", "Rejected: the new model was worse, the old one goes on"],
  skipped: ["ties", "Skipped"],
  failed: ["loses", "Failed: the old model goes on"],
  stopped: ["ties", "Stopped"],
};

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

const clock = time => (time ? new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }) : DASH);

function comparison(held) {
  return (
    held && [
      table(
        "Old and new model",
        ["metric", "old model", "new model", "better is"],
        [
          row(["Log loss", fixed(held.old_logloss), fixed(held.new_logloss), "lower"]),
          row(["AUC", fixed(held.old_auc), fixed(held.new_auc), "higher"]),
        ],
      ),
      h("p", { class: "note" }, `On ${plural(held.rows, "held-out row")}, ${count(held.positives)} of them likes.`),
    ]
  );
}

function attempt(last) {
  const [look, words] = OUTCOMES[last.outcome?.toLowerCase()] ?? ["ties", last.outcome];
  return [
    h("p", { class: `verdict ${look}` }, h("strong", {}, `Attempt ${last.number}. ${words}.`)),
    h(
      "p",
      { class: "basis sentence" },
      `${last.reason}. Began ${clock(last.started)}, took ${duration(last.seconds)}`,
      last.trained_rows > 0 ? `, trained on ${plural(last.trained_rows, "row")}.` : ".",
    ),
    ...(comparison(last.comparison) ?? []),
  ];
}

/* status: as GET /v1/status has it, or null where the server does not retrain. */
export function retraining(status) {
  if (!status) {
    return [h("p", { class: "note" }, "Off. Start the server with --log and --retrain-every, and it trains on from the feedback.")];
  }
  const due = status.running ? "training now" : status.due ? clock(status.due) : "by the number of rows";
  return [
    h(
      "dl",
      { class: "facts-grid" },
      fact("every", status.schedule),
      fact("next", due),
      fact("new rows", count(status.new_rows)),
      fact("accepted", count(status.accepted)),
      fact("rejected", count(status.rejected)),
      fact("skipped", count(status.skipped)),
      fact("failed", count(status.failed)),
    ),
    ...(status.last ? attempt(status.last) : [h("p", { class: "note" }, "No attempt yet.")]),
  ].filter(Boolean);
}
