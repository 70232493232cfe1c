/* The bearer token: asked for when the server wants one, kept for this tab only. */
import { h, newId } from "./dom.js";

const KEY = "obverse.token";
let held = kept();
let asking = null;

function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const token = () => held;

export function setToken(value) {
  held = value || null;
  try {
    if (held) {
      sessionStorage.setItem(KEY, held);
    } else {
      sessionStorage.removeItem(KEY);
    }
  } catch {
    /* Then it lasts as long as the page. */
  }
  showButton();
}

function showButton() {
  document.getElementById("token").hidden = !held;
}

/* Resolves to whether a token was given. Whoever asks while the field is open waits for the same answer. */
export function askForToken(why) {
  asking ??= ask(why).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(why) {
  const field = newId("token");
  const input = h("input", {
    id: field,
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
    autofocus: true,
    "aria-describedby": `${field}-why`,
  });
  const dialog = h(
    "dialog",
    { class: "ask", "aria-labelledby": `${field}-title` },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: `${field}-title` }, "A token, please"),
      h("p", { id: `${field}-why` }, why),
      h("label", { for: field }, "Token"),
      input,
      h("p", { class: "note" }, "It stays in this tab and is forgotten when the tab closes."),
      h(
        "div",
        { class: "row end" },
        h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"),
        h("button", { type: "submit", value: "given" }, "Use this token"),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue === "given" && input.value.trim() !== "";
      if (given) {
        setToken(input.value.trim());
      }
      dialog.remove();
      resolve(given);
    }),
  );
}

export function installTokenButton(button, changed) {
  showButton();
  button.addEventListener("click", async () => {
    if (await askForToken("Another token in place of the one in use.")) {
      changed();
    }
  });
}
