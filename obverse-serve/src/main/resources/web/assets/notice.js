/* What is said when there is nothing else to show: why, and what to do. */
import { h, icon } from "./dom.js";
import { askForToken } from "./token.js";

/* A problem in the server's words, with a way to try again. */
export function failure(error, again) {
  const forbidden = error.status === 401 || error.status === 403;
  return h(
    "div",
    { class: "notice bad", role: "alert" },
    icon("warning"),
    h(
      "div",
      {},
      h("p", {}, error.message),
      h(
        "div",
        { class: "row" },
        again && h("button", { type: "button", onclick: again }, "Try again"),
        again &&
          forbidden &&
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              onclick: async () => {
                if (await askForToken(error.message)) {
                  again();
                }
              },
            },
            "Use another token",
          ),
      ),
    ),
  );
}

export const note = (...children) => h("div", { class: "notice" }, h("div", {}, ...children));

export const waiting = text => h("p", { class: "waiting", role: "status" }, text);

/*
 * Fills a place with what a request brings. The place is marked busy meanwhile and keeps what it shows; an aborted request changes nothing.
 */
export async function fill(place, signal, work) {
  place.setAttribute("aria-busy", "true");
  try {
    const content = await work();
    if (!signal.aborted) {
      place.replaceChildren(...[content].flat());
    }
  } catch (error) {
    if (!signal.aborted && error.name !== "AbortError") {
      place.replaceChildren(failure(error, () => fill(place, signal, work)));
    }
  } finally {
    if (!signal.aborted) {
      place.removeAttribute("aria-busy");
    }
  }
}
