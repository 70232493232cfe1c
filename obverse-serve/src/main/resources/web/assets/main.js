/* The frame: which view the address names, the model in use, the theme and the token. */
import * as api from "./api.js";
import { installThemeSwitch } from "./theme.js";
import { installTokenButton } from "./token.js";
import { annotate } from "./annotate.js";
import { live } from "./live.js";
import { recommend } from "./recommend.js";
import { training } from "./training.js";

/* A view fills the main element and may return what to do when only its parameters change. */
const VIEWS = {
  recommend: { title: "Recommend", show: recommend },
  annotate: { title: "Annotate", show: annotate },
  training: { title: "Training", show: training },
  live: { title: "Live", show: live },
};

const main = document.getElementById("main");
let current = null;

/* #/recommend?user=7 is the view recommend with {user: "7"}. */
function place() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { name: Object.hasOwn(VIEWS, path) ? path : "recommend", params: new URLSearchParams(query) };
}

function mark(name) {
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${name}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function route() {
  const { name, params } = place();
  if (current?.name === name && current.update) {
    current.update(params);
    return;
  }
  const first = current === null;
  current?.end.abort();
  const end = new AbortController();
  main.replaceChildren();
  mark(name);
  document.title = `${VIEWS[name].title} · Obverse`;
  current = { name, end, update: null };
  current.update = VIEWS[name].show(main, params, end.signal) ?? null;
  window.scrollTo(0, 0);
  if (!first) {
    main.focus({ preventScroll: true });
  }
}

function again() {
  current?.end.abort();
  current = null;
  route();
  showModel();
}

async function showModel() {
  const chip = document.getElementById("model");
  try {
    const model = await api.model();
    chip.replaceChildren(`${model.method} on ${model.backbone} · ${model.sha256.slice(0, 8)}`);
    chip.title = `model ${model.sha256}`;
  } catch {
    // The view says what is wrong.
    chip.replaceChildren();
  }
}

document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  main.focus();
});
installThemeSwitch(document.getElementById("theme"));
installTokenButton(document.getElementById("token"), again);
window.addEventListener("hashchange", route);
route();
showModel();
