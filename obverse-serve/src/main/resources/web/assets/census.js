/* The census of the log that the model was trained on: what was read, and how little of it is labelled. */
import { shareBar } from "./bars.js";
import { h } from "./dom.js";
import { count, DASH, fixed, percent, plural } from "./format.js";
import { note } from "./notice.js";
import { card, row, table } from "./parts.js";

const PARTS = ["train", "valid", "test"];
const KINDS = ["positive", "negative", "unlabeled"];

const HEADINGS = ["part", "rows", "positive", "negative", "unlabeled", "labelled", "users", "items", "rows per user (median)"];

const cells = (name, part) => [
  name,
  count(part.rows),
  ...KINDS.map(kind => count(part[kind])),
  part.rows > 0 ? percent(part.label_share, 2) : DASH,
  count(part.users),
  count(part.items),
  fixed(part.median_rows_per_user, 1),
];

function labels(train) {
  const share = kind => (train.rows > 0 ? train[kind] / train.rows : 0);
  return h(
    "div",
    { class: "composition" },
    shareBar(KINDS.map(kind => ({ share: share(kind), kind }))),
    h(
      "ul",
      { class: "key" },
      KINDS.map(kind => h("li", {}, h("span", { class: `swatch share ${kind}` }), `${kind} ${percent(share(kind))}`)),
    ),
  );
}

function warnings({ overlap, hidden_labels: hidden, sources }) {
  const shared = Object.entries(overlap ?? {})
    .filter(([, pairs]) => pairs > 0)
    .map(([parts, pairs]) => `${parts.replace("_", " and ")} share ${plural(pairs, "pair")}`);
  const faults = Object.entries(sources ?? {})
    .filter(([, source]) => source.duplicates + source.conflicts + source.dropped > 0)
    .map(
      ([name, source]) =>
        `${name}: ${plural(source.duplicates, "duplicate")}, ${plural(source.conflicts, "conflict")}, ${count(source.dropped)} dropped`,
    );
  const said = [...shared, ...faults, ...(hidden > 0 ? [`${plural(hidden, "label")} were hidden from training`] : [])];
  return said.length === 0 ? null : note(h("p", {}, `${said.join("; ")}.`));
}

export function censusSection(census) {
  const rule = name => h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, census[name] ?? DASH)));
  const read = Object.values(census.sources ?? {})
    .map(source => `${count(source.rows)} rows of ${(source.files ?? []).join(", ")}`)
    .join("; ");
  const parts = PARTS.filter(name => census[name]);
  return card(
    "census",
    "Census",
    read && h("p", { class: "basis" }, `Read: ${read}.`),
    h("dl", { class: "rules" }, rule("positive"), rule("negative")),
    census.train && labels(census.train),
    warnings(census),
    table(
      "Census",
      HEADINGS,
      parts.map(name => row(cells(name, census[name]))),
    ),
  );
}
