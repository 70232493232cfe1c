"use strict";
/* Small pieces of the page: elements, tables, sections. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/* A table in a box that scrolls sideways. Rows are arrays of cells: text, nodes, or {content, class}; the first is the row's heading. */
function table(caption, headings, rows, rowClasses = []) {
  const cell = (tag, value, scope, fallback) => {
    const plain = value === null || typeof value !== "object" || value instanceof Node;
    const content = plain ? value : value.content;
    return element(tag, { scope, class: plain ? fallback : value.class || fallback }, ...(Array.isArray(content) ? content : [content]));
  };
  const body = rows.map((row, index) => element("tr", { class: rowClasses[index] || null },
    ...row.map((value, column) => column === 0 ? cell("th", value, "row") : cell("td", value))));
  const head = element("tr", {}, ...headings.map(heading => cell("th", heading, "col")));
  const whole = element("table", {}, element("caption", {}, element("span", {}, caption)), element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, whole);
}

function section(id, title, note, ...content) {
  return element("section", { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title), note ? element("p", { class: "note" }, note) : null, ...content);
}

function picker(label, options, selected, changed) {
  const id = `pick-${label.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  const select = element("select", { id }, ...options.map(([value, text]) => {
    const option = element("option", { value }, text);
    option.selected = value === selected;
    return option;
  }));
  select.addEventListener("change", () => changed(select.value));
  return element("span", {}, element("label", { for: id }, `${label} `), select);
}
