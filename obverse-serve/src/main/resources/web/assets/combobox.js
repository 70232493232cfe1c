/* A text field with suggestions, after the combobox pattern of the ARIA Authoring Practices: the focus never leaves the field. */
import { h, newId } from "./dom.js";

const WAIT = 120;

/*
 * suggest(text, signal) brings strings; pick(text) is called for a suggestion or, on Enter, for whatever was typed.
 */
export function combobox({ label, value = "", placeholder, button, suggest, pick, signal }) {
  const id = newId("combobox");
  const list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": `${label}: suggestions`, hidden: true });
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-controls": list.id,
    placeholder,
    value,
    enterkeyhint: "go",
  });
  let active = -1;
  let timer = 0;
  let asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(text) {
    input.value = text;
    close();
    pick(text);
  }

  function show(texts) {
    list.replaceChildren(
      ...texts.map((text, index) =>
        h(
          "li",
          {
            id: `${id}-${index}`,
            role: "option",
            "aria-selected": "false",
            // Before the field loses the focus, which would close the list.
            onmousedown: event => event.preventDefault(),
            onclick: () => choose(text),
          },
          text,
        ),
      ),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = texts.length === 0;
    input.setAttribute("aria-expanded", String(texts.length > 0));
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    try {
      const found = await suggest(input.value.trim(), AbortSignal.any([asked.signal, signal]));
      if (document.activeElement === input) {
        show(found);
      }
    } catch {
      // Suggestions are a help only: whatever is typed can be used without them.
      close();
    }
  }

  function move(by) {
    const options = list.children;
    if (list.hidden || options.length === 0) {
      ask();
      return;
    }
    options[active]?.setAttribute("aria-selected", "false");
    active = active === -1 && by < 0 ? options.length - 1 : (active + by + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("click", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active].textContent);
    }
  });

  const form = h(
    "form",
    {
      class: "field",
      role: "search",
      "aria-label": label,
      onsubmit: event => {
        event.preventDefault();
        choose(input.value.trim());
      },
    },
    h("label", { for: id }, label),
    h("div", { class: "combo" }, input, list, h("button", { type: "submit" }, button)),
  );
  return {
    element: form,
    input,
    set: text => {
      input.value = text;
    },
  };
}
