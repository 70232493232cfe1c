/* Pieces that several views are made of: cards, and tables whose first cell names its row. */
import { h } from "./dom.js";

/* A section with a heading, which names it. */
export function card(name, title, ...content) {
  const id = `${name}-title`;
  return h("section", { class: "card", "aria-labelledby": id }, h("h2", { id }, title), content);
}

export function row(cells, attributes = {}) {
  const [name, ...values] = cells;
  return h(
    "tr",
    attributes,
    h("th", { scope: "row" }, name),
    values.map(value => h("td", {}, value)),
  );
}

/* The headings of the columns, and rows of row(). It scrolls sideways where it is too wide, by keyboard as well. */
export function table(name, headings, rows, attributes = {}) {
  const head = headings.map(heading => h("th", { scope: "col" }, heading));
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": `${name}, table` },
    h("table", attributes, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)),
  );
}
