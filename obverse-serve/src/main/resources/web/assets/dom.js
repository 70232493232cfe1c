/* Elements without markup in strings: text from the server can never become an element. */
const SVG = "http://www.w3.org/2000/svg";

/* Drawn on a 24 x 24 grid, filled. */
const PATHS = {
  like: "M12 20.6 4.3 13a5 5 0 0 1 7-7.1l.7.7.7-.7a5 5 0 0 1 7 7.1z",
  dislike: "m6.4 4.6 5.6 5.6 5.6-5.6 1.8 1.8-5.6 5.6 5.6 5.6-1.8 1.8-5.6-5.6-5.6 5.6-1.8-1.8 5.6-5.6-5.6-5.6z",
  view: "M12 5c5 0 8.6 3.6 10 7-1.4 3.4-5 7-10 7s-8.6-3.6-10-7c1.4-3.4 5-7 10-7zm0 3.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z",
  undo: "M9 5 3 10.5 9 16v-3.8h5a3.3 3.3 0 0 1 0 6.6H8V21h6a5.5 5.5 0 0 0 0-11H9z",
  up: "m12 6 7 9H5z",
  down: "m12 18-7-9h14z",
  fresh: "m12 3 2.3 6.7L21 12l-6.7 2.3L12 21l-2.3-6.7L3 12l6.7-2.3z",
  system: "M3 5h18v11H3zm2 2v7h14V7zm3 11h8v2H8z",
  light: "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4z",
  dark: "M10 3a9 9 0 1 0 11 11A8 8 0 0 1 10 3z",
  warning: "M12 3 1.5 21h21zm-1 7h2v5h-2zm0 6.5h2v2h-2z",
  pause: "M6 4h4v16H6zm8 0h4v16h-4z",
  play: "M7 4v16l13-8z",
};

/*
 * Makes an element. Attributes: "onclick" and the like take functions, "style" takes an object (the page's policy forbids style
 * attributes, not CSSOM), true and false set or leave out; children may be elements, text, lists, or null for nothing.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "style") {
      Object.entries(value).forEach(([property, setting]) => element.style.setProperty(property, setting));
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/* An ornament: the text beside it says the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

export const unseen = text => h("span", { class: "unseen" }, text);

let ids = 0;
export const newId = prefix => `${prefix}-${++ids}`;

/* Says something to a screen reader; the same words twice are said twice. */
export function say(text) {
  const spoken = document.getElementById("spoken");
  spoken.textContent = "";
  setTimeout(() => {
    spoken.textContent = text;
  }, 60);
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
