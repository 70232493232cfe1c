/* Numbers as bars; the number always stands beside the bar, so that nothing is told by length or colour alone. */
import { h } from "./dom.js";
import { fixed } from "./format.js";

/* A probability in 0..1. */
export function probabilityBar(value) {
  return h("div", { class: "bar-track", "aria-hidden": "true" }, h("span", { class: "bar-fill", style: { width: `${100 * value}%` } }));
}

/* Two weights that add up to 1; the second part is hatched. */
export function weightBar(positive, negative) {
  return h(
    "div",
    { class: "weights" },
    h("span", { class: "weight" }, fixed(positive, 3)),
    h("div", { class: "bar-track split", "aria-hidden": "true" }, h("span", { class: "bar-fill", style: { width: `${100 * positive}%` } })),
    h("span", { class: "weight" }, fixed(negative, 3)),
  );
}

/* Shares of a whole: [{name, share, kind}]. */
export function shareBar(parts) {
  return h(
    "div",
    { class: "bar-track shares", "aria-hidden": "true" },
    parts.map(part => h("span", { class: `share ${part.kind}`, style: { width: `${100 * part.share}%` } })),
  );
}
